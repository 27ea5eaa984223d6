import { checkNonNegative } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';

/** One call that entered the queue. */
export interface CallWait {
  /** From entering the queue to being answered or to hanging up; at least 0. */
  readonly waitSeconds: number;
  /** `other`: neither, such as a call that was cut off; it is left out. */
  readonly outcome: 'answered' | 'abandoned' | 'other';
}

/** Calls that ended after the same wait. */
export interface WaitTie {
  readonly seconds: number;
  readonly abandoned: number;
  readonly answered: number;
}

/**
 * What calls say about patience, by rising wait: a hang-up tells a patience, an answer that it was
 * longer. Answers at 0 seconds tell nothing, since nobody was put to the test; they are left out.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a wait that is no time; `INSUFFICIENT_HISTORY` if no
 *   call tells anything
 */
export function tieWaits(calls: readonly CallWait[]): readonly WaitTie[] {
  calls.forEach(({ waitSeconds }, index) => {
    checkNonNegative(`calls[${index}].waitSeconds`, waitSeconds);
  });
  const telling = calls
    .filter(({ outcome, waitSeconds }) =>
      outcome === 'answered' ? waitSeconds > 0 : outcome === 'abandoned',
    )
    .sort((a, b) => a.waitSeconds - b.waitSeconds);
  if (telling.length === 0) {
    throw new AgnerError(
      'INSUFFICIENT_HISTORY',
      `expected at least one call that waited or hung up, got none among ${calls.length} calls`,
      { calls: calls.length },
    );
  }
  const ties: { seconds: number; abandoned: number; answered: number }[] = [];
  for (const { waitSeconds: seconds, outcome } of telling) {
    let tie = ties.at(-1);
    if (tie?.seconds !== seconds) {
      tie = { seconds, abandoned: 0, answered: 0 };
      ties.push(tie);
    }
    if (outcome === 'abandoned') tie.abandoned++;
    else tie.answered++;
  }
  return ties;
}

/** Throws unless `confidence` is one that limits can be made for. */
export function checkConfidence(confidence: number): void {
  if (confidence >= 0.5 && confidence <= 0.9999) return;
  throw new AgnerError(
    'INVALID_INPUT',
    `expected confidence to be a fraction from 0.5 to 0.9999, got ${confidence}`,
    { name: 'confidence', got: String(confidence) },
  );
}
