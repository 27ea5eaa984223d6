import type { AttemptRef, JobEnd, SharedJobStore } from '../use-cases/index.ts';
import { type Turns } from './turns.ts';

/** A running job of which nothing was heard for so long has lost its process. */
export const SILENT_SECONDS = 15;

/** A job that was told to stop and has not after so long counts as stopped without its process. */
const CANCEL_SECONDS = 4.5;

export type AttemptStore = Pick<
  SharedJobStore,
  'change' | 'findStray' | 'holdAttempt' | 'endAttempt' | 'leaveAttempt'
>;

/** Ends a job, unless another attempt at it counts by now. Whether it did. */
export function endJob(
  store: AttemptStore,
  turns: Turns,
  attempt: AttemptRef,
  end: JobEnd,
): Promise<boolean> {
  return store.change(async () => {
    const isOurs = await store.endAttempt(attempt, end);
    if (isOurs) await turns.remove(attempt.id);
    return isOurs;
  });
}

/** Lets a job wait again after an attempt that came to nothing; after too many it fails. */
export function loseAttempt(
  store: AttemptStore,
  turns: Turns,
  attempt: AttemptRef,
  error: NonNullable<JobEnd['error']>,
): Promise<void> {
  return store.change(async () => {
    if (!(await store.holdAttempt(attempt))) return;
    if (await turns.again(attempt.id)) await store.leaveAttempt(attempt);
    else await endJob(store, turns, attempt, { state: 'failed', resultId: null, error });
  });
}

/** Lets a job wait again that was stopped for no fault of its own. */
export function giveBack(store: AttemptStore, turns: Turns, attempt: AttemptRef): Promise<void> {
  return store.change(async () => {
    if (await store.leaveAttempt(attempt)) await turns.giveBack(attempt.id);
  });
}

/** Looks once for running jobs that lost their process, if all were heard, or should have stopped. */
export function lookForStrays(
  store: AttemptStore,
  turns: Turns,
  { hearsAll }: { readonly hearsAll: boolean },
): Promise<void> {
  return store.change(async () => {
    const strays = await store.findStray({
      silentSeconds: hearsAll ? SILENT_SECONDS : null,
      cancelSeconds: CANCEL_SECONDS,
    });
    for (const { isCancelled, ...attempt } of strays) {
      if (isCancelled) await endJob(store, turns, attempt, CANCELLED);
      else await loseAttempt(store, turns, attempt, LOST);
    }
  });
}

export const CANCELLED: JobEnd = { state: 'cancelled', resultId: null, error: null };

const LOST: NonNullable<JobEnd['error']> = {
  code: 'INTERNAL',
  message: 'every process that took this job ended before the job did; ask for less at a time',
};
