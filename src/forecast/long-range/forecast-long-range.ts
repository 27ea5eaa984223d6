import {
  AgnerError,
  checkPositiveInteger,
  type Estimate,
  type IntervalHistory,
  type Note,
  type QueueLongRange,
  type Weekday,
  weekdayOf,
} from '../../domain/index.ts';
import { readDayLevels } from '../day-levels.ts';
import { type DayTable, readDays } from '../day-table.ts';
import { checkForecastOptions, type ForecastOptions } from '../forecast-options.ts';
import { dayAfter, forecastTable } from '../forecast-queue.ts';
import { forecastHandleTime } from '../handle-time-forecast.ts';
import { type VolumeForecast } from '../volume-forecast.ts';
import { copyEstimate, scaleValue } from '../writable-estimate.ts';
import { learnPersistence } from '../learn-persistence.ts';
import { sumPeriods } from './sum-periods.ts';

/** What a long forecast is told beside the history. */
export type LongRangeOptions = Omit<ForecastOptions, 'days'> & {
  /** Whole weeks from the first day on, 1 to {@link MAX_WEEKS}. */
  readonly weeks: number;
  /** Growth of the volume per year that the planner expects beyond the short range, 0.05 for 5 %;
   *  `null` for what the history's own trend says. */
  readonly annualGrowth: number | null;
  /** On which weekday a week begins. */
  readonly weekStart: Weekday;
};

/** Longest horizon: two years. */
export const MAX_WEEKS = 104;
/** Days that are those of the short forecast, to the last figure. */
const SHORT_DAYS = 28;
/** Days that are compared with those of a year before, at least. */
const FEWEST_PAIRS = 56;
const YEAR_DAYS = 364;

/**
 * A queue's volume by week and by month for capacity planning.
 *
 * The first 28 days are those of {@link forecastQueue}; beyond them the same model runs on, with
 * growth per year on top where the planner says one, which begins where the short range ends. Weeks
 * and months are sums of days by the local calendar; the first and the last may be cut by the
 * horizon, which their number of days tells. Bands of sums take into account that errors of days
 * go together, as far as forecasts of the past show it.
 *
 * @throws {AgnerError} `INVALID_INPUT` for options out of range; `INSUFFICIENT_HISTORY` as
 *   {@link forecastQueue}: a horizon ends within twice the history
 *
 * Cost: two forecasts, a year of half-hours some 2 s.
 */
export function forecastLongRange(
  history: IntervalHistory,
  options: LongRangeOptions,
): QueueLongRange {
  checkLongRange(options);
  const table = readDays(history, options.from, options);
  const from = options.from ?? dayAfter(history, table);
  const days = 7 * options.weeks;
  const long = forecastTable(history, table, { ...options, from, days });
  const short =
    days <= SHORT_DAYS
      ? long
      : forecastTable(history, table, { ...options, from, days: SHORT_DAYS });
  const { dayTotals, volume } = join(short, long, options.annualGrowth ?? 0);
  const handleTime = forecastHandleTime(history, long.layout, volume, options);
  const work = new Float64Array(days);
  for (const [slot, day] of long.layout.dayOfSlot.entries()) {
    work[day]! += volume[slot]! * handleTime.estimate.mean[slot]!;
  }
  const persistence = learnPersistence(short.dayErrors);
  const sum = (starts: readonly number[]) =>
    sumPeriods(long.layout.dates, dayTotals, work, starts, persistence);
  const notes: Note[] = [...long.notes];
  if (handleTime.source === 'assumed') {
    const seconds = options.assumedHandleTimeSeconds ?? 0;
    notes.push({ code: 'handle-time-assumed', details: { seconds } });
  }
  return {
    queue: history.queue,
    channel: history.channel,
    zone: history.grid.zone,
    annualGrowth: options.annualGrowth,
    growthSeen: growthSeen(table),
    days: long.layout.dates,
    dayTotals,
    weeks: sum(startsOf(long.layout.dates, (date) => weekdayOf(date) === options.weekStart)),
    months: sum(startsOf(long.layout.dates, (date) => date.endsWith('-01'))),
    notes,
  };
}

function checkLongRange(options: LongRangeOptions): void {
  checkForecastOptions({ ...options, days: SHORT_DAYS });
  checkPositiveInteger('weeks', options.weeks);
  if (options.weeks > MAX_WEEKS) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected weeks to be at most ${MAX_WEEKS}, got ${options.weeks}`,
      { name: 'weeks', got: options.weeks },
    );
  }
  const growth = options.annualGrowth;
  if (growth !== null && !(growth > -1 && growth <= 10)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected annualGrowth to be a share above -1 and at most 10 (0.05 for 5 %), got ${growth}`,
      { name: 'annualGrowth', got: String(growth) },
    );
  }
}

/** Day totals and slots: the short forecast where it reaches, the long one with growth beyond. */
function join(short: VolumeForecast, long: VolumeForecast, annualGrowth: number) {
  const dayTotals = copyEstimate(long.dayTotals);
  const volume = [...long.volume.mean];
  const near = short.layout.dates.length;
  const growthAt = (day: number) => (1 + annualGrowth) ** (Math.max(0, day + 1 - near) / 365.25);
  for (const day of long.layout.dates.keys()) {
    if (day < near) scaleValue(dayTotals, day, short.dayTotals, day, 1);
    else scaleValue(dayTotals, day, long.dayTotals, day, growthAt(day));
  }
  for (const [slot, day] of long.layout.dayOfSlot.entries()) {
    volume[slot] = day < near ? short.volume.mean[slot]! : volume[slot]! * growthAt(day);
  }
  return { dayTotals: dayTotals as Estimate, volume };
}

/** Positions of the first day and of every day on which a new period begins. */
function startsOf(dates: readonly string[], begins: (date: string) => boolean): readonly number[] {
  return [...dates.keys()].filter((day) => day === 0 || begins(dates[day]!));
}

/**
 * Growth per year in the history: the last days, up to a year of them, over the same weekdays 52
 * weeks before, ordinary days alone. `null` where fewer than eight weeks can be compared.
 */
function growthSeen(table: DayTable): number | null {
  if (!table.values.some((value) => value > 0)) return null;
  const { totals, weights } = readDayLevels(table);
  const end = table.dates.length;
  let [now, before, pairs] = [0, 0, 0];
  for (let day = Math.max(YEAR_DAYS, end - YEAR_DAYS); day < end; day++) {
    const ago = day - YEAR_DAYS;
    const counts = [day, ago].every(
      (of) => weights[of]! > 0 && table.special[of] === null && totals[of]! >= 0,
    );
    if (!counts) continue;
    now += totals[day]!;
    before += totals[ago]!;
    pairs++;
  }
  return pairs >= FEWEST_PAIRS && before > 0 ? now / before - 1 : null;
}
