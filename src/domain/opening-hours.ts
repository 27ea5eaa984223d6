import { localDateOf, wallClockSeconds, weekdayOf } from './calendar.ts';
import { type IntervalGrid, slotStart } from './interval-grid.ts';
import { type OpeningHours, type OpenStretch } from './plan.ts';

/** Open all day, every day. */
export const ALWAYS_OPEN: OpeningHours = {
  weekdays: Array.from({ length: 7 }, () => [{ fromSeconds: 0, toSeconds: 86_400 }]),
  exceptions: [],
};

/** The stretches in which a queue is open on a local date. */
export function openStretches(hours: OpeningHours, date: string): readonly OpenStretch[] {
  const exception = hours.exceptions.find((entry) => entry.date === date);
  return exception?.open ?? hours.weekdays[weekdayOf(date) - 1] ?? [];
}

/**
 * Whether a slot that starts at a wall-clock time counts as open: its start lies in a stretch of
 * its date, or, for a slot of a whole day, the date has a stretch.
 */
export function isOpenAt(
  stretches: readonly OpenStretch[],
  wallSeconds: number,
  stepSeconds: number,
): boolean {
  if (stepSeconds >= 86_400) return stretches.length > 0;
  return stretches.some(
    ({ fromSeconds, toSeconds }) => fromSeconds <= wallSeconds && wallSeconds < toSeconds,
  );
}

/** Per slot of the grid, whether it is open ({@link isOpenAt}). */
export function openSlots(hours: OpeningHours, grid: IntervalGrid): readonly boolean[] {
  const stretchesOf = new Map<string, readonly OpenStretch[]>();
  return Array.from({ length: grid.length }, (_, slot) => {
    const instant = slotStart(grid, slot);
    const date = localDateOf(instant, grid.zone);
    let stretches = stretchesOf.get(date);
    if (stretches === undefined) {
      stretches = openStretches(hours, date);
      stretchesOf.set(date, stretches);
    }
    return isOpenAt(stretches, wallClockSeconds(instant, grid.zone), grid.stepSeconds);
  });
}
