/** Ticks of an axis of days or of the intervals of a day. */
import { gridDays, type IntervalGrid } from '../../src/domain/interval-grid.ts';
import { weekdayOf } from '../../src/domain/calendar.ts';
import { slotClock } from '../i18n/format.ts';

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** A tick on every Monday, or every second one where there are many weeks. */
export function weekTicks(dates: readonly string[], nameOf: (date: string) => string): Tick[] {
  const mondays = dates.flatMap((date, at) => (weekdayOf(date) === 1 ? [{ at, date }] : []));
  const every = mondays.length > 9 ? 2 : 1;
  return mondays
    .filter((_, index) => index % every === 0)
    .map(({ at, date }) => ({ at, text: nameOf(date) }));
}

/** A tick on every second full hour of a stretch of the grid; `at` counts from the stretch's start. */
export function hourTicks(grid: IntervalGrid, firstSlot: number, slots: number): Tick[] {
  const ticks: Tick[] = [];
  for (let at = 0; at < slots; at++) {
    const clock = slotClock(grid, firstSlot + at);
    const [hours = 0, minutes] = clock.slice(0, 5).split(':').map(Number);
    if (minutes === 0 && hours % 2 === 0) ticks.push({ at, text: clock.slice(0, 5) });
  }
  return ticks;
}

/** The slots of a local date; `null` for a date outside the grid. */
export function slotsOfDate(
  grid: IntervalGrid,
  date: string,
): { readonly firstSlot: number; readonly slots: number } | null {
  return gridDays(grid).find((day) => day.date === date) ?? null;
}
