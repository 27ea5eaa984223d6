import { type Weekday, weekdayOf } from './calendar.ts';
import { type Note } from './forecast.ts';
import { type OpeningHours, type OpenStretch, type SpecialDay } from './plan.ts';

/** Per date, its entries together: of each part, what the first entry says that has it. */
export function mergeSpecialDays(days: readonly SpecialDay[]): ReadonlyMap<string, SpecialDay> {
  const known = new Map<string, SpecialDay>();
  for (const day of days) {
    const before = known.get(day.date);
    known.set(
      day.date,
      before === undefined ? day : { ...day, ...before, type: before.type ?? day.type },
    );
  }
  return known;
}

/** The entries that concern a queue, in their order. */
export function specialDaysOf(days: readonly SpecialDay[], queue: string): readonly SpecialDay[] {
  return days.filter(({ queues }) => queues.length === 0 || queues.includes(queue));
}

/** Opening hours with those of special days as exceptions; one that stands there already stays. */
export function hoursOnSpecialDays(
  hours: OpeningHours,
  days: ReadonlyMap<string, SpecialDay>,
): OpeningHours {
  const taken = new Set(hours.exceptions.map(({ date }) => date));
  const more = [...days.values()].flatMap(({ date, open, like }) => {
    const stretches = open ?? (like === undefined ? undefined : hours.weekdays[like - 1]);
    return stretches === undefined || taken.has(date) ? [] : [{ date, open: stretches }];
  });
  if (more.length === 0) return hours;
  return {
    ...hours,
    exceptions: [...hours.exceptions, ...more].sort((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

/** Weekday that a date is like, 0 is Monday. */
export function weekdayLike(days: ReadonlyMap<string, SpecialDay>, date: string): number {
  return (days.get(date)?.like ?? weekdayOf(date)) - 1;
}

/** A special day as it concerns one queue: all that is known of it, from wherever it is known. */
export interface QueueSpecialDay {
  readonly date: string;
  /** `null` for a day like others of which only `history` is said. */
  readonly type: string | null;
  readonly name: string | null;
  /** When the queue is open that day; empty for closed. */
  readonly open: readonly OpenStretch[];
  /** Weekday that it is like; `null` for its own. */
  readonly like: Weekday | null;
  /** Contacts by an ordinary day's as the planner has it; `null` for what history teaches. */
  readonly factor: number | null;
  /** Whether history is learned from as it is, left out, or believed however odd it is. */
  readonly history: 'learn' | 'exclude' | 'keep';
}

/** The special days of queues over a period. */
export interface SiteCalendar {
  readonly plan: string;
  /** Local dates, both included. */
  readonly from: string;
  readonly to: string;
  readonly queues: readonly { readonly queue: string; readonly days: readonly QueueSpecialDay[] }[];
  readonly notes: readonly Note[];
}
