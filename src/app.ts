/** The composition root: the only file that meets use cases and adapters. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  connectAsterisk,
  connectFreeswitch,
  openLogFile,
  readHistoryCsv,
  readQueueLog,
} from './acd/index.ts';
import { type ApiServer } from './api/index.ts';
import { type Config, readDatabase } from './config.ts';
import { type AcdConfig, erasePlanText, readAcdConfig } from './documents/index.ts';
import { AgnerError } from './domain/index.ts';
import { findHolidays } from './holidays/index.ts';
import {
  createJobQueue,
  createTaskRunner,
  everyDay,
  openSharedJobs,
  startWorker,
  type Working,
  type WorkNote,
} from './jobs/index.ts';
import { systemSecrets } from './secrets/index.ts';
import type { OpenedStore } from './store/index.ts';
import {
  type AcdConnector,
  type DatabaseKeeper,
  fillOrder,
  forgetOld,
  type Identity,
  type JobOrder,
  type JobQueue,
  type LiveNote,
  type LiveRequest,
  type LiveWatch,
  type NewResult,
  type SaveResult,
  usualZone,
  watchLive,
  type WorkContext,
  type World,
} from './use-cases/index.ts';

/** Where the server listens, and what it is called there beside. */
export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly allowedHosts: readonly string[];
}

/** Everything that a command or the server needs, and the way to end it. */
export interface App {
  readonly world: World;
  /** Looks after the database, beside what the world does with it. */
  readonly keeper: () => Promise<DatabaseKeeper>;
  readonly serve: (options: ServeOptions) => Promise<ApiServer>;
  /** Does the jobs of a PostgreSQL database, wherever they were queued. */
  readonly work: (onNote: (note: WorkNote) => void) => Promise<Working>;
  /** Follows the configured ACD; `null` where none is. `records` writes intervals to the history. */
  readonly watchLive: (options: LiveOptions) => Promise<LiveWatch | null>;
  readonly close: () => Promise<void>;
}

export interface LiveOptions {
  readonly records: boolean;
  readonly onNote: (note: LiveNote) => void;
}

/** Jobs that may wait for their turn. */
const MAX_QUEUED = 100;

/**
 * Opens nothing yet: the database is opened at its first use, threads are started at theirs.
 *
 * @param schema whether a database of an older version is brought up to date, or refused
 */
export function openApp(config: Config, schema: 'migrated' | 'as-it-is' = 'migrated'): App {
  const store = openLazily(async () => {
    const { openStore } = await import('./store/index.ts');
    return openStore(config.database, undefined, undefined, schema);
  });
  const openTasks = (niceness: number) =>
    createTaskRunner({
      workerUrl: new URL('./worker.js', import.meta.url),
      threads: config.threads,
      niceness,
    });
  const tasks = openTasks(0);
  // Threads of their own: whoever asks and waits for an answer never waits for jobs.
  const jobTasks = openTasks(10);
  const world: World = {
    store: store.proxy,
    tasks,
    identity,
    actor: { id: `os:${process.getuid?.() ?? 'unknown'}`, token: null },
    secrets: systemSecrets,
    erasePlanText,
    readHistory: readHistoryCsv,
    findHolidays,
    readCallLog: readQueueLog,
    openLogFile,
    openLogTable: async (database, log) => {
      const { openLogTable } = await import('./store/index.ts');
      return openLogTable(readDatabase(database), log);
    },
  };
  const fill = filler({ ...world, tasks: jobTasks });
  const followAcd = ({ records, onNote }: LiveOptions) =>
    openLive(config, world, { records, onNote });
  return {
    world,
    watchLive: followAcd,
    keeper: async () => (await import('./store/index.ts')).databaseKeeper(config.database),
    serve: async (options) => {
      // What is wrong with the database is said here, to whoever starts the server.
      await world.store.ping();
      const { startServer } = await import('./api/index.ts');
      const jobs = await openJobs(config, fill, store.proxy);
      const notes = openNotes();
      const watch = await followAcd({ records: true, onNote: notes.take });
      const endForgetting = forgetDaily(config, world, notes.take);
      const server = await startServer({
        ...options,
        world,
        jobs,
        live: watch?.feed ?? null,
        liveNotes: notes,
        dear: config.dear,
        logLevel: config.logLevel,
        page: fileURLToPath(new URL('../web', import.meta.url)),
      }).catch(async (error: unknown) => {
        endForgetting();
        await watch?.close();
        throw error;
      });
      return {
        ...server,
        close: async () => {
          endForgetting();
          await watch?.close();
          await server.close();
        },
      };
    },
    work: async (onNote) => {
      if (config.database.kind === 'sqlite') {
        throw new AgnerError(
          'UNSUPPORTED',
          'expected a PostgreSQL database (postgres://...), which several processes share, got SQLite; there "agner serve" does its jobs itself',
        );
      }
      const shared = await sharedStore(store.proxy);
      return startWorker({
        store: shared,
        concurrency: config.threads,
        fill,
        onNote,
      });
    },
    close: async () => {
      await tasks.close();
      await jobTasks.close();
      await store.close();
    },
  };
}

function openJobs(
  { database, threads, serverWorks }: Config,
  fill: Filler,
  store: OpenedStore,
): Promise<JobQueue> | JobQueue {
  const common = {
    identity,
    maxQueued: MAX_QUEUED,
    concurrency: threads,
    fill,
  };
  if (database.kind === 'sqlite') return createJobQueue({ ...common, store });
  return sharedStore(store).then((shared) =>
    openSharedJobs({ ...common, store: shared, url: database.url, works: serverWorks }),
  );
}

type Filler = ReturnType<typeof filler>;

function filler(world: World) {
  return (order: JobOrder, context: WorkContext, saveResult?: SaveResult) =>
    fillOrder(world, order, context, saveResult);
}

async function sharedStore(store: OpenedStore) {
  const shared = await store.sharedJobs();
  return {
    ...shared,
    saveResult: (result: NewResult) => store.saveResult(result),
    loadJob: (id: string) => store.loadJob(id),
  };
}

const identity: Identity = {
  now: () => new Date().toISOString(),
  newId: (prefix) => `${prefix}_${randomBytes(8).toString('hex')}`,
};

/** What is said before the server can log it waits for it. */
function openNotes() {
  const early: LiveNote[] = [];
  let listener: ((note: LiveNote) => void) | null = null;
  return {
    take: (note: LiveNote): void => {
      if (listener === null) early.push(note);
      else listener(note);
    },
    listen: (next: (note: LiveNote) => void): void => {
      listener = next;
      for (const note of early.splice(0)) next(note);
    },
  };
}

/** Forgets who did what once it is old, as the setting says; answers with the way to end it. */
function forgetDaily(
  { retentionDays }: Config,
  world: World,
  onNote: (note: LiveNote) => void,
): () => void {
  if (retentionDays === null) return () => undefined;
  return everyDay(
    () => forgetOld(world, retentionDays),
    (error) => {
      const message = 'old data could not be forgotten; it is tried again in a day';
      onNote({
        level: 'error',
        message,
        details: { reason: error instanceof Error ? error.message : '' },
      });
    },
  );
}

async function openLive(
  { acd: access }: Config,
  world: World,
  { records, onNote }: LiveOptions,
): Promise<LiveWatch | null> {
  if (access.path === null) return null;
  const acd = readAcdConfig(readConfigured(access.path), access.path);
  const secret = access.secret ?? acd.secret;
  if (secret === null) {
    throw new AgnerError(
      'INVALID_INPUT',
      `${access.path}: expected secret, or AGNER_ACD_SECRET in the environment`,
    );
  }
  const site = acd.site ?? 'default';
  const zone = acd.zone ?? usualZone(await world.store.listQueues(site));
  if (zone === null) {
    throw new AgnerError(
      'INVALID_INPUT',
      `${access.path}: expected zone, such as Europe/Ljubljana`,
    );
  }
  return watchLive(
    {
      ...world,
      nowMs: Date.now,
      run: randomBytes(4).toString('hex'),
      onNote,
    },
    connectorOf(acd, secret, access.path),
    liveRequestOf(acd, site, zone, records),
  );
}

function connectorOf(acd: AcdConfig, secret: string, path: string): AcdConnector {
  const { name, system, host, port, tls, username, snapshotEverySeconds } = acd;
  const snapshotEveryMs = snapshotEverySeconds * 1000;
  if (system === 'freeswitch') {
    return connectFreeswitch({ name, access: { host, port, secret }, snapshotEveryMs });
  }
  const ca =
    tls === null || tls.ca === null ? null : readConfigured(resolve(dirname(path), tls.ca));
  return connectAsterisk({
    name,
    access: { host, port, tls: tls === null ? null : { ca }, username: username ?? '', secret },
    snapshotEveryMs,
  });
}

function liveRequestOf(acd: AcdConfig, site: string, zone: string, records: boolean): LiveRequest {
  const { stepSeconds, agentNames, wrapUpReasons, queueLog } = acd;
  return {
    site,
    settings: {
      name: acd.name,
      system: acd.system,
      zone,
      stepSeconds,
      agentNames,
      wrapUpReasons,
      wrapUpSecondsOf: (queue) => acd.wrapUpSecondsOf(queue) ?? 0,
      thresholdSecondsOf: acd.thresholdSecondsOf,
      staleAfterSeconds: 20,
    },
    wrapUpSecondsOf: acd.wrapUpSecondsOf,
    activities: acd.activities,
    callLog:
      queueLog === null
        ? null
        : {
            site,
            log: queueLog.log,
            path: queueLog.path,
            paths: [queueLog.path],
            options: { wrapUpReasons, agentNames },
            settings: {
              zone,
              stepSeconds,
              thresholdSeconds: acd.thresholdSecondsOf(''),
              wrapUp:
                wrapUpReasons.length > 0
                  ? { kind: 'calls' }
                  : { kind: 'fixed', secondsOf: acd.wrapUpSecondsOf },
            },
            again: false,
          },
    records,
  };
}

function readConfigured(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new AgnerError('NOT_FOUND', `expected a file that can be read at ${path}, got ${code}`);
  }
}

/** A store that opens itself at the first call, so that work on files alone needs no database. */
function openLazily(open: () => Promise<OpenedStore>) {
  let opened: Promise<OpenedStore> | null = null;
  const proxy = new Proxy({} as OpenedStore, {
    get:
      (_, method: keyof OpenedStore) =>
      async (...args: unknown[]) => {
        // A first open that failed may succeed later: a server starts, a lock is let go.
        opened ??= open().catch((error: unknown) => {
          opened = null;
          throw error;
        });
        const store = await opened;
        return (store[method] as (...rest: unknown[]) => unknown).apply(store, args);
      },
  });
  return {
    proxy,
    close: async () => {
      if (opened !== null) await (await opened.catch(() => null))?.close();
    },
  };
}
