import { type ServiceGoal, type StaffingModel } from '../../domain/requirement.ts';
import { phasesAfter, runStretch, type Stretch, type StretchRun } from './run-stretch.ts';
import { knownHandleTimes, offeredLoadCurve, type SlotLoad } from './offered-load-curve.ts';
import {
  distanceOf,
  knownState,
  poissonStates,
  type QueueRates,
  type QueueStates,
} from '../transient/queue-states.ts';
import { type Traffic } from '../traffic.ts';

/** A queue's forecast and what it is staffed to; lengths and values are checked. */
export interface CarryOverTask {
  readonly volume: readonly number[];
  readonly handleTimeSeconds: readonly number[];
  readonly open: readonly boolean[];
  readonly stepSeconds: number;
  readonly goal: ServiceGoal;
  readonly model: StaffingModel;
  readonly patienceSeconds: number | null;
}

/** One slot with a number of agents, from given states on. */
export interface SlotRun extends StretchRun {
  readonly start: QueueStates;
  /** Agents of the slots after it that were looked at. */
  readonly after: readonly number[];
}

/** A queue that carries over from slot to slot; slots are closed or open. */
export interface CarryOverQueue {
  readonly task: CarryOverTask;
  readonly loads: readonly SlotLoad[];
  /** The slot's own traffic replaced by that of its offered load, for stationary models. */
  readonly loadTraffic: readonly Traffic[];
  /**
   * Whether fewer agents in a slot never do later slots good. Where callers hang up sooner than
   * they are served, they may: they leave shorter lines behind.
   */
  readonly lastingLosses: boolean;
  /** How many slots after one it looks at. */
  readonly reach: number;
  /** States at the beginning of a slot whose predecessor ended so; `null` for the first. */
  readonly startOf: (slot: number, before: QueueStates | null) => QueueStates;
  readonly ratesOf: (slot: number, agents: number) => QueueRates;
  /** Whether runs say how contacts end, too. */
  readonly withEnds: boolean;
  readonly runSlot: (
    slot: number,
    start: QueueStates,
    count: number,
    agents: readonly number[],
  ) => SlotRun;
}

/** States as near as this are the same. */
const SAME_STATES = 1e-9;
/** Slots after the threshold's that are looked at, for calls that wait on. */
const SLOTS_BEYOND = 2;
/** Never more than this many: a threshold of weeks is none. */
const MOST_SLOTS_AFTER = 200;

/**
 * The transient model of a queue that opens and closes.
 *
 * It begins with the Poisson law of the first slot's own load if that slot is open, and empty at
 * every opening. At closing those who wait are sent away, and calls in hand are finished outside.
 * After the last slot its conditions go on, with an agent at least.
 *
 * @param withEnds whether runs say how contacts end, too; search without where the goal allows
 */
export function makeCarryOverQueue(task: CarryOverTask, withEnds: boolean): CarryOverQueue {
  const { volume, open, stepSeconds, goal, model, patienceSeconds } = task;
  const handleTimes = knownHandleTimes(volume, task.handleTimeSeconds);
  const loads = offeredLoadCurve(task);
  const loadTraffic = loads.map(({ mean }, slot) =>
    trafficOf(mean, handleTimes[slot]!, stepSeconds),
  );
  const patienceRate = model === 'erlang-c' || patienceSeconds === null ? 0 : 1 / patienceSeconds;
  const reach = Math.min(
    MOST_SLOTS_AFTER,
    Math.ceil(goal.thresholdSeconds / stepSeconds) + SLOTS_BEYOND,
  );
  const empty = knownState(0);

  const ratesOf = (slot: number, agents: number): QueueRates => ({
    arrivalRate: volume[slot]! / stepSeconds,
    // Without any handle time there are no contacts to handle.
    serviceRate: handleTimes[slot] === 0 ? 1 : 1 / handleTimes[slot]!,
    patienceRate,
    agents,
  });

  return {
    task,
    loads,
    loadTraffic,
    lastingLosses: handleTimes.every((seconds) => patienceRate * seconds <= 1),
    reach,
    withEnds,
    startOf: (slot, before) => {
      if (before === null) return loads[0]!.start > 0 ? poissonStates(loads[0]!.start) : empty;
      return open[slot - 1] === true ? before : empty;
    },
    ratesOf,
    runSlot: (slot, start, count, agents) => {
      const stretchAt = (next: number): Stretch | null =>
        open[next] === true
          ? { slot: next, rates: ratesOf(next, agents[next]!), seconds: stepSeconds }
          : null;
      const own = { slot, rates: ratesOf(slot, count), seconds: stepSeconds };
      const following = phasesAfter(own, slot, volume.length, stretchAt, reach);
      return {
        ...runStretch(own, start, following, goal.thresholdSeconds, withEnds),
        start,
        after: agents.slice(slot + 1, slot + 1 + reach),
      };
    },
  };
}

/** Even traffic of a given load. */
export function trafficOf(load: number, handleTimeSeconds: number, stepSeconds: number): Traffic {
  const volume = handleTimeSeconds === 0 ? 0 : (load * stepSeconds) / handleTimeSeconds;
  return { volume, stepSeconds, handleTimeSeconds };
}

/** Whether a run would come out the same with a start and the agents of all slots. */
export function isCurrent(
  run: SlotRun,
  slot: number,
  start: QueueStates,
  agents: readonly number[],
  tolerance: number = SAME_STATES,
): boolean {
  return (
    run.agents === agents[slot] &&
    run.after.every((count, index) => count === agents[slot + 1 + index]) &&
    (run.start === start || distanceOf(run.start, start) < tolerance)
  );
}
