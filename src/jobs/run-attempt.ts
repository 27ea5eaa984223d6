import { setTimeout as sleep } from 'node:timers/promises';
import { AgnerError } from '../domain/index.ts';
import type {
  AttemptRef,
  JobOrder,
  JobRecord,
  NewResult,
  SaveResult,
  SharedJobStore,
  Store,
  WorkContext,
} from '../use-cases/index.ts';
import { type AttemptStore, CANCELLED, endJob, loseAttempt } from './end-attempt.ts';
import { publicError } from './job-record.ts';
import { type Turns } from './turns.ts';

export interface AttemptTools {
  readonly store: AttemptStore & Pick<SharedJobStore, 'showAttempt'> & Pick<Store, 'saveResult'>;
  readonly turns: Turns;
  /** Does what was ordered, and stores its result by the given function alone. */
  readonly fill: (
    order: JobOrder,
    context: WorkContext,
    saveResult: SaveResult,
  ) => Promise<string | null>;
}

/** A job that this process does. */
export interface Attempt {
  readonly ref: AttemptRef;
  /** Resolves when nothing is left to do, however it ended. */
  readonly done: Promise<void>;
  /** Tells the others that it lives and how far it is; hears whether it is to stop. */
  readonly show: () => Promise<void>;
  /** Stops it; whatever comes of it counts no more. */
  readonly lose: () => void;
}

/** How long the end of a job is told again and again while the database does not answer. */
const INSIST_SECONDS = 120;
const AGAIN_MILLISECONDS = 1_000;

/**
 * Begins to do a job. Its result is stored in one transaction with the end of the job, which needs
 * this attempt to be the one that counts: so there is one result, however often the job was begun.
 */
export function runAttempt(
  { store, turns, fill }: AttemptTools,
  ref: AttemptRef,
  order: JobOrder,
): Attempt {
  const controller = new AbortController();
  const { signal } = controller;
  let isLost = false;
  let progress: JobRecord['progress'] | null = null;
  const lose = () => {
    isLost = true;
    controller.abort();
  };
  /** Tries again while the database is away, and the job is ours. */
  const insist = async <T>(change: () => Promise<T>): Promise<T> => {
    const giveUpAt = performance.now() + INSIST_SECONDS * 1000;
    for (;;) {
      if (isLost) throw lostError();
      try {
        return await change();
      } catch (error) {
        if (!isPassing(error) || performance.now() > giveUpAt) throw error;
        await sleep(AGAIN_MILLISECONDS);
      }
    }
  };
  const end = (how: Parameters<typeof endJob>[3]) => insist(() => endJob(store, turns, ref, how));
  const saveResult = (result: NewResult) =>
    insist(() =>
      store.change(async () => {
        const how = { state: 'succeeded', resultId: result.id, error: null } as const;
        if (!(await endJob(store, turns, ref, how))) throw lostError();
        return store.saveResult(result);
      }),
    );
  const run = async () => {
    try {
      const onProgress = (moment: JobRecord['progress']) => {
        progress = moment;
      };
      const resultId = await fill(order, { signal, onProgress }, saveResult);
      if (resultId === null) await end({ state: 'succeeded', resultId, error: null });
    } catch (error) {
      if (isLost) return;
      if (signal.aborted) await end(CANCELLED);
      else if (isPassing(error)) {
        await insist(() => loseAttempt(store, turns, ref, publicError(error)));
      } else await end({ state: 'failed', resultId: null, error: publicError(error) });
    }
  };
  return {
    ref,
    // What could not be told in time is told by the job's silence.
    done: run().catch(() => undefined),
    async show() {
      const shown = progress;
      progress = null;
      try {
        const state = await store.showAttempt(ref, shown);
        if (state === 'is-lost') lose();
        else if (state === 'is-cancelled') controller.abort();
      } catch {
        // The database is away: the next time tells.
        progress ??= shown;
      }
    },
    lose,
  };
}

/** Whether the database alone is to blame, and may do better later. */
function isPassing(error: unknown): boolean {
  return error instanceof AgnerError && (error.code === 'STORAGE' || error.code === 'BUSY');
}

function lostError(): AgnerError {
  return new AgnerError('CANCELLED', 'the job is done by another process');
}
