import { medianSorted, quantileSorted } from 'simple-statistics';
import { type Note } from '../domain/index.ts';
import { type DayLevels } from './day-levels.ts';
import { type DayTable } from './day-table.ts';

/** A day from which on contacts are at another level. */
export interface LevelShift {
  readonly day: number;
  /** Difference of the levels, in log volume. */
  readonly step: number;
}

/** Days before and after a day whose medians are compared, and how many must be known. */
const WINDOW = 28;
const FEWEST_BEFORE = 14;
const FEWEST_AFTER = 7;
/** A smaller step than this is nothing unusual. */
const LEAST_STEP = Math.log(1.15);
/** ... and so is one of fewer deviations of the level's usual wandering, or of its own noise. */
const DEVIATIONS = 4;
/** How it usually wanders is read where it is calm, for the steps themselves are not usual. */
const CALM_SHARE = 1 / 3;
/** ... at which share the absolute value of a normal law has so many deviations. */
const CALM_DEVIATE = 0.4307;
/** Days of a week that must be known. */
const FEWEST_WEEK = 4;
/** Share of a step that must come within a week: what comes slower is a trend or a season. */
const ABRUPT_SHARE = 0.6;
/** Days of history that are looked back over, and steps that are told, newest first. */
const TOLD_DAYS = 365;
const TOLD = 3;

/** Weeks on either side of a break of trend. */
const TREND_WEEKS = 12;
/** What a new slope must have brought by now, at least. */
const LEAST_BEND = Math.log(1.2);
/** Places at which the slope was compared before, at least: fewer do not say what is usual. */
const FEWEST_BENDS = 20;

/** What a planner should know of the level: where it shifted, and where its trend broke. */
export function noteShifts(table: DayTable, levels: DayLevels): readonly Note[] {
  const days = table.dates.length;
  const plain = deseasonalise(table, levels);
  const shifts = findShifts(plain);
  const notes = shifts
    .filter(({ day }) => day >= days - TOLD_DAYS)
    .slice(-TOLD)
    .map(({ day, step }): Note => {
      return {
        code: 'level-shift',
        details: { since: table.dates[day]!, change: Math.expm1(step) },
      };
    });
  const bend = findBend(withoutShifts(plain, shifts));
  if (bend !== null) {
    const yearly = (perWeek: number) => Math.expm1(perWeek * (365.25 / 7));
    const details = {
      since: table.dates[bend.day]!,
      before: yearly(bend.before),
      after: yearly(bend.after),
    };
    notes.push({ code: 'trend-break', details });
  }
  return notes;
}

/** Logs of day totals less what their weekday is usually off its surroundings; NaN if not usable. */
function deseasonalise(table: DayTable, levels: DayLevels): Float64Array {
  const logs = levels.logs.map((log, day) =>
    levels.weights[day]! > 0 && table.special[day] === null ? log : Number.NaN,
  );
  const effects = Array.from({ length: 7 }, (): number[] => []);
  for (const [day, log] of logs.entries()) {
    const around = medianOf(logs, day - 3, day + 4, FEWEST_WEEK);
    if (!Number.isNaN(log - around)) effects[table.weekdays[day]!]!.push(log - around);
  }
  const usual = effects.map((of) => (of.length === 0 ? 0 : medianSorted(of.sort((a, b) => a - b))));
  return logs.map((log, day) => log - usual[table.weekdays[day]!]!);
}

/**
 * Days at which the level steps: the medians of the four weeks before and after differ by more
 * than this series' level usually wanders and its days scatter, and most of it within a week.
 */
export function findShifts(plain: Float64Array): readonly LevelShift[] {
  const days = plain.length;
  const steps = plain.map((_, day) => {
    const after = medianOf(plain, day, day + WINDOW, FEWEST_AFTER);
    return after - medianOf(plain, day - WINDOW, day, FEWEST_BEFORE);
  });
  const weekly = plain.map((_, day) => {
    return meanOf(plain, day, day + 7) - meanOf(plain, day - 7, day);
  });
  const sizes = steps.map(Math.abs);
  const usual = (DEVIATIONS * quantileOf(sizes, CALM_SHARE)) / CALM_DEVIATE;
  const scatter = plain.map((value, day) =>
    Math.abs(value - medianOf(plain, day - 3, day + 4, FEWEST_WEEK)),
  );
  const noise = DEVIATIONS * 1.4826 * quantileOf(scatter, 0.5);
  const shifts: LevelShift[] = [];
  for (const [at, step] of steps.entries()) {
    const limit = noise * Math.sqrt(1 / Math.min(WINDOW, days - at) + 1 / WINDOW);
    if (!(sizes[at]! > Math.max(LEAST_STEP, usual, limit)) || !isGreatest(steps, at)) continue;
    // Medians stay on a plateau around the step; means of weeks have their peak at it.
    const sign = Math.sign(step);
    let day = -1;
    for (let near = Math.max(0, at - WINDOW / 2); near <= at + WINDOW / 2 && near < days; near++) {
      if (Number.isNaN(plain[near]! + weekly[near]!)) continue;
      if (day < 0 || sign * weekly[near]! > sign * weekly[day]!) day = near;
    }
    if (day < 0 || sign * weekly[day]! < ABRUPT_SHARE * sizes[at]!) continue;
    shifts.push({ day, step });
  }
  return shifts;
}

/** Whether a step is the greatest of its four weeks; of equal ones, the first. */
function isGreatest(steps: Float64Array, day: number): boolean {
  const size = Math.abs(steps[day]!);
  for (let at = Math.max(0, day - WINDOW); at <= day + WINDOW && at < steps.length; at++) {
    const other = Math.abs(steps[at]!);
    if (other > size || (other === size && at < day)) return false;
  }
  return true;
}

function withoutShifts(plain: Float64Array, shifts: readonly LevelShift[]): Float64Array {
  return plain.map((value, at) =>
    shifts.reduce((level, { day, step }) => (at >= day ? level - step : level), value),
  );
}

/**
 * The day in the last half year at which the slope changed most, if by more than it usually does
 * in this history and by enough to matter; slopes are per week, in log volume.
 */
function findBend(plain: Float64Array) {
  const weeks = Math.floor(plain.length / 7);
  const first = plain.length - 7 * weeks;
  const weekly = Float64Array.from({ length: weeks }, (_, week) =>
    medianOf(plain, first + 7 * week, first + 7 * week + 7, FEWEST_WEEK),
  );
  const bends: { readonly week: number; readonly before: number; readonly after: number }[] = [];
  for (let week = TREND_WEEKS; week <= weeks - TREND_WEEKS; week++) {
    const before = slopeOf(weekly.subarray(week - TREND_WEEKS, week));
    const after = slopeOf(weekly.subarray(week, week + TREND_WEEKS));
    if (!Number.isNaN(before + after)) bends.push({ week, before, after });
  }
  if (bends.length < FEWEST_BENDS) return null;
  const change = (bend: (typeof bends)[number]) => Math.abs(bend.after - bend.before);
  const usual = medianSorted(bends.map(change).sort((a, b) => a - b));
  const recent = bends.filter(({ week }) => week > weeks - 2 * TREND_WEEKS);
  const most = recent.toSorted((a, b) => change(b) - change(a))[0];
  if (most === undefined) return null;
  const isUnusual = change(most) > DEVIATIONS * 1.4826 * usual;
  const matters = change(most) * TREND_WEEKS > LEAST_BEND;
  return isUnusual && matters ? { ...most, day: first + 7 * most.week } : null;
}

/** Slope per step of values with equal steps, by the median of pairs; NaN where few are known. */
function slopeOf(values: Float64Array): number {
  const slopes: number[] = [];
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      const slope = (values[j]! - values[i]!) / (j - i);
      if (!Number.isNaN(slope)) slopes.push(slope);
    }
  }
  return slopes.length < values.length * 2
    ? Number.NaN
    : medianSorted(slopes.sort((a, b) => a - b));
}

/** Mean of what is known in [from, to); NaN where that is less than most of a week. */
function meanOf(values: Float64Array, from: number, to: number): number {
  const known = values
    .subarray(Math.max(0, from), Math.max(0, Math.min(values.length, to)))
    .filter((value) => !Number.isNaN(value));
  return known.length < FEWEST_WEEK
    ? Number.NaN
    : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Quantile of the values that are known; NaN without any. */
function quantileOf(values: Float64Array, share: number): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  return known.length === 0 ? Number.NaN : quantileSorted(Array.from(known), share);
}

/** Median of what is known in [from, to); NaN where that is less than `fewest`. */
function medianOf(values: Float64Array, from: number, to: number, fewest: number): number {
  const known = values
    .subarray(Math.max(0, from), Math.max(0, Math.min(values.length, to)))
    .filter((value) => !Number.isNaN(value))
    .sort();
  return known.length < fewest ? Number.NaN : medianSorted(Array.from(known));
}
