import { describe, expect, it } from 'vitest';
import { addDays, gridDays, type IntervalHistory } from '../domain/index.ts';
import {
  always,
  BACKTEST,
  FIRST,
  makeHistory,
  office,
  officeMean,
  OPTIONS,
  refusal,
  type VolumeOf,
  withOffered,
} from '../../test/support/queue-history.ts';
import {
  backtestOrigin,
  backtestQueue,
  defaultOrigins,
  forecastQueue,
  summariseBacktest,
} from './index.ts';

describe('clock changes', () => {
  it.each([
    ['Europe/Ljubljana', 1800, '2026-03-29', 46],
    ['Europe/Ljubljana', 1800, '2026-10-25', 50],
    ['America/Santiago', 900, '2026-04-04', 100],
    ['America/Santiago', 3600, '2026-09-06', 23],
    ['Australia/Lord_Howe', 1800, '2026-04-05', 49],
    ['Australia/Lord_Howe', 900, '2026-10-04', 94],
    ['Pacific/Chatham', 1800, '2026-09-27', 46],
  ])('%s, %d s, %s has %d slots', (zone, stepSeconds, date, slots) => {
    // Busier by the hour, so that a shape moved by an hour shows.
    const hourly: VolumeOf = (_, wall) => 100 + 10 * Math.floor((wall * stepSeconds) / 3600);
    const place = { zone, stepSeconds };
    const before = forecastQueue(makeHistory(56, hourly, { ...place, first: addDays(date, -60) }), {
      ...OPTIONS,
      days: 10,
    });
    const on = gridDays(before.grid).find((day) => day.date === date)!;
    expect(on.slots).toBe(slots);
    const means = before.volume.mean.slice(on.firstSlot, on.firstSlot + slots);
    const next = before.volume.mean.slice(on.firstSlot + slots);
    expect(before.dayTotals.mean[before.days.indexOf(date)]).toBeCloseTo(
      means.reduce((sum, mean) => sum + mean, 0),
      8,
    );
    for (const [slot, mean] of means.entries()) {
      const wall = wallOf(before.grid.start, zone, stepSeconds, on.firstSlot + slot);
      expect(Math.abs(mean / hourly(0, wall, 0)! - 1)).toBeLessThan(0.03);
    }
    expect(next.at(0)).toBeGreaterThan(0);

    const after = makeHistory(56, hourly, { ...place, first: addDays(date, -40) });
    for (const mean of forecastQueue(after, { ...OPTIONS, days: 1 }).dayTotals.mean) {
      const usual = Array.from({ length: 86_400 / stepSeconds }, (_, wall) => hourly(0, wall, 0)!);
      expect(Math.abs(mean / usual.reduce((sum, x) => sum + x, 0) - 1)).toBeLessThan(0.02);
    }
  });

  it('daily values stay on their dates', () => {
    const place = { stepSeconds: 86_400, first: '2026-09-07' };
    const history = makeHistory(63, (day) => 100 + 50 * (day % 7), place);
    const { days, dayTotals } = forecastQueue(history, { ...OPTIONS, days: 7 });
    expect(days[0]).toBe('2026-11-09');
    for (const [day, mean] of dayTotals.mean.entries()) {
      expect(Math.abs(mean / (100 + 50 * day) - 1)).toBeLessThan(0.05);
    }
  });
});

/** Wall-clock slot by the process's own zone data, not by the code under test. */
function wallOf(start: string, zone: string, stepSeconds: number, slot: number): number {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const [hour, minute] = clock
    .format(Date.parse(start) + slot * stepSeconds * 1000)
    .split(':')
    .map(Number) as [number, number];
  return Math.floor((hour * 3600 + minute * 60) / stepSeconds);
}

describe('little history', () => {
  it('four weeks with a hole', () => {
    const holed = makeHistory(28, (day, wall, slot) =>
      day >= 9 && day < 18 ? null : office(day, wall, slot),
    );
    const { dayTotals, excludedDays } = forecastQueue(holed, { ...OPTIONS, days: 7 });
    const plain = forecastQueue(makeHistory(28, office), { ...OPTIONS, days: 7 });
    expect(excludedDays).toEqual([]);
    for (const [day, mean] of dayTotals.mean.entries()) {
      const expected = plain.dayTotals.mean[day]!;
      expect(Math.abs(mean - expected)).toBeLessThanOrEqual(0.1 * expected);
    }
  });

  it('no contact at all: 0, with an upper band from the silence', () => {
    const { volume, dayTotals, models, notes } = forecastQueue(
      makeHistory(56, () => 0),
      OPTIONS,
    );
    expect(new Set([...volume.mean, ...dayTotals.mean])).toEqual(new Set([0]));
    expect(dayTotals.bands[1]!.upper[0]).toBeCloseTo(-Math.log(0.025) / 55.96, 3);
    expect(models).toEqual([]);
    expect(notes[0]).toEqual({ code: 'no-contacts', details: { historyDays: 56 } });
  });

  it('a handful of contacts a day', () => {
    const rare: VolumeOf = (day, wall) => ((day * 31 + wall * 17) % 23 === 0 ? 1 : 0);
    const { dayTotals } = forecastQueue(makeHistory(112, rare), OPTIONS);
    const total = dayTotals.mean.reduce((sum, mean) => sum + mean, 0);
    expect(Math.abs(total / ((28 * 48) / 23) - 1)).toBeLessThan(0.3);
  });

  it.each([
    [27, (): number | null => 5, 'got 27 days with 27 known'],
    [28, (day: number) => (day % 7 < 2 || day === 27 ? 5 : null), 'got 28 days with 9 known'],
    [60, (day: number) => (day < 53 ? 0 : 5), 'got 7 days with 7 known'],
    [60, (): number | null => null, 'got 0 days with 0 known'],
  ])('%d days may be too few', (days, volumeOf, got) => {
    expect(refusal(() => forecastQueue(makeHistory(days, volumeOf), OPTIONS))).toEqual({
      code: 'INSUFFICIENT_HISTORY',
      message:
        'expected at least 28 days of history with 10 known ones for queue "support", ' + got,
    });
  });

  it('a horizon that it does not bear', () => {
    const history = makeHistory(60, always);
    expect(refusal(() => forecastQueue(history, { ...OPTIONS, days: 121 }))).toEqual({
      code: 'INSUFFICIENT_HISTORY',
      message:
        'expected a horizon of at most 2 times the history, got 121 days after 60 days of history ' +
        'of queue "support" (2026-01-05 to 2026-03-05)',
    });
    expect(forecastQueue(history, { ...OPTIONS, days: 120 }).days).toHaveLength(120);
  });
});

describe('refusals', () => {
  const history = makeHistory(56, always);
  it.each([
    [{ days: 0 }, 'expected days to be a whole number of at least 1, got 0'],
    [{ days: 401 }, 'expected days to be at most 400, got 401'],
    [{ levels: [80] }, 'expected levels to be fractions in (0, 1), got 80'],
    [{ levels: [Number.NaN] }, 'expected levels to be fractions in (0, 1), got NaN'],
    [{ levels: [0.8, 0.8] }, 'expected every level once, got 0.8, 0.8'],
    [{ from: '2026-02-30' }, 'expected a date such as 2026-03-29, got "2026-02-30"'],
    [
      { assumedHandleTimeSeconds: 0 },
      'expected assumedHandleTimeSeconds to be a finite number above 0, got 0',
    ],
    [
      { assumedHandleTimeSeconds: null },
      'expected assumedHandleTimeSeconds for queue "support", whose history holds no handle time, got none',
    ],
  ])('%j', (change, message) => {
    expect(refusal(() => forecastQueue(history, { ...OPTIONS, ...change }))).toEqual({
      code: 'INVALID_INPUT',
      message,
    });
  });
});

describe('handle time', () => {
  const base = makeHistory(84, office);
  const offered = base.totals.offered;
  const handled = (seconds: (slot: number) => number): IntervalHistory =>
    withOffered(base, offered, {
      answered: offered,
      talkSeconds: offered.map((count, slot) => count! * (seconds(slot) - 60)),
      acwSeconds: offered.map((count) => count! * 60),
    });

  it('is talk, hold and wrap-up over answered contacts', () => {
    const forecast = forecastQueue(
      handled(() => 300),
      OPTIONS,
    );
    expect(forecast.handleTimeSource).toBe('history');
    for (const mean of forecast.handleTimeSeconds.mean) expect(mean).toBeCloseTo(300, 6);
  });

  it('is weighted by contacts, and hardly moved by noise from slot to slot', () => {
    const seconds = (slot: number) => 300 + 60 * (((slot * 7) % 11) / 5 - 1);
    const { handleTimeSeconds } = forecastQueue(handled(seconds), OPTIONS);
    for (const mean of handleTimeSeconds.mean) expect(Math.abs(mean - 300)).toBeLessThan(15);
  });

  it('has a band that narrows with the contacts of the slot', () => {
    const seconds = (slot: number) => 300 + 60 * (((slot * 7) % 11) / 5 - 1);
    const { handleTimeSeconds, volume } = forecastQueue(handled(seconds), OPTIONS);
    const { lower, upper } = handleTimeSeconds.bands[0]!;
    const width = (slot: number) => upper[slot]! - lower[slot]!;
    const busiest = volume.mean.indexOf(Math.max(...volume.mean));
    expect(width(busiest)).toBeGreaterThan(0);
    expect(width(busiest)).toBeLessThan(width(0));
  });

  it('may be assumed, and is said to be', () => {
    const forecast = forecastQueue(base, OPTIONS);
    expect(forecast.handleTimeSource).toBe('assumed');
    expect(new Set(forecast.handleTimeSeconds.mean)).toEqual(new Set([240]));
    expect(forecast.notes).toContainEqual({
      code: 'handle-time-assumed',
      details: { seconds: 240 },
    });
  });
});

describe('backtest', () => {
  const noisy: VolumeOf = (day, wall, slot) =>
    office(day, wall, slot) === 0 ? 0 : officeMean(day, wall) + ((day * 37 + wall * 11) % 21) - 10;
  const history = makeHistory(140, noisy);

  it('takes weekly origins with room for the horizon', () => {
    const origins = defaultOrigins(history, 28);
    expect(origins).toEqual([63, 70, 77, 84, 91, 98, 105, 112].map((day) => addDays(FIRST, day)));
    expect(refusal(() => defaultOrigins(makeHistory(50, always), 28)).message).toBe(
      'expected at least 56 days of history of queue "support" to backtest 28 days ahead, got 50',
    );
  });

  it('needs no handle time, tells how far it is, and equals its steps', () => {
    const origins = [84, 98].map((day) => addDays(FIRST, day));
    const told: string[] = [];
    const { rows, accuracy } = backtestQueue(history, { ...BACKTEST, origins }, (done, total) =>
      told.push(`${done}/${total}`),
    );
    expect(told).toEqual(['1/2', '2/2']);
    expect(rows).toHaveLength(2 * 28 * 48);
    const steps = origins.map((origin) => backtestOrigin(history, origin, BACKTEST));
    expect(summariseBacktest(history, steps)).toEqual(accuracy);
  });

  it('measures what its rows say', () => {
    const origins = [addDays(FIRST, 84)];
    const { rows, accuracy } = backtestQueue(history, { ...BACKTEST, origins });
    const open = rows.filter((row) => row.actual! > 0);
    const actual = open.reduce((sum, row) => sum + row.actual!, 0);
    const off = open.reduce((sum, row) => sum + Math.abs(row.point - row.actual!), 0);
    const inside = open.filter(
      ({ bands, actual: y }) => bands[0]!.lower <= y! && y! <= bands[0]!.upper,
    );
    const own = accuracy.find((row) => row.method === 'agner' && row.bucket === 'all')!;
    expect(own.intervals).toBe(20 * 24);
    expect(own.wapeInterval).toBeCloseTo(off / actual, 12);
    expect(own.coverage[0]).toEqual({ level: 0.8, share: inside.length / open.length });
  });

  it('beats repeating last week, whose error is that of its definition', () => {
    const origins = [addDays(FIRST, 84)];
    const { accuracy } = backtestQueue(history, { ...BACKTEST, origins });
    const of = (method: string) =>
      accuracy.find((row) => row.method === method && row.bucket === 'days-1-7')!;
    let off = 0;
    let actual = 0;
    for (let day = 84; day < 89; day++) {
      for (let wall = 16; wall < 40; wall++) {
        off += Math.abs(noisy(day, wall, 0)! - noisy(day - 7, wall, 0)!);
        actual += noisy(day, wall, 0)!;
      }
    }
    expect(of('seasonal-naive').wapeInterval).toBeCloseTo(off / actual, 12);
    expect(of('agner').wapeInterval).toBeLessThan(of('seasonal-naive').wapeInterval);
    expect(of('agner').wapeInterval).toBeLessThan(of('same-weekday-mean').wapeInterval);
  });
});
