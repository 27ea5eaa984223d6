import { describe, expect, it } from 'vitest';
import { addDays, type IntervalHistory } from '../domain/index.ts';
import {
  FIRST,
  makeHistory,
  office,
  OPTIONS,
  withOffered,
} from '../../test/support/queue-history.ts';
import { forecastQueue, precedeHistory } from './index.ts';

const named = (history: IntervalHistory, queue: string): IntervalHistory => ({ ...history, queue });
const sum = (values: readonly (number | null)[]) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);
const old = named(makeHistory(84, office), 'old');
/** A queue with a share of the other's contacts from a day on, nothing known before. */
const since = (day: number, share: number, days = 84) =>
  named(
    makeHistory(days, (at, wall, slot) => (at < day ? null : share * office(at, wall, slot)!)),
    'new',
  );
const at = (history: IntervalHistory, day: number) =>
  history.totals.offered.slice(48 * day, 48 * (day + 1));

describe('a queue that was split off', () => {
  it('has its share of the other up to its first contact, and its own from there', () => {
    const { history, shares, ownFrom } = precedeHistory(since(70, 0.4), [
      { history: old, share: 0.5 },
    ]);
    expect(shares).toEqual([0.5]);
    expect(ownFrom).toBe(addDays(FIRST, 70));
    expect(history).toMatchObject({ queue: 'new', grid: old.grid });
    expect(sum(at(history, 10))).toBeCloseTo(0.5 * sum(at(old, 10)), 9);
    expect(sum(at(history, 73))).toBeCloseTo(0.4 * sum(at(old, 73)), 9);
  });

  it('keeps handle time per contact', () => {
    const talk = old.totals.offered.map((offered) => (offered ?? 0) * 200);
    const rest = {
      queue: 'old',
      channel: 'voice',
      attribution: 'arrival',
      grid: old.grid,
    } as const;
    const whole = withOffered(rest, old.totals.offered, {
      answered: old.totals.offered,
      talkSeconds: talk,
    });
    const { history } = precedeHistory(since(70, 0.4), [{ history: whole, share: 0.25 }]);
    const forecast = forecastQueue(history, { ...OPTIONS, assumedHandleTimeSeconds: null });
    expect(forecast.handleTimeSource).toBe('history');
    expect(forecast.handleTimeSeconds.mean.filter((mean) => Math.abs(mean - 200) > 1e-6)).toEqual(
      [],
    );
  });
});

describe('queues that were merged', () => {
  it('are summed; one counts as nothing before it was there, and what it does not know is not known', () => {
    const late = named(
      makeHistory(84, (day, wall, slot) =>
        day < 20 || day === 30 ? null : office(day, wall, slot)!,
      ),
      'late',
    );
    const { history } = precedeHistory(since(70, 2), [
      { history: old, share: 1 },
      { history: late, share: 1 },
    ]);
    expect(sum(at(history, 10))).toBe(sum(at(old, 10)));
    expect(sum(at(history, 40))).toBe(2 * sum(at(old, 40)));
    expect(new Set(at(history, 30))).toEqual(new Set([null]));
  });
});

describe('a queue that opened lately', () => {
  it("borrows the other's course at the share of the days that both know", () => {
    const own = since(74, 0.1);
    expect(() => forecastQueue(own, OPTIONS)).toThrow(/expected at least 28 days of history/);
    const { history, shares } = precedeHistory(own, [{ history: old, share: null }]);
    expect(shares[0]).toBeCloseTo(0.1, 12);
    const forecast = forecastQueue(history, OPTIONS);
    const whole = forecastQueue(old, OPTIONS);
    for (const [day, mean] of whole.dayTotals.mean.entries()) {
      if (mean > 0) expect(forecast.dayTotals.mean[day]! / mean).toBeCloseTo(0.1, 2);
    }
    // A small queue is less sure of itself than the one it borrows from.
    const width = ({ dayTotals }: typeof whole) => {
      const { lower, upper } = dayTotals.bands[0]!;
      return (upper[0]! - lower[0]!) / dayTotals.mean[0]!;
    };
    expect(width(forecast)).toBeGreaterThan(1.5 * width(whole));
  });

  it('with nothing of its own yet has the share that is written', () => {
    const none = { ...old, queue: 'new', grid: { ...old.grid, length: 0 } };
    const empty = withOffered(none, []);
    const { history, ownFrom } = precedeHistory(empty, [{ history: old, share: 0.2 }]);
    expect(ownFrom).toBeNull();
    expect(history.grid).toEqual(old.grid);
    expect(sum(history.totals.offered)).toBeCloseTo(0.2 * sum(old.totals.offered), 6);
  });

  it('is refused where too few days are known to measure by', () => {
    expect(() => precedeHistory(since(80, 0.1), [{ history: old, share: null }])).toThrow(
      'expected 7 days that both queue "new" and queue "old" know, to measure the share of the one in the other, got 4; write a share such as 20 % instead',
    );
  });
});

it('refuses other intervals or zones', () => {
  const hours = named(makeHistory(30, office, { stepSeconds: 3600 }), 'old');
  expect(() => precedeHistory(since(70, 1), [{ history: hours, share: 1 }])).toThrow(
    'expected the history of queue "old", which "new" continues, in intervals of 1800 s in Europe/Ljubljana, got 3600 s in Europe/Ljubljana',
  );
  const abroad = named(makeHistory(30, office, { zone: 'Asia/Tokyo' }), 'old');
  expect(() => precedeHistory(since(70, 1), [{ history: abroad, share: 1 }])).toThrow(
    /got 1800 s in Asia\/Tokyo/,
  );
});
