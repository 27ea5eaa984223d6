/** Where a use case takes its input from: the database by name, or data handed to it. */
import {
  type Actor,
  AgnerError,
  type Forecast,
  type IntervalHistory,
  type Plan,
  type Requirement,
  type Roster,
  type Stored,
  type StoredHeader,
} from '../domain/index.ts';
import { type LogTableOpener } from './call-log-ports.ts';
import { type ErasePlanText } from './people-data/person-ports.ts';
import { type Secrets } from './people-ports.ts';
import { type FindHolidays } from './plan-calendar.ts';
import { type LogWorld } from './read-log-files.ts';
import {
  type HistoryReader,
  type Identity,
  type QueueRecord,
  type ResultDocument,
  type Store,
  type TaskRunner,
} from './ports.ts';

/** What use cases are given by the composition root. */
export interface World extends LogWorld {
  readonly store: Store;
  readonly tasks: TaskRunner;
  readonly identity: Identity;
  /** Who changes things; the audit trail tells. */
  readonly actor: Actor;
  readonly secrets: Secrets;
  readonly readHistory: HistoryReader;
  readonly findHolidays: FindHolidays;
  readonly openLogTable: LogTableOpener;
  readonly erasePlanText: ErasePlanText;
}

export type HistorySource =
  | { readonly kind: 'stored'; readonly site: string; readonly queues: readonly string[] | null }
  | {
      readonly kind: 'given';
      readonly histories: readonly IntervalHistory[];
      readonly name: string;
    };

/** `version` is `null` for the newest. */
export type PlanSource =
  | {
      readonly kind: 'stored';
      readonly site: string;
      readonly name: string;
      readonly version: number | null;
    }
  | { readonly kind: 'given'; readonly plan: Plan; readonly name: string }
  | { readonly kind: 'none' };

/** A computed document: by id, the newest of a name (`null` for any), or given. */
export type DocumentSource<T> =
  | { readonly kind: 'stored'; readonly id: string }
  | { readonly kind: 'latest'; readonly site: string; readonly name: string | null }
  | { readonly kind: 'given'; readonly document: T; readonly name: string };

/** Whether the result is stored, and under what name. */
export type Keeping =
  | { readonly kind: 'keep'; readonly site: string; readonly name: string | null }
  | { readonly kind: 'discard' };

/** A computed document with its header where it was stored. */
export interface Answer<T> {
  readonly header: StoredHeader | null;
  readonly document: T;
}

/** An input with the name under which provenance lists it. */
export interface Named<T> {
  readonly value: T;
  readonly name: string;
  /** ISO instant at which it was stored; `null` for data that were given. */
  readonly createdAt: string | null;
}

export async function findHistories(
  store: Store,
  source: HistorySource,
): Promise<Named<readonly IntervalHistory[]>> {
  if (source.kind === 'given')
    return { value: source.histories, name: source.name, createdAt: null };
  const queues = await findQueues(store, source);
  const histories: IntervalHistory[] = [];
  for (const { name } of queues) {
    histories.push(await store.loadHistory(source.site, name, { from: null, to: null }));
  }
  const versions = queues.map(({ name, version }) => `${name}@${version}`);
  return { value: histories, name: versions.join(', '), createdAt: null };
}

/** One queue of a source, read when it is needed. */
export interface QueueSource {
  readonly source: HistorySource;
  readonly queue: string;
  readonly stepSeconds: number;
}

/** A source queue by queue, so that not all histories need be held at once. */
export async function splitHistories(
  store: Store,
  source: HistorySource,
): Promise<readonly QueueSource[]> {
  if (source.kind === 'given') {
    return source.histories.map((history) => ({
      source: { ...source, histories: [history] },
      queue: history.queue,
      stepSeconds: history.grid.stepSeconds,
    }));
  }
  const queues = await findQueues(store, source);
  return queues.map(({ name, stepSeconds }) => ({
    source: { ...source, queues: [name] },
    queue: name,
    stepSeconds,
  }));
}

async function findQueues(
  store: Store,
  { site, queues }: Extract<HistorySource, { kind: 'stored' }>,
): Promise<readonly QueueRecord[]> {
  const known = await store.listQueues(site);
  const names = queues ?? known.filter((queue) => queue.intervals > 0).map(({ name }) => name);
  if (names.length === 0) {
    throw new AgnerError(
      'NOT_FOUND',
      `site ${site} has no history yet; import some with "agner import history FILE"`,
    );
  }
  return names.map((name) => {
    const found = known.find((queue) => queue.name === name);
    if (found !== undefined) return found;
    throw new AgnerError(
      'NOT_FOUND',
      `site ${site} has no queue "${name}"; known are: ${known.map((queue) => queue.name).join(', ') || 'none'}`,
    );
  });
}

export async function findPlan(
  store: Store,
  source: Exclude<PlanSource, { kind: 'none' }>,
): Promise<Named<Plan>> {
  if (source.kind === 'given') return { value: source.plan, name: source.name, createdAt: null };
  const { record, plan } = await loadPlan(store, source);
  return { value: plan, name: `${record.name}@${record.version}`, createdAt: record.createdAt };
}

async function loadPlan(
  store: Store,
  { site, name, version }: Extract<PlanSource, { kind: 'stored' }>,
): ReturnType<Store['loadPlan']> {
  try {
    return await store.loadPlan(site, name, version);
  } catch (error) {
    if (!(error instanceof AgnerError) || error.code !== 'NOT_FOUND') throw error;
    const names = [...new Set((await store.listPlans(site)).map((plan) => plan.name))];
    throw new AgnerError(
      'NOT_FOUND',
      `site ${site} has no plan "${name}"${version === null ? '' : ` of version ${version}`}; stored are: ${names.join(', ') || 'none (agner import plan FILE stores one)'}`,
      error.details,
      { cause: error },
    );
  }
}

export async function findDocument<T extends Forecast | Requirement | Roster>(
  store: Store,
  kind: T['kind'],
  source: DocumentSource<T>,
): Promise<Named<T>> {
  if (source.kind === 'given')
    return { value: source.document, name: source.name, createdAt: null };
  const { header, document } = await findStored<T>(store, kind, source);
  return { value: document, name: header.id, createdAt: header.createdAt };
}

/** A stored document: by id, or the newest. */
export async function findStored<T extends Forecast | Requirement | Roster>(
  store: Store,
  kind: T['kind'],
  source: Exclude<DocumentSource<T>, { kind: 'given' }>,
): Promise<Stored<T>> {
  return source.kind === 'stored'
    ? store.loadResult<T>(kind, source.id)
    : newest<T>(store, kind, source);
}

const MADE_BY = { forecast: 'agner forecast', requirement: 'agner staff', roster: 'agner roster' };

async function newest<T extends Forecast | Requirement | Roster>(
  store: Store,
  kind: T['kind'],
  { site, name }: { readonly site: string; readonly name: string | null },
): Promise<Stored<T>> {
  try {
    return await store.latestResult<T>(site, kind, name);
  } catch (error) {
    if (!(error instanceof AgnerError) || error.code !== 'NOT_FOUND') throw error;
    throw new AgnerError(
      'NOT_FOUND',
      `site ${site} has no stored ${kind} yet; make one with "${MADE_BY[kind]}", or name a file or an id`,
      error.details,
      { cause: error },
    );
  }
}

const PREFIXES = {
  forecast: 'fc',
  backtest: 'bt',
  requirement: 'rq',
  verification: 'vf',
  roster: 'ro',
  whatif: 'wi',
};

/** Stores a result if asked to, and answers with its header. */
export async function keep<T extends ResultDocument>(
  { store, identity }: World,
  keeping: Keeping,
  defaultName: string,
  document: T,
): Promise<Answer<T>> {
  if (keeping.kind === 'discard') return { header: null, document };
  const header = await store.saveResult({
    id: identity.newId(PREFIXES[document.kind]),
    kind: document.kind,
    site: keeping.site,
    name: keeping.name ?? defaultName,
    createdAt: identity.now(),
    document,
  });
  return { header, document };
}
