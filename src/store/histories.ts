import { type Knex } from 'knex';
import {
  AgnerError,
  checkPositiveInteger,
  checkZone,
  formatInstant,
  type IntervalHistory,
  MAX_GRID_SLOTS,
} from '../domain/index.ts';
import type {
  Identity,
  ImportOutcome,
  InstantRange,
  QueueRecord,
  Store,
} from '../use-cases/index.ts';
import { type Database } from './database.ts';
import { type QueueLine, selectIntervals, upsertIntervals } from './history-tables.ts';
import {
  gridOfRows,
  type IntervalRow,
  intervalRows,
  phaseOf,
  slotsBetween,
} from './interval-rows.ts';
import { checkName, checkText } from './names.ts';
import { lockSite } from './sites.ts';

/** Rows compared at a time: as many as keep the event loop free. */
const COMPARED_ROWS = 5_000;

/** The part of the store that keeps what queues lived through. */
export function historyStore(
  database: Database,
  identity: Identity,
): Pick<Store, 'saveHistory' | 'loadHistory' | 'listQueues'> {
  return {
    saveHistory(site, histories) {
      return database.write(async (trx) => {
        const siteId = await lockSite(trx, identity, site);
        return saveHistories(trx, database, identity, siteId, histories);
      });
    },
    loadHistory: (site, queue, range) =>
      database.read((knex) => loadQueueHistory(knex, site, queue, range)),
    listQueues: (site, page) =>
      database.read(async (knex) => {
        const lines = await queuesOf(knex, site);
        const queues = lines
          .map((line) => queueRecord(site, line))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        if (page === undefined) return queues;
        const { after, limit } = page;
        return queues.filter(({ name }) => after === null || name > after).slice(0, limit);
      }),
  };
}

/** Adds or replaces intervals within a transaction that has locked the site. */
export async function saveHistories(
  trx: Knex.Transaction,
  database: Database,
  identity: Identity,
  siteId: string,
  histories: readonly IntervalHistory[],
): Promise<readonly ImportOutcome[]> {
  const outcomes: ImportOutcome[] = [];
  for (const history of histories) {
    checkName('the queue', history.queue);
    checkZone(history.grid.zone);
    checkPositiveInteger('stepSeconds', history.grid.stepSeconds);
    const queue = await queueFor(trx, identity, siteId, history);
    outcomes.push(await saveQueueHistory(trx, database, queue, history));
  }
  return outcomes;
}

async function queueFor(
  trx: Knex.Transaction,
  identity: Identity,
  siteId: string,
  { queue, channel, attribution, grid }: IntervalHistory,
): Promise<QueueLine> {
  const known = await trx<QueueLine>('queues').where({ site_id: siteId, name: queue }).first();
  if (known !== undefined) return known;
  const line: QueueLine = {
    id: identity.newId('queue'),
    site_id: siteId,
    name: queue,
    version: 0,
    channel,
    attribution,
    zone: grid.zone,
    step_seconds: grid.stepSeconds,
    first_epoch: null,
    last_epoch: null,
    intervals: 0,
  };
  await trx('queues').insert(line);
  return line;
}

async function saveQueueHistory(
  trx: Knex.Transaction,
  { kind }: Database,
  queue: QueueLine,
  history: IntervalHistory,
): Promise<ImportOutcome> {
  checkSameGrid(queue, history);
  const rows = intervalRows(history);
  const extent = extentWith(queue, rows);
  const changes = { added: 0, replaced: 0, from: null as number | null, to: null as number | null };
  for (let at = 0; at < rows.length; at += COMPARED_ROWS) {
    const part = rows.slice(at, at + COMPARED_ROWS);
    const stored = await storedAmong(trx, queue, part);
    const changed = part.filter((row) => {
      const before = stored.get(row.start);
      return before === undefined || !sameValues(before, row);
    });
    const replaced = changed.filter(({ start }) => stored.has(start));
    changes.added += changed.length - replaced.length;
    changes.replaced += replaced.length;
    changes.from ??= replaced[0]?.start ?? null;
    changes.to = replaced.at(-1)?.start ?? changes.to;
    await upsertIntervals(trx, kind, queue.id, changed);
  }
  const { channel, attribution } = history;
  const different =
    changes.added + changes.replaced > 0 ||
    channel !== queue.channel ||
    attribution !== queue.attribution;
  const version = queue.version + (different ? 1 : 0);
  if (different) {
    await trx('queues')
      .where({ id: queue.id })
      .update({
        version,
        channel,
        attribution,
        first_epoch: extent?.first ?? null,
        last_epoch: extent?.last ?? null,
        intervals: queue.intervals + changes.added,
      });
  }
  return {
    queue: queue.name,
    added: changes.added,
    replaced: changes.replaced,
    unchanged: rows.length - changes.added - changes.replaced,
    replacedFrom: instantText(changes.from, queue.zone),
    replacedTo: instantText(changes.to, queue.zone),
    version,
  };
}

/** Throws `CONFLICT` unless the history fits what is stored of its queue. */
function checkSameGrid(queue: QueueLine, { grid }: IntervalHistory): void {
  if (grid.stepSeconds !== queue.step_seconds) {
    throw new AgnerError(
      'CONFLICT',
      `expected intervals of ${queue.step_seconds} seconds for queue "${queue.name}" as stored, got ${grid.stepSeconds} seconds`,
      { queue: queue.name, stored: queue.step_seconds, got: grid.stepSeconds },
    );
  }
  if (grid.zone !== queue.zone) {
    throw new AgnerError(
      'CONFLICT',
      `expected the time zone ${queue.zone} for queue "${queue.name}" as stored, got ${grid.zone}`,
      { queue: queue.name, stored: queue.zone, got: grid.zone },
    );
  }
}

/** First and last start once the rows are stored too. Throws where no grid could hold them all. */
function extentWith(
  queue: QueueLine,
  rows: readonly IntervalRow[],
): { readonly first: number; readonly last: number } | null {
  const stored =
    queue.first_epoch === null || queue.last_epoch === null
      ? []
      : [Number(queue.first_epoch), Number(queue.last_epoch)];
  const got = rows.length === 0 ? [] : [rows[0]!.start, rows.at(-1)!.start];
  const ends = [...stored, ...got];
  if (ends.length === 0) return null;
  const first = Math.min(...ends);
  const last = Math.max(...ends);
  const step = queue.step_seconds;
  const [storedPhase, gotPhase] = [stored[0], got[0]].map((start) =>
    start === undefined ? null : phaseOf(step, start),
  );
  if (typeof storedPhase === 'number' && typeof gotPhase === 'number' && storedPhase !== gotPhase) {
    throw new AgnerError(
      'CONFLICT',
      `expected intervals of queue "${queue.name}" to start like the stored ones (${formatInstant(stored[0]!, queue.zone)}), got ${formatInstant(got[0]!, queue.zone)}`,
      { queue: queue.name },
    );
  }
  const length = slotsBetween(step, first, last);
  if (length > MAX_GRID_SLOTS) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected at most ${MAX_GRID_SLOTS} intervals from first to last for queue "${queue.name}", got ${length}`,
      { queue: queue.name, length },
    );
  }
  return { first, last };
}

async function storedAmong(
  trx: Knex.Transaction,
  queue: QueueLine,
  part: readonly IntervalRow[],
): Promise<ReadonlyMap<number, IntervalRow>> {
  if (queue.intervals === 0) return new Map();
  const rows = await selectIntervals(trx, queue.id, part[0]!.start, part.at(-1)!.start + 1);
  return new Map(rows.map((row) => [row.start, row]));
}

function sameValues(a: IntervalRow, b: IntervalRow): boolean {
  return a.values.every((value, index) => value === b.values[index]);
}

async function loadQueueHistory(
  knex: Knex,
  site: string,
  queue: string,
  range: InstantRange,
): Promise<IntervalHistory> {
  const [line] = await queuesOf(knex, site).where('queues.name', checkText('the queue', queue));
  if (line === undefined) {
    throw new AgnerError('NOT_FOUND', `expected a queue of site "${site}", got "${queue}"`, {
      site,
      queue,
    });
  }
  const rows = await selectIntervals(knex, line.id, range.from, range.to);
  if (rows.length === 0) {
    throw new AgnerError(
      'NOT_FOUND',
      `expected stored history of queue "${queue}" ${rangeText(range, line.zone)}, got none`,
      { site, queue },
    );
  }
  return {
    queue,
    channel: line.channel,
    attribution: line.attribution,
    ...gridOfRows(line.zone, line.step_seconds, rows),
  };
}

function rangeText({ from, to }: InstantRange, zone: string): string {
  const parts = [
    from === null ? '' : `from ${formatInstant(from, zone)}`,
    to === null ? '' : `before ${formatInstant(to, zone)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'at any time' : parts.join(' and ');
}

function queuesOf(knex: Knex, site: string) {
  return knex('queues')
    .join('sites', 'sites.id', 'queues.site_id')
    .where('sites.name', checkText('the site', site))
    .select<QueueLine[]>('queues.*');
}

function queueRecord(site: string, line: QueueLine): QueueRecord {
  const { first_epoch: first, last_epoch: last } = line;
  return {
    site,
    name: line.name,
    channel: line.channel,
    zone: line.zone,
    stepSeconds: line.step_seconds,
    firstInterval: instantText(first === null ? null : Number(first), line.zone),
    lastInterval: instantText(last === null ? null : Number(last), line.zone),
    intervals: line.intervals,
    version: line.version,
  };
}

function instantText(epoch: number | null, zone: string): string | null {
  return epoch === null ? null : formatInstant(epoch, zone);
}
