import { type Knex } from 'knex';
import { AgnerError } from '../domain/index.ts';
import { type Database, type StoreLocation } from './database.ts';
import { attendance } from './migrations/attendance.ts';
import { audit } from './migrations/audit.ts';
import { callLogs } from './migrations/call-logs.ts';
import { feeds } from './migrations/feeds.ts';
import { initial } from './migrations/initial.ts';
import { type StoreMigration } from './migrations/migration.ts';
import { overrides } from './migrations/overrides.ts';
import { people } from './migrations/people.ts';
import { requestKeys } from './migrations/request-keys.ts';
import { sharedJobs } from './migrations/shared-jobs.ts';
import { timesheets } from './migrations/timesheets.ts';

/** All steps in their order. A list of modules, so that it is the same from source and from dist. */
const MIGRATIONS: readonly StoreMigration[] = [
  initial,
  overrides,
  people,
  callLogs,
  audit,
  requestKeys,
  attendance,
  sharedJobs,
  timesheets,
  feeds,
];

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
    await lockMigrations(trx, database.kind);
    if (await isCurrent(trx)) return;
    await migrateToNewest(trx, database.kind);
  });
}

/** Changes nothing, and throws `STORAGE` for a schema that is not this program's. */
export async function refuseOther(database: Database): Promise<void> {
  const missing = pendingMigrations(await database.read(refuseNewer));
  if (missing.length === 0) return;
  throw new AgnerError(
    'STORAGE',
    `expected a database of this version, got an older one (without ${missing[0]}); start "agner serve" of this version first`,
    { migration: missing[0] },
  );
}

/** Until the transaction ends no other process changes the schema. */
export async function lockMigrations(
  trx: Knex.Transaction,
  kind: StoreLocation['kind'],
): Promise<void> {
  if (kind === 'postgres') await trx.raw('SELECT pg_advisory_xact_lock(?)', [POSTGRES_LOCK]);
}

/** All steps that are missing. */
export async function migrateToNewest(
  trx: Knex.Transaction,
  kind: StoreLocation['kind'],
): Promise<void> {
  await run(trx, kind, MIGRATIONS);
}

/** Makes an empty schema as it was after the given steps and no other. The tables must be gone. */
export async function migrateTo(
  trx: Knex.Transaction,
  kind: StoreLocation['kind'],
  names: readonly string[],
): Promise<void> {
  if (await trx.schema.hasTable(TABLE)) await trx(TABLE).delete();
  await run(
    trx,
    kind,
    MIGRATIONS.filter(({ name }) => names.includes(name)),
  );
}

/** Names of the steps that were taken, in order; none for a database without our schema. */
export async function appliedMigrations(knex: Knex): Promise<readonly string[]> {
  if (!(await knex.schema.hasTable(TABLE))) return [];
  return knex<{ name: string }>(TABLE).orderBy('id').pluck('name');
}

/** Names of the steps that a database still needs. */
export function pendingMigrations(applied: readonly string[]): readonly string[] {
  return MIGRATIONS.map(({ name }) => name).filter((name) => !applied.includes(name));
}

/** A step that this program does not know; `null` where it knows all. */
export function unknownMigration(applied: readonly string[]): string | null {
  return applied.find((name) => !MIGRATIONS.some((step) => step.name === name)) ?? null;
}

/** Throws `STORAGE` for a schema that is newer than this program. */
export async function refuseNewer(knex: Knex): Promise<readonly string[]> {
  const applied = await appliedMigrations(knex);
  const unknown = unknownMigration(applied);
  if (unknown !== null) {
    throw new AgnerError(
      'STORAGE',
      `expected a database of this version or older, got one that a newer Agner has changed (${unknown}); use that version`,
      { migration: unknown },
    );
  }
  return applied;
}

async function isCurrent(knex: Knex): Promise<boolean> {
  return pendingMigrations(await refuseNewer(knex)).length === 0;
}

async function run(
  trx: Knex.Transaction,
  kind: StoreLocation['kind'],
  steps: readonly StoreMigration[],
): Promise<void> {
  const migrationSource: Knex.MigrationSource<StoreMigration> = {
    getMigrations: () => Promise.resolve([...steps]),
    getMigrationName: (migration) => migration.name,
    getMigration: (migration) =>
      Promise.resolve({
        up: (knex) => migration.up(knex, kind),
        down: () => Promise.reject(new Error('the schema only moves forward')),
      }),
  };
  await trx.migrate.latest({ tableName: TABLE, migrationSource });
}
