import { expect, it } from 'vitest';
import { moveByKey } from './keyboard.ts';

const size = { rows: 62, days: 28, page: 12 };
const at = { row: 20, day: 5 };
const press = (key: string, from = at, ctrlKey = false) => moveByKey(from, { key, ctrlKey }, size);

it('moves by one with arrows and by a page with the page keys', () => {
  expect(press('ArrowUp')).toEqual({ row: 19, day: 5 });
  expect(press('ArrowDown')).toEqual({ row: 21, day: 5 });
  expect(press('ArrowLeft')).toEqual({ row: 20, day: 4 });
  expect(press('ArrowRight')).toEqual({ row: 20, day: 6 });
  expect(press('PageDown')).toEqual({ row: 32, day: 5 });
  expect(press('PageUp')).toEqual({ row: 8, day: 5 });
});

it('goes to the ends of the row, and with Ctrl of the board', () => {
  expect(press('Home')).toEqual({ row: 20, day: 0 });
  expect(press('End')).toEqual({ row: 20, day: 27 });
  expect(press('Home', at, true)).toEqual({ row: 0, day: 0 });
  expect(press('End', at, true)).toEqual({ row: 61, day: 27 });
});

it('never leaves the board', () => {
  expect(press('PageUp', { row: 3, day: 0 })).toEqual({ row: 0, day: 0 });
  expect(press('ArrowLeft', { row: 3, day: 0 })).toEqual({ row: 3, day: 0 });
  expect(press('PageDown', { row: 60, day: 27 })).toEqual({ row: 61, day: 27 });
});

it('leaves other keys to the page', () => {
  expect(press('Tab')).toBeNull();
  expect(press('a')).toBeNull();
});
