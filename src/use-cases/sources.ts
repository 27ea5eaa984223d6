/** Where a use case takes its input from: the database by name, or data handed to it. */
import {
  AgnerError,
  type Forecast,
  type IntervalHistory,
  type Plan,
  type Requirement,
  type Roster,
  type Stored,
  type StoredHeader,
} from '../domain/index.ts';
import {
  type HistoryReader,
  type Identity,
  type ResultDocument,
  type Store,
  type TaskRunner,
} from './ports.ts';

/** What use cases are given by the composition root. */
export interface World {
  readonly store: Store;
  readonly tasks: TaskRunner;
  readonly identity: Identity;
  readonly readHistory: HistoryReader;
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
}

export async function findHistories(
  store: Store,
  source: HistorySource,
): Promise<Named<readonly IntervalHistory[]>> {
  if (source.kind === 'given') return { value: source.histories, name: source.name };
  const known = await store.listQueues(source.site);
  const names = source.queues ?? known.filter((queue) => queue.intervals > 0).map((q) => q.name);
  if (names.length === 0) {
    throw new AgnerError(
      'NOT_FOUND',
      `site ${source.site} has no history yet; import some with "agner import history FILE"`,
    );
  }
  const histories: IntervalHistory[] = [];
  for (const name of names) {
    if (!known.some((queue) => queue.name === name)) {
      throw new AgnerError(
        'NOT_FOUND',
        `site ${source.site} has no queue "${name}"; known are: ${known.map((queue) => queue.name).join(', ') || 'none'}`,
      );
    }
    histories.push(await store.loadHistory(source.site, name, { from: null, to: null }));
  }
  const versions = names.map(
    (name) => `${name}@${known.find((queue) => queue.name === name)?.version ?? 0}`,
  );
  return { value: histories, name: versions.join(', ') };
}

export async function findPlan(
  store: Store,
  source: Exclude<PlanSource, { kind: 'none' }>,
): Promise<Named<Plan>> {
  if (source.kind === 'given') return { value: source.plan, name: source.name };
  const { record, plan } = await store.loadPlan(source.site, source.name, source.version);
  return { value: plan, name: `${record.name}@${record.version}` };
}

export async function findDocument<T extends Forecast | Requirement | Roster>(
  store: Store,
  kind: T['kind'],
  source: DocumentSource<T>,
): Promise<Named<T>> {
  if (source.kind === 'given') return { value: source.document, name: source.name };
  const stored: Stored<T> =
    source.kind === 'stored'
      ? await store.loadResult<T>(kind, source.id)
      : await store.latestResult<T>(source.site, kind, source.name);
  return { value: stored.document, name: stored.header.id };
}

const PREFIXES = { forecast: 'fc', backtest: 'bt', requirement: 'rq', roster: 'ro', whatif: 'wi' };

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
