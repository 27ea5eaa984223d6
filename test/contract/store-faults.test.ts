import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knex from 'knex';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore, type StoreLocation } from '../../src/store/index.ts';
import { type ImportOutcome, type QueueRecord } from '../../src/use-cases/index.ts';
import {
  type PostgresServer,
  postgresAbsence,
  postgresStandsAside,
  startPostgres,
} from '../support/postgres.ts';
import { canMount } from '../support/can-mount.ts';
import { buildStoreChild, runStoreChild } from '../support/store-child.ts';
import { unprivileged } from '../support/unprivileged.ts';
import { fullHistory } from './sample-documents.ts';

const ALL = { from: null, to: null };

let program: string;
let folder: string;
let location: StoreLocation & { kind: 'sqlite' };
beforeAll(() => {
  program = buildStoreChild();
});
afterAll(() => {
  rmSync(program, { recursive: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agner-faults-'));
  chmodSync(folder, 0o755);
  location = { kind: 'sqlite', path: join(folder, 'data', 'agner.db') };
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const storageRefusal = (message: string) =>
  expect.objectContaining({ name: 'AgnerError', code: 'STORAGE', message });

async function fill(histories = [fullHistory('support', 100)]) {
  const store = await openStore(location);
  await store.saveHistory('default', histories);
  await store.close();
}

describe('an SQLite file', () => {
  it('that is no database is refused and left alone', async () => {
    mkdirSync(join(folder, 'data'));
    const text = 'Date,Offered\n2026-01-05,12\n'.repeat(100);
    writeFileSync(location.path, text);
    await expect(openStore(location)).rejects.toEqual(
      storageRefusal(
        `cannot use the database ${location.path}: the file is not a database; choose another path or restore a backup`,
      ),
    );
    expect(readFileSync(location.path, 'utf8')).toBe(text);
  });

  it('of another program is refused and left alone', async () => {
    mkdirSync(join(folder, 'data'));
    const other = knex({
      client: 'sqlite3',
      connection: { filename: location.path },
      useNullAsDefault: true,
    });
    await other.schema.createTable('sites', (table) => table.text('bookmark'));
    await expect(openStore(location)).rejects.toEqual(
      storageRefusal(
        'expected a database of Agner or a new path, got the SQLite file of another program',
      ),
    );
    expect(await other('sqlite_master').pluck('name')).toEqual(['sites']);
    await other.destroy();
  });

  it('that is damaged is told as damaged', async () => {
    await fill([fullHistory('support', 5000)]);
    const bytes = readFileSync(location.path);
    bytes.fill(0x5a, 8192);
    writeFileSync(location.path, bytes);
    const refused = openStore(location).then((store) =>
      store.loadHistory('default', 'support', ALL).finally(() => store.close()),
    );
    await expect(refused).rejects.toMatchObject({
      code: 'STORAGE',
      message: expect.stringContaining('the file is damaged; restore it from a backup'),
    });
  });

  it('below a file instead of a folder is refused', async () => {
    writeFileSync(join(folder, 'data'), '');
    await expect(openStore(location)).rejects.toEqual(
      storageRefusal(
        `cannot use the database ${location.path}: a file stands where its folder should be; choose another path`,
      ),
    );
  });
});

describe('a database that a newer version has changed', () => {
  it('is refused, unchanged', async () => {
    await fill();
    const newer = knex({
      client: 'sqlite3',
      connection: { filename: location.path },
      useNullAsDefault: true,
    });
    await newer('agner_migrations').insert({ name: '9999-from-the-future', batch: 2 });
    await expect(openStore(location)).rejects.toEqual(
      storageRefusal(
        'expected a database of this version or older, got one that a newer Agner has changed (9999-from-the-future); use that version',
      ),
    );
    await newer('agner_migrations').where({ name: '9999-from-the-future' }).delete();
    await newer.destroy();
    const store = await openStore(location);
    expect(await store.listQueues('default')).toHaveLength(1);
    await store.close();
  });
});

const user = unprivileged();
const rightsAbsence = user === null ? ' (stands aside: no user but root)' : '';

describe.skipIf(user === null)(`without the rights${rightsAbsence}`, () => {
  const asUser = user ?? {};
  const histories = [fullHistory('sales', 10)];
  const importAsUser = () =>
    runStoreChild<ImportOutcome[]>(program, {
      task: 'import',
      location,
      input: { histories },
      user: asUser,
    });

  it('to create the folder, says so', async () => {
    chmodSync(folder, 0o555);
    expect((await importAsUser()).error).toEqual({
      name: 'AgnerError',
      code: 'STORAGE',
      message: `cannot use the database ${location.path}: access is denied; check the rights on its file and folder`,
    });
    chmodSync(folder, 0o755);
  });

  it('to create the file, says so', async () => {
    mkdirSync(join(folder, 'data'));
    chmodSync(join(folder, 'data'), 0o555);
    expect((await importAsUser()).error).toEqual({
      name: 'AgnerError',
      code: 'STORAGE',
      message: `cannot use the database ${location.path}: the file cannot be opened; check that its folder exists and may be written`,
    });
    chmodSync(join(folder, 'data'), 0o755);
  });

  it('to write the file or beside it, says so and changes nothing', async () => {
    await fill();
    chmodSync(location.path, 0o444);
    chmodSync(join(folder, 'data'), 0o555);
    const { error } = await importAsUser();
    expect(error).toMatchObject({ name: 'AgnerError', code: 'STORAGE' });
    expect(error?.message).toMatch(/: (it may not be written|the file cannot be opened); check /);
    chmodSync(location.path, 0o644);
    chmodSync(join(folder, 'data'), 0o755);
    const store = await openStore(location);
    expect(await store.listQueues('default')).toMatchObject([{ name: 'support' }]);
    await store.close();
  });
});

describe('a disk that fills up', () => {
  const large = [fullHistory('support', 60_000)];

  it.skipIf(!canMount())(
    `is told as full, and nothing is half-written${canMount() ? '' : ' (stands aside: may not mount)'}`,
    async () => {
      const disk = join(folder, 'data');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
      try {
        await fill();
        const { error } = await runStoreChild(program, {
          task: 'import',
          location,
          input: { histories: large },
        });
        expect(error).toEqual({
          name: 'AgnerError',
          code: 'STORAGE',
          message: 'cannot use the database: the disk is full; free some space and try again',
        });
        await expectAsFilled();
      } finally {
        execFileSync('umount', [disk]);
      }
    },
  );

  it('by a limit on the size of files is told, and nothing is half-written', async () => {
    await fill();
    const { error } = await runStoreChild(program, {
      task: 'import',
      location,
      input: { histories: large },
      fileLimit: 1024,
    });
    expect(error).toEqual({
      name: 'AgnerError',
      code: 'STORAGE',
      message:
        'cannot use the database: the disk refuses reading or writing; check its free space, quota and health',
    });
    await expectAsFilled();
  });

  async function expectAsFilled() {
    const { answer } = await runStoreChild<QueueRecord[]>(program, {
      task: 'list',
      location,
      input: {},
    });
    expect(answer).toMatchObject([{ name: 'support', intervals: 100, version: 1 }]);
    const store = await openStore(location);
    expect(await store.loadHistory('default', 'support', ALL)).toEqual(fullHistory('support', 100));
    await store.close();
  }
});

describe('a PostgreSQL URL', () => {
  it.each([
    ['with another scheme', 'mysql://user:secret@127.0.0.1/agner'],
    ['that is none', 'postgres://user:secret@127.0.0.1:port/agner'],
  ])('%s is refused', async (_, url) => {
    const refused = await openStore({ kind: 'postgres', url }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      name: 'AgnerError',
      code: 'INVALID_INPUT',
      message: 'expected a URL such as postgres://user@host:5432/agner, got something else',
    });
  });

  it('where nobody answers is told without its password', async () => {
    const url = 'postgres://user:secret@127.0.0.1:1/agner';
    await expect(openStore({ kind: 'postgres', url })).rejects.toEqual(
      storageRefusal(
        'cannot use the PostgreSQL database 127.0.0.1:1/agner: no server answers there; check address and port and that it runs',
      ),
    );
  });
});

describe.skipIf(postgresStandsAside())(`a PostgreSQL server${postgresAbsence()}`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  it.each([
    [
      'user',
      (url: string) => url.replace(/:[0-9a-f]{32}@/, ':wrong@'),
      'refuses this user; check user and password',
    ],
    [
      'database',
      (url: string) => url.replace(/test_\d+$/, 'nowhere'),
      'has no database of that name; create it first',
    ],
  ])('refuses an unknown %s', async (_, change, message) => {
    const url = change(await server.createDatabase());
    await expect(openStore({ kind: 'postgres', url })).rejects.toMatchObject({
      code: 'STORAGE',
      message: expect.stringContaining(`: the server ${message}`),
    });
  });

  it('that goes away is told, and used again when it is back', async () => {
    const url = await server.createDatabase();
    const store = await openStore({ kind: 'postgres', url });
    const admin = knex({ client: 'pg', connection: url });
    await admin.raw(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    // Until the news of the end arrives, a call may fail; never with the driver's own error.
    await vi.waitFor(async () => {
      const failure = await store.ping().catch((error: unknown) => error);
      if (failure !== undefined) expect(failure).toMatchObject({ code: 'STORAGE' });
      expect(failure).toBeUndefined();
    }, 10_000);
    await admin.destroy();
    await store.close();
  });

  it('without the right to create tables says so', async () => {
    const url = await server.createDatabase();
    const admin = knex({ client: 'pg', connection: url });
    await admin.raw("CREATE ROLE reader LOGIN PASSWORD 'pw'");
    await admin.destroy();
    const asReader = url.replace(/\/\/agner:[^@]+@/, '//reader:pw@');
    await expect(openStore({ kind: 'postgres', url: asReader })).rejects.toMatchObject({
      code: 'STORAGE',
      message: expect.stringContaining('the user lacks the rights'),
    });
  });
});
