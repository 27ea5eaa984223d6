import { checkFraction } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import {
  type ServiceGoal,
  type SippStaffing,
  type StaffingMethod,
  type StaffingModel,
} from '../../domain/requirement.ts';
import { staffCarryOverPeriods } from '../carry-over/carry-over-period.ts';
import {
  type CarryOverQueue,
  makeCarryOverQueue,
  trafficOf,
} from '../carry-over/carry-over-queue.ts';
import { runQueue } from '../carry-over/run-queue.ts';
import { leastInSlot, staffCarryOver } from '../carry-over/carry-over-staffing.ts';
import { checkGoal } from './goal.ts';
import { lateContacts } from './late-contacts.ts';
import { knownHandleTimes, offeredLoadCurve } from '../carry-over/offered-load-curve.ts';
import { countMisses } from '../carry-over/count-misses.ts';
import { asksForEnds } from '../carry-over/outcome-goal.ts';
import {
  levelOf,
  type SlotPerformances,
  stationaryPerformances,
  transientPerformances,
} from '../carry-over/slot-performances.ts';
import { staffStationary } from './stationary-staffing.ts';
import { makeEvaluator } from './staffing.ts';
import { agentsAboveLoad, checkTraffic, offeredLoad, type Traffic } from '../traffic.ts';

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
  readonly method: StaffingMethod;
  readonly patienceSeconds: number | null;
}

/** Requirement per slot, with the performance that it is expected to give. */
export interface GridStaffing extends SlotPerformances {
  /** Load of each slot's own arrivals. */
  readonly load: readonly number[];
  readonly agents: readonly number[];
  /**
   * With carry-over, what staffing each interval by itself would have taken, and given in the
   * transient model; otherwise `null`.
   */
  readonly sipp: SippStaffing | null;
  /** What the goal in every interval would have taken; `null` where the goal is that. */
  readonly everyIntervalAgents: readonly number[] | null;
  /**
   * Expected contacts outside the goal with 5 agents fewer to 5 more, 11 numbers, by the
   * stationary model at the slot's load (the modified offered load, but for `sipp`); `null` where
   * nothing is offered.
   */
  readonly lateContacts: readonly (readonly number[] | null)[];
}

/**
 * Agents per slot that meet a goal in every interval, or over every day, week or month weighted
 * by contacts, with the performance that they are expected to give.
 *
 * `carry-over` follows the queue from slot to slot, and its performances are those of the contacts
 * that arrive in each. `mol-mean` and `mol-max` take each slot by itself at the mean (highest)
 * modified offered load in it, `sipp` at the load of its own arrivals. Performances are those of
 * the transient model, but for `sipp`, which has stationary ones.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`, `UNREACHABLE_GOAL`
 *
 * Cost: at loads about 100, half a second for four weeks of quarter-hours with carry-over, two
 * seconds more for a period's goal; a few microseconds per slot by the other methods, some 50
 * times that for a period's goal.
 *
 * @see docs/models/carry-over-staffing.md
 */
export function staffGrid(task: StaffingTask): GridStaffing {
  const { goal, model, patienceSeconds, volume, open } = task;
  checkGoal(goal, model, patienceSeconds);
  if (goal.serviceLevelFloor !== null) checkFraction('serviceLevelFloor', goal.serviceLevelFloor);
  checkLengths(task);
  const own = volume.map((contacts, slot): Traffic => {
    const one = {
      volume: contacts,
      stepSeconds: task.stepSeconds,
      handleTimeSeconds: task.handleTimeSeconds[slot]!,
    };
    checkTraffic(one);
    return one;
  });
  const traffic = effectiveTraffic(task, own);
  const agents =
    task.method === 'carry-over'
      ? carryOverAgents(task, goal)
      : stationaryAgents(task, traffic, goal);
  const queue = makeCarryOverQueue(task, true);
  return {
    load: own.map(offeredLoad),
    agents,
    ...(task.method === 'sipp'
      ? stationaryPerformances(task, own, agents)
      : transientPerformances(runQueue(queue, agents), goal)),
    sipp:
      task.method === 'carry-over'
        ? givenAlone(queue, stationaryAgents(task, own, goal), task.periodOf)
        : null,
    everyIntervalAgents: goal.period === 'interval' ? null : staffEveryInterval(task, traffic),
    lateContacts: traffic.map((one, slot) =>
      volume[slot] === 0 || open[slot] !== true
        ? null
        : lateContacts(volume[slot]!, agents[slot]!, levelAt(task, one)),
    ),
  };
}

/** Service level of one slot's traffic by the stationary model, as a function of agents. */
function levelAt(task: StaffingTask, traffic: Traffic): (agents: number) => number | null {
  const { goal, model, patienceSeconds } = task;
  const evaluate = makeEvaluator(traffic, model, patienceSeconds, goal.thresholdSeconds);
  const least = model === 'erlang-c' ? agentsAboveLoad(traffic) : 1;
  return (agents) => (agents < least ? null : evaluate(agents).serviceLevels[goal.definition]);
}

/** What the stationary model sees of each slot. */
function effectiveTraffic(task: StaffingTask, own: readonly Traffic[]): readonly Traffic[] {
  if (task.method === 'sipp') return own;
  const handleTimes = knownHandleTimes(task.volume, task.handleTimeSeconds);
  return offeredLoadCurve(task).map(({ mean, max }, slot) =>
    trafficOf(task.method === 'mol-max' ? max : mean, handleTimes[slot]!, task.stepSeconds),
  );
}

function stationaryAgents(
  task: StaffingTask,
  traffic: readonly Traffic[],
  goal: ServiceGoal,
): readonly number[] {
  return staffStationary({ ...task, traffic, contacts: task.volume }, goal);
}

/** Agents for each interval by itself, and what they would really give. */
function givenAlone(
  queue: CarryOverQueue,
  agents: readonly number[],
  periodOf: readonly number[],
): SippStaffing {
  const { goal, model } = queue.task;
  const runs = runQueue(queue, agents);
  return {
    agents,
    serviceLevel: runs.map((run) => levelOf(run, goal)),
    ...countMisses(runs, goal, model === 'erlang-c', periodOf),
  };
}

function carryOverAgents(task: StaffingTask, goal: ServiceGoal): readonly number[] {
  const queue = makeCarryOverQueue({ ...task, goal }, asksForEnds(goal));
  if (goal.period !== 'interval') return staffCarryOverPeriods(queue, goal, task.periodOf).agents;
  const guess = stationaryAgents(task, queue.loadTraffic, goal).map((count, slot) =>
    task.open[slot] === true && task.volume[slot] === 0 ? leastInSlot(queue, slot, goal) : count,
  );
  return staffCarryOver(queue, goal, guess).agents;
}

function staffEveryInterval(task: StaffingTask, traffic: readonly Traffic[]): readonly number[] {
  const goal: ServiceGoal = { ...task.goal, period: 'interval' };
  return task.method === 'carry-over'
    ? carryOverAgents(task, goal)
    : stationaryAgents(task, traffic, goal);
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
