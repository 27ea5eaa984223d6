import {
  bestAssignment,
  type Draft,
  dutyPrices,
  ownCost,
  type PriceShape,
  sumMarginalPrices,
} from './draft.ts';
import { addAssignment, type Assignment, priceAssignment } from './duty-price.ts';
import { cheapestSchedule } from './person-search.ts';

/** A whole schedule of one person, and the share in which it is mixed in. */
export interface Column {
  readonly choices: Int32Array;
  readonly work: readonly Assignment[];
  /** Pay and unmet wishes. */
  readonly cost: number;
  share: number;
}

/** The roster with shares of people: everybody works a mixture of schedules. */
export interface Mixture {
  /** Mixed cover per queue and slot. */
  readonly cover: Float64Array[];
  /** Each person's schedules with a share above 0; shares add up to 1. */
  readonly columns: Column[][];
}

/** Most schedules kept for a person; those of no share are forgotten first. */
const MAX_COLUMNS = 24;

/** A mixture in which everybody works as in the draft. */
export function mixtureOf(draft: Draft): Mixture {
  return {
    cover: draft.cover.map((slots) => slots.slice()),
    columns: draft.people.map((person, index) => {
      const choices = draft.choices[index]!.slice();
      const work = draft.work[index]!.filter((assignment) => assignment !== null);
      return [{ choices, work, cost: ownCost(person, choices), share: 1 }];
    }),
  };
}

/**
 * Price of cover that is smooth in the mixed cover: from -under at `width` agents too few to over
 * at `width` too many.
 */
export function smoothPrice(width: number): PriceShape {
  return (required, scheduled, { under, over }) => {
    const surplus = Math.max(-1, Math.min(1, (scheduled - required) / width));
    return -under + (under + over) * (0.5 + 0.5 * surplus);
  };
}

/** Prices of a mixture, slot by slot. */
export function pricesOf(draft: Draft, mixture: Mixture, width: number): Float64Array[] {
  const shape = smoothPrice(width);
  return draft.problem.demand.map(({ required }, queue) =>
    Float64Array.from(mixture.cover[queue]!, (scheduled, slot) =>
      shape(required[slot]!, scheduled, draft.prices, queue, slot),
    ),
  );
}

/**
 * One step of a block-coordinate pairwise Frank-Wolfe method (Lacoste-Julien and Jaggi, 2015,
 * "On the global linear convergence of Frank-Wolfe optimization variants") for one person: share
 * moves from the dearest of the person's schedules to the cheapest at the mixture's prices, as
 * much as is best. Prices move after every person, so that people do not all flock to the same
 * slots.
 *
 * @param fresh whether a new schedule is searched for, or one of the known taken
 */
export function mixIn(
  draft: Draft,
  mixture: Mixture,
  index: number,
  width: number,
  fresh: boolean,
): void {
  const columns = mixture.columns[index]!;
  if (!fresh && columns.length < 2) return;
  const shape = smoothPrice(width);
  sumMarginalPrices({ ...draft, cover: mixture.cover }, shape);
  const priced = columns.map((column) => priceOfColumn(draft, column));
  let dearest = columns[0]!;
  let most = -Infinity;
  let cheapest = columns[0]!;
  let least = Infinity;
  columns.forEach((column, order) => {
    const price = priced[order]!;
    if (column.share > 0 && price > most) {
      dearest = column;
      most = price;
    }
    if (price < least) {
      cheapest = column;
      least = price;
    }
  });
  if (fresh) {
    const found = newColumn(draft, index);
    const price = priceOfColumn(draft, found);
    if (price < least - 1e-9 * (1 + Math.abs(least))) {
      cheapest = found;
      columns.push(found);
      forget(columns);
    }
  }
  if (cheapest === dearest) return;
  const moved = dearest.share * bestShare(draft, mixture, dearest, cheapest, shape);
  dearest.share -= moved;
  cheapest.share += moved;
  for (const assignment of dearest.work) addAssignment(mixture.cover, assignment, -moved);
  for (const assignment of cheapest.work) addAssignment(mixture.cover, assignment, moved);
}

function newColumn(draft: Draft, index: number): Column {
  const person = draft.people[index]!;
  const { choice } = cheapestSchedule(person, dutyPrices(draft, person));
  return makeColumn(draft, index, choice);
}

/** A schedule with queues and breaks as is cheapest under the draft's price sums. */
export function makeColumn(draft: Draft, index: number, choice: Int32Array): Column {
  const person = draft.people[index]!;
  const work: Assignment[] = [];
  choice.forEach((duty, day) => {
    if (duty >= 0) work.push(bestAssignment(draft.sums, person, day, duty));
  });
  return { choices: choice, work, cost: ownCost(person, choice), share: 0 };
}

function priceOfColumn(draft: Draft, column: Column): number {
  let price = column.cost;
  for (const assignment of column.work) price += priceAssignment(assignment, draft.sums);
  return price;
}

function forget(columns: Column[]): void {
  while (columns.length > MAX_COLUMNS) {
    const unused = columns.findIndex(({ share }, order) => {
      return share <= 0 && order < columns.length - 1;
    });
    if (unused < 0) return;
    columns.splice(unused, 1);
  }
}

/** Where the cost along an exchange of schedules is least, as a share of what can be moved. */
function bestShare(
  draft: Draft,
  mixture: Mixture,
  from: Column,
  to: Column,
  shape: PriceShape,
): number {
  const steps = draft.sums;
  for (const slots of steps) slots.fill(0);
  for (const assignment of from.work) addAssignment(steps, assignment, -from.share);
  for (const assignment of to.work) addAssignment(steps, assignment, from.share);
  const costStep = (to.cost - from.cost) * from.share;
  const places: number[] = [];
  steps.forEach((slots, queue) => {
    for (let slot = 0; slot < slots.length - 1; slot++) {
      if (Math.abs(slots[slot]!) > 1e-9) places.push(queue, slot);
    }
  });
  const { demand } = draft.problem;
  const slopeAt = (share: number) => {
    let slope = costStep;
    for (let at = 0; at < places.length; at += 2) {
      const queue = places[at]!;
      const slot = places[at + 1]!;
      const step = steps[queue]![slot]!;
      const scheduled = mixture.cover[queue]![slot]! + share * step;
      slope += step * shape(demand[queue]!.required[slot]!, scheduled, draft.prices, queue, slot);
    }
    return slope;
  };
  if (slopeAt(1) <= 0) return 1;
  let low = 0;
  let high = 1;
  for (let halving = 0; halving < 7; halving++) {
    const middle = (low + high) / 2;
    if (slopeAt(middle) <= 0) low = middle;
    else high = middle;
  }
  return low;
}
