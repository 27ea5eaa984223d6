import {
  type Estimate,
  type ExcludedDay,
  type IntervalGrid,
  type ModelShare,
  type Note,
  weekdayLike,
} from '../domain/index.ts';
import { fitDeviates, type Outcome } from './band-scales.ts';
import { buildCalendarDesign, type CalendarDay } from './calendar-features.ts';
import { type DayLaws, makeDayLaws, makeEstimate } from './count-estimate.ts';
import { type CountLaw } from './count-quantiles.ts';
import { type DayLevels, readDayLevels } from './day-levels.ts';
import { type DayTable, specialTypes } from './day-table.ts';
import { type ForecastOptions } from './forecast-options.ts';
import { noteDays, openMask, typesNeverOpen } from './horizon-calendar.ts';
import { noteShifts } from './level-shifts.ts';
import { fitPool, type FittedPool } from './pool.ts';
import { type DaySeries } from './pool-members.ts';
import { learnProfiles, type Profiles } from './profiles.ts';
import { closedDays, forecastSilence } from './silence.ts';
import { dateIndex, datesFrom, layOutSlots, type SlotLayout } from './slot-layout.ts';

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
  /** Errors of the inner backtest, log of actual less log of forecast. */
  readonly dayErrors: readonly DayError[];
}

/** How far a past day came from what was forecast of it `lead` days before. */
export interface DayError {
  readonly row: number;
  readonly lead: number;
  readonly error: number;
}

/** Days of calendar kept beyond the horizon, so that the ends of its months are seen. */
const CALENDAR_MARGIN_DAYS = 31;

/** Forecasts the slots of `grid`, whole days that begin with `options.from`. */
export function forecastVolume(
  table: DayTable,
  grid: IntervalGrid,
  options: ForecastOptions & { readonly from: string },
): VolumeForecast {
  const layout = layOutSlots(grid);
  const perDay = table.slotsPerDay;
  const end = table.dates.length;
  const offset = dateIndex(table.dates[0]!, options.from);
  const horizon = offset + options.days - end;
  const dates = datesFrom(table.dates[0]!, end + horizon + CALENDAR_MARGIN_DAYS);
  const special = specialTypes(dates, table.known);
  const closedTypes = typesNeverOpen(table, options.openingHours !== null);
  const mask = openMask(table, options, dates, special, closedTypes);
  const open = Array.from(layout.dayOfSlot, (day, slot) => {
    return mask[(offset + day) * perDay + layout.wallOfSlot[slot]!] === 1;
  });
  const notes = [...noteDays(table, options, layout, closedTypes)];
  const closed = closedDays(table);
  const silent = table.values.some((value) => value > 0) ? closed : end;
  if (silent > 0) {
    if (closed > 0) {
      const since = table.dates[end - closed]!;
      notes.push({ code: 'queue-silent', details: { since, silentDays: closed } });
    }
    const silence = forecastSilence(table, layout, open, options.levels, silent);
    return { ...silence, grid, layout, open, notes, dayErrors: [] };
  }

  const levels = readDayLevels(table);
  notes.push(...noteShifts(table, levels));
  const calendar = dates.map((date, row): CalendarDay => ({
    date,
    weekday: weekdayLike(table.known, date),
    special: special[row] ?? null,
    isGiven: table.known.get(date)?.factor !== undefined,
    open: mask.subarray(row * perDay, (row + 1) * perDay).includes(1),
  }));
  const series: DaySeries = {
    design: buildCalendarDesign(calendar, end),
    totals: levels.totals,
    logs: levels.logs,
    weights: levels.weights,
    outlying: levels.outlying,
    deviation: levels.deviation,
  };
  const pool = fitPool(series, end, horizon);
  const profiles = learnProfiles(table, levels);
  const backtestDays = pool.backtest.reduce((most, { lead }) => Math.max(most, lead), 0);
  if (backtestDays < horizon) {
    notes.push({ code: 'beyond-backtest', details: { horizonDays: horizon, backtestDays } });
  }

  const slotLaws: CountLaw[] = [];
  const totalLaws: CountLaw[] = [];
  for (const [day, date] of layout.dates.entries()) {
    const row = offset + day;
    const profile = profiles.shareOf(weekdayLike(table.known, date), special[row] ?? null);
    const factor = table.known.get(date)?.factor ?? 1;
    const shares: number[] = [];
    for (let slot = slotLaws.length; layout.dayOfSlot[slot] === day; slot++) {
      shares.push(open[slot] === true ? profile[layout.wallOfSlot[slot]!]! : 0);
    }
    const laws = lawsOf(
      pool,
      profiles,
      row - end + 1,
      pool.predict(row) + Math.log(factor),
      shares,
    );
    slotLaws.push(...laws.slots);
    totalLaws.push(laws.total);
  }
  const seen = pastOutcomes(table, levels, pool, profiles);
  return {
    grid,
    layout,
    open,
    volume: makeEstimate(
      slotLaws,
      options.levels,
      fitDeviates(options.levels, seen.slots, seen.days),
    ),
    dayTotals: makeEstimate(
      totalLaws,
      options.levels,
      fitDeviates(options.levels, seen.totals, seen.days),
    ),
    models: pool.models,
    excludedDays: levels.excluded,
    notes,
    dayErrors: pool.backtest
      .filter(({ row }) => series.outlying[row] === 0)
      .map(({ row, lead, predicted }) => ({ row, lead, error: series.logs[row]! - predicted })),
  };
}

/** Laws of a day from the log of its total as predicted and the shares of its slots. */
function lawsOf(
  pool: FittedPool,
  profiles: Profiles,
  lead: number,
  predicted: number,
  shares: readonly number[],
): DayLaws {
  const mean = pool.meanOf(predicted, lead);
  const means = shares.map((share) => mean * share);
  return makeDayLaws(means, Math.expm1(pool.varianceAt(lead)), profiles.slotVariance);
}

/** What the inner backtest would have said of the slots and totals of past days, and what came. */
function pastOutcomes(table: DayTable, levels: DayLevels, pool: FittedPool, profiles: Profiles) {
  const perDay = table.slotsPerDay;
  const slots: Outcome[] = [];
  const totals: Outcome[] = [];
  const days = new Set<number>();
  for (const { row, lead, predicted } of pool.backtest) {
    const profile = profiles.trials.get(row);
    if (profile === undefined) continue;
    const shares: number[] = [];
    const actuals: number[] = [];
    for (let wall = 0; wall < perDay; wall++) {
      const at = row * perDay + wall;
      if (table.open[at] === 0 || Number.isNaN(levels.values[at])) continue;
      shares.push(profile[wall]!);
      actuals.push(levels.values[at]!);
    }
    const laws = lawsOf(pool, profiles, lead, predicted, shares);
    for (const [index, law] of laws.slots.entries()) slots.push({ law, actual: actuals[index]! });
    totals.push({ law: laws.total, actual: actuals.reduce((sum, actual) => sum + actual, 0) });
    days.add(row);
  }
  return { slots, totals, days: days.size };
}
