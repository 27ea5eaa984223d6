import { type ServiceGoal } from '../domain/requirement.ts';
import { type CarryOverQueue } from './carry-over-queue.ts';
import { type CarriedStaffing, leastInSlot, staffCarryOver } from './carry-over-staffing.ts';
import { type Change, makePeriodBalance, type PeriodBalance } from './period-balance.ts';
import { goalOfEveryInterval, periodParts, requirePeriod } from './period-goal.ts';
import { makeEvaluator } from './staffing.ts';

/** A slot's step by one agent, by what it is worth; `stale` where that is a guess. */
interface Step {
  readonly slot: number;
  worth: number;
  stale: boolean;
}

/** The stationary model's guess of what an agent is worth, taken as at best this far off. */
const AT_MOST = 2;
/** Accuracy of what is spared per contact. */
const ACCURACY = 1e-9;
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
  const steps = makeSteps(queue, goal, balance);
  if (balance.parts.length === 0) return begun;
  for (const [period, slots] of slotsOf) {
    const busy = slots.filter((slot) => queue.task.volume[slot]! > 0);
    addAgents(balance, steps, period, busy);
    takeBack(balance, steps, period, busy);
    for (let vain = 0; vain < EXCHANGES;) {
      if (!exchange(balance, steps, period, busy, vain)) vain++;
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

interface Steps {
  /** About what one agent more (less) is worth to a part of the goal; 0 and above. */
  readonly guess: (slot: number, by: 1 | -1, part: number) => number;
  readonly least: (slot: number) => number;
}

function makeSteps(queue: CarryOverQueue, goal: ServiceGoal, balance: PeriodBalance): Steps {
  const { volume, model, patienceSeconds } = queue.task;
  const everywhere = goalOfEveryInterval(goal);
  const parts = periodParts(goal);
  const least = volume.map((_, slot) =>
    queue.task.open[slot] === true ? leastInSlot(queue, slot, everywhere) : 0,
  );
  return {
    least: (slot) => least[slot]!,
    guess: (slot, by, part) => {
      const traffic = queue.loadTraffic[slot]!;
      const evaluate = makeEvaluator(traffic, model, patienceSeconds, goal.thresholdSeconds);
      const agents = balance.agents[slot]!;
      const excess = (count: number): number => parts[part]!.excess(evaluate(count));
      const lower = by === 1 ? agents : agents - 1;
      return volume[slot]! * Math.abs(excess(lower + 1) - excess(lower));
    },
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
  steps: Steps,
  period: number,
  slots: readonly number[],
): void {
  while (!balance.holds(period))
    addFor(balance, steps, period, slots, shortestPart(balance, period));
}

/** Adds agents until another part of the goal is shorter, or all hold. */
function addFor(
  balance: PeriodBalance,
  steps: Steps,
  period: number,
  slots: readonly number[],
  part: number,
): void {
  const optimistic = (slot: number): number => AT_MOST * steps.guess(slot, 1, part);
  const queue = slots.map((slot): Step => ({ slot, worth: optimistic(slot), stale: true }));
  while (!balance.holds(period) && shortestPart(balance, period) === part) {
    const best = queue.reduce((a, b) => (b.worth > a.worth ? b : a));
    if (best.stale) {
      const change = balance.tryChange(best.slot, balance.agents[best.slot]! + 1, true);
      best.worth = change.added.get(period)?.[part] ?? 0;
      best.stale = false;
      continue;
    }
    // Where one more gains nothing, more of them will: the slot that lacks most goes first.
    const slot = best.worth > 0 ? best.slot : worstSlot(balance, slots, part);
    const change = balance.tryChange(slot, balance.agents[slot]! + 1, false);
    balance.apply(change);
    refresh(queue, change, optimistic);
  }
}

function worstSlot(balance: PeriodBalance, slots: readonly number[], part: number): number {
  const excess = (slot: number): number => balance.parts[part]!.excessOf(balance.runs[slot]!);
  return slots.reduce((worst, slot) => (excess(slot) < excess(worst) ? slot : worst));
}

/** After a change, what was known of the slots around it is a guess again. */
function refresh(queue: readonly Step[], change: Change, guess: (slot: number) => number): void {
  const until = change.from + change.runs.length + 1;
  for (const step of queue) {
    if (step.slot < change.from - 1 || step.slot > until) continue;
    step.stale = true;
    if (step.slot === change.slot) step.worth = guess(step.slot);
  }
}

/** Takes agents back, the least useful first, while goals hold; returns how many. */
function takeBack(
  balance: PeriodBalance,
  steps: Steps,
  period: number,
  slots: readonly number[],
): number {
  const part = shortestPart(balance, period);
  const optimistic = (slot: number): number => steps.guess(slot, -1, part) / AT_MOST;
  let queue = slots.flatMap((slot): Step[] =>
    balance.agents[slot]! > steps.least(slot)
      ? [{ slot, worth: optimistic(slot), stale: true }]
      : [],
  );
  let taken = 0;
  while (queue.length > 0) {
    const best = queue.reduce((a, b) => (b.worth < a.worth ? b : a));
    const surplus = balance.excessIn(period)[part]!;
    // Even at best the least useful is worth more than there is to spare.
    if (best.worth > surplus + ACCURACY * balance.offeredIn(period)) return taken;
    const change = balance.tryChange(best.slot, balance.agents[best.slot]! - 1, best.stale);
    if (best.stale) {
      best.worth = -(change.added.get(period)?.[part] ?? 0);
      best.stale = false;
      if (isAllowed(balance, period, change)) continue;
    } else if (isAllowed(balance, period, change)) {
      balance.apply(change);
      taken++;
      refresh(queue, change, optimistic);
      if (balance.agents[best.slot]! > steps.least(best.slot)) continue;
    }
    // With less to spare it will not be allowed later either.
    queue = queue.filter((step) => step !== best);
  }
  return taken;
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
  steps: Steps,
  period: number,
  slots: readonly number[],
  rank: number,
): boolean {
  const part = shortestPart(balance, period);
  const ranked = slots
    .map((slot) => ({ slot, worth: steps.guess(slot, 1, part) }))
    .sort((a, b) => b.worth - a.worth || a.slot - b.slot);
  const chosen = ranked[rank];
  if (chosen === undefined) return false;
  const saved = balance.snapshot();
  const change = balance.tryChange(chosen.slot, balance.agents[chosen.slot]! + 1, false);
  balance.apply(change);
  if (change.sound && takeBack(balance, steps, period, slots) >= 2) return true;
  balance.restore(saved);
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
    const steps = makeSteps(queue, goal, fresh);
    for (const [period, slots] of short) {
      addAgents(
        fresh,
        steps,
        period,
        slots.filter((slot) => queue.task.volume[slot]! > 0),
      );
    }
    staffing = fresh.snapshot();
  }
}
