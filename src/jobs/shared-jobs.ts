import type { Identity, JobQueue, SharedJobStore, Store } from '../use-cases/index.ts';
import { createSharedQueue } from './shared-queue.ts';
import { installTurns, openTurns, type Turns } from './turns.ts';
import { watchStrays } from './watch-strays.ts';
import { type Working, workJobs, type WorkOptions } from './work-jobs.ts';

type SharedStore = Pick<Store, 'saveResult' | 'loadJob'> & SharedJobStore;

export interface WorkerOptions extends Omit<WorkOptions, 'store' | 'turns'> {
  readonly store: SharedStore;
}

export interface SharedJobsOptions extends Omit<WorkerOptions, 'onNote'> {
  /** Of the database. */
  readonly url: string;
  readonly identity: Identity;
  /** Jobs that may wait for their turn, whoever queued them. */
  readonly maxQueued: number;
  /** Whether this process does jobs too. */
  readonly works: boolean;
}

/** Does shared jobs until it is closed, wherever they were queued. */
export async function startWorker(options: WorkerOptions): Promise<Working> {
  const { store } = options;
  const turns = await openTurns(store);
  const strays = watchStrays(store, turns);
  const { failed, close } = workJobs({ ...options, turns });
  return {
    failed,
    async close() {
      strays.close();
      await close();
    },
  };
}

/** Queues jobs that are shared with other processes, and does some of them if it is to. */
export async function openSharedJobs(options: SharedJobsOptions): Promise<JobQueue> {
  const { url, store, identity, maxQueued, works } = options;
  await installTurns(url);
  const turns = await openTurns(store);
  await takeOver(store, turns);
  const strays = watchStrays(store, turns);
  const working = works ? workJobs({ ...options, turns, onNote: () => undefined }) : null;
  void working?.failed.then((error) => {
    process.emitWarning(`no more jobs are done here: ${error.message}`, 'AgnerJob');
  });
  return {
    ...createSharedQueue({ store, turns, identity, maxQueued }),
    async close() {
      strays.close();
      await working?.close();
    },
  };
}

/** Jobs of a program that shared none have failed; those of a backup wait for their turn again. */
async function takeOver(store: SharedJobStore, turns: Turns): Promise<void> {
  await store.failLeftBehind();
  for (const id of await store.listWaiting()) {
    if (!(await turns.has(id))) await turns.add(id);
  }
}
