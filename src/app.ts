/** The composition root: the only file that meets use cases and adapters. */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { openLogFile, readHistoryCsv, readQueueLog } from './acd/index.ts';
import { type ApiServer } from './api/index.ts';
import { type Config } from './config.ts';
import { createJobQueue, createTaskRunner } from './jobs/index.ts';
import { systemSecrets } from './secrets/index.ts';
import { type Identity, type Store, type World } from './use-cases/index.ts';

/** Where the server listens, and what it is called there beside. */
export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly allowedHosts: readonly string[];
}

/** Everything that a command or the server needs, and the way to end it. */
export interface App {
  readonly world: World;
  readonly serve: (options: ServeOptions) => Promise<ApiServer>;
  readonly close: () => Promise<void>;
}

/** Opens nothing yet: the database is opened at its first use, threads are started at theirs. */
export function openApp(config: Config): App {
  const store = openLazily(async () => {
    const { openStore } = await import('./store/index.ts');
    return openStore(config.database);
  });
  const tasks = createTaskRunner({
    workerUrl: new URL('./worker.js', import.meta.url),
    threads: config.threads,
  });
  const world: World = {
    store: store.proxy,
    tasks,
    identity,
    actor: { id: `os:${process.getuid?.() ?? 'unknown'}`, token: null },
    secrets: systemSecrets,
    readHistory: readHistoryCsv,
    readCallLog: readQueueLog,
    openLogFile,
  };
  return {
    world,
    serve: async (options) => {
      // What is wrong with the database is said here, to whoever starts the server.
      await world.store.ping();
      const { startServer } = await import('./api/index.ts');
      const jobs = createJobQueue({
        store: world.store,
        identity,
        maxQueued: 100,
        concurrency: config.threads,
      });
      return startServer({
        ...options,
        world,
        jobs,
        dearPerMinute: config.dearPerMinute,
        logLevel: config.logLevel,
        page: fileURLToPath(new URL('../web', import.meta.url)),
      });
    },
    close: async () => {
      await tasks.close();
      await store.close();
    },
  };
}

const identity: Identity = {
  now: () => new Date().toISOString(),
  newId: (prefix) => `${prefix}_${randomBytes(8).toString('hex')}`,
};

/** A store that opens itself at the first call, so that work on files alone needs no database. */
function openLazily(open: () => Promise<Store>) {
  let opened: Promise<Store> | null = null;
  const proxy = new Proxy({} as Store, {
    get:
      (_, method: keyof Store) =>
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
