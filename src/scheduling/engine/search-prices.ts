import { type Watch } from '../search-watch.ts';
import { bestSchedule, type Draft } from './draft.ts';
import { sumPrices } from './duty-price.ts';
import {
  linesOfRow,
  makeColumn,
  type MixColumn,
  type Mixture,
  mixtureCost,
  mixtureOf,
  type PriceField,
  pricesAt,
  settlePerson,
  settleShares,
} from './mixture.ts';
import { groupOf } from './neighbourhood.ts';
import { priceBound } from './price-bound.ts';

/** What a search for prices found. */
export interface PricesFound {
  /** Best Lagrangian bound; `null` before the first. */
  readonly bound: number | null;
  /** Prices that gave it. */
  readonly prices: readonly Float64Array[] | null;
  /** The cheapest mixture of the schedules found: nearly the linear relaxation's. */
  readonly mixture: Mixture;
  readonly field: PriceField;
  readonly rounds: number;
}

export interface PriceSearchOptions {
  readonly watch: Watch;
  readonly maxRounds: number;
  /** Distance of mixture and bound that ends it, fraction. */
  readonly enough: number;
  readonly until: () => boolean;
  readonly onBound: (bound: number) => void;
}

/** Agents too few or too many that move a price over its range: at first, least and most. */
const WIDTH = 2;
const LEAST_WIDTH = 0.5;
const MOST_WIDTH = 64;
const SWEEPS = 5;
/** Most schedules kept for a person. */
const MAX_COLUMNS = 40;

/**
 * Prices of cover that give a good bound, for rosters of any size: a proximal bundle method on the
 * Lagrangian. Its master, everybody a mixture of their known schedules at a smoothed price of
 * cover, is solved by exchanging shares and not by a linear programme, for which intervals times
 * queues are too many.
 *
 * Cost: a round prices everybody once.
 */
export function searchPrices(draft: Draft, options: PriceSearchOptions): PricesFound {
  const { watch, maxRounds, enough, until, onBound } = options;
  const { model } = draft;
  const group = groupOf(draft, [...model.people.keys()], 0, model.days);
  const mixture = mixtureOf(draft);
  const { under, over } = mixture;
  const field: PriceField = {
    centre: under.map((price, cell) => (over[cell]! - price) / 2),
    width: WIDTH,
  };
  const at = new Float64Array(under.length);
  let bound: number | null = null;
  let round = 1;
  for (; round <= maxRounds; round++) {
    if ((round > 1 && until()) || watch.stopped() !== null) break;
    pricesAt(mixture, field, at);
    const priced = priceBound(group, linesOfRow(mixture, at), () => watch.stopped() !== null);
    if (priced === null) break;
    watch.count(model.people.length);
    priced.schedules.forEach((found, index) => {
      if (found !== null) addFresh(mixture, index, makeColumn(mixture, found.schedule), round);
    });
    if (bound === null || priced.bound > bound) {
      bound = priced.bound;
      field.centre.set(at);
      field.width = Math.max(LEAST_WIDTH, field.width * 0.9);
      onBound(bound);
    } else field.width = Math.min(MOST_WIDTH, field.width * 1.1);
    if (!mixInTurn(mixture, field, round, [...model.people.keys()], watch)) break;
    const distance = mixtureCost(mixture) - bound;
    if (distance <= enough * Math.abs(bound)) break;
    settleShares(mixture, field, round, { maxSweeps: SWEEPS, enough: 0.02 * distance });
  }
  const prices = bound === null ? null : linesOfRow(mixture, field.centre);
  return { bound, prices, mixture, field, rounds: round };
}

/**
 * Prices people in turn, each at what those before them left, and mixes the schedules found in;
 * so they do not all flock to the same cells.
 *
 * @returns `false` where it was stopped before the end
 */
export function mixInTurn(
  mixture: Mixture,
  field: PriceField,
  round: number,
  members: readonly number[],
  watch: Watch,
): boolean {
  const { people } = mixture.model;
  const at = new Float64Array(mixture.cover.length);
  for (const index of members) {
    if (watch.stopped() !== null) return false;
    pricesAt(mixture, field, at);
    const found = bestSchedule(people[index]!, linesOfRow(mixture, at).map(sumPrices), null);
    if (found === null) continue;
    addFresh(mixture, index, makeColumn(mixture, found.schedule), round);
    settlePerson(mixture, field, round, index);
    watch.count(1);
  }
  return true;
}

/** Adds a column that is not there yet, and forgets those that were long of no use. */
function addFresh(mixture: Mixture, index: number, column: MixColumn, round: number): void {
  const own = mixture.columns[index]!;
  if (own.some((known) => isSame(known, column))) return;
  column.usedIn = round;
  own.push(column);
  if (own.length <= MAX_COLUMNS) return;
  let oldest = -1;
  own.forEach(({ share, usedIn }, at) => {
    if (share <= 0 && (oldest < 0 || usedIn < own[oldest]!.usedIn)) oldest = at;
  });
  if (oldest >= 0) own.splice(oldest, 1);
}

function isSame(a: MixColumn, b: MixColumn): boolean {
  return (
    a.cost === b.cost &&
    a.cells.length === b.cells.length &&
    a.cells.every((cell, at) => cell === b.cells[at]!) &&
    a.agents.every((agents, at) => agents === b.agents[at]!)
  );
}
