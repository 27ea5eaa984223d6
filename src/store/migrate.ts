import { type Knex } from 'knex';
import { AgnerError } from '../domain/index.ts';
import { type Database, type StoreLocation } from './database.ts';
import { audit } from './migrations/audit.ts';
import { callLogs } from './migrations/call-logs.ts';
import { initial } from './migrations/initial.ts';
import { type StoreMigration } from './migrations/migration.ts';
import { overrides } from './migrations/overrides.ts';
import { people } from './migrations/people.ts';

/** All steps in their order. A list of modules, so that it is the same from source and from dist. */
const MIGRATIONS: readonly StoreMigration[] = [initial, overrides, people, callLogs, audit];

const TABLE = 'agner_migrations';

/** Any number that nobody else is likely to lock: "Agnr" in ASCII. */
const POSTGRES_LOCK = 0x41676e72;

/**
 * Brings the schema up to date, all steps or none. Several processes may do so at once: the first
 * does the work, the others wait for it. Throws `STORAGE` for a schema that is newer than this
 * program.
 */
export async function migrate(database: Database): Promise<void> {
  // Without a lock first: a start must not wait for a long import of another process.
  if (await database.read(isCurrent)) return;
  await database.write(async (trx) => {
    if (database.kind === 'postgres') {
      await trx.raw('SELECT pg_advisory_xact_lock(?)', [POSTGRES_LOCK]);
    }
    if (await isCurrent(trx)) return;
    await trx.migrate.latest({ tableName: TABLE, migrationSource: sourceFor(database.kind) });
  });
}

async function isCurrent(knex: Knex): Promise<boolean> {
  if (!(await knex.schema.hasTable(TABLE))) return false;
  const applied = await knex<{ name: string }>(TABLE).orderBy('id').pluck('name');
  const unknown = applied.find((name) => !MIGRATIONS.some((step) => step.name === name));
  if (unknown !== undefined) {
    throw new AgnerError(
      'STORAGE',
      `expected a database of this version or older, got one that a newer Agner has changed (${unknown}); use that version`,
      { migration: unknown },
    );
  }
  return applied.length === MIGRATIONS.length;
}

function sourceFor(kind: StoreLocation['kind']): Knex.MigrationSource<StoreMigration> {
  return {
    getMigrations: () => Promise.resolve([...MIGRATIONS]),
    getMigrationName: (migration) => migration.name,
    getMigration: (migration) =>
      Promise.resolve({
        up: (knex) => migration.up(knex, kind),
        down: () => Promise.reject(new Error('the schema only moves forward')),
      }),
  };
}
