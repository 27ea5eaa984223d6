import { type Knex } from 'knex';
import { AgnerError, type Signature } from '../../domain/index.ts';
import type { BackupSummary, WorkContext } from '../../use-cases/index.ts';
import { appendAudit } from '../audit.ts';
import { type Database } from '../database.ts';
import {
  lockMigrations,
  migrateTo,
  migrateToNewest,
  refuseNewer,
  unknownMigration,
} from '../migrate.ts';
import {
  newer,
  readBackup,
  type BackupHeader,
  type TableHeader,
  type Value,
} from './backup-format.ts';
import { TABLES } from './tables.ts';
import { auditHead, columnsOf } from './write-backup.ts';

/** Values that are bound at once, well below what either database takes. */
const MAX_VALUES = 6000;

/** Characters of one statement's values, so that documents of megabytes go one by one. */
const MAX_CHARACTERS = 4_000_000;

/**
 * Puts a backup in place of everything, in one transaction: other processes see all of the old or
 * all of the new. The backup is read to its end first.
 */
export async function restoreBackup(
  database: Database,
  open: () => AsyncIterable<Uint8Array>,
  by: Signature,
  { signal, onProgress }: WorkContext,
): Promise<BackupSummary> {
  const refuseCancelled = (): void => {
    if (signal.aborted) {
      throw new AgnerError('CANCELLED', 'restoring was stopped; nothing was changed');
    }
  };
  let size = 0;
  const checked = await readBackup(open(), checkHeader, {
    bytes: (count) => {
      refuseCancelled();
      size = count;
    },
  });
  await database.write(async (trx) => {
    await lockMigrations(trx, database.kind);
    await refuseNewer(trx);
    const replacedHead = await auditHead(trx);
    for (const { name } of [...TABLES].reverse()) await trx.schema.dropTableIfExists(name);
    await migrateTo(trx, database.kind, checked.header.migrations);
    const loader = loadRows(trx);
    const loaded = await readBackup(open(), () => undefined, {
      ...loader,
      bytes: (count) => {
        refuseCancelled();
        onProgress({ fraction: count / Math.max(size, count), step: 'restore', figures: {} });
      },
    });
    await loader.flush();
    if (loaded.sha256 !== checked.sha256) {
      throw new AgnerError('INVALID_INPUT', 'the backup changed while it was read');
    }
    if (database.kind === 'postgres') await setSequences(trx);
    await migrateToNewest(trx, database.kind);
    await appendAudit(trx, database.kind, by, {
      action: 'database.restored',
      site: null,
      subject: checked.sha256,
      before: replacedHead,
      after: checked.header.auditHead,
    });
  });
  const { program, createdAt, database: kind, auditHead: head } = checked.header;
  const { rows, sha256 } = checked;
  return { program, createdAt, database: kind, rows, sha256, auditHead: head };
}

function checkHeader({ migrations }: BackupHeader): void {
  const unknown = unknownMigration(migrations);
  if (unknown !== null) throw newer(unknown);
}

/** Puts rows into tables, many in a statement. */
function loadRows(trx: Knex.Transaction) {
  let into: TableHeader | null = null;
  let rows: (readonly Value[])[] = [];
  let characters = 0;
  const flush = async (): Promise<void> => {
    if (into === null || rows.length === 0) return;
    const { table, columns } = into;
    const marks = `(${columns.map(() => '?').join(', ')})`;
    await trx.raw(
      `INSERT INTO ?? (${columns.map(() => '??').join(', ')}) VALUES ${rows.map(() => marks).join(', ')}`,
      // knex takes null for a value though its types do not say so.
      [table, ...columns, ...rows.flat()] as string[],
    );
    rows = [];
    characters = 0;
  };
  return {
    flush,
    table: async (header: TableHeader) => {
      await flush();
      const known = TABLES.some(({ name }) => name === header.table);
      const columns = known ? await columnsOf(trx, header.table) : [];
      const strange = header.columns.find(
        (name) => !columns.some((column) => column.name === name),
      );
      if (!known || strange !== undefined) {
        throw newer(`${header.table}${strange === undefined ? '' : `.${strange}`}`);
      }
      into = header;
    },
    row: async (values: readonly Value[]) => {
      rows.push(values);
      for (const value of values) characters += typeof value === 'string' ? value.length : 8;
      if (rows.length * values.length >= MAX_VALUES || characters >= MAX_CHARACTERS) await flush();
    },
  };
}

/** Sequences go on after the rows that were put in with their numbers. */
async function setSequences(trx: Knex.Transaction): Promise<void> {
  for (const { name } of TABLES) {
    if (!(await trx.schema.hasTable(name))) continue;
    for (const column of await columnsOf(trx, name)) {
      if (!column.isCounted) continue;
      await trx.raw(
        'SELECT setval(pg_get_serial_sequence(?, ?), COALESCE(MAX(??), 1), MAX(??) IS NOT NULL) FROM ??',
        [name, column.name, column.name, column.name, name],
      );
    }
  }
}
