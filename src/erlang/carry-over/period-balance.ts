import { type ServiceGoal } from '../../domain/requirement.ts';
import { type CarryOverQueue, type SlotRun } from './carry-over-queue.ts';
import { type CarriedStaffing } from './carry-over-staffing.ts';
import { type GoalPart, isSpared, meetsOutcome, partsOf } from './outcome-goal.ts';
import { goalOfEveryInterval } from '../staffing/period-goal.ts';
import { distanceOf, type QueueStates } from '../transient/queue-states.ts';

/** What a change of one slot's agents would do. */
export interface Change {
  readonly slot: number;
  readonly agents: number;
  /** Slots that fare otherwise, from the first on. */
  readonly from: number;
  readonly runs: readonly SlotRun[];
  /** The last slot that fares so much otherwise that trials may. */
  readonly feltUntil: number;
  /** Added excess of every part, by period. */
  readonly added: ReadonlyMap<number, readonly number[]>;
  /** Whether what is asked of every interval still holds. */
  readonly sound: boolean;
}

/**
 * How far a trial looks: at the `own` slot alone; forward until the change is small (`rough`);
 * or back, too, to those who still wait, and forward until it is gone (`whole`).
 */
export type TrialDepth = 'own' | 'rough' | 'whole';

/** Agents of all slots and what they spare of a goal over periods. */
export interface PeriodBalance {
  readonly parts: readonly GoalPart[];
  readonly agents: readonly number[];
  readonly runs: readonly (SlotRun | null)[];
  /** Contacts offered in a period. */
  readonly offeredIn: (period: number) => number;
  /** Excess of every part in a period. */
  readonly excessIn: (period: number) => readonly number[];
  /** Whether every part of a period's goal holds, after some more were added. */
  readonly holds: (period: number, added?: readonly number[]) => boolean;
  readonly tryChange: (slot: number, agents: number, depth: TrialDepth) => Change;
  readonly apply: (change: Change) => void;
  readonly snapshot: () => CarriedStaffing;
  readonly restore: (saved: CarriedStaffing) => void;
}

/** A slot that adds less than this share to what came before it ends a rough trial. */
const LITTLE = 0.02;
/** States this near are the same to a trial, and to a change that stays. */
const ROUGHLY_SAME = 1e-3;
const SAME = 1e-8;

/** The balance of a goal over periods; looks after the sums while agents change. */
export function makePeriodBalance(
  queue: CarryOverQueue,
  goal: ServiceGoal,
  periodOf: readonly number[],
  staffing: CarriedStaffing,
): PeriodBalance {
  const { volume, open, stepSeconds, model } = queue.task;
  const patient = model === 'erlang-c';
  const parts = partsOf(goal, patient);
  const everywhere = goalOfEveryInterval(goal);
  const everyParts = partsOf(everywhere, patient);
  const agents = staffing.agents.slice();
  const runs = staffing.runs.slice();
  const offered = new Map<number, number>();
  const sums = new Map<number, number[]>();
  // Slots whose late arrivals are still waiting for an answer in a later one.
  const lookBack = Math.min(queue.reach, Math.ceil(goal.thresholdSeconds / stepSeconds));

  const excessOf = (run: SlotRun): number[] => parts.map((part) => part.excessOf(run));
  const addTo = (map: Map<number, number[]>, period: number, values: readonly number[]): void => {
    const sum = map.get(period);
    if (sum === undefined) map.set(period, values.slice());
    else values.forEach((value, part) => (sum[part]! += value));
  };
  const count = (): void => {
    offered.clear();
    sums.clear();
    runs.forEach((run, slot) => {
      if (run === null) return;
      const period = periodOf[slot]!;
      offered.set(period, (offered.get(period) ?? 0) + run.shares.offered);
      addTo(sums, period, excessOf(run));
    });
  };
  count();

  const tryChange = (slot: number, changed: number, depth: TrialDepth): Change => {
    const was = agents[slot]!;
    agents[slot] = changed;
    let from = slot;
    const earliest = depth === 'whole' ? slot - lookBack : slot;
    while (from > 0 && from > earliest && open[from - 1] === true) from--;
    const added = new Map<number, number[]>();
    const after: SlotRun[] = [];
    let sound = true;
    let feltUntil = slot;
    let end: QueueStates | null = null;
    for (let at = from; at < agents.length; at++) {
      const known = runs[at];
      if (known === null || known === undefined) break;
      const start: QueueStates = end ?? known.start;
      const apart = at > slot ? distanceOf(start, known.start) : Infinity;
      if (apart < (depth === 'whole' ? SAME : ROUGHLY_SAME)) break;
      if (apart >= ROUGHLY_SAME) feltUntil = at;
      const run = queue.runSlot(at, start, agents[at]!, agents);
      after.push(run);
      ({ end } = run);
      const before = excessOf(known);
      const gained = excessOf(run).map((value, part) => value - before[part]!);
      addTo(added, periodOf[at]!, gained);
      if (volume[at]! > 0 && !meetsOutcome(run, everywhere, everyParts)) sound = false;
      if (depth === 'own' && at === slot) break;
      const sum = added.get(periodOf[at]!)!;
      const faded = gained.every((value, part) => Math.abs(value) <= LITTLE * Math.abs(sum[part]!));
      if (depth === 'rough' && at > slot && faded) break;
    }
    agents[slot] = was;
    return { slot, agents: changed, from, runs: after, feltUntil, added, sound };
  };

  return {
    parts,
    agents,
    runs,
    offeredIn: (period) => offered.get(period) ?? 0,
    excessIn: (period) => sums.get(period) ?? parts.map(() => 0),
    holds: (period, added) =>
      parts.every((part, index) =>
        isSpared(
          (sums.get(period)?.[index] ?? 0) + (added?.[index] ?? 0),
          part,
          offered.get(period) ?? 0,
        ),
      ),
    tryChange,
    apply: (change) => {
      agents[change.slot] = change.agents;
      change.runs.forEach((run, index) => (runs[change.from + index] = run));
      for (const [period, values] of change.added) addTo(sums, period, values);
    },
    snapshot: () => ({ agents: agents.slice(), runs: runs.slice() }),
    restore: (saved) => {
      agents.splice(0, agents.length, ...saved.agents);
      runs.splice(0, runs.length, ...saved.runs);
      count();
    },
  };
}
