import { expect, it } from 'vitest';
import { addDays } from '../../src/domain/calendar.ts';
import { gridOfDays } from '../../src/domain/interval-grid.ts';
import { hourTicks, slotsOfDate, weekTicks } from './day-axis.ts';

const clocks = (date: string): string[] => {
  const grid = gridOfDays('Europe/Ljubljana', date, 1, 1800);
  return hourTicks(grid, 0, grid.length).map((tick) => tick.text);
};

it('marks the hours that the wall clock shows, also where it jumps', () => {
  expect(clocks('2026-03-30')).toHaveLength(12);
  expect(clocks('2026-03-29').slice(0, 3)).toEqual(['00:00', '04:00', '06:00']);
  expect(clocks('2026-10-25').slice(0, 4)).toEqual(['00:00', '02:00', '02:00', '04:00']);
});

it('puts hour marks where their slots are', () => {
  const grid = gridOfDays('Europe/Ljubljana', '2026-03-29', 1, 3600);
  expect(hourTicks(grid, 0, 23)[1]).toEqual({ at: 3, text: '04:00' });
});

it('marks Mondays, every second one of many', () => {
  const dates = (count: number) =>
    Array.from({ length: count }, (_, i) => addDays('2026-03-04', i));
  const at = (count: number) => weekTicks(dates(count), (date) => date).map((tick) => tick.at);
  expect(at(28)).toEqual([5, 12, 19, 26]);
  expect(at(84)).toEqual([5, 19, 33, 47, 61, 75]);
});

it('finds the slots of a date, 46 half-hours when the clock jumps, none outside', () => {
  const grid = gridOfDays('Europe/Ljubljana', '2026-03-28', 3, 1800);
  expect(slotsOfDate(grid, '2026-03-29')).toMatchObject({ firstSlot: 48, slots: 46 });
  expect(slotsOfDate(grid, '2026-04-02')).toBeNull();
});
