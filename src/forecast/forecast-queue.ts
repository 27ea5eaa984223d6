import {
  addDays,
  AgnerError,
  type IntervalHistory,
  type Note,
  type QueueForecast,
} from '../domain/index.ts';
import {
  checkForecastOptions,
  type ForecastOptions,
  MAX_HORIZON_RATIO,
  MIN_HISTORY_DAYS,
  MIN_KNOWN_DAYS,
} from './forecast-options.ts';
import { readDays, type DayTable } from './day-table.ts';
import { forecastHandleTime } from './handle-time-forecast.ts';
import { learnPersistence } from './learn-persistence.ts';
import { dateIndex, gridFrom } from './slot-layout.ts';
import { forecastVolume } from './volume-forecast.ts';

/**
 * Forecasts one queue: contacts and handle time per interval, with bands, and day totals.
 *
 * Model: log day totals by a pool of calendar regressions with levels that follow, stacked by a
 * backtest inside the history, times a profile of the day per weekday; see
 * docs/models/forecast.md. Only history before `options.from` is read. Deterministic.
 *
 * @throws {AgnerError} `INVALID_INPUT` for options out of range, or where neither history nor
 *   options give a handle time; `INSUFFICIENT_HISTORY` below four weeks of it, or where the
 *   horizon ends beyond twice its length
 *
 * Cost: a year of half-hours, 28 days ahead, takes about 0.3 s.
 */
export function forecastQueue(history: IntervalHistory, options: ForecastOptions): QueueForecast {
  checkForecastOptions(options);
  const table = readDays(history, options.from, options);
  const from = options.from ?? dayAfter(history, table);
  const volume = forecastTable(history, table, { ...options, from });
  const handleTime = forecastHandleTime(history, volume.layout, volume.volume.mean, {
    from: options.from,
    levels: options.levels,
    assumedHandleTimeSeconds: options.assumedHandleTimeSeconds,
  });
  const notes: Note[] = [...volume.notes];
  if (handleTime.source === 'assumed') {
    const seconds = options.assumedHandleTimeSeconds ?? 0;
    notes.push({ code: 'handle-time-assumed', details: { seconds } });
  }
  return {
    queue: history.queue,
    channel: history.channel,
    grid: volume.grid,
    volume: volume.volume,
    handleTimeSeconds: handleTime.estimate,
    handleTimeSource: handleTime.source,
    days: volume.layout.dates,
    dayTotals: volume.dayTotals,
    errorPersistence: learnPersistence(volume.dayErrors),
    models: volume.models,
    excludedDays: volume.excludedDays,
    notes,
  };
}

/** Volume alone, from a table of days; refuses where the history does not bear it. */
export function forecastTable(
  history: IntervalHistory,
  table: DayTable,
  options: ForecastOptions & { readonly from: string },
) {
  checkBearing(history, table, options);
  const { zone, stepSeconds } = history.grid;
  return forecastVolume(table, gridFrom(zone, options.from, options.days, stepSeconds), options);
}

/** First day after the history; refuses one without any. */
export function dayAfter(history: IntervalHistory, table: DayTable): string {
  const last = table.dates.at(-1);
  if (last === undefined) throw insufficient(history, 0, 0);
  return addDays(last, 1);
}

function checkBearing(
  history: IntervalHistory,
  table: DayTable,
  options: { readonly from: string; readonly days: number },
): void {
  const perDay = table.slotsPerDay;
  const known = table.dates.filter((_, day) =>
    table.values.subarray(day * perDay, (day + 1) * perDay).some((value) => !Number.isNaN(value)),
  ).length;
  const span = table.dates.length;
  if (span < MIN_HISTORY_DAYS || known < MIN_KNOWN_DAYS) throw insufficient(history, span, known);
  const reach = dateIndex(table.dates[0]!, options.from) + options.days - span;
  if (reach > MAX_HORIZON_RATIO * span) {
    throw new AgnerError(
      'INSUFFICIENT_HISTORY',
      `expected a horizon of at most ${MAX_HORIZON_RATIO} times the history, got ${reach} days ` +
        `after ${span} days of history of queue "${history.queue}" (${table.dates[0]!} to ` +
        `${table.dates.at(-1)!})`,
      { queue: history.queue, horizonDays: reach, historyDays: span },
    );
  }
}

function insufficient(history: IntervalHistory, span: number, known: number): AgnerError {
  return new AgnerError(
    'INSUFFICIENT_HISTORY',
    `expected at least ${MIN_HISTORY_DAYS} days of history with ${MIN_KNOWN_DAYS} known ones for ` +
      `queue "${history.queue}", got ${span} days with ${known} known`,
    { queue: history.queue, historyDays: span, knownDays: known },
  );
}
