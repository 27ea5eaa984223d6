import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  NAME_WIDTH,
  ROW_HEIGHT,
  scrollToCell,
  slotWidth,
  visibleDays,
  visibleRows,
} from './viewport.ts';

/** Four days, the second one of 23 hours, in hours. */
const days = [24, 23, 24, 24].map((slots, index, all) => ({
  firstSlot: all.slice(0, index).reduce((sum, count) => sum + count, 0),
  slots,
}));
const view = { left: 0, top: 0, width: NAME_WIDTH + 800, height: 280 };

describe('slot width', () => {
  it('is the same hour whatever the interval', () => {
    const of = (stepSeconds: number) =>
      slotWidth('days', { slots: 1, days: 1, stepSeconds }, 1000) * (3600 / stepSeconds);
    expect([of(300), of(900), of(1800)]).toEqual([16, 16, 16]);
  });

  it('fits all days into the room, but never below what a chip needs', () => {
    const period = { slots: 95, days: 4, stepSeconds: 3600 };
    expect(slotWidth('fit', period, NAME_WIDTH + 950)).toBe(10);
    expect(slotWidth('fit', period, 300) * 95).toBeCloseTo(4 * 33, 9);
  });
});

describe('what is drawn', () => {
  it('is the rows in view and a few more', () => {
    expect(visibleRows(view, 300)).toEqual({ first: 0, end: 13 });
    expect(visibleRows({ ...view, top: 100 * ROW_HEIGHT }, 300)).toEqual({ first: 97, end: 113 });
    expect(visibleRows(view, 4)).toEqual({ first: 0, end: 4 });
  });

  it('is the days in view, the one before and the one after', () => {
    // 16 px an hour: day 0 ends at 384, day 1 at 752, day 2 at 1136.
    expect(visibleDays(days, { ...view, width: NAME_WIDTH + 300 }, 16)).toEqual({
      first: 0,
      end: 2,
    });
    expect(visibleDays(days, { ...view, left: 760, width: NAME_WIDTH + 300 }, 16)).toEqual({
      first: 1,
      end: 4,
    });
  });

  it('holds every day of which a pixel is to be seen', () => {
    fc.assert(
      fc.property(fc.nat(1400), fc.integer({ min: 1, max: 900 }), (left, room) => {
        const span = visibleDays(days, { ...view, left, width: NAME_WIDTH + room }, 16);
        days.forEach((day, index) => {
          const isSeen =
            day.firstSlot * 16 < left + room && (day.firstSlot + day.slots) * 16 > left;
          if (isSeen) expect(index >= span.first && index < span.end).toBe(true);
        });
      }),
    );
  });
});

describe('scrolling to a cell', () => {
  it('leaves the view alone where the cell is seen whole', () => {
    expect(scrollToCell(view, 3, days[1]!, 16)).toEqual({ left: 0, top: 0 });
  });

  it('brings in a cell to the right and below by its far edges', () => {
    expect(scrollToCell(view, 12, days[2]!, 16)).toEqual({
      left: 71 * 16 - 800,
      top: 13 * ROW_HEIGHT - 280,
    });
  });

  it('brings in a cell to the left and above by its near edges', () => {
    const far = { ...view, left: 700, top: 900 };
    expect(scrollToCell(far, 2, days[1]!, 16)).toEqual({ left: 384, top: 2 * ROW_HEIGHT });
  });

  it('shows the beginning of a day wider than the room', () => {
    const narrow = { ...view, width: NAME_WIDTH + 200 };
    expect(scrollToCell(narrow, 0, days[1]!, 16).left).toBe(384);
  });
});
