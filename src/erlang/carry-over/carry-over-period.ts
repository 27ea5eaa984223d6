import { type ServiceGoal } from '../../domain/requirement.ts';
import { type CarryOverQueue } from './carry-over-queue.ts';
import { type CarriedStaffing, leastInSlot, staffCarryOver } from './carry-over-staffing.ts';
import {
  type Change,
  makePeriodBalance,
  type PeriodBalance,
  type TrialDepth,
} from './period-balance.ts';
import { goalOfEveryInterval, requirePeriod } from '../staffing/period-goal.ts';

/** A rough trial may be off by this share of what it finds. */
const ROUGHNESS = 0.1;
/** Accuracy of what is spared per contact. */
const ACCURACY = 1e-8;
/** Agents that are added in vain, for two others to go, before a period is left as it is. */
const EXCHANGES = 4;

/**
 * Agents per slot with which a goal holds over every period, weighted by contacts, under the
 * transient model, with few agents.
 *
 * Begins with the marginal analysis of the stationary model for the modified offered load, and
 * what is asked of every interval. Then, period by period, single agents are added, the most
 * useful first, until the goal holds; taken back, the least useful first, while it holds; and
 * exchanged, one more for two less. What a single agent is worth is found by going through the
 * slots from his on until they fare as before; the stationary model says whom to look at first.
 *
 * @param periodOf index of each slot's period
 * @throws {AgnerError} `UNREACHABLE_GOAL`
 *
 * Cost: about ten evolutions per slot.
 */
export function staffCarryOverPeriods(
  queue: CarryOverQueue,
  goal: ServiceGoal,
  periodOf: readonly number[],
): CarriedStaffing {
  const slotsOf = periodSlots(queue, periodOf);
  const guess = guessPeriods(queue, goal, slotsOf);
  const everywhere = goalOfEveryInterval(goal);
  const begun = staffCarryOver(queue, everywhere, guess, (slot) => guess[slot]!);
  const balance = makePeriodBalance(queue, goal, periodOf, begun);
  const worths = makeWorths(queue, goal, balance, periodOf);
  if (balance.parts.length === 0) return begun;
  for (const [period, slots] of slotsOf) {
    const busy = slots.filter((slot) => queue.task.volume[slot]! > 0);
    addAgents(balance, worths, period, busy);
    takeBack(balance, worths, period, busy);
    for (let vain = 0; vain < EXCHANGES;) {
      if (!exchange(balance, worths, period, busy, vain)) vain++;
    }
  }
  return settle(queue, goal, periodOf, balance, slotsOf);
}

function periodSlots(queue: CarryOverQueue, periodOf: readonly number[]): Map<number, number[]> {
  const slotsOf = new Map<number, number[]>();
  queue.task.open.forEach((open, slot) => {
    if (!open) return;
    const period = periodOf[slot]!;
    const slots = slotsOf.get(period);
    if (slots === undefined) slotsOf.set(period, [slot]);
    else slots.push(slot);
  });
  return slotsOf;
}

function guessPeriods(
  queue: CarryOverQueue,
  goal: ServiceGoal,
  slotsOf: ReadonlyMap<number, readonly number[]>,
): number[] {
  const { volume, model, patienceSeconds } = queue.task;
  const guess = volume.map(() => 0);
  for (const slots of slotsOf.values()) {
    const counts = requirePeriod(
      slots.map((slot) => ({ traffic: queue.loadTraffic[slot]!, contacts: volume[slot]! })),
      goal,
      model,
      patienceSeconds,
    );
    slots.forEach((slot, index) => {
      const least = leastInSlot(queue, slot, goalOfEveryInterval(goal));
      guess[slot] = volume[slot] === 0 ? least : Math.max(least, counts[index]!);
    });
  }
  return guess;
}

/** What one agent more or less is worth to the parts of a goal, by a trial. */
interface Worth {
  readonly parts: readonly number[];
  /** Whether more than the slot itself was looked at. */
  readonly refined: boolean;
}

/** What was found of single agents, until a change nearby. */
interface Worths {
  readonly gain: (slot: number) => Worth;
  readonly refineGain: (slot: number) => Worth;
  readonly loss: (slot: number) => Worth;
  readonly refineLoss: (slot: number) => Worth;
  readonly forget: (change: Change) => void;
  /** Agents that a slot has in any case. */
  readonly least: (slot: number) => number;
}

function makeWorths(
  queue: CarryOverQueue,
  goal: ServiceGoal,
  balance: PeriodBalance,
  periodOf: readonly number[],
): Worths {
  const { open, volume } = queue.task;
  const everywhere = goalOfEveryInterval(goal);
  const least = volume.map((_, slot) =>
    open[slot] === true ? leastInSlot(queue, slot, everywhere) : 0,
  );
  const gains = new Map<number, Worth>();
  const losses = new Map<number, Worth>();
  const measure = (slot: number, by: 1 | -1, depth: TrialDepth): Worth => {
    const change = balance.tryChange(slot, balance.agents[slot]! + by, depth);
    const added = change.added.get(periodOf[slot]!) ?? [];
    const parts =
      by === 1 || change.sound ? added.map((value) => by * value) : added.map(() => Infinity);
    const worth = { parts, refined: depth !== 'own' };
    (by === 1 ? gains : losses).set(slot, worth);
    return worth;
  };
  return {
    gain: (slot) => gains.get(slot) ?? measure(slot, 1, 'own'),
    refineGain: (slot) => measure(slot, 1, 'rough'),
    loss: (slot) => losses.get(slot) ?? measure(slot, -1, queue.lastingLosses ? 'own' : 'rough'),
    refineLoss: (slot) => measure(slot, -1, 'rough'),
    forget: (change) => {
      for (let slot = change.from - 1; slot <= change.feltUntil + 1; slot++) {
        gains.delete(slot);
        losses.delete(slot);
      }
    },
    least: (slot) => least[slot]!,
  };
}

/** The part of a period's goal of which least is left, relative to its limit. */
function shortestPart(balance: PeriodBalance, period: number): number {
  const excess = balance.excessIn(period).map((value, part) => value / balance.parts[part]!.limit);
  return excess.indexOf(Math.min(...excess));
}

/** Adds agents, the most useful first, until the period's goal holds. */
function addAgents(
  balance: PeriodBalance,
  worths: Worths,
  period: number,
  slots: readonly number[],
): void {
  // What an agent is worth beyond the slot, as a multiple of what he is worth in it.
  let beyond = 1;
  while (!balance.holds(period)) {
    const part = shortestPart(balance, period);
    const best = mostUseful(worths, slots, part, beyond);
    const known = worths.gain(best);
    if (!known.refined) {
      const refined = worths.refineGain(best);
      if (known.parts[part]! > 0) {
        beyond = Math.max(beyond, refined.parts[part]! / known.parts[part]!);
      }
      continue;
    }
    // Where one more gains nothing, more of them will: the slot that lacks most goes first.
    const slot = known.parts[part]! > 0 ? best : worstSlot(balance, slots, part);
    const change = balance.tryChange(slot, balance.agents[slot]! + 1, 'whole');
    balance.apply(change);
    worths.forget(change);
  }
}

function mostUseful(
  worths: Worths,
  slots: readonly number[],
  part: number,
  beyond: number,
): number {
  let best = slots[0]!;
  let most = -Infinity;
  for (const slot of slots) {
    const { parts, refined } = worths.gain(slot);
    const worth = parts[part]! * (refined ? 1 : beyond);
    if (worth > most) {
      most = worth;
      best = slot;
    }
  }
  return best;
}

function worstSlot(balance: PeriodBalance, slots: readonly number[], part: number): number {
  const excess = (slot: number): number => balance.parts[part]!.excessOf(balance.runs[slot]!);
  return slots.reduce((worst, slot) => (excess(slot) < excess(worst) ? slot : worst));
}

/** Takes agents back, the least useful first, while goals hold; returns the changes. */
function takeBack(
  balance: PeriodBalance,
  worths: Worths,
  period: number,
  slots: readonly number[],
): Change[] {
  const part = shortestPart(balance, period);
  const refused = new Set<number>();
  const taken: Change[] = [];
  for (;;) {
    const surplus = balance.excessIn(period)[part]! + ACCURACY * balance.offeredIn(period);
    const spare = slots.filter(
      (slot) => !refused.has(slot) && balance.agents[slot]! > worths.least(slot),
    );
    const best = leastUseful(worths, spare, part);
    if (best === null) return taken;
    const known = worths.loss(best);
    if (known.parts[part]! * (known.refined ? 1 - ROUGHNESS : 1) > surplus) return taken;
    if (!known.refined) {
      worths.refineLoss(best);
      continue;
    }
    const change = balance.tryChange(best, balance.agents[best]! - 1, 'whole');
    if (isAllowed(balance, period, change)) {
      balance.apply(change);
      taken.push(change);
      worths.forget(change);
      // A neighbour may hold what the slot itself could not.
      for (let slot = change.from - 1; slot <= change.feltUntil + 1; slot++) refused.delete(slot);
    } else refused.add(best);
  }
}

function leastUseful(worths: Worths, slots: readonly number[], part: number): number | null {
  let best: number | null = null;
  let least = Infinity;
  for (const slot of slots) {
    const loss = worths.loss(slot).parts[part]!;
    if (loss < least) {
      least = loss;
      best = slot;
    }
  }
  return best;
}

/** Whether goals hold after a change: of this period, of those before, of every interval. */
function isAllowed(balance: PeriodBalance, period: number, change: Change): boolean {
  if (!change.sound || !balance.holds(period, change.added.get(period))) return false;
  for (const [other, added] of change.added) {
    if (other !== period && balance.holds(other) && !balance.holds(other, added)) return false;
  }
  return true;
}

/** Adds the agent who gains most, or nearly, and takes back two; undone where that fails. */
function exchange(
  balance: PeriodBalance,
  worths: Worths,
  period: number,
  slots: readonly number[],
  rank: number,
): boolean {
  const part = shortestPart(balance, period);
  const chosen = slots
    .map((slot) => ({ slot, worth: worths.gain(slot).parts[part]! }))
    .sort((a, b) => b.worth - a.worth || a.slot - b.slot)[rank];
  if (chosen === undefined) return false;
  const saved = balance.snapshot();
  const change = balance.tryChange(chosen.slot, balance.agents[chosen.slot]! + 1, 'whole');
  balance.apply(change);
  worths.forget(change);
  const taken = change.sound ? takeBack(balance, worths, period, slots) : [];
  if (taken.length >= 2) return true;
  balance.restore(saved);
  for (const one of [change, ...taken]) worths.forget(one);
  return false;
}

/** Goes through all slots anew, and adds what rounding and rough trials have left short. */
function settle(
  queue: CarryOverQueue,
  goal: ServiceGoal,
  periodOf: readonly number[],
  balance: PeriodBalance,
  slotsOf: ReadonlyMap<number, readonly number[]>,
): CarriedStaffing {
  const everywhere = goalOfEveryInterval(goal);
  for (let staffing = balance.snapshot(); ;) {
    const { agents } = staffing;
    const exact = staffCarryOver(queue, everywhere, agents, (slot) => agents[slot]!);
    const fresh = makePeriodBalance(queue, goal, periodOf, exact);
    const short = [...slotsOf].filter(([period]) => !fresh.holds(period));
    if (short.length === 0) return exact;
    const worths = makeWorths(queue, goal, fresh, periodOf);
    for (const [period, slots] of short) {
      addAgents(
        fresh,
        worths,
        period,
        slots.filter((slot) => queue.task.volume[slot]! > 0),
      );
    }
    staffing = fresh.snapshot();
  }
}
