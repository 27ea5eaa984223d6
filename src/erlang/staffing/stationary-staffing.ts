import { type ServiceGoal, type StaffingModel } from '../../domain/requirement.ts';
import { requirePeriod } from './period-goal.ts';
import { requireAgentsC } from './require-agents-c.ts';
import { searchAgents } from './staffing.ts';
import { type Traffic } from '../traffic.ts';

/** Traffic of all slots, and what it is staffed to; checked. */
export interface StationaryTask {
  /** What the stationary model sees of each slot. */
  readonly traffic: readonly Traffic[];
  /** Contacts with which a slot weighs in its period. */
  readonly contacts: readonly number[];
  readonly open: readonly boolean[];
  readonly periodOf: readonly number[];
  readonly model: StaffingModel;
  readonly patienceSeconds: number | null;
}

/**
 * Agents per slot by a stationary model, each slot by itself, for a goal in every interval or over
 * periods; 0 in closed slots.
 *
 * @throws {AgnerError} `UNREACHABLE_GOAL`
 */
export function staffStationary(task: StationaryTask, goal: ServiceGoal): number[] {
  return goal.period === 'interval' ? byInterval(task, goal) : byPeriod(task, goal);
}

function byInterval(task: StationaryTask, goal: ServiceGoal): number[] {
  const { traffic, model, patienceSeconds, open } = task;
  const [first] = traffic;
  if (model === 'erlang-c' && first !== undefined) {
    const agents = requireAgentsC(
      {
        volume: traffic.map((one, slot) => (open[slot] === true ? one.volume : 0)),
        handleTimeSeconds: traffic.map((one) => one.handleTimeSeconds),
        stepSeconds: first.stepSeconds,
      },
      goal,
    );
    return open.map((isOpen, slot) => (isOpen ? agents[slot]! : 0));
  }
  return traffic.map((one, slot) =>
    open[slot] === true ? searchAgents(one, goal, model, patienceSeconds) : 0,
  );
}

function byPeriod(task: StationaryTask, goal: ServiceGoal): number[] {
  const { traffic, contacts, model, patienceSeconds, open, periodOf } = task;
  const slotsOf = new Map<number, number[]>();
  traffic.forEach((_, slot) => {
    if (open[slot] !== true) return;
    const period = periodOf[slot]!;
    const slots = slotsOf.get(period);
    if (slots === undefined) slotsOf.set(period, [slot]);
    else slots.push(slot);
  });
  const agents = new Array<number>(traffic.length).fill(0);
  for (const slots of slotsOf.values()) {
    const counts = requirePeriod(
      slots.map((slot) => ({ traffic: traffic[slot]!, contacts: contacts[slot]! })),
      goal,
      model,
      patienceSeconds,
    );
    slots.forEach((slot, index) => {
      agents[slot] = counts[index]!;
    });
  }
  return agents;
}
