import { addDays, isOpenAt, type Note, weekdayLike } from '../domain/index.ts';
import { type DayTable, specialTypes } from './day-table.ts';
import { type ForecastOptions } from './forecast-options.ts';
import { dateIndex, openWallSlots, type SlotLayout } from './slot-layout.ts';

/**
 * Types of special day on which the queue was closed whenever they came: known to have no contact,
 * or (where no opening hours say otherwise) without any known value, on days else open.
 */
export function typesNeverOpen(table: DayTable, hoursKnown: boolean): ReadonlySet<string> {
  const perDay = table.slotsPerDay;
  const closed = new Map<string, boolean>();
  for (const [day, type] of table.special.entries()) {
    if (type === null || table.excluded.has(table.dates[day]!)) continue;
    const weekly = table.weekdays[day]! * perDay;
    if (!table.weekly.subarray(weekly, weekly + perDay).includes(1)) continue;
    const values = table.values.subarray(day * perDay, (day + 1) * perDay);
    const silent = values.every((value) => value === 0 || (!hoursKnown && Number.isNaN(value)));
    closed.set(type, (closed.get(type) ?? true) && silent);
  }
  return new Set([...closed].flatMap(([type, isClosed]) => (isClosed ? [type] : [])));
}

/** Per date and wall-clock slot, 1 where the queue is (or was) open, history first. */
export function openMask(
  table: DayTable,
  options: ForecastOptions,
  dates: readonly string[],
  special: readonly (string | null)[],
  closedTypes: ReadonlySet<string>,
): Uint8Array {
  const perDay = table.slotsPerDay;
  const hours = options.openingHours;
  const open =
    hours === null
      ? new Uint8Array(dates.length * perDay)
      : openWallSlots(hours, dates, table.stepSeconds);
  if (hours === null) open.set(table.open);
  for (const [row, date] of dates.entries()) {
    const type = special[row] ?? null;
    const said = table.known.get(date)?.open;
    if (hours === null && said !== undefined) {
      for (let wall = 0; wall < perDay; wall++) {
        const isOpen = isOpenAt(said, wall * table.stepSeconds, table.stepSeconds);
        open[row * perDay + wall] = isOpen ? 1 : 0;
      }
    } else if (type !== null && said === undefined && closedTypes.has(type)) {
      open.fill(0, row * perDay, (row + 1) * perDay);
    } else if (hours === null && row >= table.dates.length) {
      const weekly = weekdayLike(table.known, date) * perDay;
      open.set(table.weekly.subarray(weekly, weekly + perDay), row * perDay);
    }
  }
  return open;
}

/** Open days without a contact at the history's end that are told of. */
const SILENT_DAYS = 5;

/** Open days at the end of a history that has contacts on which none came, and the first of them. */
function silentDays(table: DayTable): { readonly days: number; readonly since: string } {
  const perDay = table.slotsPerDay;
  let [days, since] = [0, table.dates.at(-1)!];
  for (let day = table.dates.length - 1; day >= 0; day--) {
    const values = table.values.subarray(day * perDay, (day + 1) * perDay);
    if (values.some((value) => value > 0)) return { days, since };
    const isOpen = table.open.subarray(day * perDay, (day + 1) * perDay).includes(1);
    if (!isOpen || table.special[day] !== null || !values.includes(0)) continue;
    days++;
    since = table.dates[day]!;
  }
  return { days: 0, since };
}

/** What a planner should know about the days of the horizon. */
export function noteDays(
  table: DayTable,
  options: ForecastOptions & { readonly from: string },
  layout: SlotLayout,
  closedTypes: ReadonlySet<string>,
): Note[] {
  const notes: Note[] = [];
  if (!table.values.some((value) => value > 0)) {
    notes.push({ code: 'no-contacts', details: { historyDays: table.dates.length } });
  }
  const gapDays = dateIndex(addDays(table.dates.at(-1)!, 1), options.from);
  if (gapDays > 0) notes.push({ code: 'history-ends-early', details: { gapDays } });
  const silence = silentDays(table);
  if (silence.days >= SILENT_DAYS) {
    notes.push({
      code: 'silent-lately',
      details: { openDays: silence.days, since: silence.since },
    });
  }
  const last = layout.dates.at(-1)!;
  const isUsed = ({ date }: { readonly date: string }) => table.dates[0]! <= date && date <= last;
  if (options.specialDays.length > 0 && !options.specialDays.some(isUsed)) {
    notes.push({
      code: 'special-days-elsewhere',
      details: { days: options.specialDays.length, from: table.dates[0]!, to: last },
    });
  }
  const seen = new Set(table.special.filter((_, day) => !table.excluded.has(table.dates[day]!)));
  for (const [day, type] of specialTypes(layout.dates, table.known).entries()) {
    const date = layout.dates[day]!;
    const { factor, open } = table.known.get(date) ?? {};
    if (type === null || open?.length === 0) continue;
    if (factor !== undefined) {
      notes.push({ code: 'special-day-factor', details: { date, type, factor } });
    } else if (!seen.has(type)) notes.push({ code: 'special-day-unseen', details: { date, type } });
    else if (closedTypes.has(type)) {
      notes.push({ code: 'special-day-closed', details: { date, type } });
    }
  }
  return notes;
}
