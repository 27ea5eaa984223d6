import { inverseBlocking } from '../blocking/inverse-blocking.ts';

/** Rows per unit of the square root of the load. */
export const ROWS_PER_ROOT = 8;

/** Loads between which a table has rows. */
export const LEAST_TABLE_LOAD = 0.5;
export const MOST_TABLE_LOAD = 4096;

/** Coefficients of a polynomial. */
export const TERMS = 5;

const ROWS = Math.round(ROWS_PER_ROOT * Math.sqrt(MOST_TABLE_LOAD)) + 1;

/**
 * ln C, Erlang C's probability to wait, as polynomials in the load: a row for each of many loads,
 * in it one for each number of agents that may be asked for there. Rows and polynomials are made
 * when they are first needed; the arrays are indexed by row.
 */
export interface DelayTable {
  readonly load: Float64Array;
  /** The first number of agents of a row; 0 where there is no row yet. */
  readonly base: Int32Array;
  /** The number of agents after the last. */
  readonly end: Int32Array;
  /** Most by which a polynomial misses ln C, for loads nearer to the row's than to any other's. */
  readonly error: Float64Array;
  /** Where the polynomial of the first number of agents begins in `terms`. */
  readonly start: Int32Array;
  /** Coefficients of the powers of the distance from the row's load; 0 until they are made. */
  terms: Float64Array;
  used: number;
}

export function makeDelayTable(): DelayTable {
  return {
    load: new Float64Array(ROWS),
    base: new Int32Array(ROWS),
    end: new Int32Array(ROWS),
    error: new Float64Array(ROWS),
    start: new Int32Array(ROWS),
    terms: new Float64Array(4096),
    used: 0,
  };
}

/** Load of a row. */
export function rowLoad(row: number): number {
  return (row / ROWS_PER_ROOT) ** 2;
}

/** Adds a row, from the first number of agents above any of its loads to well above them. */
export function addDelayRow(table: DelayTable, row: number): void {
  const load = rowLoad(row);
  const width = 6 + Math.ceil((3 * row) / ROWS_PER_ROOT);
  const { used } = table;
  if (used + width * TERMS > table.terms.length) {
    const more = new Float64Array(2 * table.terms.length + width * TERMS);
    more.set(table.terms);
    table.terms = more;
  }
  table.used = used + width * TERMS;
  table.start[row] = used;
  table.load[row] = load;
  table.base[row] = Math.floor(rowLoad(row - 0.5)) + 1;
  table.end[row] = table.base[row] + width;
  table.error[row] = errorNear(load);
}

/**
 * Bound of the remainder of Taylor's series: proven by interval arithmetic over each stretch of
 * loads and each number of agents in its row (delay-table.test.ts).
 */
function errorNear(load: number): number {
  return 3e-6 + 2.3e-4 / (load * load);
}

/**
 * Makes the polynomial of a number of agents in a row: Taylor's series to the fourth power.
 *
 * With B and D = n - A (1 - B), C is n B / D; and B' = B D / A, D' = B - 1 + B D. So with
 * W = (1 - B) / D, (ln C)' = n / A - 1 + W and W' = W^2 - B W - B / A.
 */
export function fillDelay(table: DelayTable, row: number, agents: number): void {
  const load = table.load[row]!;
  const b0 = 1 / inverseBlocking(load, agents);
  const d0 = agents - load + load * b0;
  const w0 = (1 - b0) / d0;
  const b1 = (b0 * d0) / load;
  const b2 = (b1 * d0 + b0 * (b0 - 1 + b0 * d0) - b1) / load;
  const w1 = w0 * w0 - b0 * w0 - b0 / load;
  const w2 = 2 * w0 * w1 - b1 * w0 - b0 * w1 - (b1 - b0 / load) / load;
  const w3 =
    2 * (w1 * w1 + w0 * w2) -
    (b2 * w0 + 2 * b1 * w1 + b0 * w2) -
    (b2 - (2 * (b1 - b0 / load)) / load) / load;
  const perLoad = agents / load;
  const { terms } = table;
  const at = table.start[row]! + (agents - table.base[row]!) * TERMS;
  terms[at] = Math.log((agents * b0) / d0);
  terms[at + 1] = perLoad - 1 + w0;
  terms[at + 2] = (w1 - perLoad / load) / 2;
  terms[at + 3] = (w2 + (2 * perLoad) / load ** 2) / 6;
  terms[at + 4] = (w3 - (6 * perLoad) / load ** 3) / 24;
}
