import { checkNonNegativeInteger, checkPositiveInteger, checkShare } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type DeferredPlan, type DeferredShortage, requireBeside } from './deferred.ts';
import { type DeferredMargin } from './deferred-margin.ts';
import { type DeferredGoal, type DeferredWork } from './deferred-work.ts';
import { checkAgents, checkLoad } from '../blocking/erlang-b.ts';
import { type DeferredOutcome, evaluateDeferred } from './evaluate-deferred.ts';

/** Deferred work in the idle time of another queue. */
export interface FilledIdle {
  /** What the idle time alone makes of the work. */
  readonly idleAlone: DeferredOutcome;
  /** Agents to add for the rest, or what stands in the way. */
  readonly dedicated: DeferredPlan | DeferredShortage;
}

/**
 * Puts deferred work into idle time, and says what dedicated capacity remains.
 *
 * Idle time counts where it falls: before work comes in or after it is due it is no help. The work
 * is taken to be laid aside at once when a call comes, so that calls do not wait for it;
 * {@link blendDialling} is for work that cannot be laid aside.
 *
 * @param idleAgents mean number of idle agents who may work on it, per interval, 0 where closed
 * @param maxAgents most dedicated agents per interval; `null` for no limit
 * @throws {AgnerError} as {@link requireDeferred}
 *
 * Cost: as {@link requireDeferred}.
 *
 * @see docs/models/deferred.md
 */
export function fillIdle(
  work: DeferredWork,
  goal: DeferredGoal,
  margin: DeferredMargin,
  idleAgents: readonly number[],
  maxAgents: readonly number[] | null,
): FilledIdle {
  return {
    idleAlone: evaluateDeferred(work, goal, idleAgents, 'last'),
    dedicated: requireBeside(work, goal, margin, idleAgents, maxAgents),
  };
}

/**
 * Mean number of idle agents of a voice queue beyond those who are kept free for the next call.
 *
 * Below full occupancy the number of busy agents has the weights load^k / k! in each of Erlang B,
 * C and A, so the probability that some agent is free is all that is needed of the model.
 *
 * @param agents on the phones, whole number of at least 1
 * @param freeProbability that at least one agent is idle: 1 less `waitProbability` and
 *   `blockedProbability`
 * @param reserveAgents idle agents that are left alone, whole number of at least 0
 * @returns agents, at most `agents - reserveAgents`
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: O(agents).
 *
 * @example
 * usableIdleAgents(10, 14, 1 - 0.17413194896, 0); // => 4, the agents less the load
 */
export function usableIdleAgents(
  load: number,
  agents: number,
  freeProbability: number,
  reserveAgents: number,
): number {
  checkLoad(load);
  checkPositiveInteger('agents', agents);
  checkAgents('agents', agents);
  checkShare('freeProbability', freeProbability);
  checkNonNegativeInteger('reserveAgents', reserveAgents);
  if (reserveAgents > agents) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected reserveAgents of at most ${agents} agents, got ${reserveAgents}`,
      { name: 'reserveAgents' },
    );
  }
  const usable = agents - reserveAgents;
  if (load === 0) return usable * freeProbability;
  // From the likeliest number outwards, so that no weight exceeds 1.
  const likeliest = Math.min(agents - 1, Math.floor(load));
  let weights = 0;
  let idle = 0;
  const count = (busy: number, weight: number): void => {
    weights += weight;
    idle += weight * Math.max(0, usable - busy);
  };
  for (let busy = likeliest, weight = 1; busy >= 0 && weight > 1e-30; busy--) {
    count(busy, weight);
    weight *= busy / load;
  }
  for (let busy = likeliest + 1, weight = 1; busy < agents && weight > 1e-30; busy++) {
    weight *= load / busy;
    count(busy, weight);
  }
  return (freeProbability * idle) / weights;
}
