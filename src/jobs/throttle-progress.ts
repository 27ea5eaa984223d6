import type { OnProgress, Progress } from '../use-cases/index.ts';

/** A listener that may be called as often as the work likes, and what it still holds back. */
export interface ThrottledProgress {
  readonly onProgress: OnProgress;
  /** Passes on the last call, if it was held back. */
  readonly flush: () => void;
}

/**
 * Passes on a call if the step is new or the last one passed lies long enough back.
 *
 * @param now milliseconds of any clock that does not jump
 */
export function throttleProgress(
  pass: OnProgress,
  everyMilliseconds: number,
  now: () => number,
): ThrottledProgress {
  let held: Progress | null = null;
  let step: string | null = null;
  let passedAt = 0;
  const send = (progress: Progress) => {
    held = null;
    step = progress.step;
    passedAt = now();
    pass(progress);
  };
  return {
    onProgress: (progress) => {
      if (progress.step !== step || now() - passedAt >= everyMilliseconds) send(progress);
      else held = progress;
    },
    flush: () => {
      if (held !== null) send(held);
    },
  };
}
