import { gridDays } from '../../src/domain/interval-grid.ts';
import { type IntervalHistory } from '../../src/domain/history.ts';

/**
 * Contacts offered on each of the dates: the sum of the intervals that are known, `null` for a
 * date of which none is.
 */
export function historyDays(
  history: IntervalHistory,
  dates: readonly string[],
): readonly (number | null)[] {
  const totals = new Map<string, number>();
  for (const { date, firstSlot, slots } of gridDays(history.grid)) {
    const known = history.totals.offered
      .slice(firstSlot, firstSlot + slots)
      .filter((value) => value !== null);
    if (known.length > 0)
      totals.set(
        date,
        known.reduce((sum, value) => sum + value, 0),
      );
  }
  return dates.map((date) => totals.get(date) ?? null);
}
