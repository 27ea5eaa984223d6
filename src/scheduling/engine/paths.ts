import { type StateGraph } from './state-graph.ts';

/** A person's cheapest schedule under given prices. */
export interface PersonPath {
  /** Per day the index of the duty in the day's menu, or {@link OFF}. */
  readonly choice: Int32Array;
  /** Prices of its duties and days off, and the penalties of rules that it cannot keep. */
  readonly cost: number;
  /** The penalties alone. */
  readonly penalty: number;
  /** No schedule costs less; equals `cost` unless the search was cut short. */
  readonly bound: number;
}

/** Prices of each day's duties, in the order of its menu, their own costs included. */
export type DayPrices = readonly Float64Array[];

/** Per day the index of the duty that it must be, {@link OFF}, or {@link FREE}. */
export type FixedDays = Int32Array;
export const OFF = -1;
export const FREE = -2;

/** Least cost from a day on by state and gate, day by day. */
export interface CostsAhead {
  readonly graph: StateGraph;
  readonly costs: readonly Float64Array[];
}
