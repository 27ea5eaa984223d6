import { type Estimate } from '../domain/index.ts';
import { type DayTable } from './day-table.ts';
import { type SlotLayout } from './slot-layout.ts';

/** Silent days at the end of the history, longer than any shutdown over holidays. */
const CLOSED_DAYS = 28;
/** ... if so many contacts were to be expected on them: chance leaves none once in 160,000 times. */
const CONTACTS_MISSED = 12;
/** Days before the silence that say how many contacts were to be expected. */
const DAYS_BEFORE = 56;

/**
 * How many days at the end of the history are known to be without contacts, where the days before
 * let no doubt that the queue has closed; 0 where it has not.
 */
export function closedDays(table: DayTable): number {
  const perDay = table.slotsPerDay;
  const totals = table.dates.map((_, day) => {
    const known = table.values
      .subarray(day * perDay, (day + 1) * perDay)
      .filter((value) => !Number.isNaN(value));
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  });
  const last = totals.findLastIndex((total) => total !== null && total > 0);
  const silent = totals.slice(last + 1).filter((total) => total !== null).length;
  const before = totals.slice(Math.max(0, last + 1 - DAYS_BEFORE), last + 1);
  const usual = before.reduce<number>((sum, total) => sum + (total ?? 0), 0) / before.length;
  const isClosed = silent >= CLOSED_DAYS && silent * usual >= CONTACTS_MISSED;
  return isClosed ? table.dates.length - last - 1 : 0;
}

/**
 * A queue without any contact in its last `days`: 0, with the upper bound that so many silent
 * slots leave for the rate (the rule of three at 95 %).
 */
export function forecastSilence(
  table: DayTable,
  layout: SlotLayout,
  open: readonly boolean[],
  levels: readonly number[],
  days: number,
) {
  const known = table.values
    .slice((table.dates.length - days) * table.slotsPerDay)
    .reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  const knownDays = known / table.slotsPerDay;
  const openDays = layout.dates.map((_, day) =>
    open.some((isOpen, slot) => isOpen && layout.dayOfSlot[slot] === day),
  );
  const bound = (level: number, exposure: number) => -Math.log((1 - level) / 2) / exposure;
  const silence = (flags: readonly boolean[], exposure: number): Estimate => {
    const zeros = flags.map(() => 0);
    const bands = levels.map((level) => ({
      level,
      lower: zeros,
      upper: flags.map((flag) => (flag ? bound(level, exposure) : 0)),
    }));
    return { mean: zeros, median: zeros, bands };
  };
  return {
    volume: silence(open, known),
    dayTotals: silence(openDays, knownDays),
    models: [],
    excludedDays: [],
  };
}
