import { type OpeningHours, weekdayOf } from '../domain/index.ts';
import { slotsPerDay } from './slot-layout.ts';

/** How far back an ordinary week is read from the history, in weeks with any known value. */
const WEEKS_READ = 8;
/** A stretch without contacts is closed if other weekdays let at least this many be expected. */
const CONTACTS_MISSED = 3;
/** A stretch that is empty on other weekdays too is closed if it is at least this long. */
const QUIET_SECONDS = 3600;

/** Weekday by wall-clock slot, 1 where opening hours of an ordinary week say open. */
export function weeklySlots(hours: OpeningHours, stepSeconds: number): Uint8Array {
  const perDay = slotsPerDay(stepSeconds);
  const weekly = new Uint8Array(7 * perDay);
  for (const [weekday, stretches] of hours.weekdays.entries()) {
    for (let wall = 0; wall < perDay; wall++) {
      const seconds = wall * stepSeconds;
      const isOpen =
        perDay === 1
          ? stretches.length > 0
          : stretches.some((at) => at.fromSeconds <= seconds && seconds < at.toSeconds);
      weekly[weekday * perDay + wall] = isOpen ? 1 : 0;
    }
  }
  return weekly;
}

/**
 * The ordinary week as the last weeks of history show it: weekday by wall-clock slot, 1 for open.
 *
 * A slot with a contact is open. A stretch of a weekday without any is closed if its values were
 * never known, if other weekdays let {@link CONTACTS_MISSED} contacts be expected in it, or if it
 * is quiet on the other weekdays too and at least {@link QUIET_SECONDS} long. A shorter quiet
 * stretch of a small queue is chance, and stays open.
 */
export function inferWeeklySlots(
  dates: readonly string[],
  perDay: number,
  stepSeconds: number,
  values: Float64Array,
): Uint8Array {
  const { sums, counts } = recentSums(dates, perDay, values);
  const weekly = new Uint8Array(7 * perDay);
  const total = new Float64Array(7);
  for (let weekday = 0; weekday < 7; weekday++) {
    for (let wall = 0; wall < perDay; wall++) {
      const at = weekday * perDay + wall;
      total[weekday]! += sums[at]!;
      weekly[at] = sums[at]! > 0 ? 1 : 0;
    }
  }
  const all = total.reduce((sum, value) => sum + value, 0);
  // Silence everywhere tells nothing about opening hours: what is known counts as open.
  if (all === 0) return Uint8Array.from(counts, (count) => (count > 0 ? 1 : 0));
  for (let weekday = 0; weekday < 7; weekday++) {
    const row = weekday * perDay;
    const others = all - total[weekday]!;
    const relative = others > 0 ? total[weekday]! / others : 0;
    if (total[weekday] === 0) continue;
    let wall = 0;
    while (wall < perDay) {
      if (weekly[row + wall] === 1) {
        wall++;
        continue;
      }
      let end = wall;
      let expected = 0;
      let known = 0;
      while (end < perDay && weekly[row + end] === 0) {
        for (let other = 0; other < 7; other++) {
          if (other !== weekday) expected += sums[other * perDay + end]! * relative;
        }
        known += counts[row + end]!;
        end++;
      }
      const quiet = expected < CONTACTS_MISSED && (end - wall) * stepSeconds < QUIET_SECONDS;
      if (quiet && known > 0) weekly.fill(1, row + wall, row + end);
      wall = end;
    }
  }
  return weekly;
}

function recentSums(dates: readonly string[], perDay: number, values: Float64Array) {
  const sums = new Float64Array(7 * perDay);
  const counts = new Uint32Array(7 * perDay);
  let knownDays = 0;
  for (let day = dates.length - 1; day >= 0 && knownDays < WEEKS_READ * 7; day--) {
    // Days of a closed weekday are unknown or zero; only a week without any value is a hole.
    const weekEnd = Math.min(dates.length, day + 4) * perDay;
    const weekStart = Math.max(0, day - 3) * perDay;
    if (values.subarray(weekStart, weekEnd).some((value) => !Number.isNaN(value))) knownDays++;
    const row = (weekdayOf(dates[day]!) - 1) * perDay;
    for (let wall = 0; wall < perDay; wall++) {
      const value = values[day * perDay + wall]!;
      if (Number.isNaN(value)) continue;
      sums[row + wall]! += value;
      counts[row + wall]! += 1;
    }
  }
  return { sums, counts };
}
