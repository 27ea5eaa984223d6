import { type Command } from 'commander';
import { AgnerError, type DocumentKind } from '../../src/domain/index.ts';
import {
  type ListName,
  type Page,
  type PageRequest,
  type QueueRecord,
  readPage,
} from '../../src/use-cases/index.ts';
import { wholeNumber } from '../options.ts';
import { say, writeOut } from '../output.ts';
import { grouped, table } from '../render.ts';
import { publicationTable } from './roster-publish.ts';
import { runSession, type Session } from '../session.ts';

const KINDS = {
  forecasts: 'forecast',
  backtests: 'backtest',
  requirements: 'requirement',
  verifications: 'verification',
  rosters: 'roster',
  whatifs: 'whatif',
} as const satisfies Partial<Record<ListName, DocumentKind>>;

/** Which part of a list is wanted. */
interface Part {
  readonly limit: number | null;
  readonly cursor: string | null;
}

/** Lists that are told whole, unless a limit is given. */
const ALL = 1_000_000;
const USUAL = 20;

export function addList(program: Command): void {
  program
    .command('list')
    .description('what the database holds')
    .argument('[what]', `queues, plans, publications, ${Object.keys(KINDS).join(', ')}`, 'queues')
    .option(
      '--limit <number>',
      `at most so many (${USUAL}; queues and plans: all)`,
      wholeNumber(1, ALL),
    )
    .option('--cursor <text>', 'goes on where the list before ended ("next" in its JSON)')
    .action(async (what: string, _: unknown, command: Command) => {
      const { limit = null, cursor = null } = command.opts<Partial<Part>>();
      await runSession(command, async (session) => {
        await tellPage(session, await listing(session, what, { limit, cursor }));
        return 0;
      });
    });
}

/** A page with the name of its items in JSON, and as people read it. */
export interface Listing<T> {
  readonly property: string;
  readonly page: Page<T>;
  readonly text: (items: readonly T[]) => string;
}

/** Writes a page out; where there is more, says how to see it. */
export async function tellPage<T>(
  { json }: Pick<Session, 'json'>,
  { property, page, text }: Listing<T>,
): Promise<void> {
  const { items, next } = page;
  await writeOut([json ? `${JSON.stringify({ [property]: items, next })}\n` : `${text(items)}\n`]);
  if (next !== null && !json) say(`there is more: --cursor ${next}`);
}

async function listing(session: Session, what: string, part: Part): Promise<Listing<never>> {
  const { store } = session.world;
  const { site } = session;
  if (what === 'queues') {
    const list = (page: PageRequest) => store.listQueues(site, page);
    return listed('queues', part, ALL, list, ({ name }) => name, queueTable);
  }
  if (what === 'plans') {
    const list = (page: PageRequest) => store.listPlans(site, page);
    return listed('plans', part, ALL, list, idOf, (plans) =>
      table(
        ['plan', 'version', 'stored at', 'id'],
        plans.map((plan) => [plan.name, plan.version, plan.createdAt, plan.id]),
      ),
    );
  }
  if (what === 'publications') {
    const list = ({ limit, after }: PageRequest) =>
      store.listPublications(site, null, limit, after);
    return listed('publications', part, USUAL, list, idOf, publicationTable);
  }
  if (!isKind(what)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected queues, plans, publications, ${Object.keys(KINDS).join(', ')}, got "${what}"`,
    );
  }
  const list = ({ limit, after }: PageRequest) =>
    store.listResults(site, KINDS[what], limit, after);
  const results = await listed(what, part, USUAL, list, idOf, (headers) =>
    table(
      ['id', 'name', 'version', 'made at'],
      headers.map((header) => [header.id, header.name, header.version, header.createdAt]),
    ),
  );
  return { ...results, property: 'results' };
}

async function listed<T>(
  name: ListName,
  { limit, cursor }: Part,
  usual: number,
  list: (page: PageRequest) => Promise<readonly T[]>,
  keyOf: (item: T) => string,
  text: (items: readonly T[]) => string,
): Promise<Listing<never>> {
  const page = await readPage(name, { limit: limit ?? usual, cursor }, list, keyOf);
  return { property: name, page: page as Page<never>, text };
}

function isKind(what: string): what is keyof typeof KINDS {
  return Object.hasOwn(KINDS, what);
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

function queueTable(queues: readonly QueueRecord[]): string {
  return table(
    ['queue', 'channel', 'zone', 'interval', 'first', 'last', 'intervals', 'version'],
    queues.map((queue) => [
      queue.name,
      queue.channel,
      queue.zone,
      `${queue.stepSeconds / 60} min`,
      queue.firstInterval ?? '-',
      queue.lastInterval ?? '-',
      grouped(queue.intervals),
      queue.version,
    ]),
  );
}
