import { type Knex } from 'knex';
import { type AgentSpan, type CallOutcome, type QueueCall } from '../domain/index.ts';
import { type StoreLocation } from './database.ts';

/** Rows of one statement: they travel as one JSON text, which costs less than binding each value. */
const ROWS = 5_000;

/** PostgreSQL gives 64-bit numbers as text. */
type Whole = number | string;

/** Columns with their PostgreSQL types, keys first. */
const CALLS = {
  table: 'queue_calls',
  keys: { queue: 'text', entered_us: 'bigint', call_id: 'text', occurrence: 'integer' },
  values: {
    outcome: 'text',
    wait_seconds: 'double precision',
    talk_seconds: 'double precision',
    wrap_up_seconds: 'double precision',
    agent: 'text',
  },
  // One that is over is not replaced by one that is not: an older file may know less.
  guard: `excluded.outcome NOT IN ('waiting', 'talking') OR queue_calls.outcome IN ('waiting', 'talking')`,
};

const SPANS = {
  table: 'agent_spans',
  keys: { start_us: 'bigint', agent: 'text', kind: 'text', queue: 'text', reason: 'text' },
  values: { end_us: 'bigint', end_is_known: 'integer' },
  guard: 'excluded.end_us IS NOT NULL OR agent_spans.end_us IS NULL',
};

type Row = readonly (string | number | null)[];

export async function upsertCalls(
  trx: Knex,
  kind: StoreLocation['kind'],
  logId: string,
  calls: readonly QueueCall[],
): Promise<void> {
  const rows = distinct(calls, callRow, (row) => JSON.stringify(row.slice(0, 4)));
  await upsert(trx, kind, logId, CALLS, rows);
}

export async function upsertSpans(
  trx: Knex,
  kind: StoreLocation['kind'],
  logId: string,
  spans: readonly AgentSpan[],
): Promise<void> {
  const rows = distinct(spans, spanRow, (row) => JSON.stringify(row.slice(0, 5)));
  await upsert(trx, kind, logId, SPANS, rows);
}

/** The last of each key: no statement may touch a row twice. */
function distinct<T>(
  items: readonly T[],
  rowOf: (item: T) => Row,
  keyOf: (row: Row) => string,
): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const item of items) {
    const row = rowOf(item);
    rows.set(keyOf(row), row);
  }
  return [...rows.values()];
}

async function upsert(
  trx: Knex,
  kind: StoreLocation['kind'],
  logId: string,
  { table, keys, values, guard }: typeof CALLS | typeof SPANS,
  rows: readonly Row[],
): Promise<void> {
  const columns = Object.entries({ ...keys, ...values });
  const names = columns.map(([name]) => name).join(', ');
  const cells = columns.map(([, type], index) =>
    kind === 'sqlite' ? `value ->> ${index}` : `(value ->> ${index})::${type}`,
  );
  const source = kind === 'sqlite' ? 'json_each(?)' : 'json_array_elements(?::json)';
  const changes = Object.keys(values).map((name) => `${name} = excluded.${name}`);
  const statement = `INSERT INTO ${table} (log_id, ${names})
    SELECT ?, ${cells.join(', ')} FROM ${source} WHERE true
    ON CONFLICT (log_id, ${Object.keys(keys).join(', ')})
    DO UPDATE SET ${changes.join(', ')} WHERE ${guard}`;
  for (let at = 0; at < rows.length; at += ROWS) {
    await trx.raw(statement, [logId, JSON.stringify(rows.slice(at, at + ROWS))]);
  }
}

function callRow(call: QueueCall): Row {
  return [
    ...[call.queue, microseconds(call.enteredAt), call.callId, call.occurrence, call.outcome],
    ...[call.waitSeconds, call.talkSeconds, call.wrapUpSeconds, call.agent],
  ];
}

function spanRow(span: AgentSpan): Row {
  return [
    ...[microseconds(span.start), span.agent, span.kind, span.queue ?? '', span.reason],
    ...[span.end === null ? null : microseconds(span.end), span.endIsKnown ? 1 : 0],
  ];
}

export function microseconds(instant: number): number {
  return Math.round(instant * 1e6);
}

export interface CallLine {
  readonly queue: string;
  readonly entered_us: Whole;
  readonly call_id: string;
  readonly occurrence: number;
  readonly outcome: CallOutcome;
  readonly wait_seconds: number;
  readonly talk_seconds: number | null;
  readonly wrap_up_seconds: number | null;
  readonly agent: string | null;
}

export function callOfLine(line: CallLine): QueueCall {
  return {
    queue: line.queue,
    callId: line.call_id,
    enteredAt: Number(line.entered_us) / 1e6,
    occurrence: line.occurrence,
    outcome: line.outcome,
    waitSeconds: line.wait_seconds,
    talkSeconds: line.talk_seconds,
    wrapUpSeconds: line.wrap_up_seconds,
    agent: line.agent,
  };
}

export interface SpanLine {
  readonly start_us: Whole;
  readonly agent: string;
  readonly kind: AgentSpan['kind'];
  readonly queue: string;
  readonly reason: string;
  readonly end_us: Whole | null;
  readonly end_is_known: number;
}

export function spanOfLine(line: SpanLine): AgentSpan {
  return {
    agent: line.agent,
    queue: line.queue === '' ? null : line.queue,
    kind: line.kind,
    reason: line.reason,
    start: Number(line.start_us) / 1e6,
    end: line.end_us === null ? null : Number(line.end_us) / 1e6,
    endIsKnown: line.end_is_known === 1,
  };
}
