import { type DayTable } from './day-table.ts';

/** A plain forecast to measure against: value of a day (index after the table's first) and slot. */
export type Baseline = (day: number, wall: number) => number;

/** Same weekdays that the mean is taken over. */
const MEAN_WEEKS = 4;
/** Weeks that are looked back for a known value. */
const LOOK_BACK_WEEKS = 12;

/** Same slot a week ago, the last week of history repeated; of an unknown slot the week before. */
export function seasonalNaive(table: DayTable): Baseline {
  return (day, wall) => lastKnown(table, day, wall, 1)[0] ?? 0;
}

/** Mean of the same slot on the last four same weekdays that are known. */
export function sameWeekdayMean(table: DayTable): Baseline {
  return (day, wall) => {
    const values = lastKnown(table, day, wall, MEAN_WEEKS);
    return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
}

/** What every forecast is held against, by name. */
export const BASELINES = [
  { method: 'seasonal-naive', fit: seasonalNaive },
  { method: 'same-weekday-mean', fit: sameWeekdayMean },
] as const;

/** Mean absolute difference from the same slot a week before, over all known pairs. */
export function weeklyNaiveError(table: DayTable): number {
  const week = 7 * table.slotsPerDay;
  let sum = 0;
  let pairs = 0;
  for (let at = week; at < table.values.length; at++) {
    const change = Math.abs(table.values[at]! - table.values[at - week]!);
    if (Number.isNaN(change)) continue;
    sum += change;
    pairs++;
  }
  return pairs === 0 ? 0 : sum / pairs;
}

function lastKnown(table: DayTable, day: number, wall: number, count: number): readonly number[] {
  const days = table.dates.length;
  const values: number[] = [];
  let from = day - 7 * Math.max(1, Math.ceil((day - days + 1) / 7));
  for (let week = 0; week < LOOK_BACK_WEEKS && from >= 0 && values.length < count; week++) {
    const value = table.values[from * table.slotsPerDay + wall]!;
    if (!Number.isNaN(value)) values.push(value);
    from -= 7;
  }
  return values;
}
