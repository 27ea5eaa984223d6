import { type CalendarDesign, TREND_FADE_DAYS } from './calendar-features.ts';
import { predictRow } from './linear-algebra.ts';
import { fitRidge } from './ridge-regression.ts';
import { dampedSum, smoothLevel, smoothTrend } from './smoothers.ts';

/** The day series that the pool learns from; rows past `history` are to be forecast. */
export interface DaySeries {
  readonly design: CalendarDesign;
  /** Per row of history: contacts of the day, NaN where not known. */
  readonly totals: Float64Array;
  /** Per row of history: their log, at least log 0.5. */
  readonly logs: Float64Array;
  /** Per row of history: weight in fitting, 0 where not to be used. */
  readonly weights: Float64Array;
  /** Per row of history and future: whether the day is special. */
  readonly special: readonly boolean[];
  /** Standard deviation of ordinary days, in log volume. */
  readonly deviation: number;
}

/** Log of the day total forecast for a row at or after the origin; `null` where it has none. */
export type Predict = (row: number) => number | null;

/** A way to forecast logs of day totals from rows before an origin. */
export interface PoolMember {
  readonly name: string;
  /** Learns from rows [0, origin.end) alone. */
  readonly fit: (origin: Origin) => Predict;
}

/** What several members need at one origin, worked out once. */
export interface Origin {
  readonly series: DaySeries;
  /** First row that is not known. */
  readonly end: number;
  /** Coefficients of the calendar regression with a memory. */
  readonly regression: (halfLifeDays: number) => Float64Array;
  /** Forecast of such a regression for a row. */
  readonly regressed: (halfLifeDays: number, row: number) => number;
  /** Effect of the calendar without weekday and level, from the long regression. */
  readonly calendarEffect: (row: number) => number;
  /** Forecast of such a regression without its trend: weekday, calendar and a constant. */
  readonly ordinary: (halfLifeDays: number, row: number) => number;
  /** Logs less that. */
  readonly residuals: (halfLifeDays: number) => Float64Array;
}

/** Half-lives of the regressions' memories, in days. */
export const MEMORIES = { short: 28, middle: 91, long: 365 } as const;
/** Columns before this one are the intercept and the weekdays. */
const FIRST_CALENDAR_COLUMN = 8;
/** A step of a level smoother is cut at so many deviations of ordinary days. */
const STEP_DEVIATIONS = 2.5;
const TREND_GAINS = { level: 0.15, slope: 0.05, damping: 0.97 } as const;
const YEAR_DAYS = 364;

/** Everything that is tried; the inner backtest says what each is worth. */
export const POOL_MEMBERS: readonly PoolMember[] = [
  calendar('calendar-short', MEMORIES.short),
  calendar('calendar-middle', MEMORIES.middle),
  calendar('calendar-long', MEMORIES.long),
  level('level-slow', MEMORIES.long, 0.05),
  level('level', MEMORIES.long, 0.15),
  level('level-fast', MEMORIES.long, 0.4),
  level('level-last', MEMORIES.long, 0.8),
  level('level-middle', MEMORIES.middle, 0.15),
  level('level-middle-fast', MEMORIES.middle, 0.4),
  trend('trend'),
  weekdayMean('weekday-mean-4', 4),
  weekdayMean('weekday-mean-8', 8),
  lastYear('last-year'),
];

/** Prepares an origin; regressions are fitted when first asked for. */
export function makeOrigin(series: DaySeries, end: number): Origin {
  const { design, logs, weights, deviation } = series;
  const fitted = new Map<number, Float64Array>();
  const left = new Map<number, Float64Array>();
  const regression = (halfLifeDays: number) => {
    let coefficients = fitted.get(halfLifeDays);
    if (coefficients === undefined) {
      coefficients = fitRidge(design, logs, weights, end, { halfLifeDays, deviation });
      fitted.set(halfLifeDays, coefficients);
    }
    return coefficients;
  };
  const { trendColumn, matrix } = design;
  const ordinary = (halfLifeDays: number, row: number) =>
    predictRow(matrix, row, regression(halfLifeDays), 0, trendColumn);
  const trendAt = (row: number) => {
    const last = matrix.values[(end - 1) * matrix.columns + trendColumn]!;
    const ahead = TREND_FADE_DAYS * (1 - Math.exp(-(row - end + 1) / TREND_FADE_DAYS));
    return last + ahead / 365;
  };
  return {
    series,
    end,
    regression,
    regressed: (halfLifeDays, row) =>
      ordinary(halfLifeDays, row) + regression(halfLifeDays)[trendColumn]! * trendAt(row),
    calendarEffect: (row) =>
      predictRow(matrix, row, regression(MEMORIES.long), FIRST_CALENDAR_COLUMN, trendColumn),
    ordinary,
    residuals: (halfLifeDays) => {
      let residuals = left.get(halfLifeDays);
      if (residuals === undefined) {
        residuals = logs.slice(0, end).map((log, row) => log - ordinary(halfLifeDays, row));
        left.set(halfLifeDays, residuals);
      }
      return residuals;
    },
  };
}

function calendar(name: string, halfLifeDays: number): PoolMember {
  return { name, fit: (origin) => (row) => origin.regressed(halfLifeDays, row) };
}

/** Level smoother on what a regression leaves, times its weekday and calendar factors. */
function level(name: string, halfLifeDays: number, gain: number): PoolMember {
  return {
    name,
    fit: (origin) => {
      const { series, end } = origin;
      const residuals = origin.residuals(halfLifeDays);
      const limit = STEP_DEVIATIONS * series.deviation;
      const last = smoothLevel(residuals, series.weights, end, gain, limit);
      return (row) => origin.ordinary(halfLifeDays, row) + last;
    },
  };
}

/** The same with a damped trend. */
function trend(name: string): PoolMember {
  return {
    name,
    fit: (origin) => {
      const { series, end } = origin;
      const limit = STEP_DEVIATIONS * series.deviation;
      const last = smoothTrend(
        origin.residuals(MEMORIES.long),
        series.weights,
        end,
        TREND_GAINS,
        limit,
      );
      return (row) =>
        origin.ordinary(MEMORIES.long, row) +
        last.level +
        last.slope * dampedSum(TREND_GAINS.damping, row - end + 1);
    },
  };
}

/** Mean of the last ordinary days of the weekday, calendar effects taken out and put back. */
function weekdayMean(name: string, count: number): PoolMember {
  return {
    name,
    fit: (origin) => {
      const { series, end } = origin;
      const means = new Map<number, number | null>();
      const meanOf = (weekday: number) => {
        let sum = 0;
        let found = 0;
        const last = end - 1 - ((((end - 1 - weekday) % 7) + 7) % 7);
        for (let row = last; row >= 0 && found < count; row -= 7) {
          if (series.weights[row] === 0 || series.special[row] === true) continue;
          sum += series.logs[row]! - origin.calendarEffect(row);
          found++;
        }
        return found === 0 ? null : sum / found;
      };
      return (row) => {
        const weekday = row % 7;
        let mean = means.get(weekday);
        if (mean === undefined) {
          mean = meanOf(weekday);
          means.set(weekday, mean);
        }
        return mean === null ? null : mean + origin.calendarEffect(row);
      };
    },
  };
}

/** The same weeks of last year, moved to the level of the last four weeks. */
function lastYear(name: string): PoolMember {
  return {
    name,
    fit: (origin) => {
      const { series, end } = origin;
      if (end < YEAR_DAYS + 28) return () => null;
      const adjusted = (row: number) =>
        row < 0 || row >= end || series.weights[row] === 0 || series.special[row] === true
          ? null
          : series.logs[row]! - origin.calendarEffect(row);
      const around = (row: number) => meanKnown([row - 7, row, row + 7].map(adjusted));
      const changes: (number | null)[] = [];
      for (let row = end - 28; row < end; row++) {
        const [now, then] = [adjusted(row), around(row - YEAR_DAYS)];
        changes.push(now === null || then === null ? null : now - then);
      }
      const change = meanKnown(changes);
      return (row) => {
        let from = row - YEAR_DAYS;
        while (from >= end - 7) from -= YEAR_DAYS;
        const then = around(from);
        if (then === null || change === null) return null;
        return then + change + origin.calendarEffect(row);
      };
    },
  };
}

function meanKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
