import {
  addDays,
  daysBetween,
  gridDays,
  type IntervalGrid,
  localDateOf,
  makeGrid,
  offsetSeconds,
  isOpenAt,
  openStretches,
  type OpeningHours,
  slotStart,
  startOfDay,
} from '../domain/index.ts';

/** Seconds of an ordinary day; a grid of this step is daily. */
export const DAY_SECONDS = 86_400;

/**
 * Which local date and which wall-clock slot every slot of a grid belongs to.
 *
 * A doubled hour has two slots of the same wall-clock slot, an hour that the clock skips has
 * none. Slots of a daily grid belong to the date of their middle, so a clock change that moves
 * their start by an hour leaves them on their day.
 */
export interface SlotLayout {
  /** Consecutive local dates. */
  readonly dates: readonly string[];
  /** Per slot of the grid, index into `dates`. */
  readonly dayOfSlot: Int32Array;
  /** Per slot of the grid, its wall-clock slot in [0, slotsPerDay). */
  readonly wallOfSlot: Int32Array;
  /** Wall-clock slots of an ordinary day. */
  readonly slotsPerDay: number;
}

/** Wall-clock slots of an ordinary day for a step. */
export function slotsPerDay(stepSeconds: number): number {
  return Math.ceil(DAY_SECONDS / stepSeconds);
}

/** Lays a grid out in local dates and wall-clock slots. Cost: O(slots). */
export function layOutSlots(grid: IntervalGrid): SlotLayout {
  const { zone, stepSeconds, length } = grid;
  const perDay = slotsPerDay(stepSeconds);
  const dayOfSlot = new Int32Array(length);
  const wallOfSlot = new Int32Array(length);
  const first = slotStart(grid, 0);
  if (stepSeconds === DAY_SECONDS) {
    const firstDate = localDateOf(first + DAY_SECONDS / 2, zone);
    for (let slot = 0; slot < length; slot++) dayOfSlot[slot] = slot;
    const dates = Array.from({ length }, (_, day) => addDays(firstDate, day));
    return { dates, dayOfSlot, wallOfSlot, slotsPerDay: perDay };
  }
  const days = gridDays(grid);
  for (const [index, day] of days.entries()) {
    const start = first + day.firstSlot * stepSeconds;
    const offset = offsetSeconds(zone, start);
    const changes = offsetSeconds(zone, start + day.slots * stepSeconds - 1) !== offset;
    for (let slot = day.firstSlot; slot < day.firstSlot + day.slots; slot++) {
      const instant = first + slot * stepSeconds;
      const local = instant + (changes ? offsetSeconds(zone, instant) : offset);
      dayOfSlot[slot] = index;
      wallOfSlot[slot] = Math.floor(
        (((local % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS) / stepSeconds,
      );
    }
  }
  return { dates: days.map(({ date }) => date), dayOfSlot, wallOfSlot, slotsPerDay: perDay };
}

/** The slots of one of the layout's dates, in order. */
export function slotsOfDay({ dayOfSlot }: SlotLayout, day: number): number[] {
  return [...dayOfSlot.keys()].filter((slot) => dayOfSlot[slot] === day);
}

/** The grid of `days` local days from a date on, with every slot that starts on one of them. */
export function gridFrom(
  zone: string,
  from: string,
  days: number,
  stepSeconds: number,
): IntervalGrid {
  const start = startOfDay(zone, from);
  const end = startOfDay(zone, addDays(from, days));
  const length = stepSeconds === DAY_SECONDS ? days : Math.ceil((end - start) / stepSeconds);
  return makeGrid(zone, start, stepSeconds, length);
}

/** Per date and wall-clock slot (row after row), 1 where opening hours say open. */
export function openWallSlots(
  hours: OpeningHours,
  dates: readonly string[],
  stepSeconds: number,
): Uint8Array {
  const perDay = slotsPerDay(stepSeconds);
  const open = new Uint8Array(dates.length * perDay);
  for (const [day, date] of dates.entries()) {
    const stretches = openStretches(hours, date);
    for (let wall = 0; wall < perDay; wall++) {
      open[day * perDay + wall] = isOpenAt(stretches, wall * stepSeconds, stepSeconds) ? 1 : 0;
    }
  }
  return open;
}

/** The `count` dates from one date on. */
export function datesFrom(from: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, day) => addDays(from, day));
}

/** Position of a date in consecutive dates that start with `first`. */
export function dateIndex(first: string, date: string): number {
  return daysBetween(first, date);
}
