import { checkNonNegative, checkPositiveInteger } from '../domain/check.ts';
import { AgnerError } from '../domain/errors.ts';
import { type ServiceGoal, type StaffingModel } from '../domain/requirement.ts';
import { checkPatience, erlangAFrom, type ImpatientQueue } from './erlang-a.ts';
import { checkAgents, inverseBlocking, MAX_AGENTS } from './erlang-b.ts';
import { erlangCFrom } from './erlang-c.ts';
import { checkGoal, meetsGoal } from './goal.ts';
import { guessAgents } from './guess-agents.ts';
import { type Performance } from './performance.ts';
import {
  agentsAboveLoad,
  agentsForOccupancy,
  checkTraffic,
  offeredLoad,
  type Traffic,
} from './traffic.ts';

/**
 * Performance of one interval's traffic with a number of agents, as if the interval lasted.
 *
 * @param agents agents on the phones, whole number of at least 1
 * @param model `erlang-c` takes callers as endlessly patient, whatever `patienceSeconds` says
 * @param patienceSeconds mean patience; `null` needs `erlang-c`
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNSTABLE_QUEUE` for `erlang-c` with agents
 *   at or below the load
 *
 * Cost: O(agents).
 */
export function evaluateStaffing(
  traffic: Traffic,
  agents: number,
  model: StaffingModel,
  patienceSeconds: number | null,
  thresholdSeconds: number,
): Performance {
  checkTraffic(traffic);
  checkPositiveInteger('agents', agents);
  checkAgents('agents', agents);
  checkNonNegative('thresholdSeconds', thresholdSeconds);
  if (model === 'erlang-a') checkPatience(patienceSeconds, false);
  if (model === 'erlang-c' && agents < agentsAboveLoad(traffic)) {
    const load = offeredLoad(traffic);
    throw new AgnerError(
      'UNSTABLE_QUEUE',
      `expected more agents than ${load} erlangs, got ${agents}`,
      { agents, load },
    );
  }
  return makeEvaluator(traffic, model, patienceSeconds, thresholdSeconds)(agents);
}

/**
 * Fewest agents on the phones that meet every part of a goal, taking the interval by itself
 * (`goal.period` is left to {@link staffGrid}).
 *
 * Every part gets better, never worse, with one more agent, and is met in the end; so the search
 * brackets the answer between a number that fails and one that meets, and halves.
 *
 * @returns whole number; `minimumAgents` where nothing is offered, else at least 1
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`, `UNREACHABLE_GOAL`
 *
 * Cost: O(answer), a handful of evaluations of the model.
 *
 * @see docs/models/erlang-a.md for why each part is monotone.
 */
export function requiredAgents(
  traffic: Traffic,
  goal: ServiceGoal,
  model: StaffingModel,
  patienceSeconds: number | null,
): number {
  checkGoal(goal, model, patienceSeconds);
  checkTraffic(traffic);
  return searchAgents(traffic, goal, model, patienceSeconds);
}

/** {@link requiredAgents} without its checks. */
export function searchAgents(
  traffic: Traffic,
  goal: ServiceGoal,
  model: StaffingModel,
  patienceSeconds: number | null,
): number {
  if (traffic.volume === 0) return goal.minimumAgents;
  const least = leastAgents(traffic, goal, model);
  const evaluate = makeEvaluator(traffic, model, patienceSeconds, goal.thresholdSeconds);
  const guess = Math.max(least, startAgents(traffic, goal, model, patienceSeconds));
  return searchLeast(least, guess, (agents) => meetsGoal(evaluate(agents), goal));
}

function startAgents(
  traffic: Traffic,
  goal: ServiceGoal,
  model: StaffingModel,
  patienceSeconds: number | null,
): number {
  const load = offeredLoad(traffic);
  const { handleTimeSeconds } = traffic;
  if (goal.serviceLevel === null) return Math.ceil(load + 0.5 * Math.sqrt(load));
  const theta =
    model === 'erlang-c' || patienceSeconds === null ? 0 : handleTimeSeconds / patienceSeconds;
  return guessAgents(load, theta, goal.thresholdSeconds / handleTimeSeconds, goal.serviceLevel);
}

/** Below this the goal cannot be met, or the model has no answer. */
export function leastAgents(traffic: Traffic, goal: ServiceGoal, model: StaffingModel): number {
  const floor = Math.max(1, goal.minimumAgents);
  if (model === 'erlang-a') return floor;
  const stable = Math.max(floor, agentsAboveLoad(traffic));
  if (goal.maxOccupancy === null) return stable;
  return Math.max(stable, agentsForOccupancy(traffic, goal.maxOccupancy));
}

/** Least number in [least, {@link MAX_AGENTS}] that passes, for a test that stays passed. */
function searchLeast(least: number, guess: number, passes: (agents: number) => boolean): number {
  let below = least - 1;
  let above = Math.min(guess, MAX_AGENTS);
  let step = 1;
  if (passes(above)) {
    while (above > least) {
      const next = Math.max(least, above - step);
      if (!passes(next)) {
        below = next;
        break;
      }
      above = next;
      step *= 2;
    }
  } else {
    for (;;) {
      below = above;
      if (below >= MAX_AGENTS) {
        throw new AgnerError(
          'UNREACHABLE_GOAL',
          `expected a goal within reach of ${MAX_AGENTS} agents, got one beyond`,
          { part: 'agents' },
        );
      }
      above = Math.min(below + step, MAX_AGENTS);
      if (passes(above)) break;
      step *= 2;
    }
  }
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (passes(middle)) above = middle;
    else below = middle;
  }
  return above;
}

/** The model as a function of agents alone; keeps the Erlang B recursion between calls. */
export function makeEvaluator(
  traffic: Traffic,
  model: StaffingModel,
  patienceSeconds: number | null,
  thresholdSeconds: number,
): (agents: number) => Performance {
  const load = offeredLoad(traffic);
  const { handleTimeSeconds } = traffic;
  const inverseAt = inverseTable(load);
  if (model === 'erlang-c') {
    return (agents) =>
      erlangCFrom(inverseAt(agents), load, handleTimeSeconds, agents, thresholdSeconds);
  }
  const queue: ImpatientQueue = { load, handleTimeSeconds, patienceSeconds, lines: null };
  return (agents) => erlangAFrom(inverseAt(agents - 1), queue, agents, thresholdSeconds);
}

/** 1 / B(load, lines) for any number of lines, each step of the recursion done once. */
function inverseTable(load: number): (lines: number) => number {
  if (load === 0) return () => Infinity;
  // A plain array: a typed one costs more to make than 50 steps of the recursion.
  const values = [1];
  return (lines) => {
    // Far above the load the table would be large and is not asked for twice.
    if (lines > 1000 && lines > 16 * load) return inverseBlocking(load, lines);
    let inverse = values[values.length - 1]!;
    for (let k = values.length; k <= lines; k++) {
      inverse = 1 + inverse * (k / load);
      values.push(inverse);
    }
    return values[lines]!;
  };
}
