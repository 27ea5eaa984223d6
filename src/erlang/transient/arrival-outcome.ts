import { type ArrivalEnds, measureEnds } from './arrival-ends.ts';
import { followLateArrivals, type IntervalRun, type Within } from './late-arrivals.ts';
import { busyProbability, shareOfQueue } from './queue-states.ts';
import { tagCallers } from './tagged-caller.ts';

/** What becomes of the calls that arrive in an interval until a threshold, in contacts. */
export interface ArrivalShares {
  readonly offered: number;
  readonly answeredWithin: number;
  readonly abandonedWithin: number;
  /** Answered, hung up or sent away at closing after more; sent away at closing after less, too. */
  readonly waitedLonger: number;
}

/** All of what becomes of them. */
export type ArrivalOutcome = ArrivalShares & ArrivalEnds;

/**
 * Waits of the calls that arrive in an interval, served first come first served.
 *
 * What they find is the time average of the states (PASTA), and a tagged caller's chances are
 * closed forms while conditions last. Those who arrive within the threshold of the interval's end
 * are followed into the next ones, by quadrature over their age.
 *
 * Cost: about that of the evolution.
 */
export function measureShares(run: IntervalRun, thresholdSeconds: number): ArrivalShares {
  const { rates, seconds, evolution } = run;
  const { average } = evolution;
  const offered = rates.arrivalRate * seconds;
  if (offered === 0) return NOBODY;
  const places = Math.max(0, average.first + average.mass.length - rates.agents);
  const tags = tagCallers(rates, thresholdSeconds, places);
  const immediate = 1 - busyProbability(average, rates.agents);
  const within: Within = {
    answeredWithin:
      offered * (immediate + shareOfQueue(average, rates.agents, tags.answeredWithin)),
    waitedLonger: offered * shareOfQueue(average, rates.agents, tags.waitedLonger),
  };
  followLateArrivals(run, thresholdSeconds, within);
  // Within bounds but for the last bits of rounding.
  const answeredWithin = Math.min(offered, Math.max(0, within.answeredWithin));
  const waitedLonger = Math.min(offered - answeredWithin, Math.max(0, within.waitedLonger));
  return {
    offered,
    answeredWithin,
    abandonedWithin: offered - answeredWithin - waitedLonger,
    waitedLonger,
  };
}

/** {@link measureShares} and {@link measureEnds} together. */
export function measureArrivals(run: IntervalRun, thresholdSeconds: number): ArrivalOutcome {
  return { ...measureShares(run, thresholdSeconds), ...measureEnds(run) };
}

const NOBODY: ArrivalShares = {
  offered: 0,
  answeredWithin: 0,
  abandonedWithin: 0,
  waitedLonger: 0,
};
