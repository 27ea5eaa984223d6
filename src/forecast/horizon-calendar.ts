import { addDays, type Note, weekdayOf } from '../domain/index.ts';
import { type DayTable, specialTypes } from './day-table.ts';
import { type ForecastOptions } from './forecast-options.ts';
import { dateIndex, openWallSlots, type SlotLayout } from './slot-layout.ts';

/** Types of special day on which no contact was ever seen although days of the type were past. */
export function typesNeverOpen(table: DayTable): ReadonlySet<string> {
  const perDay = table.slotsPerDay;
  const seen = new Map<string, boolean>();
  for (const [day, type] of table.special.entries()) {
    if (type === null) continue;
    const weekly = (weekdayOf(table.dates[day]!) - 1) * perDay;
    if (!table.weekly.subarray(weekly, weekly + perDay).includes(1)) continue;
    const contacts = table.values.subarray(day * perDay, (day + 1) * perDay).some((x) => x > 0);
    seen.set(type, (seen.get(type) ?? false) || contacts);
  }
  return new Set([...seen].flatMap(([type, contacts]) => (contacts ? [] : [type])));
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
  if (options.openingHours !== null) {
    return openWallSlots(options.openingHours, dates, table.stepSeconds);
  }
  const open = new Uint8Array(dates.length * perDay);
  open.set(table.open);
  for (const [row, date] of dates.entries()) {
    const type = special[row] ?? null;
    if (type !== null && closedTypes.has(type)) {
      open.fill(0, row * perDay, (row + 1) * perDay);
    } else if (row >= table.dates.length) {
      const weekly = (weekdayOf(date) - 1) * perDay;
      open.set(table.weekly.subarray(weekly, weekly + perDay), row * perDay);
    }
  }
  return open;
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
  const seen = new Set(table.special);
  for (const [day, type] of specialTypes(layout.dates, options.specialDays).entries()) {
    if (type === null) continue;
    const date = layout.dates[day]!;
    if (!seen.has(type)) notes.push({ code: 'special-day-unseen', details: { date, type } });
    else if (closedTypes.has(type)) {
      notes.push({ code: 'special-day-closed', details: { date, type } });
    }
  }
  return notes;
}
