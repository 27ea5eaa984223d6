import { type Knex } from 'knex';
import { type Channel, type Attribution, MEASURES } from '../domain/index.ts';
import { type StoreLocation } from './database.ts';
import { type IntervalRow } from './interval-rows.ts';

/** A line of the table of queues; PostgreSQL gives 64-bit numbers as text. */
export interface QueueLine {
  readonly id: string;
  readonly site_id: string;
  readonly name: string;
  readonly version: number;
  readonly channel: Channel;
  readonly attribution: Attribution;
  readonly zone: string;
  readonly step_seconds: number;
  readonly first_epoch: number | string | null;
  readonly last_epoch: number | string | null;
  readonly intervals: number;
}

/** Column of each measure, in the order of `MEASURES`. */
const COLUMNS: readonly string[] = MEASURES.map((measure) =>
  measure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
);

const INSERT = `INSERT INTO history_intervals (queue_id, start_epoch, ${COLUMNS.join(', ')})`;
const REPLACE = `ON CONFLICT (queue_id, start_epoch) DO UPDATE SET ${COLUMNS.map(
  (column) => `${column} = excluded.${column}`,
).join(', ')}`;

/** Stored rows of a queue with `from <= start < to`, in order of time. */
export async function selectIntervals(
  knex: Knex,
  queueId: string,
  from: number | null,
  to: number | null,
): Promise<IntervalRow[]> {
  const query = knex('history_intervals')
    .select('start_epoch', ...COLUMNS)
    .where('queue_id', queueId)
    .orderBy('start_epoch');
  if (from !== null) void query.andWhere('start_epoch', '>=', Math.ceil(from));
  if (to !== null) void query.andWhere('start_epoch', '<', Math.ceil(to));
  const lines = (await query) as Record<string, number | string | null>[];
  return lines.map((line) => ({
    start: Number(line['start_epoch']),
    values: COLUMNS.map((column) => (line[column] ?? null) as number | null),
  }));
}

/** Adds rows, or replaces those of the same start, in as few statements as the database bears. */
export async function upsertIntervals(
  trx: Knex,
  kind: StoreLocation['kind'],
  queueId: string,
  rows: readonly IntervalRow[],
): Promise<void> {
  const size = kind === 'sqlite' ? SQLITE_ROWS : POSTGRES_ROWS;
  for (let at = 0; at < rows.length; at += size) {
    const part = rows.slice(at, at + size);
    await (kind === 'sqlite'
      ? upsertValues(trx, queueId, part)
      : upsertUnnested(trx, queueId, part));
  }
}

const SQLITE_ROWS = 250;
const POSTGRES_ROWS = 10_000;

/**
 * Whole numbers stand in the statement, a quarter of the cost of binding them; fractions are bound,
 * since SQLite reads some decimals wrong in the last bit, be they in a statement or in JSON.
 */
async function upsertValues(
  trx: Knex,
  queueId: string,
  rows: readonly IntervalRow[],
): Promise<void> {
  const bindings: (string | number)[] = [queueId];
  const literal = (value: number | null): string => {
    if (value === null) return 'NULL';
    if (Number.isSafeInteger(value)) return String(value);
    bindings.push(value);
    return '?';
  };
  const lines = rows.map(({ start, values }) => `(${[start, ...values].map(literal).join(', ')})`);
  await trx.raw(
    `${INSERT} SELECT ?, * FROM (VALUES ${lines.join(', ')}) WHERE true ${REPLACE}`,
    bindings,
  );
}

async function upsertUnnested(
  trx: Knex,
  queueId: string,
  rows: readonly IntervalRow[],
): Promise<void> {
  const starts = rows.map(({ start }) => start);
  const columns = COLUMNS.map((_, index) => rows.map(({ values }) => values[index] ?? null));
  const arrays = `?::bigint[]${', ?::double precision[]'.repeat(COLUMNS.length)}`;
  await trx.raw(`${INSERT} SELECT ?, * FROM unnest(${arrays}) ${REPLACE}`, [
    queueId,
    starts,
    ...columns,
  ] as Knex.RawBinding[]);
}
