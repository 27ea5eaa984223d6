import { beforeAll, describe, expect, it } from 'vitest';
import { addDays, type QueueLongRange } from '../../domain/index.ts';
import { FIRST, makeHistory, OPTIONS, refusal } from '../../../test/support/queue-history.ts';
import { forecastLongRange, forecastQueue, type LongRangeOptions } from '../index.ts';
import { correlationAt, learnPersistence } from '../learn-persistence.ts';

const SETUP = {
  from: null,
  levels: [0.8, 0.95],
  openingHours: null,
  specialDays: [],
  assumedHandleTimeSeconds: 240,
};
const LONG: LongRangeOptions = { ...SETUP, weeks: 78, annualGrowth: null, weekStart: 1 };
const DAILY = { stepSeconds: 86_400 };
/** Closed on Sundays, with a wobble of 5 % that no model knows. */
const daily = (day: number) =>
  day % 7 === 6 ? 0 : Math.round((400 - 30 * (day % 7)) * (1 + 0.05 * Math.sin(day * 2.4)));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('long range', () => {
  const history = makeHistory(400, daily, DAILY);
  let long: QueueLongRange;
  beforeAll(() => {
    long = forecastLongRange(history, LONG);
  });

  it('is the short forecast where both reach, to the last figure', () => {
    const short = forecastQueue(history, OPTIONS);
    expect(long.dayTotals.mean.slice(0, 28)).toEqual(short.dayTotals.mean);
    for (const [index, band] of long.dayTotals.bands.entries()) {
      expect(band.lower.slice(0, 28)).toEqual(short.dayTotals.bands[index]!.lower);
      expect(band.upper.slice(0, 28)).toEqual(short.dayTotals.bands[index]!.upper);
    }
    const [before, after] = [21, 28].map((day) => sum(long.dayTotals.mean.slice(day, day + 7)));
    expect(Math.abs(after! / before! - 1)).toBeLessThan(0.03);
  });

  it('sums weeks and months exactly, by the local calendar', () => {
    expect(long.days).toHaveLength(546);
    for (const { from, days, contacts, workSeconds } of [long.weeks, long.months]) {
      expect(sum(days)).toBe(546);
      for (const [at, first] of from.slice(1).entries()) {
        expect(first).toBe(addDays(from[at]!, days[at]!));
      }
      expect(sum(contacts.mean)).toBeCloseTo(sum(long.dayTotals.mean), 4);
      expect(sum(workSeconds)).toBeCloseTo(240 * sum(long.dayTotals.mean), 2);
    }
    expect(long.months.from.slice(1).every((date) => date.endsWith('-01'))).toBe(true);
    const march = long.months.from.indexOf('2027-03-01');
    expect(long.months.days[march]).toBe(31);
    const at = long.days.indexOf('2027-03-01');
    expect(long.months.contacts.mean[march]).toBeCloseTo(
      sum(long.dayTotals.mean.slice(at, at + 31)),
      6,
    );
  });

  it('begins weeks where the plan does', () => {
    const sunday = forecastLongRange(history, { ...LONG, weeks: 8, weekStart: 7 });
    // The first day after 400 from a Monday is a Tuesday.
    expect(sunday.weeks.from.slice(0, 2)).toEqual([addDays(FIRST, 400), addDays(FIRST, 405)]);
    expect(sunday.weeks.days[0]).toBe(5);
  });

  it('grows by what the planner says, from the end of the short range on', () => {
    const grown = forecastLongRange(history, { ...LONG, annualGrowth: 0.1 });
    expect(grown.dayTotals.mean.slice(0, 28)).toEqual(long.dayTotals.mean.slice(0, 28));
    for (const day of [28, 28 + 365, 540]) {
      const ratio = grown.dayTotals.mean[day]! / long.dayTotals.mean[day]!;
      if (long.dayTotals.mean[day] === 0) continue;
      expect(ratio).toBeCloseTo(1.1 ** ((day - 27) / 365.25), 9);
    }
  });

  it('tells the growth that the history has seen, or that it cannot', () => {
    const years = makeHistory(800, (day) => Math.round(daily(day) * 1.08 ** (day / 364)), DAILY);
    expect(forecastLongRange(years, { ...LONG, weeks: 4 }).growthSeen).toBeCloseTo(0.08, 2);
    const short = makeHistory(200, daily, DAILY);
    expect(forecastLongRange(short, { ...LONG, weeks: 4 }).growthSeen).toBeNull();
  });

  it('has bands of sums between those of errors apart and of errors alike', () => {
    const width = (
      of: { readonly lower: readonly number[]; readonly upper: readonly number[] },
      at: number,
    ) => of.upper[at]! - of.lower[at]!;
    const days = long.dayTotals.bands[0]!;
    for (const [week, start] of long.weeks.from.entries()) {
      const first = long.days.indexOf(start);
      const widths = Array.from({ length: long.weeks.days[week]! }, (_, day) =>
        width(days, first + day),
      );
      const own = width(long.weeks.contacts.bands[0]!, week);
      expect(own).toBeGreaterThan(0.98 * Math.hypot(...widths));
      expect(own).toBeLessThan(1.02 * sum(widths));
    }
  });

  it('is 0 with what silence leaves possible, where nobody ever came', () => {
    const silent = forecastLongRange(
      makeHistory(100, () => 0, DAILY),
      { ...LONG, weeks: 20 },
    );
    expect(sum(silent.weeks.contacts.mean)).toBe(0);
    expect(silent.weeks.contacts.bands[0]!.upper[1]).toBeGreaterThan(0);
  });

  it.each([
    [{ weeks: 0 }, 'expected weeks to be a whole number of at least 1, got 0'],
    [{ weeks: 520 }, 'expected weeks to be at most 104, got 520'],
    [
      { annualGrowth: -1 },
      'expected annualGrowth to be a share above -1 and at most 10 (0.05 for 5 %), got -1',
    ],
    [{ levels: [80] }, 'expected levels to be fractions in (0, 1), got 80'],
  ])('refuses %j', (change, message) => {
    expect(refusal(() => forecastLongRange(history, { ...LONG, ...change })).message).toBe(message);
  });

  it('refuses to look further than the history bears', () => {
    const short = makeHistory(60, daily, DAILY);
    expect(refusal(() => forecastLongRange(short, LONG))).toEqual({
      code: 'INSUFFICIENT_HISTORY',
      message:
        'expected a horizon of at most 2 times the history, got 546 days after 60 days of history ' +
        `of queue "support" (${FIRST} to ${addDays(FIRST, 59)})`,
    });
  });
});

describe('persistence of errors', () => {
  const errorsOf = (error: (origin: number, lead: number) => number) =>
    Array.from({ length: 40 * 28 }, (_, at) => {
      const [origin, lead] = [Math.floor(at / 28) * 6, (at % 28) + 1];
      return { row: origin + lead, lead, error: error(origin, lead) };
    });

  it('is found where a forecast is wrong for all its days', () => {
    const level = (origin: number) => Math.sin(origin * 12.9898) * 0.1;
    const found = learnPersistence(errorsOf(level));
    expect(correlationAt(found, 1)).toBeGreaterThan(0.9);
    expect(correlationAt(found, 27)).toBeGreaterThan(0.8);
  });

  it('is small where days err by themselves', () => {
    let state = 1;
    const noise = () => {
      state = (state * 48_271) % 2_147_483_647;
      return (state / 2_147_483_647 - 0.5) * 0.1;
    };
    expect(correlationAt(learnPersistence(errorsOf(noise)), 7)).toBeLessThan(0.1);
  });

  it('is an assumption where nothing is known', () => {
    expect(learnPersistence([])).toEqual({ share: 0.5, halfLifeDays: 91 });
  });
});
