import { medianSorted } from 'simple-statistics';
import { type ExcludedDay } from '../domain/index.ts';
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
  /** 1 for outlying days: nothing is learned from them, but bands are to hold such days too. */
  readonly outlying: Uint8Array;
  /** Slot values, single wild intervals made unknown; day after day as in the table. */
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
/** Of a day that fell short, less than half came: the queue was down. */
const OUTAGE_LOG = Math.log(0.5);
/** So many days in a row on one side are a new level, not outliers. */
const SHIFT_DAYS = 4;
/** Same weekdays on either side that make up a day's surroundings. */
const SURROUNDING_WEEKS = 5;
/** A wild interval is above so many times its weekday's median plus so many Poisson deviations. */
const SPIKE_RATIO = 4;
const SPIKE_DEVIATIONS = 8;
/** A day with a greater share of wild intervals is wild as a whole. */
const SPIKE_SHARE = 0.25;
/** Days of a weekday that a slot is compared over, at least. */
const FEWEST_PEERS = 4;
/** A weekday with so many contacts has none by chance once in 3,000 times. */
const LOUD_DAY = 8;

/** Levels of the training days; finds and excludes outliers and outages. Cost: O(values). */
export function readDayLevels(table: DayTable): DayLevels {
  const days = table.dates.length;
  const perDay = table.slotsPerDay;
  const values = dropSpikes(table);
  const shares = roughProfiles(table, values);
  const totals = new Float64Array(days).fill(Number.NaN);
  const logs = new Float64Array(days).fill(Number.NaN);
  const weights = new Float64Array(days);
  const excluded: ExcludedDay[] = table.dates
    .filter((date) => table.excluded.has(date))
    .map((date) => ({ date, reason: 'planner', weight: 0 }));
  for (let day = 0; day < days; day++) {
    const row = table.weekdays[day]! * perDay;
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
  for (const { day, opened } of silentDays(table, totals)) {
    if (table.kept.has(table.dates[day]!)) continue;
    totals[day] = logs[day] = Number.NaN;
    weights[day] = 0;
    if (opened && table.special[day] === null)
      excluded.push({ date: table.dates[day]!, reason: 'outage', weight: 0 });
  }
  const { residuals, deviation } = residualsFromSurroundings(table, logs, totals);
  const outlying = new Uint8Array(days);
  for (const day of outlyingDays(residuals, deviation, totals)) {
    weights[day] = 0;
    outlying[day] = 1;
    const reason = residuals[day]! < OUTAGE_LOG ? 'outage' : 'outlier';
    excluded.push({ date: table.dates[day]!, reason, weight: 0 });
  }
  excluded.sort((a, b) => (a.date < b.date ? -1 : 1));
  return { totals, logs, weights, outlying, values, deviation, excluded };
}

/** Whether a day may be odd for no reason that is known: not special, and not kept by the planner. */
function isDoubtful(table: DayTable, day: number): boolean {
  return table.special[day] === null && !table.kept.has(table.dates[day]!);
}

/**
 * Values with single wild intervals made unknown: those far above the same slot of their weekday,
 * on days of which most of the rest is not.
 */
function dropSpikes(table: DayTable): Float64Array {
  const perDay = table.slotsPerDay;
  const values = Float64Array.from(table.values);
  if (perDay === 1) return values;
  const spikes: number[] = [];
  const spikesOfDay = new Uint32Array(table.dates.length);
  for (let weekday = 0; weekday < 7; weekday++) {
    const rows = [...table.weekdays.keys()].filter((day) => table.weekdays[day] === weekday);
    for (let wall = 0; wall < perDay; wall++) {
      const seen = rows.map((day) => values[day * perDay + wall]!).filter((x) => !Number.isNaN(x));
      if (seen.length < FEWEST_PEERS) continue;
      const median = medianSorted(seen.sort((a, b) => a - b));
      const limit = SPIKE_RATIO * median + SPIKE_DEVIATIONS * Math.sqrt(median + 1);
      for (const day of rows) {
        const at = day * perDay + wall;
        if (!isDoubtful(table, day) || !(values[at]! > limit)) continue;
        spikes.push(at);
        spikesOfDay[day]!++;
      }
    }
  }
  for (const at of spikes) {
    const day = Math.floor(at / perDay);
    const open = table.open.subarray(day * perDay, (day + 1) * perDay).filter(Boolean).length;
    if (spikesOfDay[day]! <= SPIKE_SHARE * open) values[at] = Number.NaN;
  }
  return values;
}

/**
 * Days without a contact on weekdays that have so many that chance cannot be why: the queue was
 * down or, before the weekday's first contact, not yet open.
 */
function silentDays(table: DayTable, totals: Float64Array) {
  const silent: { readonly day: number; readonly opened: boolean }[] = [];
  for (let weekday = 0; weekday < 7; weekday++) {
    const rows = [...table.weekdays.keys()].filter((day) => table.weekdays[day] === weekday);
    const busy = rows.filter((day) => totals[day]! > 0);
    if (busy.length === 0) continue;
    const typical = medianSorted(busy.map((day) => totals[day]!).sort((a, b) => a - b));
    if (typical < LOUD_DAY) continue;
    for (const day of rows) {
      if (totals[day] === 0) silent.push({ day, opened: day > busy[0]! });
    }
  }
  return silent;
}

/** Per weekday and slot, its share of an ordinary day, from plain means over all days. */
function roughProfiles(table: DayTable, values: Float64Array): Float64Array {
  const perDay = table.slotsPerDay;
  const sums = new Float64Array(8 * perDay);
  const counts = new Float64Array(8 * perDay);
  for (const [day, weekday] of table.weekdays.entries()) {
    if (table.special[day] !== null) continue;
    for (const row of [weekday, 7]) {
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
    if (!usable(day) || !isDoubtful(table, day)) continue;
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
