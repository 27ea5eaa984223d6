import { describe, expect, it } from 'vitest';
import {
  addDelayRow,
  fillDelay,
  LEAST_TABLE_LOAD,
  makeDelayTable,
  MOST_TABLE_LOAD,
  rowLoad,
  ROWS_PER_ROOT,
  TERMS,
} from './delay-table.ts';
import { inverseBlocking } from '../blocking/inverse-blocking.ts';

type Interval = readonly [number, number];

const plus = (a: Interval, b: Interval): Interval => [a[0] + b[0], a[1] + b[1]];
const times = (a: Interval, b: Interval): Interval => {
  const products = [a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]];
  return [Math.min(...products), Math.max(...products)];
};
const scaled = (a: Interval, factor: number): Interval => times(a, [factor, factor]);

/** The k-th coefficient of a product of series. */
function productAt(a: readonly Interval[], b: readonly Interval[], k: number): Interval {
  let sum: Interval = [0, 0];
  for (let i = 0; i <= k; i++) sum = plus(sum, times(a[i]!, b[k - i]!));
  return sum;
}

/**
 * Bounds of the Taylor coefficients of ln C, about every load of a stretch, but for the constant:
 * from B' = B D / A, D = n - A + A B and (ln C)' = n / A - 1 + (1 - B) / D. B rises with the load
 * and so does the carried load A (1 - B): their ends are those of the stretch.
 */
function seriesOver(agents: number, low: number, high: number): readonly Interval[] {
  const load: Interval = [low, high];
  const b: Interval[] = [[1 / inverseBlocking(low, agents), 1 / inverseBlocking(high, agents)]];
  const [least, most] = b[0]!;
  const d: Interval[] = [[agents - high * (1 - most), agents - low * (1 - least)]];
  const perLoad = Array.from({ length: TERMS + 1 }, (_, k): Interval => {
    const size: Interval = [high ** -(k + 1), low ** -(k + 1)];
    return k % 2 === 0 ? size : [-size[1], -size[0]];
  });
  const bd: Interval[] = [];
  for (let k = 0; k < TERMS; k++) {
    bd.push(productAt(b, d, k));
    b.push(scaled(productAt(bd, perLoad, k), 1 / (k + 1)));
    const next = plus(times(load, b[k + 1]!), b[k]!);
    d.push(k === 0 ? plus(next, [-1, -1]) : next);
  }
  const perFree: Interval = [1 / d[0]![1], 1 / d[0]![0]];
  const w: Interval[] = [];
  for (let k = 0; k < TERMS; k++) {
    let sum: Interval = k === 0 ? [1 - most, 1 - least] : scaled(b[k]!, -1);
    for (let i = 1; i <= k; i++) sum = plus(sum, scaled(times(d[i]!, w[k - i]!), -1));
    w.push(times(sum, perFree));
  }
  const series: Interval[] = [[NaN, NaN]];
  for (let k = 0; k < TERMS; k++) {
    const slope = plus(scaled(perLoad[k]!, agents), w[k]!);
    series.push(scaled(k === 0 ? plus(slope, [-1, -1]) : slope, 1 / (k + 1)));
  }
  return series;
}

const firstRow = Math.round(Math.sqrt(LEAST_TABLE_LOAD) * ROWS_PER_ROOT);
const lastRow = Math.round(Math.sqrt(MOST_TABLE_LOAD) * ROWS_PER_ROOT);

describe('the table of ln C', () => {
  it(
    'has no remainder beyond the error that it states, proven row by row',
    { timeout: 30_000 },
    () => {
      const table = makeDelayTable();
      for (let row = firstRow; row <= lastRow; row++) {
        addDelayRow(table, row);
        const low = rowLoad(row - 0.5);
        const high = rowLoad(row + 0.5);
        const reach = Math.max(high - table.load[row]!, table.load[row]! - low);
        // Bounds over long stretches are wide; it takes short ones for small loads.
        const stretches = row < 60 ? 6 : 2;
        let worst = 0;
        for (let agents = table.base[row]!; agents < table.end[row]!; agents++) {
          for (let part = 0; part < stretches; part++) {
            const from = low + ((high - low) * part) / stretches;
            const to = low + ((high - low) * (part + 1)) / stretches;
            const [least, most] = seriesOver(agents, from, to)[TERMS]!;
            worst = Math.max(worst, Math.abs(least), Math.abs(most));
          }
        }
        // Room for the rounding of the bound itself.
        expect(worst * reach ** TERMS, `row ${row}`).toBeLessThan(0.99 * table.error[row]!);
      }
    },
  );

  it('has the coefficients of the series', () => {
    const table = makeDelayTable();
    for (const row of [firstRow, 8, 20, 80, 211, lastRow]) {
      addDelayRow(table, row);
      const load = rowLoad(row);
      for (let agents = table.base[row]!; agents < table.end[row]!; agents += 3) {
        fillDelay(table, row, agents);
        const at = table.start[row]! + (agents - table.base[row]!) * TERMS;
        const inverse = inverseBlocking(load, agents);
        const delayed = 1 / (1 + (inverse - 1) * (1 - load / agents));
        expect(table.terms[at]).toBeCloseTo(Math.log(delayed), 11);
        const series = seriesOver(agents, load, load);
        for (let k = 1; k < TERMS; k++) {
          const reach = Math.sqrt(load) ** k;
          expect(table.terms[at + k]! * reach).toBeCloseTo(series[k]![0] * reach, 8);
        }
      }
    }
  });

  it('starts every row at the first number above any of its loads', () => {
    const table = makeDelayTable();
    for (let row = firstRow; row <= lastRow; row++) {
      addDelayRow(table, row);
      expect(table.base[row]).toBe(Math.floor(rowLoad(row - 0.5)) + 1);
      expect(table.end[row]).toBeGreaterThan(rowLoad(row + 0.5) + 2.8 * Math.sqrt(rowLoad(row)));
    }
    expect(table.used).toBeLessThanOrEqual(table.terms.length);
  });
});
