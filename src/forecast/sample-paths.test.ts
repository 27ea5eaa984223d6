import { describe, expect, it } from 'vitest';
import { makeHistory, office, OPTIONS } from '../../test/support/queue-history.ts';
import { gridDays, type QueueForecast } from '../domain/index.ts';
import { poisson, seededRandom, standardNormal } from '../simulation/index.ts';
import { forecastQueue } from './index.ts';
import { type PathDraws, samplePaths } from './sample-paths.ts';

const PATHS = 3000;

function draws(seed: number): PathDraws {
  const random = seededRandom(seed);
  return { normal: () => standardNormal(random), poisson: (mean) => poisson(random, mean) };
}

/** An office whose days err together, by a level that wanders. */
const levels = (() => {
  const random = seededRandom(5);
  let level = 0;
  return Array.from({ length: 120 }, () => (level = 0.95 * level + 0.05 * standardNormal(random)));
})();
const noise = seededRandom(9);
const history = makeHistory(120, (day, wall, slot) =>
  poisson(noise, office(day, wall, slot)! * Math.exp(levels[day]!)),
);
const forecast = forecastQueue(history, { ...OPTIONS, days: 14 });
const counts = samplePaths(forecast, { count: PATHS, of: 'counts' }, draws(1));
const days = gridDays(forecast.grid);
const totals = counts.map((path) =>
  days.map(({ firstSlot, slots }) => sum(path.slice(firstSlot, firstSlot + slots))),
);

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [sum(x) / x.length, sum(y) / y.length];
  const of = (a: readonly number[], ma: number, b: readonly number[], mb: number) =>
    sum(a.map((value, at) => (value - ma) * (b[at]! - mb)));
  return of(x, mx, y, my) / Math.sqrt(of(x, mx, x, mx) * of(y, my, y, my));
}

describe('sample paths', () => {
  it('have the mean of the forecast, and nobody where it is closed', () => {
    for (const [slot, mean] of forecast.volume.mean.entries()) {
      const mine = counts.map((path) => path[slot]!);
      if (mean === 0) expect(Math.max(...mine)).toBe(0);
      // Five standard errors.
      const band = forecast.volume.bands[0]!;
      const deviation = (band.upper[slot]! - band.lower[slot]!) / 2.56;
      const miss = Math.abs(sum(mine) / PATHS - mean);
      expect(miss).toBeLessThanOrEqual((5 * deviation) / Math.sqrt(PATHS));
    }
  });

  it('are within the bands of slots and of days as often as these say', () => {
    const inside = (values: readonly number[], lower: number, upper: number) =>
      values.filter((value) => lower <= value && value <= upper).length / values.length;
    for (const [index, level] of OPTIONS.levels.entries()) {
      const slots = forecast.volume.bands[index]!;
      const busy = forecast.volume.mean.flatMap((mean, slot) => (mean > 20 ? [slot] : []));
      const shares = busy.map((slot) =>
        inside(
          counts.map((path) => path[slot]!),
          slots.lower[slot]!,
          slots.upper[slot]!,
        ),
      );
      expect(Math.abs(sum(shares) / shares.length - level)).toBeLessThan(0.03);
      const ofDays = forecast.dayTotals.bands[index]!;
      for (const [at, mean] of forecast.dayTotals.mean.entries()) {
        if (mean === 0) continue;
        const share = inside(
          totals.map((path) => path[at]!),
          ofDays.lower[at]!,
          ofDays.upper[at]!,
        );
        expect(Math.abs(share - level), forecast.days[at]).toBeLessThan(0.04);
      }
    }
  });

  it('go together within a day, and from day to day as errors of the past did', () => {
    const means = samplePaths(forecast, { count: PATHS, of: 'means' }, draws(2));
    const busiest = days
      .map(({ firstSlot, slots }) => forecast.volume.mean.slice(firstSlot, firstSlot + slots))
      .map((values, at) => days[at]!.firstSlot + values.indexOf(Math.max(...values)));
    const at = (slot: number) => means.map((path) => Math.log(path[slot]!));
    const [first, second] = [busiest[0]!, busiest[1]!];
    const within = correlation(at(first), at(first + 2));
    const across = correlation(at(first), at(second));
    expect(within).toBeGreaterThan(0.5);
    const { share, halfLifeDays } = forecast.errorPersistence!;
    expect(Math.abs(across / within - share * 2 ** (-1 / halfLifeDays))).toBeLessThan(0.06);
    expect(share).toBeGreaterThan(0.4);
  });

  it('are the same for a seed, others for another', () => {
    const few = (seed: number) => samplePaths(forecast, { count: 3, of: 'counts' }, draws(seed));
    expect(few(7)).toEqual(few(7));
    expect(few(7)).not.toEqual(few(8));
  });

  it('of a forecast without bands are Poisson counts', () => {
    const bare: QueueForecast = {
      ...forecast,
      volume: { ...forecast.volume, bands: [] },
      dayTotals: { ...forecast.dayTotals, bands: [] },
    };
    const means = samplePaths(bare, { count: 2, of: 'means' }, draws(1));
    expect(means[0]).toEqual(forecast.volume.mean);
    const slot = forecast.volume.mean.indexOf(Math.max(...forecast.volume.mean));
    const mean = forecast.volume.mean[slot]!;
    const seen = samplePaths(bare, { count: PATHS, of: 'counts' }, draws(3)).map((p) => p[slot]!);
    const variance = sum(seen.map((value) => (value - mean) ** 2)) / PATHS;
    expect(Math.abs(variance / mean - 1)).toBeLessThan(0.1);
  });

  it('of days hold the bands of a daily forecast, and of hours at the clock change', () => {
    const daily = forecastQueue(
      makeHistory(120, (day) => 400 + 30 * (day % 7) + 40 * Math.sin(day * 1.7), {
        stepSeconds: 86_400,
      }),
      { ...OPTIONS, days: 7 },
    );
    const paths = samplePaths(daily, { count: PATHS, of: 'counts' }, draws(4));
    const { lower, upper } = daily.volume.bands[0]!;
    const share =
      sum(
        paths.map((path) => path.filter((v, at) => lower[at]! <= v && v <= upper[at]!).length / 7),
      ) / PATHS;
    expect(Math.abs(share - 0.8)).toBeLessThan(0.04);
    const changing = forecastQueue(makeHistory(80, office), OPTIONS);
    const one = samplePaths(changing, { count: 1, of: 'counts' }, draws(1))[0]!;
    expect(one).toHaveLength(28 * 48 - 2);
  });

  it('that would not fit are refused, saying how many would', () => {
    expect(() => samplePaths(forecast, { count: 1e6, of: 'counts' }, draws(1))).toThrow(
      /expected at most \d+ paths of 672 intervals, got 1000000/,
    );
  });
});
