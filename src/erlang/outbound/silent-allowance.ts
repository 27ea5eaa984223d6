import { checkFraction, checkNonNegativeInteger, checkPositive } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';

/** The books of a period over which a cap on silent calls holds. */
export interface SilentBooks {
  /** Greatest share of the calls answered that may be silent over the period, in [0, 1). */
  readonly maxSilentShare: number;
  /** Calls that people answered so far, silent ones included. */
  readonly answers: number;
  readonly silent: number;
  /** Answers expected in the rest of the period. */
  readonly expectedAnswers: number;
}

/** What the rest of a period may bear. */
export type SilentAllowance =
  | {
      readonly status: 'within';
      /** Silent calls that may still happen, whole. */
      readonly silentCallsLeft: number;
      /** Share of the expected answers that uses them up; with it the period ends at the cap. */
      readonly maxSilentShare: number;
      /** The lesser of that and the cap: what was saved so far is not spent. */
      readonly steadySilentShare: number;
    }
  | {
      readonly status: 'exceeded';
      /** The least share that the period can still end with, above the cap. */
      readonly leastSilentShare: number;
      /** Answers without a silent call that would bring the share down to the cap; `null` for a cap of 0. */
      readonly answersToRecover: number | null;
    };

/**
 * Share of silent calls that the rest of a period allows, so that the whole stays within its cap.
 *
 * The period is that of the law or the house: a day, a campaign, thirty days. The answers of the
 * rest are an expectation: with fewer of them, the same silent calls weigh more.
 *
 * @throws {AgnerError} `INVALID_INPUT`
 *
 * Cost: O(1).
 *
 * @example
 * silentAllowance({ maxSilentShare: 0.03, answers: 1000, silent: 20, expectedAnswers: 500 });
 * // => { status: 'within', silentCallsLeft: 25, maxSilentShare: 0.05, steadySilentShare: 0.03 }
 */
export function silentAllowance(books: SilentBooks): SilentAllowance {
  const { maxSilentShare, answers, silent, expectedAnswers } = books;
  checkFraction('maxSilentShare', maxSilentShare);
  checkNonNegativeInteger('answers', answers);
  checkNonNegativeInteger('silent', silent);
  checkPositive('expectedAnswers', expectedAnswers);
  if (silent > answers) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected silent of at most ${answers} answers, got ${silent}`,
      { name: 'silent', got: silent },
    );
  }
  const all = answers + expectedAnswers;
  // A cap of 0.03 on 1,500 is 45, though not in doubles.
  const allowed = maxSilentShare * all * (1 + 1e-12);
  if (silent > allowed) {
    return {
      status: 'exceeded',
      leastSilentShare: silent / all,
      answersToRecover:
        maxSilentShare === 0 ? null : Math.ceil(silent / maxSilentShare - answers - 1e-9),
    };
  }
  const share = Math.min(1, Math.max(0, maxSilentShare * all - silent) / expectedAnswers);
  return {
    status: 'within',
    silentCallsLeft: Math.floor(allowed - silent),
    maxSilentShare: share,
    steadySilentShare: Math.min(maxSilentShare, share),
  };
}
