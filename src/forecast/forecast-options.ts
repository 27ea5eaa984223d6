import {
  AgnerError,
  checkDate,
  checkPositive,
  checkPositiveInteger,
  type OpeningHours,
  type SpecialDay,
} from '../domain/index.ts';

/** What to forecast, and what is known beside the history. */
export interface ForecastOptions {
  /** First local date to forecast; `null` for the day after the history's last. */
  readonly from: string | null;
  /** Local dates to forecast, 1 to {@link MAX_FORECAST_DAYS}. */
  readonly days: number;
  /** Levels of the bands, fractions in (0, 1): 0.8 for the 80 % band. */
  readonly levels: readonly number[];
  /** `null` where they are not known: then read from the history's last weeks. */
  readonly openingHours: OpeningHours | null;
  /** Special days of this queue, past and to come. */
  readonly specialDays: readonly SpecialDay[];
  /** Taken where the history has no handle time; `null` for none. */
  readonly assumedHandleTimeSeconds: number | null;
}

/** Longest horizon. */
export const MAX_FORECAST_DAYS = 400;
/** Least history, from the first contact to the last known day. */
export const MIN_HISTORY_DAYS = 28;
/** Days on which something must be known within it. */
export const MIN_KNOWN_DAYS = 10;
/** A horizon may reach this many times the history's length beyond it. */
export const MAX_HORIZON_RATIO = 2;

/** Throws `INVALID_INPUT` for options out of range, with what was expected and what came. */
export function checkForecastOptions(options: ForecastOptions): void {
  if (options.from !== null) checkDate(options.from);
  checkDays(options.days);
  checkLevels(options.levels);
  for (const { date } of options.specialDays) checkDate(date);
  if (options.assumedHandleTimeSeconds !== null) {
    checkPositive('assumedHandleTimeSeconds', options.assumedHandleTimeSeconds);
  }
}

/** Throws `INVALID_INPUT` unless `days` is a horizon that can be asked for. */
export function checkDays(days: number): void {
  checkPositiveInteger('days', days);
  if (days > MAX_FORECAST_DAYS) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected days to be at most ${MAX_FORECAST_DAYS}, got ${days}`,
      { name: 'days', got: days },
    );
  }
}

/** Throws `INVALID_INPUT` unless all levels are fractions in (0, 1), each named once. */
export function checkLevels(levels: readonly number[]): void {
  for (const level of levels) {
    if (!(level > 0 && level < 1)) {
      throw new AgnerError(
        'INVALID_INPUT',
        `expected levels to be fractions in (0, 1), got ${level}`,
        { name: 'levels', got: String(level) },
      );
    }
  }
  if (new Set(levels).size < levels.length) {
    throw new AgnerError('INVALID_INPUT', `expected every level once, got ${levels.join(', ')}`, {
      name: 'levels',
    });
  }
}
