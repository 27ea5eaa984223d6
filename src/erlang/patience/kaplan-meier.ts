import { checkNonNegative } from '../../domain/check.ts';
import { type CallWait, checkConfidence, tieWaits } from './call-waits.ts';
import { normalQuantile } from '../numerics/normal-quantile.ts';

/** The survival of patience from one hang-up time to the next. */
export interface SurvivalStep {
  readonly seconds: number;
  /** Calls known to be patient at least so long. */
  readonly waiting: number;
  /** Of these, hung up at this very time. */
  readonly abandoned: number;
  /** P(patience > seconds). */
  readonly survival: number;
  /** Greenwood's, of `survival`; `null` where nobody is left, since there it is not known. */
  readonly standardError: number | null;
  /** `null` likewise. */
  readonly band: { readonly lower: number; readonly upper: number } | null;
}

/** What calls tell about patience, without any assumption on its law. */
export interface SurvivalCurve {
  readonly confidence: number;
  /** By rising time; before the first the survival is 1. Empty if nobody hung up. */
  readonly steps: readonly SurvivalStep[];
  /** Longest wait of all; nothing is known beyond it. */
  readonly longestSeconds: number;
}

/**
 * Kaplan-Meier estimate of the survival of patience: S(t) is the product of 1 - d/n over the times
 * at which d of n still waiting hung up. Answered calls leave the n after their wait; at equal
 * times hang-ups come first.
 *
 * The band holds at each time by itself. It is Greenwood's, on the scale of ln(-ln S), so that it
 * keeps inside [0, 1].
 *
 * @param confidence fraction in [0.5, 0.9999]
 * @throws {AgnerError} `INVALID_INPUT`; `INSUFFICIENT_HISTORY` if no call waited or hung up
 *
 * Cost: O(calls log calls).
 *
 * @see Kaplan & Meier (1958), JASA 53; Kalbfleisch & Prentice (2002), section 1.4.
 */
export function kaplanMeier(calls: readonly CallWait[], confidence = 0.95): SurvivalCurve {
  checkConfidence(confidence);
  const ties = tieWaits(calls);
  const z = normalQuantile(0.5 + confidence / 2);
  let waiting = ties.reduce((sum, tie) => sum + tie.abandoned + tie.answered, 0);
  let survival = 1;
  let greenwood = 0;
  const steps: SurvivalStep[] = [];
  for (const { seconds, abandoned, answered } of ties) {
    if (abandoned > 0) {
      survival *= (waiting - abandoned) / waiting;
      greenwood += abandoned / (waiting * (waiting - abandoned));
      const standardError = survival === 0 ? null : survival * Math.sqrt(greenwood);
      const band = bandOf(survival, greenwood, z);
      steps.push({ seconds, waiting, abandoned, survival, standardError, band });
    }
    waiting -= abandoned + answered;
  }
  return { confidence, steps, longestSeconds: ties.at(-1)?.seconds ?? 0 };
}

function bandOf(survival: number, greenwood: number, z: number): SurvivalStep['band'] {
  if (survival === 0) return null;
  const spread = (z * Math.sqrt(greenwood)) / -Math.log(survival);
  return { lower: survival ** Math.exp(spread), upper: survival ** Math.exp(-spread) };
}

/**
 * Mean patience up to a limit: the area under the survival curve from 0 to the limit, or to the
 * longest wait if that is shorter, since nothing is known beyond it.
 *
 * @param limitSeconds at least 0
 * @throws {AgnerError} `INVALID_INPUT`
 */
export function restrictedMeanOfCurve(
  { steps, longestSeconds }: SurvivalCurve,
  limitSeconds: number,
): { readonly meanSeconds: number; readonly untilSeconds: number } {
  checkNonNegative('limitSeconds', limitSeconds);
  const untilSeconds = Math.min(limitSeconds, longestSeconds);
  let meanSeconds = 0;
  let at = 0;
  let survival = 1;
  for (const step of steps) {
    if (step.seconds >= untilSeconds) break;
    meanSeconds += survival * (step.seconds - at);
    at = step.seconds;
    survival = step.survival;
  }
  return { meanSeconds: meanSeconds + survival * (untilSeconds - at), untilSeconds };
}
