import { type CallWait } from '../patience/call-waits.ts';
import {
  estimateMeanPatience,
  type MeanPatience,
  type PatienceTotals,
  totalWaits,
} from '../patience/estimate-mean-patience.ts';
import { estimatePatience, type PatienceEstimate } from '../patience/estimate-patience.ts';
import { kaplanMeier, restrictedMeanOfCurve, type SurvivalStep } from '../patience/kaplan-meier.ts';

/** How patient were these callers? */
export interface PatienceEstimateQuestion {
  readonly calls: readonly CallWait[];
  /** Of all limits, fraction in [0.5, 0.9999]. */
  readonly confidence: number;
}

/** How patient were the callers of these intervals? */
export interface PatienceTotalsQuestion {
  readonly intervals: readonly PatienceTotals[];
  /** Of the limits, fraction in [0.5, 0.9999]. */
  readonly confidence: number;
}

/** What totals tell about patience: the mean alone, if it is exponential. */
export interface PatienceTotalsAnswer {
  readonly intervals: number;
  /** Intervals in which one of the three totals is not known. */
  readonly leftOut: number;
  readonly mean: MeanPatience;
}

/** Kaplan-Meier's estimate at a time. */
export interface SurvivalPoint {
  readonly seconds: number;
  /** Share of callers who would wait longer. */
  readonly survival: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What calls tell about patience: without a law, by an exponential one, and piece by piece. */
export interface PatienceEstimateAnswer {
  readonly calls: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Neither, and left out. */
  readonly other: number;
  /** Mean, if patience is exponential. */
  readonly mean: MeanPatience;
  /** Kaplan-Meier's estimate at round times, up to the longest wait. */
  readonly survival: readonly SurvivalPoint[];
  /** Time by which half have hung up; `null` where fewer than half did in any wait. */
  readonly medianSeconds: number | null;
  readonly longestSeconds: number;
  /** Mean patience up to the longest wait. */
  readonly restrictedMeanSeconds: number;
  /** A law for the model `mmng`, with what it rests on. */
  readonly hazard: PatienceEstimate;
}

const POINTS_SECONDS = [5, 10, 20, 30, 45, 60, 90, 120, 180, 240, 300, 600, 900, 1800, 3600];

/**
 * What calls tell about patience.
 *
 * @throws {AgnerError} `INVALID_INPUT`; `INSUFFICIENT_HISTORY` if no call waited or hung up
 *
 * Cost: O(calls log calls).
 */
export function estimatePatienceQuestion(
  question: PatienceEstimateQuestion,
): PatienceEstimateAnswer {
  const { calls, confidence } = question;
  const curve = kaplanMeier(calls, confidence);
  const { steps, longestSeconds } = curve;
  const count = (outcome: CallWait['outcome']) =>
    calls.reduce((sum, call) => sum + (call.outcome === outcome ? 1 : 0), 0);
  return {
    calls: calls.length,
    answered: count('answered'),
    abandoned: count('abandoned'),
    other: count('other'),
    mean: estimateMeanPatience([totalWaits(calls)], confidence),
    survival: POINTS_SECONDS.filter((seconds) => seconds <= longestSeconds).map((seconds) =>
      pointAt(steps, seconds),
    ),
    medianSeconds: steps.find(({ survival }) => survival <= 0.5)?.seconds ?? null,
    longestSeconds,
    restrictedMeanSeconds: restrictedMeanOfCurve(curve, longestSeconds).meanSeconds,
    hazard: estimatePatience(calls, confidence),
  };
}

/**
 * What totals of intervals tell about patience.
 *
 * @throws {AgnerError} `INVALID_INPUT`; `INSUFFICIENT_HISTORY` if nobody waited or hung up
 */
export function patienceTotalsQuestion({
  intervals,
  confidence,
}: PatienceTotalsQuestion): PatienceTotalsAnswer {
  const isKnown = (totals: PatienceTotals) =>
    totals.abandoned !== null &&
    totals.waitAnsweredSeconds !== null &&
    totals.waitAbandonedSeconds !== null;
  return {
    intervals: intervals.length,
    leftOut: intervals.reduce((sum, totals) => sum + (isKnown(totals) ? 0 : 1), 0),
    mean: estimateMeanPatience(intervals, confidence),
  };
}

function pointAt(steps: readonly SurvivalStep[], seconds: number): SurvivalPoint {
  const step = steps.findLast((one) => one.seconds <= seconds);
  // Before the first hang-up nothing limits the survival from below.
  if (step === undefined) return { seconds, survival: 1, lower: null, upper: null };
  const { survival, band } = step;
  return { seconds, survival, lower: band?.lower ?? null, upper: band?.upper ?? null };
}
