import { dayNumber } from '../domain/index.ts';
import { type Matrix, makeMatrix } from './linear-algebra.ts';

/** One local date as the regression sees it. */
export interface CalendarDay {
  readonly date: string;
  /** 0 is Monday. */
  readonly weekday: number;
  readonly special: string | null;
  /** Whether the planner has said what it brings, so that nothing is to be learned of its type. */
  readonly isGiven: boolean;
  /** Whether contacts are expected at all. */
  readonly open: boolean;
}

/** A design matrix with one row per day and, per column, how far its effect may lie from 0. */
export interface CalendarDesign {
  readonly matrix: Matrix;
  /** Prior standard deviation of each coefficient, in units of log volume. */
  readonly priorDeviations: Float64Array;
  /** Columns: [0, 1) intercept, [1, 8) weekdays, then the rest of the calendar; the last is trend. */
  readonly trendColumn: number;
}

/**
 * How far from 0 an effect is thought to lie before anything is seen, in log volume: 0.1 is about
 * 10 %. They only steer how fast few observations are believed; see docs/models/forecast.md.
 */
const PRIOR = {
  intercept: 100,
  weekday: 0.5,
  monthWave: 0.05,
  monthEdge: 0.1,
  aroundSpecial: 0.1,
  anySpecial: 0.3,
  specialType: 0.3,
  yearWave: 0.04,
  trendPerYear: 0.15,
} as const;

/** Harmonics of the position within the month, and of that within the year. */
const MONTH_WAVES = 3;
const YEAR_WAVES = 3;
/** Open days at either edge of the month with an effect of their own. */
const EDGE_DAYS = 3;
/** History that yearly waves need, and that a trend needs. */
const YEARLY_FROM_DAYS = 550;
const TREND_FROM_DAYS = 180;
/** Days over which a trend fades out after the last day of training. */
export const TREND_FADE_DAYS = 90;

/**
 * Builds the calendar regression's design for consecutive days.
 *
 * Columns: intercept, seven weekdays, waves of the position in the month, first and last open
 * days of the month, day before / first and second day after a special day, any special day,
 * each type of special day, yearly waves and trend where the history is long enough.
 *
 * @param historyDays how many of the days are history (the rest is to be forecast)
 */
export function buildCalendarDesign(
  days: readonly CalendarDay[],
  historyDays: number,
): CalendarDesign {
  const types = [
    ...new Set(
      days.slice(0, historyDays).flatMap((day) => (day.isGiven ? [] : (day.special ?? []))),
    ),
  ].sort();
  const yearWaves = historyDays >= YEARLY_FROM_DAYS ? YEAR_WAVES : 0;
  const priors: number[] = [PRIOR.intercept, ...Array.from({ length: 7 }, () => PRIOR.weekday)];
  const monthAt = priors.length;
  for (let wave = 1; wave <= MONTH_WAVES; wave++) priors.push(PRIOR.monthWave, PRIOR.monthWave);
  const edgeAt = priors.length;
  for (let edge = 0; edge < 2 * EDGE_DAYS; edge++) priors.push(PRIOR.monthEdge);
  const aroundAt = priors.length;
  priors.push(PRIOR.aroundSpecial, PRIOR.aroundSpecial, PRIOR.aroundSpecial);
  const specialAt = priors.length;
  priors.push(PRIOR.anySpecial, ...types.map(() => PRIOR.specialType));
  const yearAt = priors.length;
  for (let wave = 1; wave <= yearWaves; wave++) {
    priors.push(PRIOR.yearWave / wave, PRIOR.yearWave / wave);
  }
  const trendColumn = priors.length;
  priors.push(historyDays >= TREND_FROM_DAYS ? PRIOR.trendPerYear : 1e-6);

  const matrix = makeMatrix(days.length, priors.length);
  const { values, columns } = matrix;
  const edges = monthEdges(days);
  const around = daysAroundSpecial(days);
  for (const [row, day] of days.entries()) {
    const at = row * columns;
    values[at] = 1;
    values[at + 1 + day.weekday] = 1;
    const month = monthPosition(day.date);
    for (let wave = 1; wave <= MONTH_WAVES; wave++) {
      values[at + monthAt + 2 * wave - 2] = Math.sin(2 * Math.PI * wave * month);
      values[at + monthAt + 2 * wave - 1] = Math.cos(2 * Math.PI * wave * month);
    }
    if (edges[row]! >= 0) values[at + edgeAt + edges[row]!] = 1;
    if (around[row]! >= 0) values[at + aroundAt + around[row]!] = 1;
    if (day.special !== null && !day.isGiven) {
      values[at + specialAt] = 1;
      const type = types.indexOf(day.special);
      if (type >= 0) values[at + specialAt + 1 + type] = 1;
    }
    const year = (dayNumber(day.date) % 365.2425) / 365.2425;
    for (let wave = 1; wave <= yearWaves; wave++) {
      values[at + yearAt + 2 * wave - 2] = Math.sin(2 * Math.PI * wave * year);
      values[at + yearAt + 2 * wave - 1] = Math.cos(2 * Math.PI * wave * year);
    }
    values[at + trendColumn] = (row - historyDays) / 365;
  }
  return { matrix, priorDeviations: Float64Array.from(priors), trendColumn };
}

/** Middle of the day as a fraction of its month. */
function monthPosition(date: string): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return (day - 0.5) / length;
}

/** Column among the month's edges: 0.. from its first open day, EDGE_DAYS.. from its last; or -1. */
function monthEdges(days: readonly CalendarDay[]): Int32Array {
  const edges = new Int32Array(days.length).fill(-1);
  const openRowsOfMonth = new Map<string, number[]>();
  for (const [row, day] of days.entries()) {
    if (!day.open) continue;
    const month = day.date.slice(0, 7);
    const rows = openRowsOfMonth.get(month) ?? [];
    if (rows.length === 0) openRowsOfMonth.set(month, rows);
    rows.push(row);
  }
  const months = [...openRowsOfMonth.entries()];
  for (const [index, [, rows]] of months.entries()) {
    // The calendar's own ends cut months short: their edges are not the month's.
    const whole = { start: index > 0 || startsMonth(days), end: index < months.length - 1 };
    for (let edge = 0; edge < EDGE_DAYS && edge < rows.length; edge++) {
      if (whole.end) edges[rows.at(-1 - edge)!] = EDGE_DAYS + edge;
      if (whole.start) edges[rows[edge]!] = edge;
    }
  }
  return edges;
}

function startsMonth(days: readonly CalendarDay[]): boolean {
  return days[0]?.date.endsWith('-01') ?? false;
}

/** 0 for the open day before a special day, 1 and 2 for the two open days after one, or -1. */
function daysAroundSpecial(days: readonly CalendarDay[]): Int32Array {
  const around = new Int32Array(days.length).fill(-1);
  for (const [row, day] of days.entries()) {
    if (day.special === null) continue;
    const before = nextOrdinary(days, row, -1);
    const after = nextOrdinary(days, row, 1);
    const second = after < 0 ? -1 : nextOrdinary(days, after, 1);
    if (before >= 0 && around[before] === -1) around[before] = 0;
    if (second >= 0 && around[second]! < 1) around[second] = 2;
    if (after >= 0) around[after] = 1;
  }
  return around;
}

/** Nearest open ordinary day within four days in a direction, or -1. */
function nextOrdinary(days: readonly CalendarDay[], row: number, step: 1 | -1): number {
  for (let at = row + step, gone = 1; gone <= 4; at += step, gone++) {
    const day = days[at];
    if (day === undefined) return -1;
    if (day.open && day.special === null) return at;
  }
  return -1;
}
