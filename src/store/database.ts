import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import knex, { type Knex } from 'knex';
import { type Client as PostgresConnection } from 'pg';
import { type Database as SqliteConnection } from 'sqlite3';
import { AgnerError } from '../domain/index.ts';
import { storageError } from './storage-error.ts';

/** Where data lasts: one SQLite file, or a PostgreSQL server by URL. */
export type StoreLocation =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** An open database with the two ways in which it may be used; both throw `AgnerError`s only. */
export interface Database {
  readonly kind: StoreLocation['kind'];
  readonly read: <T>(work: (knex: Knex) => Promise<T>) => Promise<T>;
  /** Reads as of one instant, however long it takes; others go on writing. */
  readonly snapshot: <T>(work: (knex: Knex) => Promise<T>) => Promise<T>;
  /** One transaction: done or not done. Waits for other writers up to the busy timeout. */
  readonly write: <T>(work: (trx: Knex.Transaction) => Promise<T>) => Promise<T>;
  /**
   * What `work` writes, by whatever call, and what `last` writes of its outcome are one transaction.
   * It begins with the first write, so that long thinking before it holds nobody up.
   */
  readonly together: <T>(
    work: () => Promise<T>,
    last: (trx: Knex.Transaction, outcome: T) => Promise<void>,
  ) => Promise<T>;
  /** What `work` writes, by whatever call, as one transaction, or as part of the one under way. */
  readonly change: <T>(work: () => Promise<T>) => Promise<T>;
  /** Leaves nothing of what was deleted in SQLite's log of changes, as far as nobody reads in it. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** From now on errors say "the database": its place is for who starts the program. */
  readonly hidePlace: () => void;
}

/** Runs an attempt, again where that is how to wait for other processes. */
type Wait = <T>(attempt: () => Promise<T>) => Promise<T>;

/** "Agnr" in ASCII: marks an SQLite file as ours (`PRAGMA application_id`). */
const APPLICATION_ID = 0x41676e72;

/** knex writes warnings to standard output, amid what a command prints; all of them are thrown too. */
export const SILENT = {
  warn: () => undefined,
  error: () => undefined,
  deprecate: () => undefined,
  debug: () => undefined,
};

/**
 * Opens an SQLite file, creating it and its folder where they are missing, or prepares for
 * connecting to a server. No table is created.
 */
export async function openDatabase(
  location: StoreLocation,
  busySeconds: number,
): Promise<Database> {
  return location.kind === 'sqlite'
    ? await openSqlite(location, busySeconds)
    : openPostgres(location, busySeconds);
}

/** How the location is called in a sentence; never with the password of a URL. */
export function placeOf(location: StoreLocation): string {
  if (location.kind === 'sqlite') return `the database ${location.path}`;
  if (!URL.canParse(location.url)) return 'the PostgreSQL database';
  const { hostname, port, pathname } = new URL(location.url);
  return `the PostgreSQL database ${hostname}:${port || '5432'}${decodeURIComponent(pathname)}`;
}

async function openSqlite(
  location: StoreLocation & { readonly kind: 'sqlite' },
  busySeconds: number,
): Promise<Database> {
  const inMemory = location.path === ':memory:';
  // Absolute, so that no path can be read as an SQLite URI.
  const filename = inMemory ? location.path : resolve(location.path);
  if (!inMemory) await makeFolder(dirname(filename), location);
  const client = knex({
    client: 'sqlite3',
    log: SILENT,
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: SqliteConnection, done: (error: unknown) => void) => {
        prepareSqlite(connection, busySeconds).then(
          () => {
            done(null);
          },
          (error: unknown) => {
            connection.close(() => {
              done(error);
            });
          },
        );
      },
    },
  });
  const wait: Wait = (attempt) => untilFree(busySeconds, attempt);
  const database = wrap(location, client, wait, async (trx) => {
    // knex begins DEFERRED: a transaction that reads first may then find the file changed and
    // fail, however long it waits. Beginning with a write takes the write lock before anything is
    // read, as BEGIN IMMEDIATE does.
    await wait(() => trx.raw(`PRAGMA application_id = ${APPLICATION_ID}`));
  });
  try {
    await database.read(checkOwner);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function makeFolder(folder: string, location: StoreLocation): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw storageError(error, placeOf(location));
  }
}

async function prepareSqlite(connection: SqliteConnection, busySeconds: number): Promise<void> {
  await execute(connection, `PRAGMA busy_timeout = ${BUSY_MILLISECONDS}`);
  // Two processes that change to WAL at once are told BUSY without any wait.
  await untilFree(busySeconds, () => execute(connection, 'PRAGMA journal_mode = WAL'));
  await execute(connection, 'PRAGMA synchronous = FULL');
  await execute(connection, 'PRAGMA foreign_keys = ON');
  // What is deleted is overwritten: erased people stay in no free page.
  await execute(connection, 'PRAGMA secure_delete = ON');
}

/**
 * SQLite's own wait blocks one of Node's four threads for files and names, so it is short, and the
 * long wait is here, where it blocks nothing.
 */
const BUSY_MILLISECONDS = 100;

/** Tries again while SQLite is held by another process, up to the busy timeout. */
async function untilFree<T>(busySeconds: number, attempt: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + busySeconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const isBusy = (error as { code?: unknown } | null)?.code === 'SQLITE_BUSY';
      if (!isBusy || performance.now() >= giveUpAt) throw error;
      await sleep(20);
    }
  }
}

function execute(connection: SqliteConnection, sql: string): Promise<void> {
  return new Promise((done, fail) => {
    connection.exec(sql, (error) => {
      if (error === null) done();
      else fail(error);
    });
  });
}

/** Refuses an SQLite file that another program filled. */
async function checkOwner(client: Knex): Promise<void> {
  // Tables before mark: another process of ours may make both at this moment, at one stroke.
  const tables = await client('sqlite_master').where({ type: 'table' }).limit(1);
  if (tables.length === 0) return;
  const [mark] = await client.raw<{ application_id: number }[]>('PRAGMA application_id');
  if (mark?.application_id !== APPLICATION_ID) {
    throw new AgnerError(
      'STORAGE',
      'expected a database of Agner or a new path, got the SQLite file of another program',
    );
  }
}

function openPostgres(
  location: StoreLocation & { readonly kind: 'postgres' },
  busySeconds: number,
): Database {
  const { url } = location;
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new AgnerError(
      'INVALID_INPUT',
      'expected a URL such as postgres://user@host:5432/agner, got something else',
    );
  }
  const client = knex({
    client: 'pg',
    log: SILENT,
    connection: {
      connectionString: url,
      application_name: 'agner',
      connectionTimeoutMillis: 10_000,
    },
    pool: {
      min: 0,
      max: 5,
      afterCreate: (connection: PostgresConnection, done: (error: unknown) => void) => {
        connection.query(`SET lock_timeout = ${Math.round(busySeconds * 1000)}`, done);
      },
    },
  });
  return wrap(
    location,
    client,
    (attempt) => attempt(),
    () => Promise.resolve(),
  );
}

function wrap(
  location: StoreLocation,
  client: Knex,
  wait: Wait,
  begin: (trx: Knex.Transaction) => Promise<void>,
): Database {
  let place = placeOf(location);
  const changes = new AsyncLocalStorage<Change>();
  const openChange = (): Change | null => {
    const change = changes.getStore();
    return change === undefined || change.isOver ? null : change;
  };
  const inChange = <T>(change: Change, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> =>
    inTurn(change, async () => {
      try {
        change.trx ??= await beginChange(client, begin);
        return await work(change.trx);
      } catch (error) {
        change.fault ??= { error };
        throw storageError(error, place);
      }
    });
  const together: Database['together'] = (work, last) => {
    const change: Change = { trx: null, turn: Promise.resolve(), fault: null, isOver: false };
    return changes.run(change, async () => {
      try {
        const outcome = await work();
        await inChange(change, (trx) => last(trx, outcome));
        await endChange(change);
        return outcome;
      } catch (error) {
        await undoChange(change);
        throw storageError(change.fault?.error ?? error, place);
      }
    });
  };
  return {
    kind: location.kind,
    async read(work) {
      const change = openChange();
      // What a change has written is seen by itself alone, and SQLite has one connection.
      if (change !== null && change.trx !== null) return inChange(change, work);
      try {
        return await wait(() => work(client));
      } catch (error) {
        throw storageError(error, place);
      }
    },
    async snapshot(work) {
      try {
        return await client.transaction(
          work,
          location.kind === 'postgres' ? { isolationLevel: 'repeatable read', readOnly: true } : {},
        );
      } catch (error) {
        throw storageError(error, place);
      }
    },
    async write(work) {
      const change = openChange();
      if (change !== null) return inChange(change, work);
      let first: unknown = null;
      try {
        return await client.transaction(async (trx) => {
          try {
            await begin(trx);
            return await work(trx);
          } catch (error) {
            first = error;
            throw error;
          }
        });
      } catch (error) {
        // Where SQLite has rolled back by itself, knex reports that its ROLLBACK found nothing.
        throw storageError(first ?? error, place);
      }
    },
    together,
    change: (work) => (openChange() === null ? together(work, () => Promise.resolve()) : work()),
    async settle() {
      if (location.kind === 'postgres') return;
      try {
        await client.raw('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch (error) {
        throw storageError(error, place);
      }
    },
    close: () => client.destroy(),
    hidePlace: () => {
      place = 'the database';
    },
  };
}

/** Writes that stand or fall together. */
interface Change {
  /** From the first write on. */
  trx: Knex.Transaction | null;
  /** Ends when all that was asked of the transaction so far has been done. */
  turn: Promise<unknown>;
  /** The first write that failed: nothing of the change may stay. */
  fault: { readonly error: unknown } | null;
  isOver: boolean;
}

function inTurn<T>(change: Change, work: () => Promise<T>): Promise<T> {
  const mine = change.turn.then(work);
  change.turn = mine.catch(() => undefined);
  return mine;
}

async function beginChange(
  client: Knex,
  begin: (trx: Knex.Transaction) => Promise<void>,
): Promise<Knex.Transaction> {
  const trx = await client.transaction();
  // Looked at where the change ends; until then its failure is nobody's surprise.
  trx.executionPromise.catch(() => undefined);
  try {
    await begin(trx);
    return trx;
  } catch (error) {
    await trx.rollback().catch(() => undefined);
    throw error;
  }
}

async function endChange(change: Change): Promise<void> {
  await inTurn(change, async () => {
    change.isOver = true;
    if (change.fault !== null) throw change.fault.error as Error;
    void change.trx?.commit();
    await change.trx?.executionPromise;
  });
}

/** Does nothing more where the database has undone it already. */
async function undoChange(change: Change): Promise<void> {
  await inTurn(change, async () => {
    change.isOver = true;
    if (change.trx?.isCompleted() === false) await change.trx.rollback().catch(() => undefined);
  });
}
