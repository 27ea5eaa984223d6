import {
  addDays,
  dayNumber,
  daysBetween,
  type IntervalHistory,
  mergeSpecialDays,
  type OpeningHours,
  openStretches,
  type SpecialDay,
  weekdayLike,
  weekdayOf,
} from '../domain/index.ts';
import { datesFrom, layOutSlots, openWallSlots } from './slot-layout.ts';
import { inferWeeklySlots, weeklySlots } from './weekly-slots.ts';

/**
 * A queue's volumes by local date and wall-clock slot: what all models read.
 *
 * `values` and `open` are day after day, `slotsPerDay` each. A value is NaN where it is not known,
 * the clock skips the slot or the planner excludes the day, and the mean of both where the clock
 * shows it twice. Days whose factor is given have theirs divided by it: as an ordinary day's.
 */
export interface DayTable {
  /** Consecutive local dates; the last has a known value, or is closed like all days after it. */
  readonly dates: readonly string[];
  /** Days since 1970-01-01 of the first date. */
  readonly firstDay: number;
  readonly stepSeconds: number;
  readonly slotsPerDay: number;
  readonly values: Float64Array;
  /** 1 where the queue was open. */
  readonly open: Uint8Array;
  /** Weekday (0 is Monday) by wall-clock slot, 1 where the queue is open in an ordinary week. */
  readonly weekly: Uint8Array;
  /** Weekday per date, 0 is Monday; of a day that is said to be like another, that one's. */
  readonly weekdays: Uint8Array;
  /** Type of special day per date, `null` for an ordinary one. */
  readonly special: readonly (string | null)[];
  /** Per date, what is known of it beforehand, history and horizon alike. */
  readonly known: ReadonlyMap<string, SpecialDay>;
  /** Dates of which the planner wants nothing learned, and those whose oddness is real. */
  readonly excluded: ReadonlySet<string>;
  readonly kept: ReadonlySet<string>;
}

/** What is needed beside the history to read its days. */
export interface DaySetup {
  /** With those of special days in them. */
  readonly openingHours: OpeningHours | null;
  readonly specialDays: readonly SpecialDay[];
}

/**
 * The days of a history before `from` (all of them if `null`), from the first with a contact to
 * the last with a known value, and on to `from` over closed days. A history without any contact
 * keeps its known days.
 */
export function readDays(history: IntervalHistory, from: string | null, setup: DaySetup): DayTable {
  const { stepSeconds } = history.grid;
  const layout = layOutSlots(history.grid);
  const perDay = layout.slotsPerDay;
  const limit = from === null ? Infinity : dayNumber(from);
  const start = layout.dates.length === 0 ? 0 : dayNumber(layout.dates[0]!);
  const end = Math.max(0, Math.min(layout.dates.length, limit - start));

  const sums = new Float64Array(end * perDay);
  const counts = new Uint8Array(end * perDay);
  let [firstKnown, lastKnown, firstContact] = [-1, -1, -1];
  for (const [slot, offered] of history.totals.offered.entries()) {
    const day = layout.dayOfSlot[slot]!;
    if (day >= end) break;
    if (offered === null) continue;
    const at = day * perDay + layout.wallOfSlot[slot]!;
    sums[at]! += offered;
    counts[at]! += 1;
    if (firstKnown < 0) firstKnown = day;
    if (firstContact < 0 && offered > 0) firstContact = day;
    lastKnown = day;
  }
  const first = Math.max(0, firstContact < 0 ? firstKnown : firstContact);
  const known = layout.dates.slice(first, lastKnown + 1);
  const knownValues = Float64Array.from({ length: known.length * perDay }, (_, index) => {
    const at = first * perDay + index;
    return counts[at] === 0 ? Number.NaN : sums[at]! / counts[at]!;
  });

  const firstDay = start + first;
  const { openingHours } = setup;
  const weekly =
    openingHours === null
      ? inferWeeklySlots(known, perDay, stepSeconds, knownValues)
      : weeklySlots(openingHours, stepSeconds);
  const dates = [...known, ...closedDaysAfter(known, from, openingHours, weekly)];
  const values = new Float64Array(dates.length * perDay).fill(Number.NaN);
  values.set(knownValues);
  const special = mergeSpecialDays(setup.specialDays);
  const weekdays = Uint8Array.from(dates, (date) => weekdayLike(special, date));
  const excluded = datesWith(special, ({ history: said }) => said === 'exclude');
  for (const [day, date] of dates.entries()) {
    const ofDay = values.subarray(day * perDay, (day + 1) * perDay);
    const factor = special.get(date)?.factor ?? 1;
    if (excluded.has(date)) ofDay.fill(Number.NaN);
    else if (factor !== 1) ofDay.forEach((value, wall) => (ofDay[wall] = value / factor));
  }
  const open =
    openingHours === null
      ? openAsSeen(weekdays, perDay, values, weekly)
      : openWallSlots(openingHours, dates, stepSeconds);
  return {
    dates,
    firstDay,
    stepSeconds,
    slotsPerDay: perDay,
    values,
    open,
    weekly,
    weekdays,
    special: specialTypes(dates, special),
    known: special,
    excluded,
    kept: datesWith(special, ({ history: said }) => said === 'keep'),
  };
}

/** The days from the last known one to `from`, if the queue is closed on all of them. */
function closedDaysAfter(
  known: readonly string[],
  from: string | null,
  openingHours: OpeningHours | null,
  weekly: Uint8Array,
): readonly string[] {
  const last = known.at(-1);
  if (from === null || last === undefined) return [];
  const perDay = weekly.length / 7;
  const isClosed = (date: string) => {
    if (openingHours !== null) return openStretches(openingHours, date).length === 0;
    const row = (weekdayOf(date) - 1) * perDay;
    return !weekly.subarray(row, row + perDay).includes(1);
  };
  const days = datesFrom(addDays(last, 1), Math.max(0, daysBetween(last, from) - 1));
  return days.every(isClosed) ? days : [];
}

/** Type of special day per date, `null` for an ordinary one. */
export function specialTypes(
  dates: readonly string[],
  known: ReadonlyMap<string, SpecialDay>,
): readonly (string | null)[] {
  return dates.map((date) => known.get(date)?.type ?? null);
}

function datesWith(
  known: ReadonlyMap<string, SpecialDay>,
  holds: (day: SpecialDay) => boolean,
): ReadonlySet<string> {
  return new Set([...known.values()].filter(holds).map(({ date }) => date));
}

function openAsSeen(
  weekdays: Uint8Array,
  perDay: number,
  values: Float64Array,
  weekly: Uint8Array,
): Uint8Array {
  const open = new Uint8Array(weekdays.length * perDay);
  for (const [day, weekday] of weekdays.entries()) {
    const row = weekday * perDay;
    for (let wall = 0; wall < perDay; wall++) {
      const at = day * perDay + wall;
      open[at] = values[at]! > 0 ? 1 : weekly[row + wall]!;
    }
  }
  return open;
}
