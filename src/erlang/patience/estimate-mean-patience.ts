import { checkNonNegative, checkNonNegativeInteger } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type CallWait, checkConfidence, tieWaits } from './call-waits.ts';
import { rateLimits } from './rate-limits.ts';

/** Totals of an interval or of many; `null` is not known. */
export interface PatienceTotals {
  readonly abandoned: number | null;
  readonly waitAnsweredSeconds: number | null;
  readonly waitAbandonedSeconds: number | null;
}

/** A mean patience with what it rests on. */
export type MeanPatience = {
  readonly abandoned: number;
  /** Time waited by all, whatever came of it. */
  readonly waitSeconds: number;
  readonly confidence: number;
} & (
  | {
      readonly status: 'estimated';
      readonly meanSeconds: number;
      readonly lowerSeconds: number;
      readonly upperSeconds: number;
    }
  /** Nobody hung up: the mean is at least this, and has no upper limit. */
  | { readonly status: 'none-abandoned'; readonly lowerSeconds: number }
  /** All that is known are hang-ups at 0 seconds, from which no mean can be told. */
  | { readonly status: 'all-at-once' }
);

/**
 * Mean patience, if it is exponential: time waited by all callers, answered or not, over the
 * number of those who hung up. It is the maximum-likelihood estimate where answers censor patience.
 *
 * The limits are exact if the hang-ups are a Poisson count over the time waited (Garwood).
 * Intervals in which one of the three totals is not known are left out.
 *
 * @param confidence fraction in [0.5, 0.9999]
 * @throws {AgnerError} `INVALID_INPUT`; `INSUFFICIENT_HISTORY` if nobody waited or hung up
 *
 * @see Brown et al. (2005), "Statistical analysis of a telephone call center", JASA 100, section 5.
 *
 * @example
 * estimateMeanPatience([{ abandoned: 20, waitAnsweredSeconds: 1500, waitAbandonedSeconds: 500 }]);
 * // => { status: 'estimated', meanSeconds: 100, lowerSeconds: 64.7..., upperSeconds: 163.7..., ... }
 */
export function estimateMeanPatience(
  intervals: readonly PatienceTotals[],
  confidence = 0.95,
): MeanPatience {
  checkConfidence(confidence);
  let abandoned = 0;
  let waitSeconds = 0;
  intervals.forEach((totals, index) => {
    const { abandoned: count, waitAnsweredSeconds, waitAbandonedSeconds } = totals;
    if (count !== null) checkNonNegativeInteger(`intervals[${index}].abandoned`, count);
    for (const [name, value] of Object.entries({ waitAnsweredSeconds, waitAbandonedSeconds })) {
      if (value !== null) checkNonNegative(`intervals[${index}].${name}`, value);
    }
    if (count === null || waitAnsweredSeconds === null || waitAbandonedSeconds === null) return;
    abandoned += count;
    waitSeconds += waitAnsweredSeconds + waitAbandonedSeconds;
  });
  const basis = { abandoned, waitSeconds, confidence };
  if (waitSeconds === 0) {
    if (abandoned > 0) return { status: 'all-at-once', ...basis };
    throw new AgnerError(
      'INSUFFICIENT_HISTORY',
      `expected intervals in which somebody waited or hung up, got none among ${intervals.length}`,
      { intervals: intervals.length },
    );
  }
  const { lowerPerSecond, upperPerSecond } = rateLimits(abandoned, waitSeconds, confidence);
  const lowerSeconds = 1 / upperPerSecond;
  if (abandoned === 0) return { status: 'none-abandoned', lowerSeconds, ...basis };
  return {
    status: 'estimated',
    meanSeconds: waitSeconds / abandoned,
    lowerSeconds,
    upperSeconds: 1 / lowerPerSecond,
    ...basis,
  };
}

/**
 * The totals of calls, as {@link estimateMeanPatience} takes them.
 *
 * @throws {AgnerError} `INVALID_INPUT`; `INSUFFICIENT_HISTORY` if no call waited or hung up
 */
export function totalWaits(calls: readonly CallWait[]): PatienceTotals {
  let abandoned = 0;
  let waitAnsweredSeconds = 0;
  let waitAbandonedSeconds = 0;
  for (const tie of tieWaits(calls)) {
    abandoned += tie.abandoned;
    waitAnsweredSeconds += tie.answered * tie.seconds;
    waitAbandonedSeconds += tie.abandoned * tie.seconds;
  }
  return { abandoned, waitAnsweredSeconds, waitAbandonedSeconds };
}
