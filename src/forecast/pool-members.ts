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
  /** Whether the regression's trend goes on past the origin, fading. */
  readonly drifts: boolean;
}

/** Gain of the level that a regression is freed of, and half-life of its memory in days. */
const REGRESSIONS = {
  long: { gain: 0.15, halfLifeDays: 1000 },
  middle: { gain: 0.15, halfLifeDays: 91 },
  quick: { gain: 0.4, halfLifeDays: 365 },
} as const;
/** A step of a level is cut at so many deviations of ordinary days. */
const STEP_DEVIATIONS = 2.5;

/** Everything that is tried; the inner backtest says what each is worth. */
export const POOL_MEMBERS: readonly PoolMember[] = [
  ...[0.02, 0.05, 0.15, 0.4, 0.8].map((slow) => level('long', slow)),
  ...[0.05, 0.15, 0.4].map((slow) => level('middle', slow)),
  ...[0.15, 0.4].map((slow) => level('quick', slow)),
  reverting('long', 0.01, 0.15, 0.9),
  reverting('long', 0.01, 0.3, 0.95),
  reverting('long', 0.01, 0.5, 0.9),
  reverting('long', 0.03, 0.3, 0.9),
  reverting('long', 0.03, 0.5, 0.98),
  reverting('long', 0.08, 0.3, 0.9),
  reverting('long', 0.08, 0.5, 0.95),
  reverting('long', 0.4, 0.4, 0.8),
  reverting('middle', 0.03, 0.3, 0.9),
  reverting('quick', 0.03, 0.3, 0.9),
  trend(0.15, 0.05, 0.97),
  trend(0.15, 0.02, 0.99),
  trend(0.4, 0.05, 0.97),
  { ...level('long', 0.05), name: 'drift-long-5', drifts: true },
  { ...level('long', 0.15), name: 'drift-long-15', drifts: true },
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
  const slow = filterLevel(days, REGRESSIONS.long.gain);
  return { long: slow, middle: slow, quick };
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
      return [name, { effects, left, slopePerYear: coefficients[trendColumn]! }];
    }),
  );
  const tracks = POOL_MEMBERS.map(({ regression, dynamics, drifts }) => {
    const { effects, left, slopePerYear } = fits.get(regression)!;
    const track = trackLevel(left, series.weights, lastEnd, dynamics, limit);
    return { effects, track, slope: drifts ? slopePerYear / 365 : 0 };
  });
  return (end, row) =>
    Float64Array.from(tracks, ({ effects, track, slope }) => {
      const steps = row - end + 1;
      const drift = slope * TREND_FADE_DAYS * (1 - Math.exp(-steps / TREND_FADE_DAYS));
      return effects[row]! + track.ahead(end, steps) + drift;
    });
}

function level(regression: PoolMember['regression'], slow: number): PoolMember {
  const dynamics = { kind: 'level', slow, fast: 0, persistence: 1 } as const;
  const name = `level-${regression}-${Math.round(100 * slow)}`;
  return { name, regression, dynamics, drifts: false };
}

function reverting(
  regression: PoolMember['regression'],
  slow: number,
  fast: number,
  persistence: number,
): PoolMember {
  const dynamics = { kind: 'level', slow, fast, persistence } as const;
  const parts = [slow, fast, persistence].map((part) => Math.round(100 * part)).join('-');
  return { name: `reverting-${regression}-${parts}`, regression, dynamics, drifts: false };
}

function trend(gain: number, slope: number, damping: number): PoolMember {
  const dynamics = { kind: 'trend', level: gain, slope, damping } as const;
  const parts = [gain, slope, damping].map((part) => Math.round(100 * part)).join('-');
  return { name: `trend-${parts}`, regression: 'long', dynamics, drifts: false };
}
