import { medianSorted } from 'simple-statistics';
import { type ExcludedDay, weekdayOf } from '../domain/index.ts';
import { type DayTable } from './day-table.ts';

/** Day totals of the training days, ready for the models. */
export interface DayLevels {
  /**
   * Contacts of the day as if it had been open and known for its ordinary slots; NaN where too
   * little of the day is known.
   */
  readonly totals: Float64Array;
  /** log of the totals, at least log 0.5. */
  readonly logs: Float64Array;
  /** Weight of each day in fitting, in [0, 1]; 0 for unknown, excluded and outlying days. */
  readonly weights: Float64Array;
  /** Slot values with single wild intervals cut; day after day as in the table. */
  readonly values: Float64Array;
  /** Standard deviation of ordinary days around their surroundings, in log volume. */
  readonly deviation: number;
  readonly excluded: readonly ExcludedDay[];
}

/** Share of a day's ordinary volume that must be known for its total to be used. */
const KNOWN_SHARE = 0.5;
/** A day further from its surroundings than this many deviations is an outlier. */
const OUTLIER_DEVIATIONS = 4.5;
/** ... and further than this in log volume: 25 % is nothing unusual anywhere. */
const OUTLIER_LOG = Math.log(1.25);
/** So many days in a row on one side are a new level, not outliers. */
const SHIFT_DAYS = 4;
/** Same weekdays on either side that make up a day's surroundings. */
const SURROUNDING_WEEKS = 5;
/** An interval is cut at this many times its weekday's median plus so many Poisson deviations. */
const SPIKE_RATIO = 4;
const SPIKE_DEVIATIONS = 8;

/** Levels of the training days; finds and excludes outliers and outages. Cost: O(values). */
export function readDayLevels(table: DayTable): DayLevels {
  const days = table.dates.length;
  const perDay = table.slotsPerDay;
  const values = cutSpikes(table);
  const shares = roughProfiles(table, values);
  const totals = new Float64Array(days).fill(Number.NaN);
  const logs = new Float64Array(days).fill(Number.NaN);
  const weights = new Float64Array(days);
  const excluded: ExcludedDay[] = [];
  for (let day = 0; day < days; day++) {
    const row = (weekdayOf(table.dates[day]!) - 1) * perDay;
    let sum = 0;
    let share = 0;
    let known = 0;
    for (let wall = 0; wall < perDay; wall++) {
      const value = values[day * perDay + wall]!;
      if (table.open[day * perDay + wall] === 0 || Number.isNaN(value)) continue;
      sum += value;
      share += shares[row + wall]!;
      known++;
    }
    if (share >= KNOWN_SHARE) {
      totals[day] = sum / share;
      logs[day] = Math.log(Math.max(sum / share, 0.5));
      weights[day] = Math.min(1, share);
    } else if (known > 0 && share > 0) {
      excluded.push({ date: table.dates[day]!, reason: 'incomplete', weight: 0 });
    }
  }
  const { residuals, deviation } = residualsFromSurroundings(table, logs, totals);
  for (const day of outlyingDays(residuals, deviation, totals)) {
    weights[day] = 0;
    const reason = residuals[day]! > 0 ? 'outlier' : 'outage';
    excluded.push({ date: table.dates[day]!, reason, weight: 0 });
  }
  excluded.sort((a, b) => (a.date < b.date ? -1 : 1));
  return { totals, logs, weights, values, deviation, excluded };
}

/** Values with single intervals far above the same slot of their weekday cut down. */
function cutSpikes(table: DayTable): Float64Array {
  const perDay = table.slotsPerDay;
  const values = Float64Array.from(table.values);
  if (perDay === 1) return values;
  for (let weekday = 0; weekday < 7; weekday++) {
    const rows = table.dates.flatMap((date, day) => (weekdayOf(date) - 1 === weekday ? [day] : []));
    for (let wall = 0; wall < perDay; wall++) {
      const seen = rows.map((day) => values[day * perDay + wall]!).filter((x) => !Number.isNaN(x));
      if (seen.length < 4) continue;
      const median = medianSorted(Float64Array.from(seen).sort() as unknown as number[]);
      const limit = SPIKE_RATIO * median + SPIKE_DEVIATIONS * Math.sqrt(median + 1);
      for (const day of rows) {
        const at = day * perDay + wall;
        if (table.special[day] === null && values[at]! > limit) values[at] = limit;
      }
    }
  }
  return values;
}

/** Per weekday and slot, its share of an ordinary day, from plain means over all days. */
function roughProfiles(table: DayTable, values: Float64Array): Float64Array {
  const perDay = table.slotsPerDay;
  const sums = new Float64Array(8 * perDay);
  const counts = new Float64Array(8 * perDay);
  for (const [day, date] of table.dates.entries()) {
    if (table.special[day] !== null) continue;
    for (const row of [weekdayOf(date) - 1, 7]) {
      for (let wall = 0; wall < perDay; wall++) {
        const value = values[day * perDay + wall]!;
        if (Number.isNaN(value) || table.open[day * perDay + wall] === 0) continue;
        sums[row * perDay + wall]! += value;
        counts[row * perDay + wall]! += 1;
      }
    }
  }
  const shares = new Float64Array(7 * perDay);
  for (let weekday = 0; weekday < 7; weekday++) {
    const means = new Float64Array(perDay);
    let total = 0;
    for (let wall = 0; wall < perDay; wall++) {
      const own = weekday * perDay + wall;
      const all = 7 * perDay + wall;
      const from = counts[own]! > 0 ? own : all;
      means[wall] = counts[from]! > 0 ? sums[from]! / counts[from]! : 0;
      if (table.weekly[own] === 1) total += means[wall]!;
    }
    // A weekday that is closed in ordinary weeks is measured by all its slots.
    const ordinary = total > 0;
    if (!ordinary) total = means.reduce((sum, value) => sum + value, 0);
    for (let wall = 0; wall < perDay; wall++) {
      shares[weekday * perDay + wall] = total > 0 ? means[wall]! / total : 1 / perDay;
    }
  }
  return shares;
}

function residualsFromSurroundings(table: DayTable, logs: Float64Array, totals: Float64Array) {
  const days = logs.length;
  const residuals = new Float64Array(days).fill(Number.NaN);
  const usable = (day: number) =>
    day >= 0 && day < days && table.special[day] === null && !Number.isNaN(logs[day]!);
  for (let day = 0; day < days; day++) {
    if (!usable(day)) continue;
    const near: number[] = [];
    for (let week = 1; week <= SURROUNDING_WEEKS; week++) {
      if (usable(day - 7 * week)) near.push(logs[day - 7 * week]!);
      if (usable(day + 7 * week)) near.push(logs[day + 7 * week]!);
    }
    if (near.length >= 3) residuals[day] = logs[day]! - medianSorted(near.sort((a, b) => a - b));
  }
  const spread = Array.from(residuals, Math.abs).filter((value) => !Number.isNaN(value));
  if (spread.length === 0) return { residuals, deviation: 0.2 };
  spread.sort((a, b) => a - b);
  const known = Array.from(totals)
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  const poisson = 1 / Math.sqrt(Math.max(1, medianSorted(known)));
  const deviation = Math.max(1.4826 * medianSorted(spread), poisson, 0.01);
  return { residuals, deviation };
}

function outlyingDays(
  residuals: Float64Array,
  deviation: number,
  totals: Float64Array,
): readonly number[] {
  const limit = Math.max(OUTLIER_DEVIATIONS * deviation, OUTLIER_LOG);
  const outlying: number[] = [];
  let run: number[] = [];
  const endRun = () => {
    if (run.length < SHIFT_DAYS) outlying.push(...run);
    run = [];
  };
  for (const [day, residual] of residuals.entries()) {
    if (Number.isNaN(totals[day]!)) continue;
    const side = Math.abs(residual) > limit ? Math.sign(residual) : 0;
    const last = run.at(-1);
    if (last !== undefined && Math.sign(residuals[last]!) !== side) endRun();
    if (side !== 0) run.push(day);
  }
  endRun();
  return outlying;
}
