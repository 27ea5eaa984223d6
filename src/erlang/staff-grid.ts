import { AgnerError } from '../domain/errors.ts';
import { type ServiceGoal, type StaffingModel } from '../domain/requirement.ts';
import { checkGoal } from './goal.ts';
import { requirePeriod } from './period-goal.ts';
import { requireAgentsC } from './require-agents-c.ts';
import { type ScheduledAgents, scheduledAgents } from './scheduled-agents.ts';
import { makeEvaluator, searchAgents } from './staffing.ts';
import { checkTraffic, offeredLoad, type Traffic } from './traffic.ts';

/** A queue's forecast, slot by slot, and what it is staffed to. */
export interface StaffingTask {
  /** Contacts offered per slot. */
  readonly volume: readonly number[];
  readonly handleTimeSeconds: readonly number[];
  /** Closed slots need nobody. */
  readonly open: readonly boolean[];
  readonly stepSeconds: number;
  /** Index of the day, week or month of each slot; not read where the goal is per interval. */
  readonly periodOf: readonly number[];
  readonly goal: ServiceGoal;
  readonly model: StaffingModel;
  readonly patienceSeconds: number | null;
  /** Shares of scheduled agents who are missing unplanned, fractions with a sum below 1. */
  readonly unrosteredShares: readonly number[];
}

/** Requirement per slot; performances are `null` where nothing is offered or nobody is there. */
export interface GridStaffing {
  readonly load: readonly number[];
  readonly agents: readonly number[];
  readonly scheduledAgents: readonly number[];
  readonly scheduledAgentsExact: readonly number[];
  readonly serviceLevel: readonly (number | null)[];
  readonly averageSpeedOfAnswerSeconds: readonly (number | null)[];
  readonly abandonment: readonly (number | null)[];
  readonly occupancy: readonly (number | null)[];
}

/**
 * Agents per slot that meet a goal in every interval, or over every day, week or month weighted
 * by contacts, with the performance that they are expected to give.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`, `UNREACHABLE_GOAL`
 *
 * Cost: a few microseconds per slot at loads about 50; some 50 times that for a period's goal.
 */
export function staffGrid(task: StaffingTask): GridStaffing {
  const { goal, model, patienceSeconds } = task;
  checkGoal(goal, model, patienceSeconds);
  checkLengths(task);
  const traffic = task.volume.map((volume, slot): Traffic => {
    const one = {
      volume,
      stepSeconds: task.stepSeconds,
      handleTimeSeconds: task.handleTimeSeconds[slot]!,
    };
    checkTraffic(one);
    return one;
  });

  const agents = goal.period === 'interval' ? byInterval(task, traffic) : byPeriod(task, traffic);
  const schedule = memoizeSchedule(task.unrosteredShares);
  const performances = traffic.map((one, slot) => {
    const count = agents[slot]!;
    if (one.volume === 0 || count === 0) return null;
    return makeEvaluator(one, model, patienceSeconds, goal.thresholdSeconds)(count);
  });
  return {
    load: traffic.map(offeredLoad),
    agents,
    scheduledAgents: agents.map((count) => schedule(count).scheduledAgents),
    scheduledAgentsExact: agents.map((count) => schedule(count).exact),
    serviceLevel: performances.map((one) => one?.serviceLevels[goal.definition] ?? null),
    averageSpeedOfAnswerSeconds: performances.map(
      (one) => one?.averageSpeedOfAnswerSeconds ?? null,
    ),
    abandonment: performances.map((one) => one?.abandonProbability ?? null),
    occupancy: performances.map((one) => one?.occupancy ?? null),
  };
}

function checkLengths(task: StaffingTask): void {
  const { length } = task.volume;
  const needed: [string, number][] = [
    ['handleTimeSeconds', task.handleTimeSeconds.length],
    ['open', task.open.length],
  ];
  if (task.goal.period !== 'interval') needed.push(['periodOf', task.periodOf.length]);
  for (const [name, got] of needed) {
    if (got === length) continue;
    throw new AgnerError('INVALID_INPUT', `expected ${name} of ${length} slots, got ${got}`, {
      name,
    });
  }
}

function byInterval(task: StaffingTask, traffic: readonly Traffic[]): number[] {
  const { goal, model, patienceSeconds, open } = task;
  if (model === 'erlang-c') {
    const volume = task.volume.map((one, slot) => (open[slot] === true ? one : 0));
    const agents = requireAgentsC({ ...task, volume }, goal);
    return open.map((isOpen, slot) => (isOpen ? agents[slot]! : 0));
  }
  return traffic.map((one, slot) =>
    open[slot] === true ? searchAgents(one, goal, model, patienceSeconds) : 0,
  );
}

function byPeriod(task: StaffingTask, traffic: readonly Traffic[]): number[] {
  const { goal, model, patienceSeconds, open, periodOf } = task;
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
      slots.map((slot) => ({ traffic: traffic[slot]!, contacts: traffic[slot]!.volume })),
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

function memoizeSchedule(unrosteredShares: readonly number[]): (agents: number) => ScheduledAgents {
  const known = new Map<number, ScheduledAgents>();
  return (agents) => {
    let scheduled = known.get(agents);
    if (scheduled === undefined) {
      scheduled = scheduledAgents(agents, unrosteredShares);
      known.set(agents, scheduled);
    }
    return scheduled;
  };
}
