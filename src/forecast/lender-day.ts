import { AgnerError, type QueueForecast, weekdayOf } from '../domain/index.ts';
import { type SlotLayout } from './slot-layout.ts';

/**
 * Slots of another day to take a profile from, for slots on which the forecast expects nobody: by
 * the clock, of the nearest day of the same weekday with contacts there, else of the nearest day.
 *
 * @returns slot by slot, whence its share comes; slots without a counterpart get none
 * @throws {AgnerError} `INVALID_INPUT` where no day of the forecast has contacts at those times
 */
export function findLender(
  { queue, days, volume }: QueueForecast,
  layout: SlotLayout,
  day: number,
  slots: readonly number[],
): ReadonlyMap<number, number> {
  const slotAtWall = new Map<number, number>();
  for (const [slot, of] of layout.dayOfSlot.entries()) {
    slotAtWall.set(of * layout.slotsPerDay + layout.wallOfSlot[slot]!, slot);
  }
  const weekday = weekdayOf(days[day]!);
  const isOther = (at: number) => (weekdayOf(days[at]!) === weekday ? 0 : 1);
  const nearest = [...days.keys()].sort(
    (a, b) => isOther(a) - isOther(b) || Math.abs(a - day) - Math.abs(b - day) || a - b,
  );
  for (const other of nearest) {
    const lent = new Map<number, number>();
    for (const slot of slots) {
      const from = slotAtWall.get(other * layout.slotsPerDay + layout.wallOfSlot[slot]!);
      if (from !== undefined && volume.mean[from]! > 0) lent.set(slot, from);
    }
    if (lent.size > 0) return lent;
  }
  throw new AgnerError(
    'INVALID_INPUT',
    `expected contacts on some day of the forecast of queue "${queue}", to share out the total of ` +
      `${days[day]!} like that day's, got none; set its intervals instead`,
    { queue, date: days[day]! },
  );
}
