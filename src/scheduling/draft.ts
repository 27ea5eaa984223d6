import { coverCost, coverOfShifts, type SlotPrices, slotPricesOf } from './cover.ts';
import { addAssignment, type Assignment, placeBreaks, priceDuty, sumPrices } from './duty-price.ts';
import { type Person } from './person.ts';
import { cheapestSchedule, type FixedDays, FREE, OFF } from './person-search.ts';
import { type RosterProblem } from './roster-problem.ts';

/** A roster in the making; the only thing that the search changes. */
export interface Draft {
  readonly problem: RosterProblem;
  readonly people: readonly Person[];
  readonly prices: SlotPrices;
  /** Scheduled agents per queue and slot, shifts before the period too. */
  readonly cover: Float64Array[];
  /** Per person and day the index of the duty in the menu, or {@link OFF}. */
  readonly choices: Int32Array[];
  /** Per person and day what is worked. */
  readonly work: (Assignment | null)[][];
  /** Running sums of marginal prices, one per queue; reused. */
  readonly sums: Float64Array[];
}

/** A draft in which nobody works. */
export function emptyDraft(problem: RosterProblem, people: readonly Person[]): Draft {
  const { grid, demand, days } = problem;
  const queues = demand.map(({ queue }) => queue);
  return {
    problem,
    people,
    prices: slotPricesOf(problem.plan, grid.stepSeconds),
    cover: [...coverOfShifts(grid, queues, problem.before)],
    choices: people.map(() => new Int32Array(days).fill(OFF)),
    work: people.map(() => Array.from({ length: days }, () => null)),
    sums: demand.map(() => new Float64Array(grid.length + 1)),
  };
}

/** A copy that can be changed apart. */
export function copyDraft(draft: Draft): Draft {
  return {
    ...draft,
    cover: draft.cover.map((slots) => slots.slice()),
    choices: draft.choices.map((days) => days.slice()),
    work: draft.work.map((days) => [...days]),
  };
}

/** Pay, priced under- and over-cover and unmet wishes: what the search minimises. */
export function objectiveOf(draft: Draft): number {
  let cost = coverCost(draft.cover, draft.problem.demand, draft.prices);
  draft.people.forEach((person, index) => (cost += ownCost(person, draft.choices[index]!)));
  return cost;
}

/** Pay and unmet wishes of one person's schedule. */
export function ownCost(person: Person, choices: Int32Array): number {
  let cost = 0;
  for (let day = 0; day < choices.length; day++) {
    const choice = choices[day]!;
    if (choice >= 0) cost += person.menu[day]!.costs[choice]!;
  }
  return cost;
}

/** Takes a person's work on days [fromDay, toDay) out of the draft. */
export function clearDays(draft: Draft, index: number, fromDay: number, toDay: number): void {
  const work = draft.work[index]!;
  for (let day = fromDay; day < toDay; day++) {
    const assignment = work[day];
    if (assignment) addAssignment(draft.cover, assignment, -1);
    work[day] = null;
    draft.choices[index]![day] = OFF;
  }
}

/** Gives a person a schedule: duties by index, with queue and breaks chosen for each. */
export function setDay(
  draft: Draft,
  index: number,
  day: number,
  choice: number,
  assignment: Assignment | null,
): void {
  draft.choices[index]![day] = choice;
  draft.work[index]![day] = assignment;
  if (assignment !== null) addAssignment(draft.cover, assignment, 1);
}

/** Price of one agent more in each slot of a queue, as running sums in `draft.sums`. */
export function sumMarginalPrices(draft: Draft, shape: PriceShape): void {
  const { problem, cover, prices, sums } = draft;
  const slots = new Float64Array(problem.grid.length);
  problem.demand.forEach(({ required }, queue) => {
    const scheduled = cover[queue]!;
    for (let slot = 0; slot < slots.length; slot++) {
      slots[slot] = shape(required[slot]!, scheduled[slot]!, prices, queue, slot);
    }
    sumPrices(slots, sums[queue]!);
  });
}

/** Price of one agent more in a slot that needs `required` and has `scheduled`. */
export type PriceShape = (
  required: number,
  scheduled: number,
  prices: SlotPrices,
  queue: number,
  slot: number,
) => number;

/** What one agent more truly changes. */
export const marginalPrice: PriceShape = (required, scheduled, { under, over }) => {
  const missing = required - scheduled;
  if (missing >= 1) return -under;
  return missing <= 0 ? over : over - missing * (under + over);
};

/** The same, but slots that lack a larger share of what they need come first. */
export const spreadPrice: PriceShape = (required, scheduled, prices) => {
  const missing = required - scheduled;
  if (missing < 1) return marginalPrice(required, scheduled, prices, 0, 0);
  return -prices.under * (0.25 + (0.75 * missing) / required);
};

/**
 * Finds a person's cheapest schedule under the draft's price sums and puts it in. Only days
 * [fromDay, toDay) are chosen, and must be clear; the others stay as they are.
 */
export function fillDays(draft: Draft, index: number, fromDay: number, toDay: number): void {
  const person = draft.people[index]!;
  const days = person.menu.length;
  const prices = dutyPrices(draft, person, fromDay, toDay);
  let fixed: FixedDays | null = null;
  if (fromDay > 0 || toDay < days) {
    fixed = draft.choices[index]!.slice();
    fixed.fill(FREE, fromDay, toDay);
  }
  const { choice } = cheapestSchedule(person, prices, fixed);
  for (let day = fromDay; day < toDay; day++) {
    if (choice[day]! < 0) continue;
    setDay(draft, index, day, choice[day]!, bestAssignment(draft.sums, person, day, choice[day]!));
  }
}

/** Prices of a person's duties under the draft's price sums, own costs included. */
export function dutyPrices(
  draft: Draft,
  person: Person,
  fromDay = 0,
  toDay = person.menu.length,
): readonly Float64Array[] {
  return person.menu.map(({ duties, costs }, day) => {
    if (day < fromDay || day >= toDay) return costs;
    return Float64Array.from(costs, (cost, duty) => {
      let least = person.queues.length === 0 ? 0 : Infinity;
      for (const queue of person.queues) {
        const price = priceDuty(duties[duty]!, draft.sums[queue]!);
        if (price < least) least = price;
      }
      return cost + least;
    });
  });
}

/** Queue and breaks that make a duty cheapest under price sums; the main queue of equals. */
export function bestAssignment(
  sums: readonly Float64Array[],
  person: Person,
  day: number,
  choice: number,
): Assignment {
  const duty = person.menu[day]!.duties[choice]!;
  let queue = -1;
  let least = Infinity;
  for (const candidate of person.queues) {
    const price = priceDuty(duty, sums[candidate]!);
    if (price < least - 1e-9) {
      least = price;
      queue = candidate;
    }
  }
  const breakOffsets =
    queue < 0
      ? duty.breaks.map(({ offsetsSeconds }) => offsetsSeconds[0]!)
      : placeBreaks(duty, sums[queue]!);
  return { duty, queue, breakOffsets };
}
