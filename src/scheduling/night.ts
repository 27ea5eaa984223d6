import { addDays, type NightWindow, plannedInstant } from '../domain/index.ts';

/** Reads planned wall-clock times of one zone, each date and time once. */
export type PlannedClock = (date: string, wallSeconds: number) => number;

/** A {@link PlannedClock} that remembers what it has read. */
export function makePlannedClock(zone: string): PlannedClock {
  const known = new Map<string, Map<number, number>>();
  return (date, wallSeconds) => {
    let ofDate = known.get(date);
    if (ofDate === undefined) {
      ofDate = new Map();
      known.set(date, ofDate);
    }
    let instant = ofDate.get(wallSeconds);
    if (instant === undefined) {
      const days = Math.floor(wallSeconds / 86_400);
      instant =
        days === 0
          ? plannedInstant(zone, date, wallSeconds)
          : plannedInstant(zone, addDays(date, days), wallSeconds - days * 86_400);
      ofDate.set(wallSeconds, instant);
    }
    return instant;
  };
}

/**
 * Whether a stretch (epoch seconds) of a shift that starts on `date` is night work: at least
 * `minSeconds` of it lie in the window as the wall clock shows it, so a night in which the clock
 * changes is an hour shorter or longer.
 */
export function isNightWork(
  window: NightWindow,
  clock: PlannedClock,
  date: string,
  start: number,
  end: number,
): boolean {
  const { fromSeconds, toSeconds, minSeconds } = window;
  const until = toSeconds <= fromSeconds ? toSeconds + 86_400 : toSeconds;
  let inside = 0;
  for (const shift of [-86_400, 0, 86_400]) {
    const from = clock(date, fromSeconds + shift);
    const to = clock(date, until + shift);
    inside += Math.max(0, Math.min(end, to) - Math.max(start, from));
  }
  return inside >= Math.max(1, minSeconds);
}
