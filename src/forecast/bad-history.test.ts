import { describe, expect, it } from 'vitest';
import { addDays, type QueueForecast } from '../domain/index.ts';
import {
  always,
  FIRST,
  makeHistory,
  office,
  officeMean,
  OPTIONS,
  type VolumeOf,
} from '../../test/support/queue-history.ts';
import { forecastQueue } from './index.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Every figure of a forecast is a number of at least 0, whatever the history. */
function expectSound({ volume, dayTotals }: QueueForecast): void {
  for (const { mean, median, bands } of [volume, dayTotals]) {
    const all = [mean, median, ...bands.flatMap(({ lower, upper }) => [lower, upper])].flat();
    expect(all.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
  }
}

describe('a queue that closed', () => {
  const closedFrom =
    (last: number): VolumeOf =>
    (day, wall, slot) =>
      day < last ? office(day, wall, slot) : 0;

  it('four weeks ago is forecast as closed, and said to be', () => {
    const forecast = forecastQueue(makeHistory(140, closedFrom(112)), OPTIONS);
    expectSound(forecast);
    expect(sum(forecast.volume.mean)).toBe(0);
    expect(forecast.dayTotals.bands[0]!.upper[0]).toBeCloseTo(-Math.log(0.1) / 30, 1);
    // The last two days with contacts were a weekend before.
    expect(forecast.notes).toContainEqual({
      code: 'queue-silent',
      details: { since: addDays(FIRST, 110), silentDays: 30 },
    });
  });

  it('two weeks ago may have been down: its days are left out', () => {
    const forecast = forecastQueue(makeHistory(140, closedFrom(126)), OPTIONS);
    expectSound(forecast);
    expect(forecast.notes.map(({ code }) => code)).not.toContain('queue-silent');
    expect(forecast.excludedDays.map(({ reason }) => reason)).toEqual(Array(10).fill('outage'));
    const usual = sum(Array.from({ length: 24 }, (_, wall) => officeMean(0, 16 + wall)));
    expect(Math.abs(forecast.dayTotals.mean[0]! / usual - 1)).toBeLessThan(0.1);
  });

  it('is not a queue with a contact a month', () => {
    const rare: VolumeOf = (day, wall) => (day % 30 === 1 && wall === 20 ? 1 : 0);
    const forecast = forecastQueue(makeHistory(150, rare), OPTIONS);
    expectSound(forecast);
    expect(sum(forecast.volume.mean)).toBeGreaterThan(0);
  });
});

describe('values', () => {
  it('that fall short of half their weekday are outages, of more merely odd', () => {
    const shares = new Map([
      [50, 0.3],
      [57, 0.6],
      [64, 1.9],
    ]);
    const odd: VolumeOf = (day, wall, slot) =>
      Math.round(always(day, wall, slot)! * (shares.get(day) ?? 1));
    const { excludedDays } = forecastQueue(makeHistory(84, odd), OPTIONS);
    expect(excludedDays.map(({ reason }) => reason)).toEqual(['outage', 'outlier', 'outlier']);
  });

  it('may be fractions', () => {
    const whole = forecastQueue(makeHistory(84, always), OPTIONS);
    const half = forecastQueue(
      makeHistory(84, (day, wall, slot) => always(day, wall, slot)! / 2),
      OPTIONS,
    );
    expectSound(half);
    expect(sum(half.dayTotals.mean) / sum(whole.dayTotals.mean)).toBeCloseTo(0.5, 2);
  });

  it('of a new level are taken as such when they have lasted', () => {
    const doubled: VolumeOf = (day, wall, slot) => always(day, wall, slot)! * (day >= 154 ? 2 : 1);
    const forecast = forecastQueue(makeHistory(168, doubled), OPTIONS);
    const before = forecastQueue(makeHistory(154, always), OPTIONS);
    const ratio = sum(forecast.dayTotals.mean) / sum(before.dayTotals.mean);
    expect(ratio).toBeGreaterThan(1.7);
    expect(ratio).toBeLessThan(2.2);
  });
});

describe('special days', () => {
  it('outside history and horizon change no figure, and are told', () => {
    const history = makeHistory(84, office);
    const far = ['2019-01-01', '2031-12-25'].map((date) => ({ date, type: 'holiday', queues: [] }));
    const { notes, ...forecast } = forecastQueue(history, { ...OPTIONS, specialDays: far });
    const { notes: plainNotes, ...plain } = forecastQueue(history, OPTIONS);
    expect(forecast).toEqual(plain);
    const details = { days: 2, from: FIRST, to: addDays(FIRST, 111) };
    expect(notes).toEqual([{ code: 'special-days-elsewhere', details }, ...plainNotes]);
  });

  it('may be all that there is', () => {
    const specialDays = Array.from({ length: 112 }, (_, day) => ({
      date: addDays(FIRST, day),
      type: 'campaign',
      queues: [],
    }));
    const forecast = forecastQueue(makeHistory(84, office), { ...OPTIONS, specialDays });
    expectSound(forecast);
    expect(sum(forecast.volume.mean)).toBeGreaterThan(0);
  });
});
