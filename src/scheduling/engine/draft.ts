import { type Cover, coverCost, marginalCost } from './cover.ts';
import {
  addAssignment,
  type Assignment,
  assignDuty,
  type Prices,
  sumPrices,
} from './duty-price.ts';
import { makePriceBook, type PriceBook } from './price-book.ts';
import { cheapestPath } from './person-path.ts';
import { type FixedDays, FREE } from './paths.ts';
import { type CoverLine, type ModelPerson, type RosterModel } from './roster-model.ts';

/** One person's schedule. */
export interface Schedule {
  /** Per day the index of the duty in the menu, or {@link OFF}. */
  readonly choices: Int32Array;
  /** Per day what is worked. */
  readonly work: readonly (Assignment | null)[];
  /** Its own costs: pay, unmet wishes, days off. */
  readonly cost: number;
  /** Price of the rules that it cannot keep. */
  readonly penalty: number;
}

/** A roster in the making; the only thing that the search changes. */
export interface Draft {
  readonly model: RosterModel;
  readonly cover: Cover;
  readonly schedules: (Schedule | null)[];
}

/** A draft in which nobody has a schedule yet. */
export function emptyDraft(model: RosterModel): Draft {
  return {
    model,
    cover: model.lines.map(({ base }) => base.slice()),
    schedules: model.people.map(() => null),
  };
}

/** A copy that can be changed apart. */
export function copyDraft(draft: Draft): Draft {
  return {
    model: draft.model,
    cover: draft.cover.map((cells) => cells.slice()),
    schedules: [...draft.schedules],
  };
}

/** Takes a person's schedule out, or puts another in its place. */
export function putSchedule(draft: Draft, index: number, schedule: Schedule | null): void {
  const old = draft.schedules[index] ?? null;
  if (old !== null) addWork(draft.cover, old, -1);
  if (schedule !== null) addWork(draft.cover, schedule, 1);
  draft.schedules[index] = schedule;
}

/** Adds the cover of a schedule's days [fromDay, toDay), or takes it away. */
export function addWork(
  cover: Cover,
  { work }: Schedule,
  weight: number,
  fromDay = 0,
  toDay = work.length,
): void {
  for (let day = fromDay; day < toDay; day++) {
    const assignment = work[day] ?? null;
    if (assignment !== null) addAssignment(cover, assignment, weight);
  }
}

/** Own costs, penalties and priced cover: what the search makes small. */
export function objectiveOf(draft: Draft): number {
  let cost = coverCost(draft.model, draft.cover);
  for (const schedule of draft.schedules) {
    if (schedule !== null) cost += schedule.cost + schedule.penalty;
  }
  return cost;
}

/** Price of one agent more in a cell with so many. */
export type PriceShape = (line: CoverLine, cell: number, agents: number) => number;

/** The same, but cells that lack a larger share of what they need come first. */
export const spreadCost: PriceShape = (line, cell, agents) => {
  const missing = line.required[cell]! - agents;
  if (missing < 1) return marginalCost(line, cell, agents);
  const spread = 0.75 * (missing / line.required[cell]! - 1) * line.under[cell]!;
  return marginalCost(line, cell, agents) - spread;
};

/** Prices of one agent more everywhere, as running sums. */
export function pricesOfCover(model: RosterModel, cover: Cover, shape: PriceShape): Prices {
  return model.lines.map((line, index) => {
    const agents = cover[index]!;
    const cells = new Float64Array(agents.length);
    for (let cell = 0; cell < cells.length; cell++) cells[cell] = shape(line, cell, agents[cell]!);
    return sumPrices(cells);
  });
}

/** Days [fromDay, toDay) are chosen; on the others the schedule stays as it is. */
export interface Window {
  readonly schedule: Schedule;
  readonly fromDay: number;
  readonly toDay: number;
}

/**
 * A person's cheapest schedule at given prices, over all days or a window of them; `null` where
 * there is none that keeps the rules. Work outside a window is priced at nothing.
 */
export function bestSchedule(
  person: ModelPerson,
  prices: Prices,
  window: Window | null,
  book: PriceBook = makePriceBook(prices),
): PricedSchedule | null {
  const fixed = window === null ? null : fixedOutside(window);
  const priced = book(person, window?.fromDay ?? 0, window?.toDay ?? person.menu.length);
  const path = cheapestPath(person, priced, fixed);
  if (path === null) return null;
  const schedule = makeSchedule(person, path.choice, path.penalty, prices, window);
  return { schedule, price: path.cost, bound: path.bound };
}

export interface PricedSchedule {
  readonly schedule: Schedule;
  /** Own costs, penalty and the price of its cover. */
  readonly price: number;
  /** No schedule is cheaper at these prices. */
  readonly bound: number;
}

/** A schedule with lines and breaks as is cheapest at given prices. */
export function makeSchedule(
  person: ModelPerson,
  choices: Int32Array,
  penalty: number,
  prices: Prices,
  window: Window | null,
): Schedule {
  let cost = 0;
  const work = person.menu.map(({ duties, costs, offCost, lines }, day) => {
    const choice = choices[day]!;
    if (choice < 0) {
      cost += offCost;
      return null;
    }
    cost += costs[choice]!;
    if (window !== null && (day < window.fromDay || day >= window.toDay)) {
      return window.schedule.work[day]!;
    }
    return assignDuty(duties[choice]!, lines[choice]!, prices);
  });
  return { choices, work, cost, penalty };
}

function fixedOutside({ schedule, fromDay, toDay }: Window): FixedDays {
  const fixed = schedule.choices.slice();
  fixed.fill(FREE, fromDay, toDay);
  return fixed;
}
