import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createGzip, type Gzip } from 'node:zlib';
import { type Knex } from 'knex';
import { AgnerError, PROGRAM } from '../../domain/index.ts';
import type { BackupSummary, WorkContext } from '../../use-cases/index.ts';
import { type Database } from '../database.ts';
import { appliedMigrations } from '../migrate.ts';
import { type BackupHeader, type Value } from './backup-format.ts';
import { type KeptTable, TABLES } from './tables.ts';

/** Writes a backup as of one instant; others go on writing. */
export async function writeBackup(
  database: Database,
  write: (chunks: AsyncIterable<Uint8Array>) => Promise<void>,
  createdAt: string,
  context: WorkContext,
): Promise<BackupSummary> {
  const gzip = createGzip({ level: 6 });
  const writerLeft = new AbortController();
  const dumping = database
    .snapshot((knex) => dump(knex, database.kind, gzip, createdAt, context, writerLeft.signal))
    .then(
      (summary) => {
        gzip.end();
        return summary;
      },
      (error: unknown) => {
        gzip.destroy(error as Error);
        throw error;
      },
    );
  const writing = write(gzip).finally(() => {
    writerLeft.abort();
  });
  const [written, dumped] = await Promise.allSettled([writing, dumping]);
  // Where writing fails the dump only hears that the writer left.
  if (written.status === 'rejected') throw written.reason;
  if (dumped.status === 'rejected') throw dumped.reason;
  return dumped.value;
}

async function dump(
  knex: Knex,
  kind: Database['kind'],
  gzip: Gzip,
  createdAt: string,
  { signal, onProgress }: WorkContext,
  writerLeft: AbortSignal,
): Promise<BackupSummary> {
  const stop = AbortSignal.any([signal, writerLeft]);
  const refuseStopped = (): void => {
    if (stop.aborted) throw new AgnerError('CANCELLED', 'the backup was stopped');
  };
  const hash = createHash('sha256');
  const say = async (line: unknown): Promise<void> => {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    hash.update(bytes);
    refuseStopped();
    if (gzip.write(bytes)) return;
    await once(gzip, 'drain', { signal: stop }).catch((error: unknown) => {
      refuseStopped();
      throw error;
    });
  };
  const header: BackupHeader = {
    format: 'agner-backup',
    version: 1,
    program: PROGRAM,
    createdAt,
    database: kind,
    migrations: await appliedMigrations(knex),
    auditHead: await auditHead(knex),
  };
  await say(header);
  const tables = await existing(knex);
  const total = await countRows(knex, tables);
  const rows: Record<string, number> = {};
  let done = 0;
  for (const table of tables) {
    const columns = await columnsOf(knex, table.name);
    await say({ table: table.name, columns: columns.map(({ name }) => name) });
    rows[table.name] = 0;
    for await (const page of pagesOf(knex, table, columns)) {
      for (const row of page) await say(row);
      rows[table.name]! += page.length;
      done += page.length;
      onProgress({
        fraction: done / Math.max(total, done),
        step: table.name,
        figures: { rows: done },
      });
    }
  }
  const sha256 = hash.copy().digest('hex');
  await say({ rows, sha256 });
  return { program: PROGRAM, createdAt, database: kind, rows, sha256, auditHead: header.auditHead };
}

/** Tables that the schema has: one that is older than this program lacks some. */
async function existing(knex: Knex): Promise<readonly KeptTable[]> {
  const tables: KeptTable[] = [];
  for (const table of TABLES) {
    if (await knex.schema.hasTable(table.name)) tables.push(table);
  }
  return tables;
}

async function countRows(knex: Knex, tables: readonly KeptTable[]): Promise<number> {
  let total = 0;
  for (const { name } of tables) {
    const [line] = await knex(name).count({ rows: '*' });
    total += Number(line?.['rows'] ?? 0);
  }
  return total;
}

/** Hash of the last line of the trail; `null` for an empty one, or a schema without. */
export async function auditHead(knex: Knex): Promise<string | null> {
  if (!(await knex.schema.hasTable('audit_log'))) return null;
  const line = await knex('audit_log')
    .orderBy('position', 'desc')
    .first<{ hash: string } | undefined>('hash');
  return line?.hash ?? null;
}

export interface Column {
  readonly name: string;
  /** PostgreSQL gives 64-bit numbers as text; ours all fit a double. */
  readonly isBig: boolean;
  /** Whether PostgreSQL counts it by a sequence. */
  readonly isCounted: boolean;
}

export async function columnsOf(knex: Knex, table: string): Promise<readonly Column[]> {
  const info = await knex(table).columnInfo();
  return Object.entries(info).map(([name, { type, defaultValue }]) => ({
    name,
    isBig: type.toLowerCase() === 'bigint',
    isCounted: typeof defaultValue === 'string' && defaultValue.startsWith('nextval('),
  }));
}

/** Rows in order of their key, a page at a time. */
async function* pagesOf(
  knex: Knex,
  { name, key, page }: KeptTable,
  columns: readonly Column[],
): AsyncGenerator<readonly (readonly Value[])[]> {
  const keyAt = key.map((column) => columns.findIndex((candidate) => candidate.name === column));
  const marks = (mark: string) => `(${key.map(() => mark).join(', ')})`;
  let last: readonly Value[] | null = null;
  for (;;) {
    const query = knex(name)
      .select(columns.map((column) => column.name))
      .orderBy([...key])
      .limit(page);
    if (last !== null) {
      void query.whereRaw(`${marks('??')} > ${marks('?')}`, [
        ...key,
        ...keyAt.map((at) => last![at]!),
      ]);
    }
    const lines = (await query) as Record<string, Value>[];
    const rows = lines.map((line) =>
      columns.map(({ name: column, isBig }) => {
        const value = line[column] ?? null;
        return isBig && value !== null ? Number(value) : value;
      }),
    );
    if (rows.length > 0) yield rows;
    if (rows.length < page) return;
    last = rows.at(-1)!;
  }
}
