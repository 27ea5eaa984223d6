import { describe, expect, it } from 'vitest';
import { type QueueForecast } from '../domain/index.ts';
import {
  always,
  makeHistory,
  office,
  OPTIONS,
  withOffered,
} from '../../test/support/queue-history.ts';
import { impliedVariance } from './implied-law.ts';
import {
  emptyHistory,
  forecastQueue,
  precedeHistory,
  reconcileForecasts,
  totalGroups,
} from './index.ts';

const histories = [
  { ...makeHistory(84, office), queue: 'office' },
  { ...makeHistory(84, always), queue: 'always' },
];
const queues = histories.map((history) => forecastQueue(history, OPTIONS));
const [group] = totalGroups(queues);
const whole = precedeHistory(
  { ...emptyHistory(histories[0]!), queue: 'site' },
  histories.map((history) => ({ history, share: 1 })),
).history;
const plain = forecastQueue(whole, OPTIONS);
/** The sum's forecast with its day totals times a factor. */
const sum = (by: number): QueueForecast => {
  const times = (values: readonly number[]) => values.map((value) => value * by);
  const { mean, median, bands } = plain.dayTotals;
  return {
    ...plain,
    dayTotals: {
      mean: times(mean),
      median: times(median),
      bands: bands.map(({ level, lower, upper }) => ({
        level,
        lower: times(lower),
        upper: times(upper),
      })),
    },
  };
};
const total = (forecast: QueueForecast, day: number) => {
  const per = forecast.grid.length / forecast.days.length;
  return forecast.volume.mean.slice(day * per, (day + 1) * per).reduce((a, b) => a + b, 0);
};

describe('groups', () => {
  it('are channels of two queues or more, and the site', () => {
    const channels = ['voice', 'voice', 'chat'] as const;
    const three = channels.map((channel, at) => ({ queue: `q${at}`, channel }));
    expect(totalGroups(three)).toEqual([
      { name: 'voice', channel: 'voice', queues: ['q0', 'q1'] },
      { name: 'site', channel: null, queues: ['q0', 'q1', 'q2'] },
    ]);
    expect(totalGroups(three.slice(0, 2))).toEqual([
      { name: 'site', channel: 'voice', queues: ['q0', 'q1'] },
    ]);
    expect(totalGroups(three.slice(0, 1))).toEqual([]);
  });
});

describe('reconciled forecasts', () => {
  it('share out what is missing to the sum by their variances', () => {
    const forecast = sum(1.2);
    const made = reconcileForecasts(queues, [{ group: group!, forecast }]);
    for (const day of [0, 1, 2, 3, 4]) {
      const [a, b] = queues.map(({ dayTotals }) => dayTotals.mean[day]!) as [number, number];
      const [va, vb] = queues.map(({ dayTotals }) => impliedVariance(dayTotals, day)!) as [
        number,
        number,
      ];
      // Two parts and their sum have a closed form.
      const missing = forecast.dayTotals.mean[day]! - a - b;
      const part = missing / (va + vb + impliedVariance(forecast.dayTotals, day)!);
      expect(made.queues[0]!.dayTotals.mean[day]).toBeCloseTo(a + va * part, 6);
      expect(made.queues[1]!.dayTotals.mean[day]).toBeCloseTo(b + vb * part, 6);
      expect(made.totals[0]!.dayTotals.mean[day]).toBeCloseTo(a + b + (va + vb) * part, 6);
    }
  });

  it('agree: intervals with days, queues with the sum; what is closed stays so', () => {
    const { queues: made, totals } = reconcileForecasts(queues, [
      { group: group!, forecast: sum(0.9) },
    ]);
    for (const day of made[0]!.days.keys()) {
      for (const one of made) expect(total(one, day)).toBeCloseTo(one.dayTotals.mean[day]!, 6);
      const parts = made.reduce((left, { dayTotals }) => left + dayTotals.mean[day]!, 0);
      expect(totals[0]!.dayTotals.mean[day]).toBeCloseTo(parts, 9);
    }
    expect(queues[0]!.dayTotals.mean[5]).toBe(0);
    expect(made[0]!.dayTotals.mean[5]).toBe(0);
    const { lower, upper } = totals[0]!.dayTotals.bands[0]!;
    expect(lower[0]).toBeLessThan(totals[0]!.dayTotals.mean[0]!);
    expect(upper[0]).toBeGreaterThan(totals[0]!.dayTotals.mean[0]!);
  });

  it('stay as they are where they agree already', () => {
    const agreeing = sum(1);
    const mean = agreeing.dayTotals.mean.map((_, day) =>
      queues.reduce((left, { dayTotals }) => left + dayTotals.mean[day]!, 0),
    );
    const forecast = { ...agreeing, dayTotals: { ...agreeing.dayTotals, mean } };
    const { queues: made } = reconcileForecasts(queues, [{ group: group!, forecast }]);
    for (const [at, { dayTotals }] of made.entries()) {
      for (const [day, value] of dayTotals.mean.entries()) {
        expect(value).toBeCloseTo(queues[at]!.dayTotals.mean[day]!, 6);
      }
    }
  });

  it('never fall below 0', () => {
    const { queues: made } = reconcileForecasts(queues, [{ group: group!, forecast: sum(0.001) }]);
    for (const { volume } of made) expect(Math.min(...volume.mean)).toBeGreaterThanOrEqual(0);
  });

  it('are refused over other days', () => {
    const later = forecastQueue(histories[1]!, { ...OPTIONS, from: '2026-03-31' });
    expect(() =>
      reconcileForecasts([queues[0]!, later], [{ group: group!, forecast: plain }]),
    ).toThrow(
      'expected all queues over the same days to reconcile them, got 2026-03-30 and, for "always", 2026-03-31 as the first: say the first day',
    );
  });
});

it('a sum knows nothing where a queue that is there does not', () => {
  const offered = histories[1]!.totals.offered.map((value, slot) => (slot === 500 ? null : value));
  const holed = withOffered(histories[1]!, offered);
  const { history } = precedeHistory(emptyHistory(holed), [
    { history: histories[0]!, share: 1 },
    { history: holed, share: 1 },
  ]);
  expect(history.totals.offered[500]).toBeNull();
  expect(history.totals.offered[499]).not.toBeNull();
});
