import { expect, it } from 'vitest';
import { type IntervalHistory, MEASURES, type Totals } from '../../src/domain/history.ts';
import { gridOfDays } from '../../src/domain/interval-grid.ts';
import { historyDays } from './history-days.ts';

it('sums what is known of a day and leaves a day of which nothing is known empty', () => {
  const grid = gridOfDays('Europe/Ljubljana', '2026-03-28', 3, 3600);
  const offered: Totals = Array.from({ length: grid.length }, (_, slot) => {
    if (slot < 24) return slot < 12 ? 2 : null;
    return slot < 47 ? 1 : null;
  });
  const blank = offered.map(() => null);
  const totals = Object.fromEntries(MEASURES.map((name) => [name, blank]));
  const history = {
    queue: 'en',
    channel: 'voice',
    attribution: 'arrival',
    grid,
    totals: { ...totals, offered },
  } as unknown as IntervalHistory;
  const dates = ['2026-03-27', '2026-03-28', '2026-03-29', '2026-03-30'];
  expect(historyDays(history, dates)).toEqual([null, 24, 23, null]);
});
