import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  addDays,
  formatInstant,
  type IntervalHistory,
  plannedInstant,
  type QueueForecast,
  slotStart,
} from '../../domain/index.ts';
import {
  FIRST,
  makeHistory,
  office,
  OPTIONS,
  refusal,
  withOffered,
} from '../../../test/support/queue-history.ts';
import { forecastQueue, reforecastQueue } from '../index.ts';
import { layOutSlots, slotsOfDay } from '../slot-layout.ts';
import { reviseCounts } from './revise-counts.ts';

const ZONE = 'Europe/Ljubljana';
const DAYS = 84;
const TODAY = addDays(FIRST, DAYS);
const SETUP = { openingHours: null, specialDays: [] };
const STEADY = { waveVariance: 0, waveHalfLifeSeconds: 3600, slotVariance: 0 };

/** Weekdays only, with days that run 10 % high or low, and a handle time of 200 s or so. */
const louder = (day: number) => [0.9, 1.1, 1, 1.08, 0.92][(day * 3) % 5]!;
const volumeOf = (day: number, wall: number, slot: number) =>
  Math.round(office(day, wall, slot)! * louder(day));

function at(wallSeconds: number, date = TODAY): string {
  return formatInstant(plannedInstant(ZONE, date, wallSeconds), ZONE);
}

/** The history with a day that runs at `factor` of its forecast. */
function withToday(forecast: QueueForecast, factor: number, change?: (slot: number) => unknown) {
  const history = makeHistory(DAYS + 1, (day, wall, slot) =>
    day < DAYS ? volumeOf(day, wall, slot) : 0,
  );
  const offered = [...history.totals.offered];
  for (const slot of slotsOfDay(layOutSlots(forecast.grid), 0)) {
    const of = offered.length - 48 + slot;
    offered[of] = forecast.volume.mean[slot]! * factor;
    const changed = change?.(slot);
    if (changed !== undefined) offered[of] = changed as number | null;
  }
  return withOffered(history, offered);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('reforecast', () => {
  let forecast: QueueForecast;
  const revise = (history: IntervalHistory, asOf: string) =>
    reforecastQueue(forecast, history, { ...SETUP, asOf });
  const factorOf = (revised: QueueForecast, slot: number) =>
    revised.volume.mean[slot]! / forecast.volume.mean[slot]!;

  beforeAll(() => {
    forecast = forecastQueue(makeHistory(DAYS, volumeOf), { ...OPTIONS, days: 7 });
  });

  it('keeps what came, moves the rest most of the way, and leaves other days alone', () => {
    const revised = revise(withToday(forecast, 1.2), at(13 * 3600));
    for (let slot = 16; slot < 26; slot++) expect(factorOf(revised, slot)).toBeCloseTo(1.2, 9);
    for (let slot = 26; slot < 40; slot++) {
      expect(factorOf(revised, slot)).toBeGreaterThan(1.1);
      expect(factorOf(revised, slot)).toBeLessThan(1.2);
    }
    expect(revised.volume.mean.slice(48)).toEqual(forecast.volume.mean.slice(48));
    expect(revised.dayTotals.mean.slice(1)).toEqual(forecast.dayTotals.mean.slice(1));
    expect(revised.dayTotals.mean[0]).toBeCloseTo(sum(revised.volume.mean.slice(0, 48)), 6);
    expect(revised.notes.at(-1)).toMatchObject({
      code: 'reforecast',
      details: { date: TODAY, knownIntervals: 26, missingIntervals: 0 },
    });
  });

  it('knows more and more of the day: its band narrows to what came', () => {
    const history = withToday(forecast, 1.1);
    const widths = [9, 12, 15, 18, 20, 24].map((hour) => {
      const { bands } = revise(history, at(Math.min(hour * 3600, 86_399))).dayTotals;
      return bands[0]!.upper[0]! - bands[0]!.lower[0]!;
    });
    const before = forecast.dayTotals.bands[0]!;
    expect(widths[0]).toBeLessThan(before.upper[0]! - before.lower[0]!);
    for (const [index, width] of widths.slice(1, 5).entries()) {
      expect(width).toBeLessThan(widths[index]!);
    }
    expect(widths[5]).toBe(0);
  });

  it('takes the interval under way in part', () => {
    const whole = withToday(forecast, 1, (slot) =>
      slot === 24 ? forecast.volume.mean[24]! / 3 : undefined,
    );
    const revised = revise(whole, at(12 * 3600 + 600));
    expect(factorOf(revised, 24)).toBeCloseTo(1, 2);
    expect(factorOf(revised, 30)).toBeCloseTo(1, 2);
    const { bands } = revised.volume;
    expect(bands[0]!.lower[24]).toBeGreaterThan(forecast.volume.mean[24]! / 3);
  });

  it('bridges intervals that are not known, and says how many', () => {
    const holed = withToday(forecast, 1.2, (slot) => (slot >= 20 && slot < 23 ? null : undefined));
    const revised = revise(holed, at(13 * 3600));
    for (const slot of [20, 21, 22]) {
      expect(factorOf(revised, slot)).toBeGreaterThan(1.08);
      expect(factorOf(revised, slot)).toBeLessThan(1.2);
    }
    expect(revised.notes.at(-1)!.details).toMatchObject({ missingIntervals: 3 });
  });

  it('reads nothing of what comes after the moment', () => {
    const asOf = at(13 * 3600);
    const [one, other] = [1, 5].map((factor) =>
      revise(
        withToday(forecast, 1, (slot) =>
          slot >= 26 ? forecast.volume.mean[slot]! * factor : undefined,
        ),
        asOf,
      ),
    );
    expect(one).toEqual(other);
  });

  it('stands as it was while nothing is known of the day', () => {
    const revised = revise(makeHistory(DAYS, volumeOf), at(13 * 3600));
    expect({ ...revised, notes: forecast.notes }).toEqual(forecast);
    expect(revised.notes.at(-1)!.code).toBe('reforecast-nothing-known');
  });

  it('tells of a day that is unlike its forecast, and stays above 0 on silence', () => {
    const silent = revise(withToday(forecast, 0), at(13 * 3600));
    expect(silent.notes.at(-1)!.code).toBe('day-unlike-forecast');
    for (let slot = 26; slot < 40; slot++) {
      expect(silent.volume.mean[slot]).toBeGreaterThan(0);
      expect(factorOf(silent, slot)).toBeLessThan(0.9);
    }
  });

  it('counts contacts of closed intervals and learns nothing from them', () => {
    const early = (contacts: number) =>
      revise(
        withToday(forecast, 1.1, (slot) => (slot === 4 ? contacts : undefined)),
        at(13 * 3600),
      );
    const [none, many] = [early(0), early(500)];
    expect(many.volume.mean.slice(26, 48)).toEqual(none.volume.mean.slice(26, 48));
    expect(many.dayTotals.mean[0]! - none.dayTotals.mean[0]!).toBeCloseTo(500, 6);
  });

  it('hardly moves a small queue and leaves a closed day at 0', () => {
    const small = makeHistory(DAYS, (day, wall) =>
      day % 7 < 5 && wall >= 16 && wall < 40 && (day * 31 + wall * 17) % 24 < 3 ? 1 : 0,
    );
    const own = forecastQueue(small, { ...OPTIONS, days: 7 });
    const busy = withToday(own, 2);
    const revised = reforecastQueue(own, busy, { ...SETUP, asOf: at(13 * 3600) });
    const rest = (of: QueueForecast) => sum(of.volume.mean.slice(26, 48));
    expect(rest(revised) / rest(own)).toBeLessThan(1.25);
    expect(rest(revised) / rest(own)).toBeGreaterThanOrEqual(1);
    const sunday = addDays(TODAY, 6);
    const later = withOffered(makeHistory(DAYS + 7, volumeOf), [
      ...makeHistory(DAYS + 7, volumeOf).totals.offered,
    ]);
    const closed = revise(later, at(12 * 3600, sunday));
    expect(closed.dayTotals.mean[6]).toBe(0);
  });

  it('moves handle time by what past days say of theirs', () => {
    const taught = makeHistory(DAYS + 1, volumeOf);
    const answered = taught.totals.offered.map((value) => value ?? 0);
    const talk = (factor: number) =>
      answered.map((contacts, slot) => {
        const day = Math.floor((slot + 2) / 48);
        return contacts * 200 * (day < DAYS ? louder(day + 1) : factor);
      });
    const totals = (factor: number) =>
      withOffered(taught, taught.totals.offered, { answered, talkSeconds: talk(factor) });
    const own = forecastQueue(totals(1), { ...OPTIONS, from: TODAY, days: 7 });
    const revised = reforecastQueue(own, totals(1.1), { ...SETUP, asOf: at(13 * 3600) });
    const ratio = revised.handleTimeSeconds.mean[30]! / own.handleTimeSeconds.mean[30]!;
    expect(ratio).toBeGreaterThan(1.05);
    expect(ratio).toBeLessThan(1.11);
    expect(revised.handleTimeSeconds.mean.slice(48)).toEqual(own.handleTimeSeconds.mean.slice(48));
  });

  it('works on the days on which the clock changes', () => {
    for (const [first, change] of [
      ['2026-01-05', '2026-03-29'],
      ['2026-08-03', '2026-10-25'],
    ] as const) {
      const full = makeHistory(84, (day, wall) => 30 + (wall % 12) + (day % 3), { first });
      const own = forecastQueue(full, { ...OPTIONS, from: change, days: 1 });
      const asOf = at(12 * 3600, change);
      const revised = reforecastQueue(own, full, { ...SETUP, asOf });
      const over = own.volume.mean.findIndex(
        (_, slot) => slotStart(own.grid, slot) >= Date.parse(asOf) / 1000,
      );
      const offered = full.totals.offered.slice(full.grid.length - own.grid.length);
      expect(revised.volume.mean.slice(0, over)).toEqual(offered.slice(0, over));
      expect(revised.dayTotals.mean[0]).toBeCloseTo(sum(revised.volume.mean), 6);
    }
  });

  it('refuses what it cannot answer, with a sentence', () => {
    const history = makeHistory(DAYS + 1, volumeOf);
    expect(refusal(() => revise(history, at(0, addDays(TODAY, 7))))).toEqual({
      code: 'INVALID_INPUT',
      message:
        `expected a moment in the days of the forecast of queue "support", ${TODAY} to ` +
        `${addDays(TODAY, 6)}, got ${at(0, addDays(TODAY, 7))}`,
    });
    expect(refusal(() => revise({ ...history, queue: 'sales' }, at(0))).message).toBe(
      'expected the history of queue "support", got that of "sales"',
    );
    const hourly = makeHistory(DAYS, (day) => day % 7, { stepSeconds: 3600 });
    expect(refusal(() => revise(hourly, at(0))).message).toMatch(
      /^expected history of queue "support" in the intervals of the forecast \(every 1800 seconds/,
    );
    const daily = makeHistory(DAYS, (day) => 50 + (day % 7), { stepSeconds: 86_400 });
    const byDay = forecastQueue(daily, { ...OPTIONS, days: 7 });
    expect(
      refusal(() => reforecastQueue(byDay, daily, { ...SETUP, asOf: at(3600) })).message,
    ).toMatch(/^expected a forecast of queue "support" by intervals shorter than a day/);
    expect(refusal(() => revise(history, 'noon')).code).toBe('INVALID_INPUT');
  });
});

describe('a day revised', () => {
  /** Posterior mean of the level by quadrature: one dimension is enough where there is no course. */
  function exact(mean: number, contacts: number, variance: number): number {
    const s = Math.log1p(variance);
    let [top, bottom] = [0, 0];
    for (let x = -8 * Math.sqrt(s) - 2; x < 8 * Math.sqrt(s) + 2; x += 0.001) {
      const log = contacts * x - mean * Math.exp(x) - (x + s / 2) ** 2 / (2 * s);
      const weight = Math.exp(log - contacts * Math.log(Math.max(1, contacts / mean)) + mean);
      top += weight * Math.exp(x);
      bottom += weight;
    }
    return top / bottom;
  }

  const day = (mean: number, contacts: number) => [
    { startSeconds: 0, mean, seen: { contacts, share: 1 } },
    { startSeconds: 3600, mean: 10, seen: null },
  ];

  it.each([
    [20, 30, 0.04],
    [200, 150, 0.01],
    [5, 0, 0.09],
    [1000, 1300, 0.02],
  ])(
    'of %d expected and %d seen is within 1 % of quadrature (variance %d)',
    (mean, contacts, v) => {
      const { means } = reviseCounts(day(mean, contacts), v, STEADY);
      expect(Math.abs(means[1]! / 10 / exact(mean, contacts, v) - 1)).toBeLessThan(0.01);
    },
  );

  it('is close to the gamma-Poisson rule', () => {
    const [mean, contacts, v] = [100, 120, 0.02];
    const gamma = (1 / v + contacts) / (1 / v + mean);
    const { means } = reviseCounts(day(mean, contacts), v, STEADY);
    expect(Math.abs(means[1]! / 10 - gamma)).toBeLessThan(0.003);
  });

  it('lies between forecast and ratio, nearer to the ratio the more is left open', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        (mean, ratio, v) => {
          const factor = (variance: number) =>
            reviseCounts(day(mean, ratio * mean), variance, STEADY).means[1]! / 10;
          const [narrow, wide] = [factor(v), factor(2 * v)];
          const slack = 0.02 + v / 2;
          expect(narrow).toBeGreaterThan(Math.min(1, ratio) - slack);
          expect(narrow).toBeLessThan(Math.max(1, ratio) + slack);
          if (Math.abs(ratio - 1) > 0.3 && mean > 20) {
            expect(Math.abs(wide - ratio)).toBeLessThan(Math.abs(narrow - ratio));
          }
        },
      ),
    );
  });

  it('is the forecast where nothing was seen, and follows a wave only near it', () => {
    const course = { waveVariance: 0.1, waveHalfLifeSeconds: 3600, slotVariance: 0.02 };
    const slots = Array.from({ length: 10 }, (_, slot) => ({
      startSeconds: slot * 3600,
      mean: 100,
      seen: slot < 2 ? { contacts: 150, share: 1 } : null,
    }));
    const unseen = reviseCounts(
      slots.map((slot) => ({ ...slot, seen: null })),
      0.05,
      course,
    );
    for (const mean of unseen.means) expect(mean).toBeCloseTo(100, 9);
    const { means, relativeVariances } = reviseCounts(slots, 0, course);
    expect(means[2]).toBeGreaterThan(110);
    expect(Math.abs(means[9]! - 100)).toBeLessThan(1);
    expect(relativeVariances[9]).toBeGreaterThan(relativeVariances[2]!);
  });
});
