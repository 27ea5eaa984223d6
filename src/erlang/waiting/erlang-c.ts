import { checkFraction, checkNonNegative, checkPositive } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { inverseBlocking } from '../blocking/inverse-blocking.ts';
import { checkAgentsOrPart, checkHandleTime, checkLoad } from '../limits.ts';
import { type Performance } from '../performance.ts';

/**
 * Erlang C: performance of a queue whose callers never hang up.
 *
 * Model: M/M/n. Poisson arrivals, exponential handle times, patient callers, first come first
 * served, steady state. Overstates waiting where callers abandon; use Erlang A there.
 *
 * @param load offered load in erlangs, at least 0
 * @param handleTimeSeconds mean handle time (talk, hold and wrap-up)
 * @param agents agents on the phones, above 0; between whole numbers the continuous Erlang B is
 *   put into the same formulas
 * @param thresholdSeconds answer-time target, at least 0
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNSTABLE_QUEUE` if agents <= load, since
 *   no steady state exists
 *
 * Cost: as {@link erlangB}. Relative error below 1e-12 up to 1,000,000 erlangs.
 *
 * @see Gans, Koole & Mandelbaum (2003), "Telephone call centers", M&SOM 5(2), section 3.1.
 *
 * @example
 * erlangC(10, 180, 14, 20); // => { waitProbability: 0.1741..., ... }
 */
export function erlangC(
  load: number,
  handleTimeSeconds: number,
  agents: number,
  thresholdSeconds: number,
): Performance {
  checkQueue(load, handleTimeSeconds, agents);
  checkNonNegative('thresholdSeconds', thresholdSeconds);
  const inverse = load === 0 ? Infinity : inverseBlocking(load, agents);
  return erlangCFrom(inverse, load, handleTimeSeconds, agents, thresholdSeconds);
}

/** {@link erlangC} for a stable queue whose 1 / B(load, agents) is known. Cost: O(1). */
export function erlangCFrom(
  inverse: number,
  load: number,
  handleTimeSeconds: number,
  agents: number,
  thresholdSeconds: number,
): Performance {
  const idle = agents - load;
  const odds = oddsOfNoWait(inverse, load, agents);
  const waitProbability = 1 / (1 + odds);
  const immediate = odds === Infinity ? 1 : odds * waitProbability;
  const wait = (waitProbability * handleTimeSeconds) / idle;
  const level =
    immediate - waitProbability * Math.expm1((-idle * thresholdSeconds) / handleTimeSeconds);
  return {
    blockedProbability: 0,
    waitProbability,
    abandonProbability: 0,
    answeredProbability: 1,
    answeredWithinThreshold: level,
    abandonedWithinThreshold: 0,
    serviceLevels: {
      offered: level,
      entered: level,
      answered: level,
      excludingShortAbandons: level,
      includingShortAbandons: level,
    },
    averageSpeedOfAnswerSeconds: wait,
    averageWaitSeconds: wait,
    averageWaitOfDelayedSeconds: handleTimeSeconds / idle,
    averageTimeToAbandonSeconds: null,
    meanQueueLength: (waitProbability * load) / idle,
    occupancy: load / agents,
  };
}

/**
 * Wait that a share of calls stays within under Erlang C: the quantile of the wait of all.
 *
 * @param agents agents on the phones, above 0, whole or a fraction
 * @param share share of all calls, fraction in [0, 1)
 * @returns seconds; 0 where that share is answered at once
 * @throws {AgnerError} as {@link erlangC}
 *
 * Cost: as {@link erlangB}.
 *
 * @example
 * waitQuantileC(10, 180, 14, 0.9); // => 24.95..., 9 calls out of 10 wait no longer
 */
export function waitQuantileC(
  load: number,
  handleTimeSeconds: number,
  agents: number,
  share: number,
): number {
  checkQueue(load, handleTimeSeconds, agents);
  checkFraction('share', share);
  if (load === 0) return 0;
  // ln(C / (1 - share)), from logarithms that stay exact for small odds and shares.
  const odds = oddsOfNoWait(inverseBlocking(load, agents), load, agents);
  const decay = -Math.log1p(-share) - Math.log1p(odds);
  return decay <= 0 ? 0 : (decay * handleTimeSeconds) / (agents - load);
}

/** P(no wait) / P(wait) = (1 - C) / C; positive parts alone, so nothing cancels. */
function oddsOfNoWait(inverse: number, load: number, agents: number): number {
  return ((inverse - 1) * (agents - load)) / agents;
}

function checkQueue(load: number, handleTimeSeconds: number, agents: number): void {
  checkLoad(load);
  checkHandleTime(handleTimeSeconds);
  checkPositive('agents', agents);
  checkAgentsOrPart('agents', agents);
  if (agents > load) return;
  throw new AgnerError(
    'UNSTABLE_QUEUE',
    `expected more agents than ${load} erlangs, got ${agents}`,
    { agents, load },
  );
}
