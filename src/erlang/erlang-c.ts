import { checkNonNegative, checkPositiveInteger } from '../domain/check.ts';
import { AgnerError } from '../domain/errors.ts';
import { checkAgents, checkHandleTime, checkLoad, inverseBlocking } from './erlang-b.ts';
import { type Performance } from './performance.ts';

/**
 * Erlang C: performance of a queue whose callers never hang up.
 *
 * Model: M/M/n. Poisson arrivals, exponential handle times, patient callers, first come first
 * served, steady state. Overstates waiting where callers abandon; use Erlang A there.
 *
 * @param load offered load in erlangs, at least 0
 * @param handleTimeSeconds mean handle time (talk, hold and wrap-up)
 * @param agents agents on the phones, whole number of at least 1
 * @param thresholdSeconds answer-time target, at least 0
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNSTABLE_QUEUE` if agents <= load, since
 *   no steady state exists
 *
 * Cost: O(agents). Relative error below 1e-11 up to 50,000 erlangs.
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
  checkLoad(load);
  checkHandleTime(handleTimeSeconds);
  checkPositiveInteger('agents', agents);
  checkAgents('agents', agents);
  checkNonNegative('thresholdSeconds', thresholdSeconds);
  if (agents <= load) {
    throw new AgnerError(
      'UNSTABLE_QUEUE',
      `expected more agents than ${load} erlangs, got ${agents}`,
      {
        agents,
        load,
      },
    );
  }
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
  // Odds of not waiting; both parts of the service level are then positive and nothing cancels.
  const odds = ((inverse - 1) * idle) / agents;
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
