import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import knex, { type Knex } from 'knex';
import { type Database as SqliteConnection } from 'sqlite3';
import { AgnerError, epochSeconds, readLocal } from '../domain/index.ts';
import { type LogFile, type LogTable } from '../use-cases/index.ts';
import { placeOf, SILENT, type StoreLocation } from './database.ts';
import { storageError } from './storage-error.ts';

/** Rows that are held at once. */
const PAGE = 2000;
/** Of the beginning, as much as shows what the log is, and as knows it again; in bytes. */
const HEAD_BYTES = 4096;
const FIRST_LINE_BYTES = 512;
/** Mean length of a line, for telling how far reading has come. */
const LINE_BYTES = 80;

type Cells = Readonly<Record<string, string | number | null>>;

/** Where the table keeps what a line of the log holds. */
interface Columns {
  readonly time: string;
  readonly texts: readonly [callId: string, queue: string, agent: string, event: string];
  readonly data: readonly string[];
  readonly id: string | null;
}

/**
 * Opens a queue log that Asterisk writes into a table (realtime, ODBC) as the text that it would
 * have in a file, in the order in which it was written. The database is only read.
 *
 * @throws {AgnerError} `NOT_FOUND` without such a file or table; `INVALID_INPUT` where it lacks
 *   columns of the log, or a time in it cannot be read; `STORAGE` where it cannot be reached
 */
export async function openLogTable(location: StoreLocation, log: LogTable): Promise<LogFile> {
  const client = await connect(location);
  const place = `table ${log.table} in ${placeOf(location)}`;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof AgnerError ? error : storageError(error, place);
    }
  };
  try {
    return await guarded(async () => {
      const columns = await columnsOf(client, log.table, place);
      const lines = () => linesOf(client, location.kind, log, columns, place);
      const head = await headOf(lines());
      const [counted] = (await tableOf(client, log.table).count({ rows: '*' })) as [
        { rows: number | string },
      ];
      return {
        name: `${log.table} of ${placeOf(location)}`,
        head,
        firstLine: (head.split('\n')[0] ?? '').slice(0, FIRST_LINE_BYTES),
        sizeBytes: Number(counted.rows) * LINE_BYTES,
        read: (offset) => bytesFrom(lines(), offset),
        isReplaced: () => Promise.resolve(false),
        close: () => client.destroy(),
      };
    });
  } catch (error) {
    await client.destroy();
    throw error;
  }
}

async function connect(location: StoreLocation): Promise<Knex> {
  if (location.kind === 'postgres') {
    const connection = { connectionString: location.url, application_name: 'agner' };
    return knex({ client: 'pg', log: SILENT, connection, pool: { min: 0, max: 2 } });
  }
  const filename = resolve(location.path);
  await access(filename).catch((error: unknown) => {
    const message = `cannot read ${location.path}: there is no such file, or no permission to`;
    throw new AgnerError('NOT_FOUND', message, {}, { cause: error });
  });
  return knex({
    client: 'sqlite3',
    log: SILENT,
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: SqliteConnection, done: (error: unknown) => void) => {
        connection.run('PRAGMA query_only = ON', done);
      },
    },
  });
}

/** "queue_log", or "asterisk.queue_log" with its schema. */
function tableOf(client: Knex, name: string): Knex.QueryBuilder {
  const [first = '', second] = name.split('.');
  return second === undefined ? client(first) : client.withSchema(first).from(second);
}

async function columnsOf(client: Knex, table: string, place: string): Promise<Columns> {
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)?$/.test(table)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected the name of a table such as queue_log, got "${table.slice(0, 60)}"`,
    );
  }
  const known = Object.keys(await tableOf(client, table).columnInfo());
  if (known.length === 0) throw new AgnerError('NOT_FOUND', `there is no ${place}`);
  const needed = (...names: readonly string[]): string => {
    const found = names.find((name) => known.includes(name));
    if (found !== undefined) return found;
    throw new AgnerError(
      'INVALID_INPUT',
      `expected the column ${names.join(' or ')} in ${place}, got ${known.join(', ')}`,
    );
  };
  const numbered = ['data1', 'data2', 'data3', 'data4', 'data5'].filter((name) =>
    known.includes(name),
  );
  return {
    time: needed('time'),
    texts: [needed('callid'), needed('queuename', 'queue'), needed('agent'), needed('event')],
    data: numbered.length > 0 ? numbered : [needed('data', 'data1')],
    id: known.includes('id') ? 'id' : null,
  };
}

async function* linesOf(
  client: Knex,
  kind: StoreLocation['kind'],
  { table, zone }: LogTable,
  { time, texts, data, id }: Columns,
  place: string,
): AsyncGenerator<string> {
  const wanted = [client.raw('CAST(?? AS TEXT) AS log_time', [time]), ...texts, ...data];
  const pages =
    kind === 'sqlite'
      ? pagesByRow(client, () => tableOf(client, table).select(...wanted))
      : pagesByCursor(
          client,
          tableOf(client, table)
            .select(...wanted)
            .orderBy(id ?? time),
        );
  let last = -Infinity;
  try {
    for await (const rows of pages) {
      for (const row of rows) {
        last = instantOf(String(row['log_time'] ?? ''), zone, last, place);
        const cells = [...texts, ...data].map((column) => textOf(row[column] ?? null));
        while (cells.length > texts.length && cells.at(-1) === '') cells.pop();
        yield `${Number(last.toFixed(6))}|${cells.join('|')}\n`;
      }
    }
  } catch (error) {
    throw error instanceof AgnerError ? error : storageError(error, place);
  }
}

/** In the order in which rows were put in. */
async function* pagesByRow(
  client: Knex,
  select: () => Knex.QueryBuilder,
): AsyncGenerator<readonly Cells[]> {
  for (let after = 0; ;) {
    const rows = (await select()
      .select(client.raw('rowid AS log_row'))
      .whereRaw('rowid > ?', [after])
      .orderByRaw('rowid')
      .limit(PAGE)) as Cells[];
    if (rows.length === 0) return;
    after = Number(rows.at(-1)!['log_row']);
    yield rows;
  }
}

async function* pagesByCursor(
  client: Knex,
  select: Knex.QueryBuilder,
): AsyncGenerator<readonly Cells[]> {
  const trx = await client.transaction({ readOnly: true });
  try {
    const { sql, bindings } = select.toSQL().toNative();
    await trx.raw(`DECLARE log_rows NO SCROLL CURSOR FOR ${sql}`, [
      ...(bindings as Knex.RawBinding[]),
    ]);
    for (;;) {
      const { rows } = await trx.raw<{ rows: Cells[] }>(`FETCH ${PAGE} FROM log_rows`);
      if (rows.length === 0) return;
      yield rows;
    }
  } finally {
    await trx.rollback();
  }
}

const DATE_TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** A row's time: epoch seconds, or date and time, of the zone where no offset stands by. */
function instantOf(text: string, zone: string, last: number, place: string): number {
  if (/^\d{9,10}(\.\d{1,9})?$/.test(text)) return Number(text);
  const [, date, hour, minute, second, fraction = '', offset] = DATE_TIME.exec(text) ?? [];
  if (date === undefined) {
    throw new AgnerError(
      'INVALID_INPUT',
      `${place}: expected a time such as 2026-03-29 08:00:00.123456, got "${text.slice(0, 60)}"`,
    );
  }
  const part = Number(`0${fraction}`);
  if (offset !== undefined) {
    const whole = offset.length === 3 ? `${offset}:00` : offset;
    return epochSeconds(`${date}T${hour}:${minute}:${second}${whole}`) + part;
  }
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const reading = readLocal(zone, date, seconds);
  if (reading.kind === 'instant') return reading.instant + part;
  if (reading.kind === 'gap') return reading.jump + part;
  // The hour that comes twice: the log goes on, so the first until it is over.
  return (reading.earlier + part >= last ? reading.earlier : reading.later) + part;
}

function textOf(cell: string | number | null): string {
  return cell === null ? '' : String(cell).replace(/[\r\n]+/g, ' ');
}

async function headOf(lines: AsyncIterable<string>): Promise<string> {
  let head = '';
  for await (const line of lines) {
    head += Buffer.from(line).toString('latin1');
    if (head.length >= HEAD_BYTES) break;
  }
  return head.slice(0, HEAD_BYTES);
}

/** The text from a byte on. */
async function* bytesFrom(
  lines: AsyncIterable<string>,
  offset: number,
): AsyncGenerator<Uint8Array> {
  let left = offset;
  let pending: Uint8Array[] = [];
  let size = 0;
  for await (const line of lines) {
    const bytes = Buffer.from(line);
    if (left >= bytes.length) {
      left -= bytes.length;
      continue;
    }
    pending.push(bytes.subarray(left));
    size += bytes.length - left;
    left = 0;
    if (size < 65_536) continue;
    yield Buffer.concat(pending);
    [pending, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(pending);
}
