import {
  type Costs,
  type Coverage,
  epochSeconds,
  formatInstant,
  type IntervalGrid,
  plannedInstant,
  type RosterScore,
  type Shift,
  type Shortfall,
  slotStart,
  type Wish,
  type WishOutcome,
} from '../domain/index.ts';
import { paidSecondsOf } from './audit-shifts.ts';
import { coverOfShifts } from './cover-of-shifts.ts';
import { type QueueDemand, type RosterProblem } from './roster-problem.ts';

/** What a roster covers, costs and leaves undone. */
export interface ShiftsScore {
  readonly coverage: readonly Coverage[];
  readonly shortfalls: readonly Shortfall[];
  readonly wishes: readonly WishOutcome[];
  readonly score: RosterScore;
}

/** Least missing agent that counts; below it is what sums of fractions leave. */
const SMALLEST_SHORTFALL_AGENTS = 1e-6;

/**
 * Scores shifts of this or any other tool. An agent counts for an activity's queue by the share
 * of the slot worked; shifts before the period count where they reach into it, but are not paid. The
 * hours after the period that only its last shifts reach count as well.
 * People whom the plan does not know count for cover and are paid nothing.
 *
 * Cost: O(shifts + queues x slots).
 */
export function scoreShifts(problem: RosterProblem, shifts: readonly Shift[]): ShiftsScore {
  const { plan, grid, reach, demand, dates, before } = problem;
  const queues = demand.map(({ queue }) => queue);
  const cover = coverOfShifts(reach, queues, [...before, ...shifts]);
  const coverage = demand.map(({ queue, required }, index) => ({
    queue,
    required,
    scheduled: Array.from(cover[index]!.subarray(0, grid.length), tidy),
  }));
  const contracts = new Map(plan.contracts.map((contract) => [contract.name, contract]));
  const payOf = new Map(
    plan.agents.map(({ id, contract }) => [id, contracts.get(contract)?.payPerHour ?? 0]),
  );
  const inPeriod = new Set(dates);
  let pay = 0;
  let paidSeconds = 0;
  for (const shift of shifts) {
    if (!inPeriod.has(shift.date)) continue;
    const paid = paidSecondsOf(shift, epochSeconds(shift.start), epochSeconds(shift.end));
    paidSeconds += paid;
    pay += (paid * (payOf.get(shift.agent) ?? 0)) / 3600;
  }

  let underAgentSeconds = 0;
  let overAgentSeconds = 0;
  let belowFloorAgentSeconds = 0;
  let underCost = 0;
  const whole = demand.map(({ queue, required, floors, underPrices, after }, index) => ({
    queue,
    underPrices: [...underPrices, ...after.underPrices],
    required: [...required, ...after.required],
    floors: [...floors, ...after.floors],
    scheduled: Array.from(cover[index]!, tidy),
  }));
  for (const { required, floors, underPrices, scheduled } of whole) {
    scheduled.forEach((agents, slot) => {
      belowFloorAgentSeconds += Math.max(0, floors[slot]! - agents) * grid.stepSeconds;
      const missing = required[slot]! - agents;
      if (missing > 0) {
        underAgentSeconds += missing * grid.stepSeconds;
        underCost += missing * underPrices[slot]!;
      } else overAgentSeconds -= missing * grid.stepSeconds;
    });
  }
  const wishes = wishOutcomes(problem, shifts);
  const unmetWishWeight = wishes.reduce(
    (sum, { granted, wish }) => (granted ? sum : sum + wish.weight),
    0,
  );
  const { currency, overPerAgentHour, unmetWish } = plan.costs;
  return {
    coverage,
    shortfalls: whole.flatMap((queue) => shortfallsOf(queue, queue.scheduled, reach)),
    wishes,
    score: {
      currency,
      pay,
      paidSeconds,
      underAgentSeconds,
      belowFloorAgentSeconds,
      overAgentSeconds,
      unmetWishWeight,
      objective:
        pay +
        underCost +
        (belowFloorPrice(plan.costs) * belowFloorAgentSeconds) / 3600 +
        (overPerAgentHour * overAgentSeconds) / 3600 +
        unmetWish * unmetWishWeight,
    },
  };
}

/** What an agent hour below a floor costs beyond one that is missing. */
export function belowFloorPrice({ underPerAgentHour, belowFloorPerAgentHour }: Costs): number {
  return belowFloorPerAgentHour ?? 10 * underPerAgentHour;
}

/** Takes the dust of summed fractions away. */
function tidy(agents: number): number {
  const rounded = Math.round(agents * 1e6) / 1e6;
  return rounded === 0 ? 0 : rounded;
}

function shortfallsOf(
  { queue, required }: Pick<QueueDemand, 'queue' | 'required'>,
  scheduled: readonly number[],
  grid: IntervalGrid,
): Shortfall[] {
  const shortfalls: Shortfall[] = [];
  let first = -1;
  let missing = 0;
  const close = (end: number) => {
    if (first < 0) return;
    shortfalls.push({
      queue,
      start: formatInstant(slotStart(grid, first), grid.zone),
      end: formatInstant(slotStart(grid, end), grid.zone),
      agentSeconds: missing * grid.stepSeconds,
    });
    first = -1;
    missing = 0;
  };
  for (let slot = 0; slot < required.length; slot++) {
    const lack = required[slot]! - scheduled[slot]!;
    if (lack <= SMALLEST_SHORTFALL_AGENTS) {
      close(slot);
      continue;
    }
    if (first < 0) first = slot;
    missing += lack;
  }
  close(required.length);
  return shortfalls;
}

/** Wishes for dates of the period, in the plan's order of people. */
function wishOutcomes(problem: RosterProblem, shifts: readonly Shift[]): WishOutcome[] {
  const dates = new Set(problem.dates);
  const startsOf = new Map<string, number[]>();
  for (const { agent, date, start } of shifts) {
    const key = `${date} ${agent}`;
    const starts = startsOf.get(key) ?? [];
    starts.push(epochSeconds(start));
    startsOf.set(key, starts);
  }
  return problem.plan.agents.flatMap(({ id, wishes }) =>
    wishes
      .filter(({ date }) => dates.has(date))
      .map((wish) => ({
        agent: id,
        wish,
        granted: (startsOf.get(`${wish.date} ${id}`) ?? []).every((start) =>
          isGranted(wish, start, problem.grid.zone),
        ),
      })),
  );
}

/**
 * Whether a shift that starts on the wish's date leaves it granted. A wished start counts only
 * against a shift: a day without one grants it. Both ends of the window are allowed.
 */
export function isGranted(wish: Wish, start: number, zone: string): boolean {
  if (wish.kind === 'day-off') return false;
  const from = plannedInstant(zone, wish.date, wish.fromSeconds);
  const to = plannedInstant(zone, wish.date, wish.toSeconds);
  return from <= start && start <= to;
}
