import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, type OverrideChange, slotStart } from '../domain/index.ts';
import { makeHistory, office, OPTIONS, refusal } from '../../test/support/queue-history.ts';
import { applyOverrides, forecastQueue, type QueueOverride } from './index.ts';
import { layOutSlots } from './slot-layout.ts';

const forecast = forecastQueue(makeHistory(84, office), { ...OPTIONS, days: 14 });
const layout = layOutSlots(forecast.grid);

function slotsOf(day: number): number[] {
  return [...layout.dayOfSlot.keys()].filter((slot) => layout.dayOfSlot[slot] === day);
}

function sumOf(values: readonly number[], slots: readonly number[]): number {
  return slots.reduce((sum, slot) => sum + values[slot]!, 0);
}

const onDay = (day: number, change: OverrideChange): QueueOverride => ({
  target: { kind: 'day', date: forecast.days[day]! },
  change,
});
const onSlot = (slot: number, change: OverrideChange): QueueOverride => ({
  target: {
    kind: 'interval',
    start: formatInstant(slotStart(forecast.grid, slot), forecast.grid.zone),
  },
  change,
});
const contacts = (number: number): OverrideChange => ({ kind: 'absolute', contacts: number });
const times = (factor: number): OverrideChange => ({ kind: 'relative', factor });

/** Slot in the middle of an open day. */
const noonOf = (day: number) => slotsOf(day)[24]!;

describe('a day', () => {
  it('takes the total that was said, over the profile of the model', () => {
    const changed = applyOverrides(forecast, [onDay(1, contacts(3000))]);
    expect(sumOf(changed.volume.mean, slotsOf(1))).toBeCloseTo(3000, 6);
    expect(changed.dayTotals.mean[1]).toBeCloseTo(3000, 6);
    const ratio = 3000 / sumOf(forecast.volume.mean, slotsOf(1));
    for (const slot of slotsOf(1)) {
      expect(changed.volume.mean[slot]).toBeCloseTo(forecast.volume.mean[slot]! * ratio, 6);
      const [model, band] = [forecast.volume.bands[0]!, changed.volume.bands[0]!];
      expect(band.upper[slot]).toBeCloseTo(model.upper[slot]! * ratio, 6);
    }
    for (const slot of [...slotsOf(0), ...slotsOf(2)]) {
      expect(changed.volume.mean[slot]).toBe(forecast.volume.mean[slot]);
    }
    expect(changed.handleTimeSeconds).toBe(forecast.handleTimeSeconds);
    expect(changed.notes.at(-1)).toEqual({ code: 'overridden', details: { days: 1 } });
  });

  it('that the model has closed borrows the profile of the nearest day with one', () => {
    const closed = forecast.dayTotals.mean.findIndex((total) => total === 0);
    const changed = applyOverrides(forecast, [onDay(closed, contacts(500))]);
    expect(sumOf(changed.volume.mean, slotsOf(closed))).toBeCloseTo(500, 6);
    expect(changed.dayTotals.mean[closed]).toBe(500);
    const lent = slotsOf(closed - 1).map((slot) => forecast.volume.mean[slot]!);
    const lentSum = lent.reduce((sum, value) => sum + value, 0);
    for (const [wall, slot] of slotsOf(closed).entries()) {
      expect(changed.volume.mean[slot]).toBeCloseTo((lent[wall]! * 500) / lentSum, 6);
    }
  });

  it('may be closed by a total of 0', () => {
    const changed = applyOverrides(forecast, [onDay(1, contacts(0))]);
    expect(sumOf(changed.volume.mean, slotsOf(1))).toBe(0);
    expect(sumOf(changed.volume.bands[0]!.upper, slotsOf(1))).toBe(0);
  });
});

describe('an interval', () => {
  it('keeps what was said of it while the day shares out the rest', () => {
    const slot = noonOf(1);
    const overrides = [onDay(1, contacts(2000)), onSlot(slot, contacts(300))];
    for (const order of [overrides, overrides.toReversed()]) {
      const changed = applyOverrides(forecast, order);
      expect(changed.volume.mean[slot]).toBeCloseTo(300, 9);
      expect(sumOf(changed.volume.mean, slotsOf(1))).toBeCloseTo(2000, 6);
    }
  });

  it('changes the total of its day where nothing was said of that', () => {
    const slot = noonOf(1);
    const changed = applyOverrides(forecast, [onSlot(slot, times(2))]);
    expect(changed.volume.mean[slot]).toBeCloseTo(2 * forecast.volume.mean[slot]!, 9);
    expect(changed.dayTotals.mean[1]).toBeCloseTo(
      sumOf(forecast.volume.mean, slotsOf(1)) + forecast.volume.mean[slot]!,
      6,
    );
  });

  it('gets the band of a Poisson count where the model expects nobody', () => {
    const [night] = slotsOf(1) as [number];
    const { volume } = applyOverrides(forecast, [onSlot(night, contacts(25))]);
    const [eighty] = volume.bands;
    // 19 and 32 are the 10 % and 90 % quantiles of a Poisson law of mean 25 (R, qpois).
    expect(Math.abs(eighty!.lower[night]! - 19)).toBeLessThan(0.7);
    expect(Math.abs(eighty!.upper[night]! - 32)).toBeLessThan(0.7);
  });
});

describe('laws', () => {
  const openSlots = [...forecast.volume.mean.keys()].filter(
    (slot) => forecast.volume.mean[slot]! > 0,
  );
  const change = fc.oneof(
    fc.double({ min: 0.2, max: 3, noNaN: true }).map(times),
    fc.double({ min: 2000, max: 9000, noNaN: true }).map(contacts),
  );
  const dayOverride = fc
    .tuple(fc.constantFrom(0, 1, 2, 3, 4, 7, 8), change)
    .map(([day, to]) => onDay(day, to));
  const slotOverride = fc
    .tuple(fc.constantFrom(...openSlots), fc.double({ min: 0, max: 1.2, noNaN: true }))
    .map(([slot, factor]) => onSlot(slot, times(factor)));

  it('day totals are the sums of their intervals', () => {
    fc.assert(
      fc.property(fc.array(dayOverride, { maxLength: 5 }), slotOverride, (days, slot) => {
        const changed = applyOverrides(forecast, [...days, slot]);
        for (const [day, total] of changed.dayTotals.mean.entries()) {
          const sum = sumOf(changed.volume.mean, slotsOf(day));
          expect(Math.abs(sum - total)).toBeLessThan(1e-6 * Math.max(1, total));
        }
      }),
    );
  });

  it('the last that was said counts, and taken back it leaves no trace', () => {
    fc.assert(
      fc.property(fc.array(dayOverride, { minLength: 1, maxLength: 6 }), (said) => {
        const last = new Map(said.map((one) => [JSON.stringify(one.target), one]));
        expect(applyOverrides(forecast, said)).toEqual(
          applyOverrides(forecast, [...last.values()]),
        );
        expect(applyOverrides(forecast, said.slice(0, 0))).toBe(forecast);
      }),
    );
  });

  it('a factor of 1 changes no figure', () => {
    const { volume, dayTotals } = applyOverrides(forecast, [onDay(1, times(1))]);
    expect(dayTotals).toEqual(forecast.dayTotals);
    for (const [slot, mean] of volume.mean.entries()) {
      expect(mean).toBeCloseTo(forecast.volume.mean[slot]!, 9);
    }
  });
});

describe('refusals', () => {
  it.each([
    [
      'a day outside the forecast',
      [{ target: { kind: 'day', date: '2027-01-01' }, change: times(1) } as const],
      'expected a day of the forecast of queue "support", 2026-03-30 to 2026-04-12, got 2027-01-01',
    ],
    [
      'an interval off the grid',
      [
        {
          target: { kind: 'interval', start: '2026-03-31T10:10:00+02:00' },
          change: times(1),
        } as const,
      ],
      'expected the start of an interval of the forecast of queue "support" (from 2026-03-30T00:00:00+02:00, every 1800 seconds), got 2026-03-31T10:10:00+02:00',
    ],
    [
      'intervals above their day',
      [onSlot(noonOf(1), contacts(300)), onDay(1, contacts(200))],
      'expected the total of 2026-03-31 to be at least the sum of its overridden intervals, 300, for queue "support", got 200',
    ],
    [
      'less than nothing',
      [onDay(1, times(-0.1))],
      'expected factor to be a finite number of at least 0, got -0.1',
    ],
  ])('%s', (_, overrides, message) => {
    expect(refusal(() => applyOverrides(forecast, overrides))).toEqual({
      code: 'INVALID_INPUT',
      message,
    });
  });

  it('a total for a forecast of silence', () => {
    const silent = forecastQueue(
      makeHistory(56, () => 0),
      { ...OPTIONS, days: 7 },
    );
    expect(refusal(() => applyOverrides(silent, [onDay(1, contacts(5))]))).toMatchObject({
      code: 'INVALID_INPUT',
    });
  });
});
