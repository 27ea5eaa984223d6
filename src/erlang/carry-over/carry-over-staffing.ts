import { type ServiceGoal } from '../../domain/requirement.ts';
import { type CarryOverQueue, isCurrent, type SlotRun } from './carry-over-queue.ts';
import { MAX_AGENTS, refuseBeyondAgents } from '../limits.ts';
import { leastPassing } from '../numerics/least-passing.ts';
import { meetsOutcome, partsOf } from './outcome-goal.ts';
import { type QueueStates } from '../transient/queue-states.ts';
import { searchAgents } from '../staffing/staffing.ts';
import { agentsAboveLoad } from '../traffic.ts';

/** Agents per slot, and every open slot's run with them. */
export interface CarriedStaffing {
  readonly agents: number[];
  readonly runs: (SlotRun | null)[];
}

/** Rounds after which agents are only added, so that the rounds end. */
const FREE_ROUNDS = 8;

/** A slot without arrivals needs agents while so much is expected in hand, in erlangs. */
const STILL_IN_HAND = 0.05;

/**
 * Fewest agents, slot after slot, with which the contacts that arrive in each fare as a goal asks,
 * under the transient model.
 *
 * Goes forward in time. Each slot begins with the states that the one before ends with, and takes
 * the least number that passes, searched from that of the modified offered load. Late arrivals
 * also depend on the agents of the next slots, so that rounds are repeated, for the slots that
 * changed, until none does. In the end each slot passes, and none would with one agent less.
 *
 * @param guess agents per slot to begin with; 0 in closed slots
 * @param leastOf agents that a slot has in any case
 * @throws {AgnerError} `UNREACHABLE_GOAL`
 *
 * Cost: two or three evolutions per slot.
 */
export function staffCarryOver(
  queue: CarryOverQueue,
  goal: ServiceGoal,
  guess: readonly number[],
  leastOf: (slot: number) => number = (slot) => leastInSlot(queue, slot, goal),
): CarriedStaffing {
  const { open, volume } = queue.task;
  const parts = partsOf(goal, queue.task.model === 'erlang-c');
  const agents = guess.slice();
  const runs: (SlotRun | null)[] = agents.map(() => null);
  for (let round = 0; ; round++) {
    let changed = false;
    let before: QueueStates | null = null;
    for (let slot = 0; slot < agents.length; slot++) {
      const start = queue.startOf(slot, before);
      before = start;
      if (open[slot] !== true) continue;
      const known = runs[slot];
      if (known !== null && known !== undefined && isCurrent(known, slot, start, agents)) {
        before = known.end;
        continue;
      }
      const least = round < FREE_ROUNDS ? leastOf(slot) : agents[slot]!;
      const evaluate = (count: number): SlotRun => queue.runSlot(slot, start, count, agents);
      const run =
        volume[slot] === 0
          ? evaluate(least)
          : searchRun(least, agents[slot]!, evaluate, (one) => meetsOutcome(one, goal, parts));
      if (run.agents !== agents[slot]) changed = true;
      agents[slot] = run.agents;
      runs[slot] = run;
      before = run.end;
    }
    if (!changed) return { agents, runs };
  }
}

/**
 * Agents that a slot has in any case. Callers who never hang up need more agents than the load.
 * Without arrivals it has those who finish what is still in hand.
 */
export function leastInSlot(queue: CarryOverQueue, slot: number, goal: ServiceGoal): number {
  const { volume, model, patienceSeconds } = queue.task;
  const traffic = queue.loadTraffic[slot]!;
  if (volume[slot] === 0) {
    return queue.loads[slot]!.mean < STILL_IN_HAND
      ? goal.minimumAgents
      : searchAgents(traffic, goal, model, patienceSeconds);
  }
  const floor = Math.max(1, goal.minimumAgents);
  return model === 'erlang-c' ? Math.max(floor, agentsAboveLoad(traffic)) : floor;
}

/** The run of the least number of agents that passes, each tried once. */
function searchRun(
  least: number,
  guess: number,
  evaluate: (agents: number) => SlotRun,
  passes: (run: SlotRun) => boolean,
): SlotRun {
  const passed: SlotRun[] = [];
  leastPassing(least, MAX_AGENTS, guess, (agents) => {
    const run = evaluate(agents);
    if (!passes(run)) return false;
    passed.push(run);
    return true;
  });
  // The last that passed is the least.
  return passed.at(-1) ?? refuseBeyondAgents();
}
