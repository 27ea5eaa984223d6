import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  gridDays,
  gridOfDays,
  makeGrid,
  MAX_GRID_SLOTS,
  slotAt,
  slotStart,
} from './interval-grid.ts';
import { ALWAYS_OPEN, openSlots } from './opening-hours.ts';

describe('gridOfDays', () => {
  it.each([
    ['Europe/Ljubljana', '2026-03-29', 92],
    ['Europe/Ljubljana', '2026-10-25', 100],
    ['Australia/Lord_Howe', '2026-04-05', 98],
    ['Australia/Lord_Howe', '2026-10-04', 94],
    ['UTC', '2026-03-29', 96],
  ])('%s %s has %d quarter-hours', (zone, date, slots) => {
    expect(gridOfDays(zone, date, 1, 900).length).toBe(slots);
  });

  it('refuses a step that does not divide a day of 23 hours', () => {
    expect(() => gridOfDays('Europe/Ljubljana', '2026-03-29', 1, 7200)).toThrowError(
      /expected an interval that divides the day/,
    );
  });

  it('refuses a grid of thousands of years', () => {
    expect(() => makeGrid('UTC', 0, 900, MAX_GRID_SLOTS + 1)).toThrowError(/at most/);
  });
});

describe('laws', () => {
  const grids = fc
    .record({
      zone: fc.constantFrom('UTC', 'Europe/Ljubljana', 'America/Santiago', 'Australia/Lord_Howe'),
      day: fc.integer({ min: 0, max: 700 }),
      days: fc.integer({ min: 1, max: 40 }),
      step: fc.constantFrom(300, 900, 1800),
    })
    .map(({ zone, day, days, step }) => {
      const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
      return { grid: gridOfDays(zone, date, days, step), days };
    });

  it('its days hold every slot once', () => {
    fc.assert(
      fc.property(grids, ({ grid, days }) => {
        const parts = gridDays(grid);
        expect(parts).toHaveLength(days);
        let next = 0;
        for (const part of parts) {
          expect(part.firstSlot).toBe(next);
          next += part.slots;
        }
        expect(next).toBe(grid.length);
      }),
    );
  });

  it('slotAt undoes slotStart', () => {
    fc.assert(
      fc.property(grids, fc.nat(4000), ({ grid }, slot) => {
        expect(slotAt(grid, slotStart(grid, slot))).toBe(slot);
        expect(slotAt(grid, slotStart(grid, slot) + grid.stepSeconds - 1)).toBe(slot);
      }),
    );
  });
});

describe('openSlots', () => {
  it('is open in every slot of a 25-hour day when always open', () => {
    const grid = gridOfDays('Europe/Ljubljana', '2026-10-25', 1, 900);
    expect(openSlots(ALWAYS_OPEN, grid).every(Boolean)).toBe(true);
  });

  it('follows the wall clock over a clock change, and exceptions', () => {
    const hours = {
      weekdays: Array.from({ length: 7 }, () => [{ fromSeconds: 8 * 3600, toSeconds: 10 * 3600 }]),
      exceptions: [{ date: '2026-03-30', open: [] }],
    };
    const grid = gridOfDays('Europe/Ljubljana', '2026-03-28', 3, 3600);
    const open = openSlots(hours, grid);
    const opened = open.flatMap((isOpen, slot) => (isOpen ? [slot] : []));
    // Day two lacks an hour, so its 08:00 is slot 24 + 7; day three is closed.
    expect(opened).toEqual([8, 9, 31, 32]);
  });
});
