import { type CalendarDesign, TREND_FADE_DAYS } from './calendar-features.ts';
import { predictRow } from './linear-algebra.ts';
import { filterLevel, fitRidge, type RegressionDays } from './ridge-regression.ts';
import { type Dynamics, trackLevel } from './smoothers.ts';

/** The day series that the pool learns from; rows past `history` are to be forecast. */
export interface DaySeries {
  readonly design: CalendarDesign;
  /** Per row of history: contacts of the day, NaN where not known. */
  readonly totals: Float64Array;
  /** Per row of history: their log, at least log 0.5. */
  readonly logs: Float64Array;
  /** Per row of history: weight in fitting, 0 where not to be used. */
  readonly weights: Float64Array;
  /** Per row of history: 1 for a day of weight 0 that bands are to hold all the same. */
  readonly outlying: Uint8Array;
  /** Standard deviation of ordinary days, in log volume. */
  readonly deviation: number;
}

/** A way to forecast logs of day totals: effects of the calendar, and a level that follows. */
export interface PoolMember {
  readonly name: string;
  readonly regression: keyof typeof REGRESSIONS;
  readonly dynamics: Dynamics;
  /** Whether growth goes on past the origin, fading. */
  readonly drifts: boolean;
  /** How much of last year's change over the same days is expected again, 0 to 1. */
  readonly repeats: number;
}

/** Gain of the level that a regression is freed of, and half-life of its memory in days. */
const REGRESSIONS = {
  long: { gain: 0.15, halfLifeDays: 1000 },
  quick: { gain: 0.4, halfLifeDays: 365 },
} as const;
/** A step of a level is cut at so many deviations of ordinary days. */
const STEP_DEVIATIONS = 2.5;

/** Everything that is tried; the inner backtest says what each is worth. */
export const POOL_MEMBERS: readonly PoolMember[] = [
  ...[0.02, 0.05, 0.15, 0.4, 0.8].map((slow) => level('long', slow)),
  ...[0.15, 0.4].map((slow) => level('quick', slow)),
  reverting('long', 0.01, 0.3, 0.95),
  reverting('long', 0.03, 0.3, 0.9),
  reverting('long', 0.4, 0.4, 0.8),
  trend(0.15, 0.05, 0.97),
  trend(0.15, 0.02, 0.99),
  trend(0.4, 0.05, 0.97),
  { ...level('long', 0.05), name: 'drift-long-5', drifts: true },
  { ...level('long', 0.15), name: 'drift-long-15', drifts: true },
  weekly(0.15, 0.3),
  sameWeekday(6),
  { ...level('long', 0.15), name: 'last-year-50', repeats: 0.5 },
  { ...level('long', 0.15), name: 'last-year-100', repeats: 1 },
];

/** Regressions of a series with its level taken out: one serves all origins. */
export type FilteredSeries = Readonly<Record<PoolMember['regression'], RegressionDays>>;

/** Frees the series of its level, once per regression. */
export function filterSeries(series: DaySeries): FilteredSeries {
  const days: RegressionDays = {
    matrix: series.design.matrix,
    response: series.logs,
    weights: series.weights,
    priorDeviations: series.design.priorDeviations,
  };
  const quick = filterLevel(days, REGRESSIONS.quick.gain);
  const long = filterLevel(days, REGRESSIONS.long.gain);
  return { long, quick };
}

/** Log of the day total that each member forecasts for `row`, from levels of rows [0, end). */
export type PredictMembers = (end: number, row: number) => Float64Array;

/**
 * Learns the effects of the calendar from rows [0, fittedEnd) and follows the level to `lastEnd`.
 * The answer forecasts from any end in between.
 */
export function fitMembers(
  series: DaySeries,
  filtered: FilteredSeries,
  fittedEnd: number,
  lastEnd: number,
): PredictMembers {
  const { matrix, trendColumn } = series.design;
  const limit = STEP_DEVIATIONS * series.deviation;
  const fits = new Map(
    Object.entries(REGRESSIONS).map(([name, { halfLifeDays }]) => {
      const options = { halfLifeDays, deviation: series.deviation };
      const days = filtered[name as PoolMember['regression']];
      const coefficients = fitRidge(days, fittedEnd, options);
      const effects = Float64Array.from({ length: matrix.rows }, (_, row) =>
        predictRow(matrix, row, coefficients, 0, trendColumn),
      );
      const left = series.logs.slice(0, lastEnd).map((log, row) => log - effects[row]!);
      const meanOver = meansOf(left, series.weights);
      return [name, { effects, left, meanOver }];
    }),
  );
  const tracks = POOL_MEMBERS.map(({ regression, dynamics, drifts, repeats }) => {
    const { effects, left, meanOver } = fits.get(regression)!;
    const { weights, outlying } = series;
    const track = trackLevel({ values: left, weights, outlying }, lastEnd, dynamics, limit);
    return { effects, track, drifts, repeats, meanOver };
  });
  return (end, row) =>
    Float64Array.from(tracks, ({ effects, track, drifts, repeats, meanOver }) => {
      const steps = row - end + 1;
      const fading = TREND_FADE_DAYS * (1 - Math.exp(-steps / TREND_FADE_DAYS));
      const drift = drifts ? growthPerDay(meanOver, end) * fading : 0;
      const again = repeats > 0 ? repeats * changeLastYear(meanOver, end, row) : 0;
      return effects[row]! + track.ahead(end, steps) + drift + again;
    });
}

function level(regression: PoolMember['regression'], slow: number): PoolMember {
  const dynamics = { kind: 'level', slow, fast: 0, persistence: 1 } as const;
  const name = `level-${regression}-${Math.round(100 * slow)}`;
  return { name, regression, dynamics, drifts: false, repeats: 0 };
}

function reverting(
  regression: PoolMember['regression'],
  slow: number,
  fast: number,
  persistence: number,
): PoolMember {
  const dynamics = { kind: 'level', slow, fast, persistence } as const;
  const parts = [slow, fast, persistence].map((part) => Math.round(100 * part)).join('-');
  return {
    name: `reverting-${regression}-${parts}`,
    regression,
    dynamics,
    drifts: false,
    repeats: 0,
  };
}

function trend(gain: number, slope: number, damping: number): PoolMember {
  const dynamics = { kind: 'trend', level: gain, slope, damping } as const;
  const parts = [gain, slope, damping].map((part) => Math.round(100 * part)).join('-');
  return { name: `trend-${parts}`, regression: 'long', dynamics, drifts: false, repeats: 0 };
}

function weekly(gain: number, weekday: number): PoolMember {
  const dynamics = { kind: 'weekly', level: gain, weekday } as const;
  const parts = [gain, weekday].map((part) => Math.round(100 * part)).join('-');
  return { name: `weekly-${parts}`, regression: 'long', dynamics, drifts: false, repeats: 0 };
}

function sameWeekday(weeks: number): PoolMember {
  const dynamics = { kind: 'same-weekday', weeks } as const;
  return { name: `same-weekday-${weeks}`, regression: 'long', dynamics, drifts: false, repeats: 0 };
}

/** Days of a year that keep the weekday. */
const YEAR_DAYS = 364;
/** Days on either side that are averaged, so that a year ago is a season and not a day. */
const NEAR_DAYS = 10;
/** Known days that a mean is taken of, at least. */
const FEWEST_KNOWN = 7;
/** Days at its end that a history's growth over a year is seen by. */
const GROWTH_DAYS = 56;
/** A history shorter than a year and those days shows growth and season in one: half is believed. */
const SHORT_GROWTH = 0.5;
const GROWTH_FROM_DAYS = 168;

/** Mean of the known values of rows [first, after), 0 <= first; NaN of too few. */
type MeanOver = (first: number, after: number) => number;

function meansOf(values: Float64Array, weights: Float64Array): MeanOver {
  const sums = new Float64Array(values.length + 1);
  const counts = new Int32Array(values.length + 1);
  for (const [at, value] of values.entries()) {
    const isKnown = weights[at]! > 0;
    sums[at + 1] = sums[at]! + (isKnown ? value : 0);
    counts[at + 1] = counts[at]! + (isKnown ? 1 : 0);
  }
  return (first, after) => {
    const known = after > first ? counts[after]! - counts[first]! : 0;
    return known < FEWEST_KNOWN ? Number.NaN : (sums[after]! - sums[first]!) / known;
  };
}

/**
 * How the level changed a year ago from the day before `end` to `row`, by values of rows [0, end);
 * 0 where that is not known.
 */
function changeLastYear(meanOver: MeanOver, end: number, row: number): number {
  const near = (day: number) =>
    meanOver(Math.max(0, day - NEAR_DAYS), Math.min(end, day + NEAR_DAYS + 1));
  const change = near(row - YEAR_DAYS) - near(end - 1 - YEAR_DAYS);
  return Number.isNaN(change) ? 0 : change;
}

/** Growth of the level in a day, by values of rows [0, end): from a year ago, or over all of them. */
function growthPerDay(meanOver: MeanOver, end: number): number {
  const before = end - YEAR_DAYS;
  const half = Math.floor(end / 2);
  const growth =
    before >= GROWTH_DAYS
      ? (meanOver(end - GROWTH_DAYS, end) - meanOver(before - GROWTH_DAYS, before)) / YEAR_DAYS
      : (SHORT_GROWTH * (meanOver(half, end) - meanOver(0, half))) / half;
  return end < GROWTH_FROM_DAYS || Number.isNaN(growth) ? 0 : growth;
}
