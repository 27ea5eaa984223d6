import { type Estimate } from '../domain/index.ts';
import { type DayTable } from './day-table.ts';
import { type SlotLayout } from './slot-layout.ts';

/**
 * A queue without any contact: 0, with the upper bound that so many silent slots leave for the
 * rate (the rule of three at 95 %).
 */
export function forecastSilence(
  table: DayTable,
  layout: SlotLayout,
  open: readonly boolean[],
  levels: readonly number[],
) {
  const known = table.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  const days = known / table.slotsPerDay;
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
    dayTotals: silence(openDays, days),
    models: [],
    excludedDays: [],
  };
}
