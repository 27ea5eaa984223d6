import { describe, expect, it } from 'vitest';
import { addDays, type SpecialDay, weekdayOf } from '../domain/index.ts';
import {
  always,
  FIRST,
  makeHistory,
  office,
  officeMean,
  OPTIONS,
  type VolumeOf,
} from '../../test/support/queue-history.ts';
import { backtestQueue, forecastQueue } from './index.ts';

const on = (day: number, more: Partial<SpecialDay>): SpecialDay => ({
  date: addDays(FIRST, day),
  type: 'campaign',
  queues: [],
  ...more,
});
const run = (volumeOf: VolumeOf, specialDays: readonly SpecialDay[], days = 84) =>
  forecastQueue(makeHistory(days, volumeOf), { ...OPTIONS, from: addDays(FIRST, 84), specialDays });
const plain = run(office, []);
const codes = (forecast: ReturnType<typeof run>) => forecast.notes.map(({ code }) => code);

describe('a factor that the planner gives', () => {
  it('multiplies an ordinary day, intervals and bands alike', () => {
    const forecast = run(office, [on(86, { factor: 1.3 })]);
    const ratio = (of: (one: typeof plain) => number) => of(forecast) / of(plain);
    expect(ratio(({ dayTotals }) => dayTotals.mean[2]!)).toBeCloseTo(1.3, 6);
    expect(ratio(({ volume }) => volume.mean[2 * 48 + 20]!)).toBeCloseTo(1.3, 6);
    expect(ratio(({ dayTotals }) => dayTotals.bands[0]!.upper[2]!)).toBeGreaterThan(1.25);
    // A day before or after a special one has an effect of its own, none of which was seen.
    expect(ratio(({ dayTotals }) => dayTotals.mean[8]!)).toBeCloseTo(1, 6);
    expect(forecast.notes).toContainEqual({
      code: 'special-day-factor',
      details: { date: addDays(FIRST, 86), type: 'campaign', factor: 1.3 },
    });
    expect(codes(forecast)).not.toContain('special-day-unseen');
  });

  it('in the past is taken out of the day, so that nothing else learns from it', () => {
    const doubled: VolumeOf = (day, wall, slot) => office(day, wall, slot)! * (day === 72 ? 2 : 1);
    const told = run(doubled, [on(72, { factor: 2 })]);
    expect(told.excludedDays).toEqual([]);
    for (const [day, mean] of told.dayTotals.mean.entries()) {
      if (plain.dayTotals.mean[day]! > 0)
        expect(mean / plain.dayTotals.mean[day]!).toBeCloseTo(1, 1);
    }
  });

  it('stands in place of what days of its type have taught', () => {
    const busy: VolumeOf = (day, wall, slot) =>
      office(day, wall, slot)! * ([30, 45, 60].includes(day) ? 2 : 1);
    const seen = [30, 45, 60].map((day) => on(day, {}));
    const learned = run(busy, [...seen, on(86, {})]);
    const given = run(busy, [...seen, on(86, { factor: 1.1 })]);
    expect(learned.dayTotals.mean[2]! / plain.dayTotals.mean[2]!).toBeGreaterThan(1.6);
    expect(given.dayTotals.mean[2]! / plain.dayTotals.mean[2]!).toBeCloseTo(1.1, 1);
  });
});

describe('what the planner says of the history', () => {
  it('exclude: the day teaches nothing, and is listed', () => {
    const wild: VolumeOf = (day, wall, slot) => office(day, wall, slot)! * (day === 72 ? 1.2 : 1);
    const forecast = run(wild, [on(72, { type: null, history: 'exclude' })]);
    expect(forecast.excludedDays).toEqual([
      { date: addDays(FIRST, 72), reason: 'planner', weight: 0 },
    ]);
    const blank = run((day, wall, slot) => (day === 72 ? null : office(day, wall, slot)), []);
    expect(forecast.volume).toEqual(blank.volume);
  });

  it('keep: a day that would be left out counts', () => {
    const wild: VolumeOf = (day, wall, slot) => office(day, wall, slot)! * (day === 81 ? 3 : 1);
    const cleaned = run(wild, []);
    const kept = run(wild, [on(81, { type: null, history: 'keep' })]);
    expect(cleaned.excludedDays.map(({ reason }) => reason)).toEqual(['outlier']);
    expect(kept.excludedDays).toEqual([]);
    expect(kept.dayTotals.mean[0]!).toBeGreaterThan(cleaned.dayTotals.mean[0]!);
    const silent: VolumeOf = (day, wall, slot) => (day === 72 ? 0 : office(day, wall, slot));
    expect(run(silent, []).excludedDays).toHaveLength(1);
    expect(run(silent, [on(72, { type: null, history: 'keep' })]).excludedDays).toEqual([]);
  });

  it('a type seen only on days that are left out is not known', () => {
    const outage = { type: 'outage', history: 'exclude' } as const;
    const forecast = run(office, [on(72, outage), on(86, outage)]);
    expect(codes(forecast)).toContain('special-day-unseen');
    expect(forecast.dayTotals.mean[2]! / plain.dayTotals.mean[2]!).toBeCloseTo(1, 1);
  });
});

describe('a day like another weekday', () => {
  it('has its volume and profile, with and without opening hours that are known', () => {
    const saturday = 89;
    expect(weekdayOf(addDays(FIRST, saturday))).toBe(6);
    const forecast = run(office, [on(saturday, { type: 'working-day', like: 3 })]);
    const wednesday = plain.dayTotals.mean[2]!;
    expect(plain.dayTotals.mean[5]).toBe(0);
    expect(forecast.dayTotals.mean[5]! / wednesday).toBeCloseTo(1, 1);
    const slot = 5 * 48 + 20;
    expect(forecast.volume.mean[slot]! / plain.volume.mean[2 * 48 + 20]!).toBeCloseTo(1, 1);
  });

  it('in the past is compared with that weekday, and shows its effect', () => {
    const worked = [33, 61];
    const volumeOf: VolumeOf = (day, wall, slot) =>
      worked.includes(day)
        ? Math.round(0.7 * officeMean(2, wall) * (wall >= 16 && wall < 40 ? 1 : 0))
        : office(day, wall, slot);
    const days = [...worked, 89].map((day) => on(day, { type: 'working-day', like: 3 }));
    const forecast = run(volumeOf, days);
    const ratio = forecast.dayTotals.mean[5]! / plain.dayTotals.mean[2]!;
    expect(ratio).toBeGreaterThan(0.65);
    expect(ratio).toBeLessThan(0.9);
  });
});

describe('hours of a special day', () => {
  const half = [{ fromSeconds: 8 * 3600, toSeconds: 13 * 3600 }];

  it('close and shorten where no opening hours are known', () => {
    const forecast = run(office, [on(86, { open: half }), on(87, { type: 'closed', open: [] })]);
    const open = forecast.volume.mean.slice(96, 144).filter((mean) => mean > 0);
    expect(open).toHaveLength(10);
    expect(forecast.dayTotals.mean[3]).toBe(0);
    expect(codes(forecast)).toEqual(['special-day-unseen', 'handle-time-assumed']);
  });

  it('open a day of a type that was always closed', () => {
    const silent: VolumeOf = (day, wall, slot) => (day === 30 ? 0 : office(day, wall, slot));
    const days = [on(30, { type: 'holiday' }), on(86, { type: 'holiday', open: half })];
    expect(run(silent, days).dayTotals.mean[2]!).toBeGreaterThan(0);
  });
});

describe('several entries of a date', () => {
  it('say together what the first that says it says', () => {
    const both = run(office, [
      on(86, { factor: 1.2, type: 'campaign' }),
      on(86, { type: 'holiday', open: [] }),
    ]);
    expect(both.dayTotals.mean[2]).toBe(0);
    const first = run(office, [on(86, { factor: 1.2 }), on(86, { type: 'holiday', factor: 2 })]);
    expect(first.dayTotals.mean[2]! / plain.dayTotals.mean[2]!).toBeCloseTo(1.2, 6);
  });
});

describe('changes of the level', () => {
  const shifted =
    (from: number, factor: number): VolumeOf =>
    (day, wall, slot) =>
      Math.round(always(day, wall, slot)! * (day >= from ? factor : 1));
  const noteOf = (volumeOf: VolumeOf, code: string, days = 168) =>
    forecastQueue(makeHistory(days, volumeOf), OPTIONS).notes.find((note) => note.code === code);

  it.each([
    [120, 1.4],
    [120, 0.6],
    [150, 2],
  ])('from day %d by %d are told', (from, factor) => {
    const note = noteOf(shifted(from, factor), 'level-shift');
    expect(note?.details['since']).toBe(addDays(FIRST, from));
    expect(Number(note?.details['change'])).toBeCloseTo(factor - 1, 1);
  });

  it('of 5 %, of one odd week and of slow growth are not', () => {
    expect(noteOf(shifted(120, 1.05), 'level-shift')).toBeUndefined();
    const week: VolumeOf = (day, wall, slot) =>
      always(day, wall, slot)! * (day >= 120 && day < 127 ? 1.5 : 1);
    expect(noteOf(week, 'level-shift')).toBeUndefined();
    const growing: VolumeOf = (day, wall, slot) => always(day, wall, slot)! * 1.004 ** day;
    expect(noteOf(growing, 'level-shift')).toBeUndefined();
    expect(noteOf(growing, 'trend-break', 400)).toBeUndefined();
  });

  it('of the trend are told with both slopes', () => {
    const bent: VolumeOf = (day, wall, slot) =>
      always(day, wall, slot)! * Math.exp(0.005 * Math.max(0, day - 300));
    const note = noteOf(bent, 'trend-break', 400);
    expect(Math.abs(Number(note?.details['before']))).toBeLessThan(0.1);
    expect(Number(note?.details['after'])).toBeCloseTo(Math.expm1(0.005 * 365.25), 0);
  });
});

it('a backtest knows special days as the forecast does', () => {
  const specialDays = [on(72, { history: 'exclude' }), on(86, { factor: 1.3 })];
  const options = { ...OPTIONS, specialDays, origins: [addDays(FIRST, 84)], days: 7 };
  const { rows } = backtestQueue(makeHistory(91, office), options);
  const forecast = run(office, specialDays);
  expect(rows.map(({ point }) => point)).toEqual(forecast.volume.mean.slice(0, rows.length));
});
