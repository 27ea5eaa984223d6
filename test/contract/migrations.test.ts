import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { openStore, type StoreLocation } from '../../src/store/index.ts';
import { TABLES } from '../../src/store/keeping/tables.ts';
import {
  appliedMigrations,
  lockMigrations,
  migrateTo,
  pendingMigrations,
} from '../../src/store/migrate.ts';
import { fillStore } from '../support/filled-store.ts';
import {
  type PostgresServer,
  postgresAbsence,
  postgresStandsAside,
  startPostgres,
} from '../support/postgres.ts';
import { buildStoreChild, type ChildOptions, runStoreChild } from '../support/store-child.ts';
import { BY, planOf } from './sample-documents.ts';

const STEPS = pendingMigrations([]);

let program: string;
beforeAll(() => {
  program = buildStoreChild();
});
afterAll(() => {
  rmSync(program, { recursive: true });
});

describe('older databases on SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agner-migrations-'));
  let files = 0;
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  migrationContract(() =>
    Promise.resolve({ kind: 'sqlite', path: join(folder, `${++files}`, 'agner.db') }),
  );
});

describe.skipIf(postgresStandsAside())(`older databases on PostgreSQL${postgresAbsence()}`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  migrationContract(async () => ({ kind: 'postgres', url: await server.createDatabase() }));
});

type Row = Readonly<Record<string, unknown>>;
type Rows = Readonly<Record<string, readonly Row[]>>;

/** Brings databases of each older schema, with something in every table, up to date. */
function migrationContract(newLocation: () => Promise<StoreLocation>) {
  let everything: Rows;
  beforeAll(async () => {
    const location = await newLocation();
    const store = await openStore(location);
    await fillStore(store);
    await store.close();
    everything = await using(location, rowsOf);
  });

  /** A database as a program with the first steps alone left it; answers its rows. */
  const makeOlder = async (location: StoreLocation, steps: number): Promise<Rows> =>
    using(location, async (knex, kind) => {
      await knex.transaction(async (trx) => {
        // As the store does with a file that it creates.
        if (kind === 'sqlite') await trx.raw(`PRAGMA application_id = ${0x41676e72}`);
        await lockMigrations(trx, kind);
        await migrateTo(trx, kind, STEPS.slice(0, steps));
        await insertRows(trx, kind, everything);
      });
      return rowsOf(knex);
    });

  const child = <T>(location: StoreLocation, options: Omit<ChildOptions, 'location'>) =>
    runStoreChild<T>(program, { location, ...options });

  it.each(STEPS.slice(1).map((next, at) => [next, at + 1] as const))(
    'that lack %s are brought up to date with all that they hold',
    async (_, steps) => {
      const location = await newLocation();
      const before = await makeOlder(location, steps);
      expect(Object.values(before).flat().length).toBeGreaterThan(10);
      const store = await openStore(location);
      expect((await store.verifyAudit()).broken).toBeNull();
      expect((await store.listPlans('default')).map(({ id }) => id)).toEqual(['pl_2', 'pl_1']);
      const meta = { id: 'pl_3', hash: 'h3', text: '' };
      expect(await store.savePlan('default', planOf('winter', 3), meta, BY)).toMatchObject({
        version: 3,
      });
      await store.close();
      const after = await using(location, rowsOf);
      for (const [table, rows] of Object.entries(before)) {
        // The plan that was saved since is told in the trail.
        const kept = after[table]!.slice(0, rows.length);
        expect({ table, rows: kept }).toEqual({
          table,
          rows: rows.map((row) => expect.objectContaining(row) as Row),
        });
      }
      expect(await using(location, appliedMigrations)).toEqual(STEPS);
      const users = (after['users'] ?? []) as readonly { id: string }[];
      for (const { id } of users) expect(id).toMatch(/^us_\w+$/);
    },
  );

  it('are as before when whoever migrates is killed before any statement, and go on', async () => {
    const counted = await newLocation();
    await makeOlder(counted, 3);
    const { answer: statements = 0 } = await child<number>(counted, {
      task: 'count-statements',
      input: {},
    });
    // Opening, locking, and eight steps or more.
    expect(statements).toBeGreaterThan(30);
    const location = await newLocation();
    const before = await makeOlder(location, 3);
    let undone = 0;
    for (const share of [0.2, 0.4, 0.55, 0.7, 0.85, 0.95, 1]) {
      const dieAt = Math.round(share * statements);
      const { signal } = await child(location, { task: 'list', input: { dieAt } });
      expect({ dieAt, signal }).toEqual({ dieAt, signal: 'SIGKILL' });
      const applied = await using(location, appliedMigrations);
      if (applied.length === 3) {
        undone++;
        expect(await using(location, rowsOf)).toEqual(before);
      } else {
        expect(applied).toEqual(STEPS);
      }
    }
    expect(undone).toBeGreaterThan(3);
    const { answer } = await child<unknown[]>(location, { task: 'list', input: {} });
    expect(answer).toHaveLength(2);
    expect(await using(location, appliedMigrations)).toEqual(STEPS);
  });

  it('are migrated by one of several starters', async () => {
    const location = await newLocation();
    await makeOlder(location, 3);
    const runs = await Promise.all(
      [1, 2, 3, 4].map(() => child<unknown[]>(location, { task: 'list', input: {} })),
    );
    expect(runs.map(({ error, answer }) => [error, answer?.length])).toEqual(
      runs.map(() => [undefined, 2]),
    );
    expect(await using(location, appliedMigrations)).toEqual(STEPS);
  });
}

async function using<T>(
  location: StoreLocation,
  work: (knex: Knex, kind: StoreLocation['kind']) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(location, 10);
  try {
    return await database.read((knex) => work(knex, location.kind));
  } finally {
    await database.close();
  }
}

/** All rows of all tables that there are. */
async function rowsOf(knex: Knex): Promise<Rows> {
  const rows: Record<string, readonly Row[]> = {};
  for (const { name, key } of TABLES) {
    if (!(await knex.schema.hasTable(name))) continue;
    rows[name] = (await knex(name).orderBy([...key])) as Row[];
  }
  return rows;
}

/** What of the rows the tables and columns that there are can hold. */
async function insertRows(trx: Knex.Transaction, kind: StoreLocation['kind'], from: Rows) {
  for (const { name } of TABLES) {
    if (!(await trx.schema.hasTable(name))) continue;
    const columns = Object.keys(await trx(name).columnInfo());
    const rows = from[name]!.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => columns.includes(column))),
    );
    for (let at = 0; at < rows.length; at += 50) await trx(name).insert(rows.slice(at, at + 50));
    if (kind === 'postgres' && columns.includes('position') && name !== 'audit_log') {
      await trx.raw(`SELECT setval(pg_get_serial_sequence(?, 'position'), MAX(position)) FROM ??`, [
        name,
        name,
      ]);
    }
  }
}
