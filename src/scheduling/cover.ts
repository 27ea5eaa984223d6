import {
  epochSeconds,
  type IntervalGrid,
  type Plan,
  type Shift,
  slotStart,
} from '../domain/index.ts';
import { type QueueDemand } from './roster-problem.ts';

/** Scheduled agents of each queue, per slot; fractions where work starts or ends inside a slot. */
export type Cover = readonly Float64Array[];

/**
 * Adds `weight` agents to a queue's slots for a stretch given in slots from the grid's start
 * (fractions allowed); what lies outside the grid is left out.
 */
export function addCover(slots: Float64Array, from: number, to: number, weight: number): void {
  const start = Math.max(0, from);
  const end = Math.min(slots.length, to);
  if (end <= start) return;
  const first = Math.floor(start);
  const last = Math.ceil(end) - 1;
  if (first === last) {
    slots[first]! += weight * (end - start);
    return;
  }
  slots[first]! += weight * (first + 1 - start);
  for (let slot = first + 1; slot < last; slot++) slots[slot]! += weight;
  slots[last]! += weight * (end - last);
}

/** The cover that shifts give to queues; work on other queues is left out. */
export function coverOfShifts(
  grid: IntervalGrid,
  queues: readonly string[],
  shifts: readonly Shift[],
): Cover {
  const cover = queues.map(() => new Float64Array(grid.length));
  const indexOf = new Map(queues.map((queue, index) => [queue, index]));
  const origin = slotStart(grid, 0);
  for (const { activities } of shifts) {
    for (const { queue, start, end } of activities) {
      const index = queue === null ? undefined : indexOf.get(queue);
      if (index === undefined) continue;
      const from = (epochSeconds(start) - origin) / grid.stepSeconds;
      const to = (epochSeconds(end) - origin) / grid.stepSeconds;
      addCover(cover[index]!, from, to, 1);
    }
  }
  return cover;
}

/** Prices of one agent missing or too many for one slot. */
export interface SlotPrices {
  readonly under: number;
  readonly over: number;
}

/** What the plan's hourly prices make of one slot. */
export function slotPricesOf(plan: Plan, stepSeconds: number): SlotPrices {
  const share = stepSeconds / 3600;
  return {
    under: plan.costs.underPerAgentHour * share,
    over: plan.costs.overPerAgentHour * share,
  };
}

/** Price of a cover: missing and surplus agents of every slot. */
export function coverCost(
  cover: Cover,
  demand: readonly QueueDemand[],
  prices: SlotPrices,
): number {
  let cost = 0;
  demand.forEach(({ required }, queue) => {
    const scheduled = cover[queue]!;
    for (let slot = 0; slot < scheduled.length; slot++) {
      const missing = required[slot]! - scheduled[slot]!;
      cost += missing > 0 ? missing * prices.under : -missing * prices.over;
    }
  });
  return cost;
}
