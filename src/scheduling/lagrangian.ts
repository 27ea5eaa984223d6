import { type Draft } from './draft.ts';
import { addAssignment, priceDuty, sumPrices } from './duty-price.ts';
import { type Person } from './person.ts';
import { cheapestSchedule, type PersonSchedule } from './person-search.ts';

/** A bound, and the schedules that are cheapest at its prices: per person the duty of each day. */
export interface PricedBound {
  readonly bound: number;
  readonly choices: readonly Int32Array[];
}

/**
 * Lagrangian bound: cover is bought at a price per queue and slot instead of being counted, so
 * every person chooses alone. For any prices the sum of the people's cheapest schedules, plus
 * what the prices leave of the cover's cost, is at most the cost of any roster:
 *
 * min sum_a cost(x_a) + sum_s f_s(base_s + cover_s(x))
 *   >= sum_a min_x [cost(x) + p * cover(x)] + sum_s min_y [f_s(y) - p_s (y - base_s)]
 *
 * with y between the cover of shifts before the period and everybody with the skill on top. With
 * prices between -under and over the inner minimum lies where the requirement is, or as near as y
 * may come. Penalties of rules that cannot be kept are part of the people's costs.
 *
 * @param at a price per queue and slot, between -under and over
 *
 * Leaves the running sums of the prices in `draft.sums`.
 *
 * Cost: one {@link cheapestSchedule} per person, twins once.
 */
export function lagrangianBound(draft: Draft, at: readonly Float64Array[]): PricedBound {
  const { problem, people, prices } = draft;
  const base = baseCover(draft);
  at.forEach((price, queue) => {
    sumPrices(price, draft.sums[queue]!);
  });
  const known = new Map<string, PersonSchedule>();
  const priceOf = makePriceList(draft);
  let bound = 0;
  const choices = people.map((person) => {
    let schedule = known.get(person.twinKey);
    if (schedule === undefined) {
      schedule = cheapestSchedule(person, priceOf(person));
      known.set(person.twinKey, schedule);
    }
    bound += schedule.bound;
    return schedule.choice;
  });
  problem.demand.forEach(({ required }, queue) => {
    const able = people.filter(({ queues }) => queues.includes(queue)).length;
    const before = base[queue]!;
    const price = at[queue]!;
    for (let slot = 0; slot < before.length; slot++) {
      const wanted = required[slot]!;
      const y = Math.min(before[slot]! + able, Math.max(before[slot]!, wanted));
      const missing = wanted - y;
      bound += missing > 0 ? missing * prices.under : -missing * prices.over;
      bound -= price[slot]! * (y - before[slot]!);
    }
  });
  return { bound, choices };
}

/** Prices of duties under the draft's sums; people with the same queues share them. */
function makePriceList(draft: Draft) {
  const lists = new Map<string, Map<number, number>>();
  return (person: Person): Float64Array[] => {
    let list = lists.get(person.queueKey);
    if (list === undefined) {
      list = new Map();
      lists.set(person.queueKey, list);
    }
    return person.menu.map(({ duties, costs }) =>
      Float64Array.from(costs, (cost, index) => {
        const duty = duties[index]!;
        let price = list.get(duty.id);
        if (price === undefined) {
          price = person.queues.length === 0 ? 0 : Infinity;
          for (const queue of person.queues) {
            price = Math.min(price, priceDuty(duty, draft.sums[queue]!));
          }
          list.set(duty.id, price);
        }
        return cost + price;
      }),
    );
  };
}

/** Cover by shifts before the period alone. */
export function baseCover(draft: Draft): Float64Array[] {
  const base = draft.cover.map((slots) => slots.slice());
  draft.work.forEach((days) => {
    for (const assignment of days) if (assignment !== null) addAssignment(base, assignment, -1);
  });
  return base;
}
