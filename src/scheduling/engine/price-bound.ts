import { cellCost, type Cover } from './cover.ts';
import { bestSchedule, type PricedSchedule, type Schedule } from './draft.ts';
import { sumPrices } from './duty-price.ts';
import { makePriceBook } from './price-book.ts';
import { type RosterModel } from './roster-model.ts';

/** A bound, and the schedules that are cheapest at its prices, per member. */
export interface PricedBound {
  readonly bound: number;
  readonly schedules: readonly (PricedSchedule | null)[];
}

/** People whose days [fromDay, toDay) are chosen together. */
export interface Group {
  readonly model: RosterModel;
  /** Indexes of people. */
  readonly members: readonly number[];
  readonly fromDay: number;
  readonly toDay: number;
  /** What each does on the other days; `null` where all days are chosen. */
  readonly present: readonly Schedule[] | null;
  /** Cover by all that is not chosen. */
  readonly base: Cover;
  /** Cells that the chosen days can reach, [fromCell, toCell) on every line. */
  readonly fromCell: number;
  readonly toCell: number;
}

/**
 * Lagrangian bound: cover is bought at a price per cell instead of being counted, so every person
 * chooses alone. For any prices between -under - below and over the sum of the cheapest schedules, plus
 * what the prices leave of the cover's cost, is at most the cost of any roster:
 *
 * min sum_a cost(x_a) + sum_s f_s(base_s + cover_s(x))
 *   >= sum_a min_x [cost(x) + p * cover(x)] + sum_s min_y [f_s(y) - p_s (y - base_s)]
 *
 * With such prices the inner minimum lies where the requirement is, at the floor for prices below
 * -under (down to -under - below), or at the base where that is above it.
 *
 * Cost: one cheapest schedule per member, twins once.
 *
 * @returns `null` where it was stopped before the end
 */
export function priceBound(
  group: Group,
  at: readonly Float64Array[],
  isStopped: () => boolean,
): PricedBound | null {
  const { model, members, fromDay, toDay, present, base } = group;
  const prices = at.map(sumPrices);
  const book = makePriceBook(prices);
  const known = new Map<string, PricedSchedule | null>();
  let bound = 0;
  const schedules: (PricedSchedule | null)[] = [];
  for (const [member, index] of members.entries()) {
    if (isStopped()) return null;
    const person = model.people[index]!;
    const schedule = present?.[member];
    const window = schedule === undefined ? null : { schedule, fromDay, toDay };
    let found = window === null ? known.get(person.twinKey) : undefined;
    if (found === undefined) {
      found = bestSchedule(person, prices, window, book);
      if (window === null) known.set(person.twinKey, found);
    }
    bound += found === null ? Infinity : found.bound;
    schedules.push(found);
  }
  model.lines.forEach((line, index) => {
    for (let cell = 0; cell < line.required.length; cell++) {
      const before = base[index]![cell]!;
      const price = at[index]![cell]!;
      const least = price < -line.under[cell]! ? line.floor[cell]! : line.required[cell]!;
      const y = Math.max(before, least);
      bound += cellCost(line, cell, y) - price * (y - before);
    }
  });
  return { bound, schedules };
}
