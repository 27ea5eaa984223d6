import {
  type AccuracyRow,
  addDays,
  AgnerError,
  type BacktestRow,
  checkDate,
  formatInstant,
  type IntervalGrid,
  type IntervalHistory,
  type QueuePick,
  slotAt,
  slotStart,
} from '../domain/index.ts';
import { hourOf, measureAccuracy, type ScoredSlot } from './accuracy.ts';
import { type Baseline, sameWeekdayMean, seasonalNaive, weeklyNaiveError } from './baselines.ts';
import { readDays } from './day-table.ts';
import { forecastTable } from './forecast-queue.ts';
import {
  checkDays,
  checkLevels,
  type ForecastOptions,
  MIN_HISTORY_DAYS,
} from './forecast-options.ts';
import { DAY_SECONDS, dateIndex, layOutSlots, type SlotLayout } from './slot-layout.ts';

/** What to backtest. Handle time plays no part. */
export type BacktestOptions = Omit<ForecastOptions, 'from' | 'assumedHandleTimeSeconds'> & {
  /** First forecast dates; empty for {@link defaultOrigins}. */
  readonly origins: readonly string[];
};

/** Forecasts from one origin beside what came. */
export interface OriginBacktest {
  readonly origin: string;
  readonly pick: QueuePick;
  /** One row per forecast slot of the own method. */
  readonly rows: readonly BacktestRow[];
  /** Per method, the slots whose outcome is known. */
  readonly scored: Readonly<Record<BacktestMethod, readonly ScoredSlot[]>>;
}

/** Own mean and median, the last week repeated, mean of the last four same weekdays. */
export const BACKTEST_METHODS = [
  'agner',
  'agner-median',
  'seasonal-naive',
  'same-weekday-mean',
] as const;

export type BacktestMethod = (typeof BACKTEST_METHODS)[number];

/** Most origins that are chosen where none are given, a week apart. */
const DEFAULT_ORIGINS = 8;
/** Training that a chosen origin must have before it, in days. */
const TRAINING_DAYS = 56;

/**
 * Forecasts from every origin with the history before it and measures what came.
 *
 * @param onOrigin called after each origin with how many are done and how many there are
 * @throws {AgnerError} as {@link backtestOrigin}
 *
 * Cost: that of one forecast per origin. {@link backtestOrigin} and {@link summariseBacktest} are
 * the same work in steps, for a caller that must yield between them.
 */
export function backtestQueue(
  history: IntervalHistory,
  options: BacktestOptions,
  onOrigin?: (done: number, total: number) => void,
): {
  readonly rows: readonly BacktestRow[];
  readonly accuracy: readonly AccuracyRow[];
  /** Of the last origin. */
  readonly pick: QueuePick;
} {
  const origins =
    options.origins.length > 0 ? options.origins : defaultOrigins(history, options.days);
  const results = origins.map((origin, index) => {
    const result = backtestOrigin(history, origin, options);
    onOrigin?.(index + 1, origins.length);
    return result;
  });
  return {
    rows: results.flatMap(({ rows }) => rows),
    accuracy: summariseBacktest(history, results),
    pick: results.at(-1)!.pick,
  };
}

/** Accuracy over the origins that were backtested, by method and bucket. */
export function summariseBacktest(
  history: IntervalHistory,
  results: readonly OriginBacktest[],
): readonly AccuracyRow[] {
  return BACKTEST_METHODS.flatMap((method) =>
    measureAccuracy(
      history.queue,
      method,
      results.flatMap(({ scored }) => scored[method]),
    ),
  );
}

/**
 * Up to eight origins a week apart, the last with `days` of history after it, each with eight
 * weeks before it (four where the history is short).
 *
 * @throws {AgnerError} `INSUFFICIENT_HISTORY` where not even one fits
 */
export function defaultOrigins(history: IntervalHistory, days: number): readonly string[] {
  checkDays(days);
  const { dates } = readDays(history, null, { openingHours: null, specialDays: [] });
  const lastStart = dates.length - days;
  if (lastStart < MIN_HISTORY_DAYS) {
    throw new AgnerError(
      'INSUFFICIENT_HISTORY',
      `expected at least ${MIN_HISTORY_DAYS + days} days of history of queue "${history.queue}" to ` +
        `backtest ${days} days ahead, got ${dates.length}`,
      { queue: history.queue, historyDays: dates.length },
    );
  }
  const training = lastStart >= TRAINING_DAYS ? TRAINING_DAYS : MIN_HISTORY_DAYS;
  const weeks = Math.min(DEFAULT_ORIGINS - 1, Math.floor((lastStart - training) / 7));
  return Array.from({ length: weeks + 1 }, (_, at) =>
    addDays(dates[0]!, lastStart - 7 * (weeks - at)),
  );
}

/**
 * Forecasts `days` from one origin by every method, from the history before it alone.
 *
 * @throws {AgnerError} `INVALID_INPUT` for options out of range, `INSUFFICIENT_HISTORY` where too
 *   little lies before the origin
 */
export function backtestOrigin(
  history: IntervalHistory,
  origin: string,
  options: BacktestOptions,
): OriginBacktest {
  checkDate(origin);
  checkDays(options.days);
  checkLevels(options.levels);
  const table = readDays(history, origin, options);
  const forecast = forecastTable(history, table, {
    ...options,
    from: origin,
    assumedHandleTimeSeconds: null,
  });
  const { grid, layout, volume } = forecast;
  const actuals = readActuals(history, grid, layout);
  const naiveError = weeklyNaiveError(table);
  const offset = dateIndex(table.dates[0]!, origin);
  const baselineOf = (baseline: Baseline) => (slot: number) =>
    forecast.open[slot] === true
      ? baseline(offset + layout.dayOfSlot[slot]!, layout.wallOfSlot[slot]!)
      : 0;
  const points: Record<BacktestMethod, (slot: number) => number> = {
    agner: (slot) => volume.mean[slot]!,
    'agner-median': (slot) => volume.median[slot]!,
    'seasonal-naive': baselineOf(seasonalNaive(table)),
    'same-weekday-mean': baselineOf(sameWeekdayMean(table)),
  };
  const bandsAt = (slot: number) =>
    volume.bands.map(({ level, lower, upper }) => ({
      level,
      lower: lower[slot]!,
      upper: upper[slot]!,
    }));
  const rows = Array.from({ length: grid.length }, (_, slot): BacktestRow => ({
    queue: history.queue,
    origin,
    intervalStart: formatInstant(slotStart(grid, slot), grid.zone),
    point: volume.mean[slot]!,
    median: volume.median[slot]!,
    bands: bandsAt(slot),
    actual: actuals[slot]!,
  }));
  const scoreBy = (method: BacktestMethod): readonly ScoredSlot[] =>
    rows.flatMap(({ actual, bands }, slot): ScoredSlot[] => {
      // A closed slot without contacts is no achievement of any method.
      if (actual === null || (actual === 0 && forecast.open[slot] !== true)) return [];
      const day = layout.dayOfSlot[slot]!;
      return [
        {
          origin,
          date: layout.dates[day]!,
          lead: day + 1,
          hour: hourOf(layout.wallOfSlot[slot]!, grid.stepSeconds),
          actual,
          point: points[method](slot),
          bands: method === 'agner' ? bands : [],
          naiveError,
        },
      ];
    });
  return {
    origin,
    pick: {
      queue: history.queue,
      origin,
      models: forecast.models,
      excludedDays: forecast.excludedDays,
    },
    rows,
    scored: {
      agner: scoreBy('agner'),
      'agner-median': scoreBy('agner-median'),
      'seasonal-naive': scoreBy('seasonal-naive'),
      'same-weekday-mean': scoreBy('same-weekday-mean'),
    },
  };
}

/** What came in each slot of a horizon; `null` where it is not known. */
export function readActuals(
  history: IntervalHistory,
  grid: IntervalGrid,
  horizon: SlotLayout,
): readonly (number | null)[] {
  const { offered } = history.totals;
  if (grid.stepSeconds === DAY_SECONDS) {
    // Starts of daily slots drift with the clock; their dates do not.
    const first = layOutSlots(history.grid).dates[0]!;
    return horizon.dates.map((date) => offered[dateIndex(first, date)] ?? null);
  }
  const shift = slotAt(history.grid, slotStart(grid, 0));
  return Array.from({ length: grid.length }, (_, slot) => offered[shift + slot] ?? null);
}
