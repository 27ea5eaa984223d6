import { type StaffingMethod } from '../domain/requirement.ts';
import {
  type CarryOverQueue,
  makeCarryOverQueue,
  runQueue,
  trafficOf,
} from './carry-over-queue.ts';
import { staffCarryOver } from './carry-over-staffing.ts';
import { isSpared, partsOf } from './outcome-goal.ts';
import { type GridStaffing, staffGrid, type StaffingTask } from './staff-grid.ts';
import { makeEvaluator } from './staffing.ts';
import { offeredLoad } from './traffic.ts';
import { serviceLevelsOf } from './transient.ts';

/** Requirement per slot with what each slot takes over from the one before. */
export interface FollowedStaffing extends Omit<
  GridStaffing,
  'scheduledAgents' | 'scheduledAgentsExact'
> {
  /** What staffing each slot by itself takes, and the service level that it really gives. */
  readonly sipp: {
    readonly agents: readonly number[];
    readonly serviceLevel: readonly (number | null)[];
  };
  /** What the goal in every slot takes; `null` where its period is no longer than that. */
  readonly everyIntervalAgents: readonly number[] | null;
  /** Expected contacts outside the goal with 5 agents fewer to 5 more; `null` without contacts. */
  readonly lateContacts: readonly (readonly number[] | null)[];
}

/** Rounds in which a period's aim is raised before agents are added one by one. */
const AIMING_ROUNDS = 6;
/** Highest service level to aim at. */
const HIGHEST_AIM = 1 - 1e-6;
/** Agents fewer and more for which late contacts are handed on. */
const AROUND = 5;

/**
 * Agents per slot that meet a goal where slots follow each other.
 *
 * `carry-over` staffs to the transient model, beginning with what stationary models ask at the
 * modified offered load. A goal over a day, week or month is met by aiming higher until the
 * transient model agrees; its floor holds in every slot. `mol-mean` and `mol-max` stay at what the
 * stationary models ask. Performances are those of the transient model whatever the method.
 *
 * Late contacts with other numbers of agents are those of the stationary model at the slot's
 * modified load, in proportion to its contacts.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`, `UNREACHABLE_GOAL`
 *
 * Cost: four to ten evolutions of the transient model per slot.
 *
 * @see docs/models/carry-over.md
 */
export function followGrid(
  task: StaffingTask,
  method: Exclude<StaffingMethod, 'sipp'>,
): FollowedStaffing {
  const sipp = staffGrid(task);
  const queue = makeCarryOverQueue(task);
  const aimed = (change: Partial<StaffingTask['goal']>): number[] => [
    ...staffGrid({ ...withLoad(task, queue, method), goal: { ...task.goal, ...change } }).agents,
  ];
  const inEverySlot = (): number[] => {
    const goal = { ...task.goal, period: 'interval', serviceLevelFloor: null } as const;
    return staffCarryOver(queue, goal, aimed(goal)).agents;
  };
  const agents =
    method !== 'carry-over'
      ? aimed({})
      : task.goal.period === 'interval'
        ? inEverySlot()
        : staffPeriods(task, queue, aimed);
  const runs = runQueue(queue, agents);
  const sippRuns = runQueue(queue, sipp.agents);
  const { definition } = task.goal;
  const levelOf = (run: (typeof runs)[number]): number | null =>
    run === null ? null : (serviceLevelsOf(run.outcome)?.[definition] ?? null);
  const known = runs.map((run) => (run !== null && run.outcome.offered > 0 ? run : null));
  return {
    load: sipp.load,
    agents,
    serviceLevel: runs.map(levelOf),
    averageSpeedOfAnswerSeconds: known.map((run) =>
      run === null || run.outcome.answered === 0
        ? null
        : run.outcome.answeredWaitSeconds / run.outcome.answered,
    ),
    abandonment: known.map((run) =>
      run === null ? null : Math.min(1, run.outcome.abandoned / run.outcome.offered),
    ),
    occupancy: known.map((run) =>
      run === null || run.agents === 0 ? null : Math.min(1, run.meanBusyAgents / run.agents),
    ),
    sipp: { agents: sipp.agents, serviceLevel: sippRuns.map(levelOf) },
    everyIntervalAgents:
      task.goal.period === 'interval' || method !== 'carry-over' ? null : inEverySlot(),
    lateContacts: agents.map((count, slot) => lateAround(task, queue, slot, count)),
  };
}

/** The task with the traffic that gives each slot its modified offered load as its own. */
function withLoad(task: StaffingTask, queue: CarryOverQueue, method: StaffingMethod): StaffingTask {
  const traffic = queue.loads.map(({ mean, max }, slot) =>
    trafficOf(
      method === 'mol-max' ? max : mean,
      queue.loadTraffic[slot]!.handleTimeSeconds,
      task.stepSeconds,
    ),
  );
  return {
    ...task,
    volume: traffic.map(({ volume }) => volume),
    handleTimeSeconds: traffic.map(({ handleTimeSeconds }) => handleTimeSeconds),
  };
}

/** Agents with which the goal holds over each period, and its floor in every slot. */
function staffPeriods(
  task: StaffingTask,
  queue: CarryOverQueue,
  aimed: (change: Partial<StaffingTask['goal']>) => number[],
): number[] {
  const { goal, periodOf, volume, open } = task;
  const floorGoal = {
    ...goal,
    serviceLevel: goal.serviceLevelFloor,
    averageSpeedOfAnswerSeconds: null,
    maxAbandonment: null,
  };
  const floor =
    goal.serviceLevelFloor === null
      ? null
      : staffCarryOver(queue, floorGoal, aimed({ ...floorGoal, period: 'interval' })).agents;
  const parts = partsOf(goal, task.model === 'erlang-c');
  const slots = volume.flatMap((_, slot) => (open[slot] === true ? [slot] : []));
  let aim = goal.serviceLevel;
  let agents = raise(aimed({}), floor);
  for (let round = 0; ; round++) {
    const runs = runQueue(queue, agents);
    const short = new Set<number>();
    let worst = 0;
    for (const period of new Set(slots.map((slot) => periodOf[slot]!))) {
      const own = slots.filter((slot) => periodOf[slot] === period && volume[slot]! > 0);
      const offered = own.reduce((sum, slot) => sum + volume[slot]!, 0);
      for (const part of parts) {
        const excess = own.reduce((sum, slot) => sum + part.excessOf(runs[slot]!), 0);
        if (isSpared(excess, part, offered)) continue;
        short.add(period);
        worst = Math.max(worst, -excess / offered);
      }
    }
    if (short.size === 0) return agents;
    if (round < AIMING_ROUNDS && aim !== null && aim < HIGHEST_AIM) {
      aim = Math.min(HIGHEST_AIM, aim + Math.max(worst, 1e-4));
      const higher = raise(aimed({ serviceLevel: aim }), floor);
      const before = agents;
      // Periods that hold keep their agents.
      agents = before.map((count, slot) =>
        short.has(periodOf[slot]!) ? Math.max(count, higher[slot]!) : count,
      );
    } else {
      agents = agents.map((count, slot) =>
        open[slot] === true && short.has(periodOf[slot]!) && volume[slot]! > 0 ? count + 1 : count,
      );
    }
  }
}

function raise(agents: readonly number[], floor: readonly number[] | null): number[] {
  return agents.map((count, slot) => Math.max(count, floor?.[slot] ?? 0));
}

function lateAround(
  { volume, goal, model, patienceSeconds, open }: StaffingTask,
  queue: CarryOverQueue,
  slot: number,
  agents: number,
): readonly number[] | null {
  const contacts = volume[slot]!;
  if (contacts === 0 || open[slot] !== true) return null;
  const traffic = queue.loadTraffic[slot]!;
  const evaluate = makeEvaluator(traffic, model, patienceSeconds, goal.thresholdSeconds);
  return Array.from({ length: 2 * AROUND + 1 }, (_, at) => {
    const count = agents + at - AROUND;
    // Nobody answers, or the line grows without end.
    if (count < 1 || (model === 'erlang-c' && count <= offeredLoad(traffic))) return contacts;
    return contacts * Math.max(0, 1 - evaluate(count).serviceLevels[goal.definition]);
  });
}
