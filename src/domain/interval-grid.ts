import { addDays, epochSeconds, formatInstant, localDateOf, startOfDay } from './calendar.ts';
import { AgnerError } from './errors.ts';
import { checkPositiveInteger } from './check.ts';

/**
 * A run of equal intervals: slot `i` starts `i * stepSeconds` after `start`.
 *
 * Slots are spaced in elapsed time, so a local day has as many as its 23 to 25 hours hold.
 */
export interface IntervalGrid {
  /** IANA zone in which local dates are read, "Europe/Ljubljana". */
  readonly zone: string;
  /** First instant, ISO with offset, "2026-03-29T00:00:00+01:00". */
  readonly start: string;
  readonly stepSeconds: number;
  /** Number of slots. */
  readonly length: number;
}

/** One local date of a grid: the slots `firstSlot` to `firstSlot + slots - 1` start on it. */
export interface GridDay {
  readonly date: string;
  readonly firstSlot: number;
  readonly slots: number;
}

/** Most slots that a grid may hold: ten years of 5-minute intervals. */
export const MAX_GRID_SLOTS = 1_100_000;

/** The grid of whole local days from `firstDate` on, `days` of them. */
export function gridOfDays(
  zone: string,
  firstDate: string,
  days: number,
  stepSeconds: number,
): IntervalGrid {
  checkPositiveInteger('days', days);
  checkPositiveInteger('stepSeconds', stepSeconds);
  const from = startOfDay(zone, firstDate);
  const to = startOfDay(zone, addDays(firstDate, days));
  const length = (to - from) / stepSeconds;
  if (!Number.isInteger(length)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected an interval that divides the day, got ${stepSeconds} seconds from ${firstDate}`,
    );
  }
  return makeGrid(zone, from, stepSeconds, length);
}

/** A grid from an instant in epoch seconds. Throws `TOO_LARGE` beyond {@link MAX_GRID_SLOTS}. */
export function makeGrid(
  zone: string,
  startEpochSeconds: number,
  stepSeconds: number,
  length: number,
): IntervalGrid {
  if (length > MAX_GRID_SLOTS) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected at most ${MAX_GRID_SLOTS} intervals from first to last, got ${length}`,
    );
  }
  return { zone, start: formatInstant(startEpochSeconds, zone), stepSeconds, length };
}

/** Start of a slot in epoch seconds; `slot` may lie outside the grid. */
export function slotStart(grid: IntervalGrid, slot: number): number {
  return epochSeconds(grid.start) + slot * grid.stepSeconds;
}

/** Starts of all slots in epoch seconds. */
export function slotStarts(grid: IntervalGrid): Float64Array {
  const first = epochSeconds(grid.start);
  return Float64Array.from({ length: grid.length }, (_, slot) => first + slot * grid.stepSeconds);
}

/** The slot that holds an instant (epoch seconds); may lie outside [0, length). */
export function slotAt(grid: IntervalGrid, instant: number): number {
  return Math.floor((instant - epochSeconds(grid.start)) / grid.stepSeconds);
}

/**
 * The grid's local dates in order, each with its slots. The first and last may be cut short by
 * the grid's ends.
 */
export function gridDays(grid: IntervalGrid): readonly GridDay[] {
  const days: GridDay[] = [];
  const origin = epochSeconds(grid.start);
  let firstSlot = 0;
  while (firstSlot < grid.length) {
    const date = localDateOf(origin + firstSlot * grid.stepSeconds, grid.zone);
    const next = startOfDay(grid.zone, addDays(date, 1));
    const end = Math.min(grid.length, Math.ceil((next - origin) / grid.stepSeconds));
    days.push({ date, firstSlot, slots: end - firstSlot });
    firstSlot = end;
  }
  return days;
}
