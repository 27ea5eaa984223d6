import { addAssignment, priceDuty, sumPrices } from './duty-price.ts';
import { bestAssignment, type Draft } from './draft.ts';
import { type Person } from './person.ts';
import { cheapestSchedule } from './person-search.ts';

/** What the prices of cover teach: a bound, the prices, and a schedule for each person. */
export interface CoverPrices {
  /**
   * No choice of schedules costs less, penalties of rules that cannot be kept included; `null`
   * before the first evaluation.
   */
  readonly bound: number | null;
  /** Price of one agent more per queue and slot; negative where agents are wanted. */
  readonly prices: readonly Float64Array[];
}

/**
 * Lagrangian bound: cover is bought at a price per queue and slot instead of being counted, so
 * every person chooses alone. For any prices the sum of the people's cheapest schedules, plus
 * what the prices leave of the cover's cost, is at most the cost of any roster.
 *
 * min sum_a cost(x_a) + sum_s f_s(base_s + cover_s(x))
 *   >= sum_a min_x [cost(x) + p * cover(x)] + sum_s min_y [f_s(y) - p_s (y - base_s)]
 *
 * with y between the cover of shifts before the period and everybody with the skill on top. With
 * prices between -under and over the inner minimum lies where the requirement is (or as near as y
 * may come). The prices follow the volume algorithm (Barahona and Anbil, 2000, "The volume
 * algorithm", Mathematical Programming 87): steps along averaged subgradients from the best known
 * prices.
 */
export interface CoverPricing {
  /** One round: each person's cheapest schedule once. Returns the bound of this round. */
  readonly round: (target: number) => number;
  readonly best: () => CoverPrices;
  /** Each person's schedule of the last round, by duty index per day. */
  readonly choices: () => readonly Int32Array[];
  /** Length of the averaged subgradient over that of the cover asked for: small is converged. */
  readonly residual: () => number;
}

/** Starts a pricing of cover from prices, which it takes over. */
export function makeCoverPricing(draft: Draft, start: Float64Array[]): CoverPricing {
  const { problem, people, prices } = draft;
  const { under, over } = prices;
  const queues = problem.demand.length;
  const slots = problem.grid.length;
  const base = baseCover(draft);
  const wanted = wantedCover(draft, base);
  let best = start;
  let bestBound: number | null = null;
  let current = start;
  let average: Float64Array[] | null = null;
  let step = 0.5;
  let misses = 0;
  let choices: readonly Int32Array[] = [];
  let residual = Infinity;

  const evaluate = (at: readonly Float64Array[]) => {
    const found = buyCover(draft, at);
    choices = found.choices;
    let bound = found.cost;
    for (let queue = 0; queue < queues; queue++) {
      const price = at[queue]!;
      const { required } = problem.demand[queue]!;
      for (let slot = 0; slot < slots; slot++) {
        const y = wanted[queue]![slot]!;
        const missing = required[slot]! - y;
        bound += missing > 0 ? missing * under : -missing * over;
        bound -= price[slot]! * (y - base[queue]![slot]!);
      }
    }
    return { bound, cover: found.cover };
  };

  const round = (target: number) => {
    const { bound, cover } = evaluate(current);
    if (average === null) average = cover;
    else {
      const weight = bestBound !== null && bound > bestBound ? 0.2 : 0.1;
      for (let queue = 0; queue < queues; queue++) {
        const mean = average[queue]!;
        const latest = cover[queue]!;
        for (let slot = 0; slot < slots; slot++) {
          mean[slot] = (1 - weight) * mean[slot]! + weight * latest[slot]!;
        }
      }
    }
    if (bestBound === null || bound > bestBound) {
      bestBound = bound;
      best = current;
      misses = 0;
      step = Math.min(1.5, step * 1.05);
    } else if (++misses >= 8) {
      misses = 0;
      step *= 0.7;
    }
    const moved = moveFrom(best, average, target - bestBound);
    current = moved.prices;
    residual = moved.length;
    return bound;
  };

  /** A step from prices along what the averaged cover lacks, kept between -under and over. */
  const moveFrom = (from: readonly Float64Array[], cover: readonly Float64Array[], gap: number) => {
    let square = 0;
    for (let queue = 0; queue < queues; queue++) {
      for (let slot = 0; slot < slots; slot++) {
        const surplus = surplusOf(cover, queue, slot);
        if (isStuck(from[queue]![slot]!, surplus)) continue;
        square += surplus * surplus;
      }
    }
    const length = square === 0 ? 0 : (step * Math.max(gap, 0)) / square;
    const moved = from.map((price, queue) =>
      Float64Array.from(price, (value, slot) =>
        Math.min(over, Math.max(-under, value + length * surplusOf(cover, queue, slot))),
      ),
    );
    return { prices: moved, length: Math.sqrt(square) };
  };
  const surplusOf = (cover: readonly Float64Array[], queue: number, slot: number) =>
    base[queue]![slot]! + cover[queue]![slot]! - wanted[queue]![slot]!;
  const isStuck = (price: number, surplus: number) =>
    (price >= over && surplus > 0) || (price <= -under && surplus < 0);

  return {
    round,
    best: () => ({ bound: bestBound, prices: best }),
    choices: () => choices,
    residual: () => residual,
  };

  /** Everybody's cheapest schedule at given prices; twins are asked once. */
  function buyCover(from: Draft, at: readonly Float64Array[]) {
    const sums = from.sums;
    at.forEach((price, queue) => {
      sumPrices(price, sums[queue]!);
    });
    const cover = at.map(() => new Float64Array(slots));
    const known = new Map<string, ReturnType<typeof cheapestSchedule>>();
    const priceOf = makePriceList(from);
    let cost = 0;
    const chosen = people.map((person) => {
      let schedule = known.get(person.twinKey);
      if (schedule === undefined) {
        schedule = cheapestSchedule(person, priceOf(person));
        known.set(person.twinKey, schedule);
      }
      cost += schedule.bound;
      schedule.choice.forEach((choice, day) => {
        if (choice >= 0) addAssignment(cover, bestAssignment(sums, person, day, choice), 1);
      });
      return schedule.choice;
    });
    return { cost, cover, choices: chosen };
  }
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
function baseCover(draft: Draft): Float64Array[] {
  const base = draft.cover.map((slots) => slots.slice());
  draft.work.forEach((days) => {
    for (const assignment of days) if (assignment !== null) addAssignment(base, assignment, -1);
  });
  return base;
}

/** Where the requirement is, or as near as the cover can come with everybody at work. */
function wantedCover(draft: Draft, base: readonly Float64Array[]): Float64Array[] {
  return draft.problem.demand.map(({ required }, queue) => {
    const able = draft.people.filter(({ queues }) => queues.includes(queue)).length;
    return Float64Array.from(base[queue]!, (before, slot) =>
      Math.min(before + able, Math.max(before, required[slot]!)),
    );
  });
}

/** Prices to start from: what the cover of a draft suggests, between -under and over. */
export function suggestPrices(draft: Draft): Float64Array[] {
  const { problem, cover, prices } = draft;
  return problem.demand.map(({ required }, queue) =>
    Float64Array.from(cover[queue]!, (scheduled, slot) => {
      const missing = required[slot]! - scheduled;
      const share = 0.5 + 0.5 * Math.max(-1, Math.min(1, missing / 2));
      return prices.over * (1 - share) - prices.under * share;
    }),
  );
}
