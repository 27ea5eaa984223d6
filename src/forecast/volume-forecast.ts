import {
  addDays,
  type Band,
  type Estimate,
  type ExcludedDay,
  type IntervalGrid,
  type ModelShare,
  type Note,
  weekdayOf,
} from '../domain/index.ts';
import { buildCalendarDesign, type CalendarDay } from './calendar-features.ts';
import { centralDeviate, countQuantile, type CountLaw } from './count-quantiles.ts';
import { readDayLevels } from './day-levels.ts';
import { type DayTable, specialTypes } from './day-table.ts';
import { type ForecastOptions } from './forecast-options.ts';
import { fitPool } from './pool.ts';
import { type DaySeries } from './pool-members.ts';
import { learnProfiles } from './profiles.ts';
import {
  dateIndex,
  datesFrom,
  layOutSlots,
  openWallSlots,
  type SlotLayout,
} from './slot-layout.ts';

/** Volume of a horizon. */
export interface VolumeForecast {
  readonly grid: IntervalGrid;
  readonly layout: SlotLayout;
  readonly volume: Estimate;
  readonly dayTotals: Estimate;
  /** Per slot, whether the queue is open. */
  readonly open: readonly boolean[];
  readonly models: readonly ModelShare[];
  readonly excludedDays: readonly ExcludedDay[];
  readonly notes: readonly Note[];
}

/** Days of calendar kept beyond the horizon, so that the ends of its months are seen. */
const CALENDAR_MARGIN_DAYS = 31;
/** Relative variance of a log total is kept below this, or means would run away. */
const MAX_LOG_VARIANCE = 1;

/** Forecasts the slots of `grid`, whole days that begin with `options.from`. */
export function forecastVolume(
  table: DayTable,
  grid: IntervalGrid,
  options: ForecastOptions & { readonly from: string },
): VolumeForecast {
  const layout = layOutSlots(grid);
  const end = table.dates.length;
  const offset = dateIndex(table.dates[0]!, options.from);
  const horizon = offset + options.days - end;
  const rows = end + horizon + CALENDAR_MARGIN_DAYS;
  const dates = datesFrom(table.dates[0]!, rows);
  const special = specialTypes(dates, options.specialDays);
  const closedTypes = options.openingHours === null ? typesNeverOpen(table) : new Set<string>();
  const openOfRow = openMask(table, options, dates, special, closedTypes);
  const notes = noteDays(table, options, layout, closedTypes);
  const perDay = table.slotsPerDay;
  const isOpen = (slot: number) =>
    openOfRow[(offset + layout.dayOfSlot[slot]!) * perDay + layout.wallOfSlot[slot]!] === 1;
  const open = Array.from({ length: grid.length }, (_, slot) => isOpen(slot));
  if (!table.values.some((value) => value > 0)) {
    return { ...forecastSilence(table, layout, open, options.levels), grid, layout, open, notes };
  }

  const levels = readDayLevels(table);
  const calendar = dates.map((date, row): CalendarDay => ({
    date,
    weekday: weekdayOf(date) - 1,
    special: special[row] ?? null,
    open: openOfRow.subarray(row * perDay, (row + 1) * perDay).includes(1),
  }));
  const series: DaySeries = {
    design: buildCalendarDesign(calendar, end),
    logs: levels.logs,
    weights: levels.weights,
    special: special.map((type) => type !== null),
    deviation: levels.deviation,
  };
  const pool = fitPool(series, end, horizon);
  const profiles = learnProfiles(table, levels);
  if (pool.backtestLeads < horizon) {
    notes.push({
      code: 'beyond-backtest',
      details: { horizonDays: horizon, backtestDays: pool.backtestLeads },
    });
  }

  const slotLaws: CountLaw[] = [];
  const dayLaws: CountLaw[] = [];
  for (const [day, date] of layout.dates.entries()) {
    const row = offset + day;
    const variance = Math.min(MAX_LOG_VARIANCE, pool.varianceAt(row - end + 1));
    const level = Math.exp((pool.predict(row) ?? 0) + variance / 2);
    const shares = profiles.shareOf(weekdayOf(date) - 1, special[row] ?? null);
    const dayRelative = Math.expm1(variance);
    let total = 0;
    for (let slot = slotLaws.length; layout.dayOfSlot[slot] === day; slot++) {
      const mean = open[slot] === true ? level * shares[layout.wallOfSlot[slot]!]! : 0;
      const relative = dayRelative + profiles.slotVariance;
      slotLaws.push({ mean, variance: mean + mean * mean * relative });
      total += mean;
    }
    // The backtest's error holds the day's own Poisson noise, but for the smallest days.
    dayLaws.push({ mean: total, variance: Math.max(total, total * total * dayRelative) });
  }
  return {
    grid,
    layout,
    open,
    volume: makeEstimate(slotLaws, options.levels),
    dayTotals: makeEstimate(dayLaws, options.levels),
    models: pool.models,
    excludedDays: levels.excluded,
    notes,
  };
}

function makeEstimate(laws: readonly CountLaw[], levels: readonly number[]): Estimate {
  const at = (z: number) => laws.map((law) => countQuantile(law, z));
  const bands = levels.map((level): Band => {
    const z = centralDeviate(level);
    return { level, lower: at(-z), upper: at(z) };
  });
  return { mean: laws.map((law) => law.mean), median: at(0), bands };
}

/**
 * A queue without any contact: 0, with the upper bound that so many silent slots leave for the
 * rate (the rule of three at 95 %).
 */
function forecastSilence(
  table: DayTable,
  layout: SlotLayout,
  open: readonly boolean[],
  levels: readonly number[],
) {
  const known = table.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  const days = known / table.slotsPerDay;
  const openDays = layout.dates.map((_, day) =>
    open.some((isOpen, slot) => isOpen && layout.dayOfSlot[slot] === day),
  );
  const bound = (level: number, exposure: number) => -Math.log((1 - level) / 2) / exposure;
  const silence = (flags: readonly boolean[], exposure: number): Estimate => {
    const zeros = flags.map(() => 0);
    const bands = levels.map((level) => ({
      level,
      lower: zeros,
      upper: flags.map((flag) => (flag ? bound(level, exposure) : 0)),
    }));
    return { mean: zeros, median: zeros, bands };
  };
  return {
    volume: silence(open, known),
    dayTotals: silence(openDays, days),
    models: [],
    excludedDays: [],
  };
}

/** Types of special day on which no contact was ever seen although days of the type were past. */
function typesNeverOpen(table: DayTable): ReadonlySet<string> {
  const perDay = table.slotsPerDay;
  const seen = new Map<string, boolean>();
  for (const [day, type] of table.special.entries()) {
    if (type === null) continue;
    const weekly = (weekdayOf(table.dates[day]!) - 1) * perDay;
    if (!table.weekly.subarray(weekly, weekly + perDay).includes(1)) continue;
    const contacts = table.values.subarray(day * perDay, (day + 1) * perDay).some((x) => x > 0);
    seen.set(type, (seen.get(type) ?? false) || contacts);
  }
  return new Set([...seen].flatMap(([type, contacts]) => (contacts ? [] : [type])));
}

function openMask(
  table: DayTable,
  options: ForecastOptions,
  dates: readonly string[],
  special: readonly (string | null)[],
  closedTypes: ReadonlySet<string>,
): Uint8Array {
  const perDay = table.slotsPerDay;
  if (options.openingHours !== null) {
    return openWallSlots(options.openingHours, dates, table.stepSeconds);
  }
  const open = new Uint8Array(dates.length * perDay);
  open.set(table.open);
  for (const [row, date] of dates.entries()) {
    const type = special[row] ?? null;
    if (type !== null && closedTypes.has(type)) {
      open.fill(0, row * perDay, (row + 1) * perDay);
    } else if (row >= table.dates.length) {
      const weekly = (weekdayOf(date) - 1) * perDay;
      open.set(table.weekly.subarray(weekly, weekly + perDay), row * perDay);
    }
  }
  return open;
}

function noteDays(
  table: DayTable,
  options: ForecastOptions & { readonly from: string },
  layout: SlotLayout,
  closedTypes: ReadonlySet<string>,
): Note[] {
  const notes: Note[] = [];
  if (!table.values.some((value) => value > 0)) {
    notes.push({ code: 'no-contacts', details: { historyDays: table.dates.length } });
  }
  const gapDays = dateIndex(addDays(table.dates.at(-1)!, 1), options.from);
  if (gapDays > 0) notes.push({ code: 'history-ends-early', details: { gapDays } });
  const seen = new Set(table.special);
  for (const [day, type] of specialTypes(layout.dates, options.specialDays).entries()) {
    if (type === null) continue;
    const date = layout.dates[day]!;
    if (!seen.has(type)) notes.push({ code: 'special-day-unseen', details: { date, type } });
    else if (closedTypes.has(type)) {
      notes.push({ code: 'special-day-closed', details: { date, type } });
    }
  }
  return notes;
}
