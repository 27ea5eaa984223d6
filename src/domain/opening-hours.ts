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
 * Per slot of the grid, whether the slot's start lies in opening hours. A slot of a whole day is
 * open if its date is open at all.
 */
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
    if (grid.stepSeconds >= 86_400) return stretches.length > 0;
    const wall = wallClockSeconds(instant, grid.zone);
    return stretches.some(({ fromSeconds, toSeconds }) => fromSeconds <= wall && wall < toSeconds);
  });
}
