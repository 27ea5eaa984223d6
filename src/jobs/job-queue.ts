import { AsyncLocalStorage } from 'node:async_hooks';
import { AgnerError } from '../domain/index.ts';
import type {
  Identity,
  JobOrder,
  JobQueue,
  JobRecord,
  Store,
  WorkContext,
} from '../use-cases/index.ts';
import { newRecord, publicError } from './job-record.ts';
import { persistJob, type PersistedJob } from './persisted-job.ts';

export interface JobQueueOptions {
  readonly store: Pick<Store, 'saveJob' | 'loadJob' | 'failAbandonedJobs'>;
  readonly identity: Identity;
  /** Jobs that may wait for their turn. */
  readonly maxQueued: number;
  /** Jobs that run at the same time. */
  readonly concurrency: number;
  /** Does what was ordered; resolves with the id of the stored result, `null` for none. */
  readonly fill: (order: JobOrder, context: WorkContext) => Promise<string | null>;
}

type Work = (context: WorkContext) => Promise<string | null>;

/** A job of this process that has not ended. */
interface LiveJob {
  readonly job: PersistedJob;
  readonly work: Work;
  readonly controller: AbortController;
}

/** How long cancelled work may take to end before its job counts as cancelled without it. */
const CANCEL_MILLISECONDS = 5_000;

/** How often live jobs show that they live, and the dead of other processes are looked for. */
const HEARTBEAT_MILLISECONDS = 60_000;

/** What a caller is told to wait when the queue is full. */
const RETRY_AFTER_SECONDS = 10;

/**
 * Runs jobs of this process in the order in which they come, at most `concurrency` at a time, and
 * keeps their state in the store. Jobs that a process left behind when it died become "failed".
 */
export function createJobQueue({
  store,
  identity,
  maxQueued,
  concurrency,
  fill,
}: JobQueueOptions): JobQueue {
  /** Jobs by id until the store holds their end. */
  const live = new Map<string, LiveJob>();
  const waiting: LiveJob[] = [];
  const running = new Set<Promise<void>>();
  let isClosed = false;
  /** Work is no part of the request that asked for it, nor of a transaction that this may be in. */
  const apart = AsyncLocalStorage.snapshot() as <T>(work: () => T) => T;
  const isOver = () => isClosed;

  // Where the store is down, the next heartbeat tries again, and `submit` tells.
  const clean = () => store.failAbandonedJobs(identity.now()).catch(() => 0);
  const cleaned = clean();
  const retire = async ({ job }: LiveJob) => {
    await job.saved();
    live.delete(job.record().id);
  };
  const heartbeat = setInterval(() => {
    void clean();
    for (const one of live.values()) {
      if (one.job.hasEnded()) retire(one).catch(() => undefined);
      else one.job.update({});
    }
  }, HEARTBEAT_MILLISECONDS);
  heartbeat.unref();

  const startNext = () => {
    while (!isClosed && running.size < concurrency) {
      const next = waiting.shift();
      if (next === undefined) return;
      const done = apart(() => runJob(next)).finally(() => {
        running.delete(done);
        retire(next).catch(() => undefined);
        startNext();
      });
      running.add(done);
    }
  };
  const stop = (one: LiveJob) => {
    one.controller.abort();
    const at = waiting.indexOf(one);
    if (at < 0) return;
    waiting.splice(at, 1);
    one.job.finish({ state: 'cancelled' });
    retire(one).catch(() => undefined);
  };

  return {
    async submit(order) {
      await cleaned;
      if (isOver()) throw new AgnerError('BUSY', 'the program is shutting down');
      if (waiting.length + running.size >= maxQueued + concurrency) {
        throw new AgnerError(
          'BUSY',
          `expected at most ${maxQueued} jobs to wait, got one more; try again later`,
          { retryAfterSeconds: RETRY_AFTER_SECONDS },
        );
      }
      const record = newRecord(identity, order);
      const job = persistJob(store, identity, record);
      const work: Work = (context) => fill(order, context);
      const one: LiveJob = { job, work, controller: new AbortController() };
      live.set(record.id, one);
      waiting.push(one);
      try {
        // Before the caller is told of the job, it is where a restart would find it.
        await job.saved();
      } catch (error) {
        stop(one);
        live.delete(record.id);
        throw error;
      }
      startNext();
      return record;
    },
    async get(id) {
      await cleaned;
      return live.get(id)?.job.record() ?? (await store.loadJob(id));
    },
    async cancel(id) {
      const one = live.get(id);
      if (one !== undefined) {
        stop(one);
        return one.job.record();
      }
      const record = await store.loadJob(id);
      if (record.state !== 'queued' && record.state !== 'running') return record;
      throw new AgnerError(
        'CONFLICT',
        `expected a job of this process, got "${id}" of another; cancel it there`,
        { id },
      );
    },
    count: () => Promise.resolve({ queued: waiting.length, running: running.size }),
    async close() {
      isClosed = true;
      clearInterval(heartbeat);
      const stopped = [...live.values()];
      for (const one of stopped) stop(one);
      await Promise.all(running);
      await Promise.allSettled(stopped.map(({ job }) => job.saved()));
    },
  };
}

/** Runs one job to its end, or until cancelled work has had its time. Never rejects. */
async function runJob({ job, work, controller: { signal } }: LiveJob): Promise<void> {
  job.update({ state: 'running', progress: { fraction: 0, step: 'started', figures: {} } });
  const timers: NodeJS.Timeout[] = [];
  const outOfTime = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => {
      timers.push(setTimeout(resolve, CANCEL_MILLISECONDS, null));
    });
  });
  const onProgress = (progress: JobRecord['progress']) => {
    job.update({ progress });
  };
  try {
    const resultId = await Promise.race([work({ signal, onProgress }), outOfTime]);
    const isCancelled = resultId === null && signal.aborted;
    job.finish(isCancelled ? { state: 'cancelled' } : { state: 'succeeded', resultId });
  } catch (error) {
    job.finish(
      signal.aborted ? { state: 'cancelled' } : { state: 'failed', error: publicError(error) },
    );
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}
