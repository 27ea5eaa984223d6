import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  gridDays,
  gridOfDays,
  type IntervalGrid,
  type IntervalHistory,
  localDateOf,
  makeGrid,
  type Measure,
  MEASURES,
  startOfDay,
  type Totals,
} from '../domain/index.ts';
import { gridOfRows, intervalRows, phaseOf } from './interval-rows.ts';

/** A history that knows only what was offered. */
function offeredHistory(grid: IntervalGrid, offered: Totals): IntervalHistory {
  const unknown = offered.map(() => null);
  return {
    queue: 'support',
    channel: 'voice',
    attribution: 'arrival',
    grid,
    totals: {
      ...(Object.fromEntries(MEASURES.map((measure) => [measure, unknown])) as unknown as Record<
        Measure,
        Totals
      >),
      offered,
    },
  };
}

/** What a row holds that knows only what was offered. */
function rowValues(offered: number) {
  return MEASURES.map((measure) => (measure === 'offered' ? offered : null));
}

const ZONES = [
  'UTC',
  'Europe/Ljubljana',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Pacific/Chatham',
];
const total = fc.option(fc.nat(500), { nil: null, freq: 3 });
const known = fc.nat(500);

describe('rows', () => {
  it('and grid are each other’s inverse, for any step and zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.constantFrom(300, 900, 1800, 3600),
        fc.integer({ min: 0, max: 40_000 }),
        known,
        fc.array(total, { maxLength: 60 }),
        known,
        (zone, stepSeconds, start, first, middle, last) => {
          const offered = [first, ...middle, last];
          const from = 1_600_000_200 + start * 3600;
          const history = offeredHistory(
            makeGrid(zone, from - (from % stepSeconds), stepSeconds, offered.length),
            offered,
          );
          const { grid, totals } = gridOfRows(zone, stepSeconds, intervalRows(history));
          expect({ grid, totals }).toEqual({ grid: history.grid, totals: history.totals });
        },
      ),
    );
  });

  it('leave out slots of which nothing is known', () => {
    const grid = makeGrid('UTC', 0, 900, 4);
    const rows = intervalRows(offeredHistory(grid, [null, 0, null, 5]));
    expect(rows.map(({ start, values }) => [start, values[0]])).toEqual([
      [900, 0],
      [2700, 5],
    ]);
  });

  it('of a day are kept under the start of its local date, which may not be midnight', () => {
    // Santiago's clocks jump from 24:00 to 01:00 on 2026-09-05.
    const history = offeredHistory(
      makeGrid('America/Santiago', Date.UTC(2026, 8, 5, 4) / 1000, 86_400, 3),
      [5, 6, 7],
    );
    expect(intervalRows(history).map(({ start }) => new Date(start * 1000).toISOString())).toEqual([
      '2026-09-05T04:00:00.000Z',
      '2026-09-06T04:00:00.000Z',
      '2026-09-07T03:00:00.000Z',
    ]);
  });
});

describe('a grid of days', () => {
  it('has every value on its own local date, whenever clocks change', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: 0, max: 3000 }),
        fc.array(total, { minLength: 1, maxLength: 400 }),
        (zone, day, middle) => {
          const offered = [1, ...middle, 2];
          const noon = Date.UTC(2018, 0, 1) / 1000 + day * 86_400;
          const first = localDateOf(noon, zone);
          const dates = gridDays(gridOfDays(zone, first, offered.length, 900)).map(
            ({ date }) => date,
          );
          const rows = offered.flatMap((value, index) =>
            value === null
              ? []
              : [{ start: startOfDay(zone, dates[index]!), values: rowValues(value) }],
          );
          const { grid, totals } = gridOfRows(zone, 86_400, rows);
          expect(gridDays(grid)).toEqual(
            dates.map((date, slot) => ({ date, firstSlot: slot, slots: 1 })),
          );
          expect(totals.offered).toEqual(offered);
          expect(
            intervalRows(offeredHistory(grid, totals.offered)).map(({ start }) => start),
          ).toEqual(rows.map(({ start }) => start));
        },
      ),
      { numRuns: 30 },
    );
  });
});

it('the phase of intervals is their offset within the step; days have none', () => {
  expect(phaseOf(1800, 1_700_000_100)).toBe(1_700_000_100 % 1800);
  expect(phaseOf(900, -300)).toBe(600);
  expect(phaseOf(86_400, 1_700_000_100)).toBe(0);
});

describe('refusals', () => {
  const grid = makeGrid('UTC', 0, 900, 2);

  it('totals of another length than the grid', () => {
    expect(() => intervalRows(offeredHistory(grid, [1, 2, 3]))).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: 'expected 2 values of offered for queue "support", got 3',
      }),
    );
  });

  it.each([Number.NaN, Infinity, -Infinity])('%d', (value) => {
    expect(() => intervalRows(offeredHistory(grid, [1, value]))).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: `expected finite numbers in offered of queue "support", got ${value}`,
      }),
    );
  });
});
