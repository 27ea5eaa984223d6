import { setTimeout as sleep } from 'node:timers/promises';
import { AgnerError } from '../domain/index.ts';
import type { AttemptRef, JobOrder, SharedJobStore } from '../use-cases/index.ts';
import { giveBack } from './end-attempt.ts';
import { type Attempt, type AttemptTools, runAttempt } from './run-attempt.ts';

export interface WorkOptions extends AttemptTools {
  readonly store: AttemptTools['store'] & Pick<SharedJobStore, 'beginAttempt'>;
  /** Jobs that run at the same time. */
  readonly concurrency: number;
  readonly onNote: (note: WorkNote) => void;
}

/** What somebody who looks after a process that works wants to know. */
export type WorkNote =
  | { readonly kind: 'database-away'; readonly error: AgnerError }
  | { readonly kind: 'database-back' };

export interface Working {
  /** Resolves with what makes further work impossible. */
  readonly failed: Promise<AgnerError>;
  /** Takes no more jobs, and gives back those that run. */
  readonly close: () => Promise<void>;
}

/** How often a process that has nothing to do looks for a job. */
const POLL_MILLISECONDS = 250;

/** How often it tells that its jobs live, and hears that they are to stop. */
const PULSE_MILLISECONDS = 500;

/** How often it tries while the database does not answer. */
const AWAY_MILLISECONDS = 1_000;

/** Takes shared jobs and does them, so many at a time, until it is closed. */
export function workJobs({ store, turns, concurrency, fill, onNote }: WorkOptions): Working {
  const running = new Set<Attempt>();
  const closing = new AbortController();
  let isAway = false;
  let wake: () => void = () => undefined;
  let fail: (error: AgnerError) => void = () => undefined;
  const failed = new Promise<AgnerError>((resolve) => {
    fail = resolve;
  });

  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const answered = () => {
    if (isAway) onNote({ kind: 'database-back' });
    isAway = false;
  };
  const start = (ref: AttemptRef, order: JobOrder) => {
    const attempt = runAttempt({ store, turns, fill }, ref, order);
    running.add(attempt);
    void attempt.done.then(() => {
      running.delete(attempt);
      wake();
    });
  };
  const takeNext = async (): Promise<boolean> => {
    const taken = await store.change(async () => {
      const ref = await turns.next();
      if (ref === null) return null;
      const order = await store.beginAttempt(ref);
      if (order === null) await turns.remove(ref.id);
      return { ref, order };
    });
    answered();
    if (taken === null) return false;
    if (taken.order !== null) start(taken.ref, taken.order);
    return true;
  };
  const work = async () => {
    while (!closing.signal.aborted) {
      try {
        const hasTaken = running.size < concurrency && (await takeNext());
        if (!hasTaken) await pause(POLL_MILLISECONDS);
      } catch (error) {
        const known = toldAs(error);
        if (known.details['migration'] !== undefined) {
          fail(known);
          return;
        }
        if (!isAway) onNote({ kind: 'database-away', error: known });
        isAway = true;
        await pause(AWAY_MILLISECONDS);
      }
    }
  };
  const pulse = async () => {
    while (!closing.signal.aborted) {
      await Promise.all([...running].map((attempt) => attempt.show()));
      await sleep(PULSE_MILLISECONDS, null, { signal: closing.signal }).catch(() => undefined);
    }
  };
  const worked = work();
  void pulse();

  return {
    failed,
    async close() {
      closing.abort();
      wake();
      await worked;
      await Promise.all(
        [...running].map(async (attempt) => {
          // Where the database is away, the job's silence tells.
          await giveBack(store, turns, attempt.ref).catch(() => undefined);
          attempt.lose();
        }),
      );
    },
  };
}

function toldAs(error: unknown): AgnerError {
  return error instanceof AgnerError
    ? error
    : new AgnerError('INTERNAL', 'taking a job failed unexpectedly', {}, { cause: error });
}
