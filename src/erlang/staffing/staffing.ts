import { checkNonNegative, checkPositiveInteger } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type ServiceGoal, type StaffingModel } from '../../domain/requirement.ts';
import { checkPatience, erlangAFrom, type ImpatientQueue } from '../waiting/erlang-a.ts';
import { checkAgents, MAX_AGENTS, refuseBeyondAgents } from '../limits.ts';
import { leastPassing } from '../numerics/least-passing.ts';
import { erlangCFrom } from '../waiting/erlang-c.ts';
import { checkGoal, meetsGoal } from './goal.ts';
import { guessAgents } from './guess-agents.ts';
import { inverseBlocking } from '../blocking/inverse-blocking.ts';
import { meetsGoalC } from './meets-goal-c.ts';
import { type Performance } from '../performance.ts';
import { sufficientAgents } from './sufficient-agents.ts';
import {
  agentsAboveLoad,
  agentsForOccupancy,
  checkTraffic,
  offeredLoad,
  type Traffic,
} from '../traffic.ts';

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
  const guess = startAgents(traffic, goal, model, patienceSeconds);
  const most = sufficientAgents(traffic, goal);
  return searchLeast(least, guess, most, makeTest(traffic, goal, model, patienceSeconds));
}

/** Whether a number of agents, of at least {@link leastAgents}, meets the goal. */
function makeTest(
  traffic: Traffic,
  goal: ServiceGoal,
  model: StaffingModel,
  patienceSeconds: number | null,
): (agents: number) => boolean {
  if (model === 'erlang-a') {
    const evaluate = makeEvaluator(traffic, model, patienceSeconds, goal.thresholdSeconds);
    return (agents) => meetsGoal(evaluate(agents), goal);
  }
  const load = offeredLoad(traffic);
  const inverseAt = inverseNearby(load);
  return (agents) => meetsGoalC(traffic, load, inverseAt(agents), agents, goal);
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

/**
 * Least number in [least, most] that passes, for a test that stays passed and that `most` passes.
 *
 * @throws {AgnerError} `UNREACHABLE_GOAL` if it is above {@link MAX_AGENTS}
 */
function searchLeast(
  least: number,
  guess: number,
  most: number,
  passes: (agents: number) => boolean,
): number {
  if (least > MAX_AGENTS || (most > MAX_AGENTS && !passes(MAX_AGENTS))) refuseBeyondAgents();
  const last = Math.max(least, Math.min(most, MAX_AGENTS));
  // The last is known to pass.
  return leastPassing(least, last - 1, guess, passes) ?? last;
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
  const inverseAt = inverseNearby(load);
  if (model === 'erlang-c') {
    return (agents) =>
      erlangCFrom(inverseAt(agents), load, handleTimeSeconds, agents, thresholdSeconds);
  }
  const queue: ImpatientQueue = { load, handleTimeSeconds, patienceSeconds, lines: null };
  return (agents) => erlangAFrom(inverseAt(agents - 1), queue, agents, thresholdSeconds);
}

/** A longer way up than this costs as much as a new start. */
const NEARBY = 64;

/** 1 / B(load, lines), quick for lines near those asked for before. */
function inverseNearby(load: number): (lines: number) => number {
  let known = -1;
  let inverse = 1;
  return (lines) => {
    if (load === 0) return Infinity;
    const up = lines - known;
    if (known < 0 || up < -1 || up > NEARBY || lines < load || inverse === Infinity) {
      inverse = inverseBlocking(load, lines);
    } else if (up === -1) {
      // Above the load 1 / B is at least 2, so that this at most doubles its error; and the next
      // step down starts anew.
      const lower = (inverse - 1) * (load / known);
      return lower;
    } else {
      for (let k = known + 1; k <= lines; k++) inverse = 1 + inverse * (k / load);
    }
    known = lines;
    return inverse;
  };
}
