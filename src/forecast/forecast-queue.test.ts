import { describe, expect, it } from 'vitest';
import { addDays, type OpeningHours, type QueueForecast } from '../domain/index.ts';
import {
  always,
  BACKTEST,
  FIRST,
  makeHistory,
  office,
  officeMean,
  OPTIONS,
  type VolumeOf,
} from '../../test/support/queue-history.ts';
import { backtestOrigin, forecastQueue } from './index.ts';
import { layOutSlots } from './slot-layout.ts';

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function slotsOf(forecast: QueueForecast, day: number): readonly number[] {
  const layout = layOutSlots(forecast.grid);
  return forecast.volume.mean.filter((_, slot) => layout.dayOfSlot[slot] === day);
}

describe('forecast', () => {
  const history = makeHistory(84, office);
  const forecast = forecastQueue(history, OPTIONS);

  it('follows weekdays and the shape of the day, and is 0 where the queue is closed', () => {
    expect(forecast.days[0]).toBe(addDays(FIRST, 84));
    expect(forecast.days).toHaveLength(28);
    const layout = layOutSlots(forecast.grid);
    for (const [slot, mean] of forecast.volume.mean.entries()) {
      const day = 84 + layout.dayOfSlot[slot]!;
      const wall = layout.wallOfSlot[slot]!;
      if (office(day, wall, slot) === 0) expect(mean).toBe(0);
      else expect(Math.abs(mean / officeMean(day, wall) - 1)).toBeLessThan(0.1);
    }
  });

  it('says which models it is made of, their weights adding up to 1', () => {
    expect(sum(forecast.models.map(({ weight }) => weight))).toBeCloseTo(1, 9);
    for (const { backtestWape } of forecast.models) expect(backtestWape).toBeLessThan(0.05);
  });

  it('is the same every time', () => {
    expect(forecastQueue(history, OPTIONS)).toEqual(forecast);
  });

  it.each([300, 900, 3600, 86_400])('works on steps of %d seconds', (stepSeconds) => {
    const volumeOf: VolumeOf = (day, wall) => 50 + 10 * (day % 7) + ((day + wall) % 3);
    const { dayTotals } = forecastQueue(makeHistory(56, volumeOf, { stepSeconds }), OPTIONS);
    for (const [day, mean] of dayTotals.mean.entries()) {
      const expected = (50 + 10 * (day % 7)) * (86_400 / stepSeconds);
      // The clock change of 29 March is an hour short.
      const rows = forecast.days[day] === '2026-03-29' ? 23 / 24 : 1;
      expect(Math.abs(mean / (expected * rows) - 1)).toBeLessThan(0.06);
    }
  });

  it('reaches 400 days ahead where the history bears it', () => {
    const { volume, dayTotals } = forecastQueue(makeHistory(220, always), {
      ...OPTIONS,
      days: 400,
    });
    expect(dayTotals.mean).toHaveLength(400);
    for (const mean of volume.mean) expect(mean).toBeGreaterThan(15);
    const width = (day: number) =>
      (dayTotals.bands[0]!.upper[day]! - dayTotals.bands[0]!.lower[day]!) / dayTotals.mean[day]!;
    expect(width(399)).toBeGreaterThanOrEqual(width(0));
  });
});

describe('laws', () => {
  const history = makeHistory(70, office);

  it('day totals are the sums of their slots', () => {
    const forecast = forecastQueue(history, OPTIONS);
    for (const [day, total] of forecast.dayTotals.mean.entries()) {
      expect(sum(slotsOf(forecast, day))).toBeCloseTo(total, 8);
    }
  });

  it('bands are ordered, nested and not negative', () => {
    const { volume, dayTotals, handleTimeSeconds } = forecastQueue(history, {
      ...OPTIONS,
      levels: [0.95, 0.5, 0.8],
    });
    for (const { median, bands } of [volume, dayTotals, handleTimeSeconds]) {
      const [wide, narrow, middle] = bands as [
        (typeof bands)[0],
        (typeof bands)[0],
        (typeof bands)[0],
      ];
      for (const [slot, value] of median.entries()) {
        const ladder = [
          0,
          wide.lower[slot]!,
          middle.lower[slot]!,
          narrow.lower[slot]!,
          value,
          narrow.upper[slot]!,
          middle.upper[slot]!,
          wide.upper[slot]!,
        ];
        expect(ladder).toEqual([...ladder].sort((a, b) => a - b));
      }
    }
  });

  it.each([3, 10])('%d times the volume gives as many times the forecast', (factor) => {
    const times = makeHistory(70, (day, wall, slot) => factor * office(day, wall, slot)!);
    const one = forecastQueue(history, OPTIONS).dayTotals.mean;
    const many = forecastQueue(times, OPTIONS).dayTotals.mean;
    for (const [day, mean] of many.entries()) {
      if (one[day] === 0) expect(mean).toBe(0);
      else expect(Math.abs(mean / (factor * one[day]!) - 1)).toBeLessThan(0.01);
    }
  });

  it('what comes at or after the origin changes nothing', () => {
    const from = addDays(FIRST, 56);
    const other = makeHistory(70, (day, wall, slot) =>
      day < 56 ? office(day, wall, slot) : 7 * slot,
    );
    expect(forecastQueue(other, { ...OPTIONS, from })).toEqual(
      forecastQueue(history, { ...OPTIONS, from }),
    );
    const [mine, theirs] = [history, other].map((one) =>
      backtestOrigin(one, from, BACKTEST).rows.map(({ point, bands }) => [point, bands]),
    );
    expect(theirs).toEqual(mine);
  });
});

describe('days that are not like others', () => {
  it('a spike of a hundred times hardly moves the forecast, and is named', () => {
    const plain = forecastQueue(makeHistory(84, office), OPTIONS);
    const spiked = forecastQueue(
      makeHistory(84, (day, wall, slot) => office(day, wall, slot)! * (day === 73 ? 100 : 1)),
      OPTIONS,
    );
    expect(spiked.excludedDays).toContainEqual({
      date: addDays(FIRST, 73),
      reason: 'outlier',
      weight: 0,
    });
    for (const [day, mean] of spiked.dayTotals.mean.entries()) {
      expect(Math.abs(mean - plain.dayTotals.mean[day]!)).toBeLessThanOrEqual(
        0.03 * plain.dayTotals.mean[day]!,
      );
    }
  });

  it('odd days teach the bands that such days come, and nothing else', () => {
    const daily: VolumeOf = (day) => 200 + 10 * (day % 7) + ((day * 37) % 13);
    const place = { stepSeconds: 86_400 };
    const plain = forecastQueue(makeHistory(240, daily, place), OPTIONS);
    const odd = forecastQueue(
      makeHistory(
        240,
        (day, wall, slot) => daily(day, wall, slot)! * (day % 12 === 5 ? 2 : 1),
        place,
      ),
      OPTIONS,
    );
    expect(odd.excludedDays).toHaveLength(20);
    for (const [day, mean] of odd.dayTotals.mean.entries()) {
      expect(Math.abs(mean / plain.dayTotals.mean[day]! - 1)).toBeLessThan(0.03);
    }
    const widening = odd.dayTotals.bands.map(({ lower, upper }, band) => {
      const usual = plain.dayTotals.bands[band]!;
      return (sum(upper) - sum(lower)) / (sum(usual.upper) - sum(usual.lower));
    });
    // One day in twelve lies outside: beyond the 95 % band as it was, not beyond the 80 % one.
    expect(widening[0]).toBeLessThan(1.4);
    expect(widening[1]).toBeGreaterThan(1.4);
  });

  it('an interval of a hundred times leaves the shape of the day', () => {
    const spiked = forecastQueue(
      makeHistory(
        84,
        (day, wall, slot) => office(day, wall, slot)! * (day === 73 && wall === 20 ? 100 : 1),
      ),
      OPTIONS,
    );
    const plain = forecastQueue(makeHistory(84, office), OPTIONS);
    for (const [slot, mean] of spiked.volume.mean.entries()) {
      expect(Math.abs(mean - plain.volume.mean[slot]!)).toBeLessThanOrEqual(
        0.1 * plain.volume.mean[slot]!,
      );
    }
  });

  it('an outage is left out', () => {
    const { excludedDays } = forecastQueue(
      makeHistory(84, (day, wall, slot) => (day === 72 ? 0 : office(day, wall, slot))),
      OPTIONS,
    );
    expect(excludedDays).toEqual([{ date: addDays(FIRST, 72), reason: 'outage', weight: 0 }]);
  });

  it('a special day is forecast as days of its type were, an unseen type is noted', () => {
    const campaign = [30, 45, 60, 86].map((day) => addDays(FIRST, day));
    const specialDays = [
      ...campaign.map((date) => ({ date, type: 'campaign', queues: [] })),
      { date: addDays(FIRST, 88), type: 'strike', queues: [] },
    ];
    const volumeOf: VolumeOf = (day, wall, slot) =>
      Math.round(office(day, wall, slot)! * ([30, 45, 60].includes(day) ? 2 : 1));
    const history = makeHistory(82, volumeOf);
    const forecast = forecastQueue(history, { ...OPTIONS, from: addDays(FIRST, 84), specialDays });
    const plain = forecastQueue(history, { ...OPTIONS, from: addDays(FIRST, 84) });
    expect(forecast.dayTotals.mean[2]! / plain.dayTotals.mean[2]!).toBeGreaterThan(1.6);
    expect(forecast.dayTotals.mean[3]! / plain.dayTotals.mean[3]!).toBeCloseTo(1, 1);
    expect(forecast.excludedDays).toEqual([]);
    expect(forecast.notes).toContainEqual({
      code: 'special-day-unseen',
      details: { date: addDays(FIRST, 88), type: 'strike' },
    });
  });

  it('a type of day on which the queue was always closed is closed again', () => {
    const specialDays = [30, 86].map((day) => ({
      date: addDays(FIRST, day),
      type: 'holiday',
      queues: [],
    }));
    const history = makeHistory(84, (day, wall, slot) =>
      day === 30 ? 0 : office(day, wall, slot),
    );
    const options = { ...OPTIONS, from: addDays(FIRST, 84), specialDays };
    const forecast = forecastQueue(history, options);
    expect(forecast.dayTotals.mean[2]).toBe(0);
    expect(forecast.dayTotals.mean[1]).toBeGreaterThan(0);
    expect(forecast.notes.map(({ code }) => code)).toContain('special-day-closed');
  });
});

describe('opening hours', () => {
  const morning: OpeningHours = {
    weekdays: [0, 1, 2, 3, 4, 5, 6].map((day) =>
      day < 5 ? [{ fromSeconds: 8 * 3600, toSeconds: 20 * 3600 }] : [],
    ),
    exceptions: [
      { date: addDays(FIRST, 86), open: [{ fromSeconds: 8 * 3600, toSeconds: 12 * 3600 }] },
      { date: addDays(FIRST, 87), open: [] },
    ],
  };

  it('shorten a day, and close one', () => {
    const options = { ...OPTIONS, from: addDays(FIRST, 84), openingHours: morning };
    const forecast = forecastQueue(makeHistory(84, office), options);
    const usual = officeMean(2, 18) + officeMean(2, 16);
    expect(slotsOf(forecast, 2).filter((mean) => mean > 0)).toHaveLength(8);
    expect(slotsOf(forecast, 2)[16]! + slotsOf(forecast, 2)[18]!).toBeGreaterThan(0.9 * usual);
    expect(forecast.dayTotals.mean[3]).toBe(0);
  });

  it('a queue that is always closed is forecast as closed', () => {
    const openingHours = { weekdays: morning.weekdays.map(() => []), exceptions: [] };
    const { volume, dayTotals } = forecastQueue(makeHistory(84, office), {
      ...OPTIONS,
      openingHours,
    });
    expect(new Set([...volume.mean, ...dayTotals.bands[1]!.upper])).toEqual(new Set([0]));
  });

  it('a weekday that opened last week is open', () => {
    const history = makeHistory(84, (day, wall, slot) =>
      day === 82
        ? officeMean(5, wall) * (wall >= 16 && wall < 40 ? 1 : 0)
        : office(day, wall, slot),
    );
    const forecast = forecastQueue(history, OPTIONS);
    const saturday = forecast.days.indexOf(addDays(FIRST, 89));
    expect(forecast.dayTotals.mean[saturday]).toBeGreaterThan(500);
    expect(forecast.dayTotals.mean[saturday + 1]).toBe(0);
  });
});
