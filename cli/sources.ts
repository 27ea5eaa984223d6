import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  AgnerError,
  type Forecast,
  type Plan,
  type Requirement,
  type Roster,
} from '../src/domain/index.ts';
import { readForecast, readPlan, readRequirement, readRoster } from '../src/documents/index.ts';
import {
  type DocumentSource,
  findPlan,
  type Keeping,
  type PlanSource,
} from '../src/use-cases/index.ts';
import { readSmallFile, readText, sourceName } from './input.ts';
import { type Session } from './session.ts';

/** A plan by stored name ("sample", "sample@2") or from a file. */
export async function planSource(session: Session, text: string | undefined): Promise<PlanSource> {
  if (text === undefined) return { kind: 'none' };
  if (isFile(text)) return { kind: 'given', plan: await readPlanFile(text), name: basename(text) };
  const [name = '', version] = text.split('@');
  if (version !== undefined && !/^[1-9]\d{0,8}$/.test(version)) {
    throw new AgnerError('INVALID_INPUT', `expected a plan as name or name@version, got "${text}"`);
  }
  return {
    kind: 'stored',
    site: session.site,
    name,
    version: version === undefined ? null : Number(version),
  };
}

/** As {@link planSource}, for commands that cannot do without. */
export async function neededPlan(
  session: Session,
  text: string | undefined,
): Promise<Exclude<PlanSource, { kind: 'none' }>> {
  const source = await planSource(session, text);
  if (source.kind === 'none') {
    throw new AgnerError('INVALID_INPUT', 'expected --plan with a stored name or a file, got none');
  }
  return source;
}

/** The plan in a file; its agents file, if it names one, lies beside it. */
export async function readPlanFile(path: string): Promise<Plan> {
  return readPlanText(await readText(path), path);
}

/** As {@link readPlanFile}, of a text already read from there. */
export function readPlanText(text: string, path: string): Plan {
  return readPlan(text, sourceName(path), {
    readAgentsFile: (name) => {
      if (basename(name) !== name) {
        throw new AgnerError(
          'INVALID_INPUT',
          `expected an agents file beside the plan, got "${name}"`,
        );
      }
      return readSmallFile(join(dirname(path), name));
    },
  });
}

/** A computed document: a file, an id, or (without either) the newest of the site. */
export async function forecastSource(
  session: Session,
  text: string | undefined,
  zone: string | null,
): Promise<DocumentSource<Forecast>> {
  return documentSource(session, text, async (path) =>
    readForecast(await readText(path), sourceName(path), { zone }),
  );
}

/** A stored forecast by id, or the newest. */
export function storedForecast(
  { site }: Session,
  id: string | undefined,
): Exclude<DocumentSource<Forecast>, { kind: 'given' }> {
  return id === undefined || id === 'latest'
    ? { kind: 'latest', site, name: null }
    : { kind: 'stored', id };
}

export async function requirementSource(
  session: Session,
  text: string | undefined,
  zone: string | null,
): Promise<DocumentSource<Requirement>> {
  return documentSource(session, text, async (path) =>
    readRequirement(await readText(path), sourceName(path), { zone }),
  );
}

export async function rosterSource(
  session: Session,
  text: string | undefined,
): Promise<DocumentSource<Roster>> {
  return documentSource(session, text, async (path) =>
    readRoster(await readText(path), sourceName(path)),
  );
}

async function documentSource<T>(
  session: Session,
  text: string | undefined,
  read: (path: string) => Promise<T>,
): Promise<DocumentSource<T>> {
  if (text === undefined || text === 'latest') {
    return { kind: 'latest', site: session.site, name: null };
  }
  if (isFile(text)) return { kind: 'given', document: await read(text), name: basename(text) };
  return { kind: 'stored', id: text };
}

/** Zone of a plan, for local times in a file; `null` without a plan. */
export async function zoneOf(session: Session, plan: PlanSource): Promise<string | null> {
  if (plan.kind === 'none') return null;
  return (await findPlan(session.world.store, plan)).value.site.zone;
}

/** Results made from files alone are not stored; results made from the database are. */
export function keeping(session: Session, fromFile: boolean, name: string | undefined): Keeping {
  return fromFile ? { kind: 'discard' } : { kind: 'keep', site: session.site, name: name ?? null };
}

function isFile(text: string): boolean {
  return text === '-' || /\.(ya?ml|json|csv|gz)$/i.test(text) || existsSync(text);
}
