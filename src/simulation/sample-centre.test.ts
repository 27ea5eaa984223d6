import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formatHistoryCsv } from '../documents/index.ts';
import {
  gridDays,
  handleSeconds,
  type IntervalHistory,
  MEASURES,
  weekdayOf,
} from '../domain/index.ts';
import { scheduledAgents, staffGrid } from '../erlang/index.ts';
import { makeSampleHistory } from './sample-centre.ts';

const histories = makeSampleHistory(1878);
const [english, slovenian, sales] = histories as [
  IntervalHistory,
  IntervalHistory,
  IntervalHistory,
];

function dayTotal(history: IntervalHistory, date: string): number {
  const day = gridDays(history.grid).find((one) => one.date === date)!;
  return history.totals.offered
    .slice(day.firstSlot, day.firstSlot + day.slots)
    .reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

describe('the sample centre', () => {
  it('is the history that lies in data/sample', { timeout: 30_000 }, () => {
    const file = gunzipSync(
      readFileSync(new URL('../../data/sample/history.csv.gz', import.meta.url)),
    );
    const hash = createHash('sha256');
    for (const line of formatHistoryCsv(histories)) hash.update(line);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(file).digest('hex'));
  });

  it('covers whole local days, clock changes included', () => {
    const days = gridDays(english.grid);
    expect(days[0]?.date).toBe('2025-01-01');
    expect(days.at(-1)?.date).toBe('2026-07-05');
    const slotsOf = new Map(days.map(({ date, slots }) => [date, slots]));
    expect(slotsOf.get('2025-03-30')).toBe(92);
    expect(slotsOf.get('2025-10-26')).toBe(100);
    expect(slotsOf.get('2026-03-29')).toBe(92);
    expect(days.filter(({ slots }) => slots !== 96)).toHaveLength(3);
  });

  it('accounts for every contact, and knows handle times', () => {
    for (const history of histories) {
      const { offered, answered, abandoned, answeredInThreshold } = history.totals;
      const faults = offered.flatMap((count, slot) => {
        if (count === null) return [];
        const isRight =
          answered[slot]! + abandoned[slot]! === count &&
          answeredInThreshold[slot]! <= answered[slot]! &&
          (handleSeconds(history, slot) ?? 0) > 0 === answered[slot]! > 0;
        return isRight ? [] : [slot];
      });
      expect(faults).toEqual([]);
    }
  });

  it('hides what data/README.md says', () => {
    // Telephone cut, report server down, wrap-up not recorded, campaign, holiday.
    const slotAt = (date: string, index: number) =>
      gridDays(english.grid).find((day) => day.date === date)!.firstSlot + index;
    expect(
      english.totals.offered.slice(slotAt('2025-09-16', 41), slotAt('2025-09-16', 54)),
    ).toEqual(new Array(13).fill(0));
    for (const measure of MEASURES) {
      const lost = english.totals[measure].slice(
        slotAt('2026-03-11', 52),
        slotAt('2026-03-11', 71),
      );
      expect(lost).toEqual(new Array(19).fill(null));
      expect(english.totals[measure][slotAt('2026-03-11', 71)]).not.toBeNull();
    }
    expect(sales.totals.acwSeconds.filter((value) => value === null)).toHaveLength(2 * 96 + 19);
    expect(dayTotal(sales, '2026-05-12') / dayTotal(sales, '2026-05-05')).toBeGreaterThan(1.3);
    expect(dayTotal(slovenian, '2026-06-25') / dayTotal(slovenian, '2026-06-18')).toBeLessThan(0.6);
  });

  it('is a matter of chance, as Poisson or more', () => {
    // Same weekday, same quarter-hour, neighbouring weeks: half the mean squared difference is
    // the variance, and over the mean it is 1 for Poisson counts.
    const days = gridDays(english.grid).filter(({ date }) => weekdayOf(date) === 3);
    let squares = 0;
    let mean = 0;
    let pairs = 0;
    for (let week = 1; week < days.length; week++) {
      const now = english.totals.offered[days[week]!.firstSlot + 44]!;
      const before = english.totals.offered[days[week - 1]!.firstSlot + 44]!;
      squares += (now - before) ** 2 / 2;
      mean += (now + before) / 2;
      pairs++;
    }
    expect(pairs).toBeGreaterThan(70);
    expect(squares / mean).toBeGreaterThan(0.9);
    expect(squares / mean).toBeLessThan(3.5);
  });

  it('fits some sixty people at 80 % in 20 seconds', () => {
    const days = gridDays(english.grid).slice(-42);
    let agentSeconds = 0;
    const byHour = new Array<number>(24).fill(0);
    for (const history of histories) {
      const volume = Array.from({ length: 672 }, (_, place) => {
        const slots = [-2, -1, 0, 1, 2].map((shift) => (place + shift + 672) % 672);
        const counts = days.flatMap(({ firstSlot }, day) =>
          slots
            .filter((slot) => Math.floor(slot / 96) === day % 7)
            .map((slot) => history.totals.offered[firstSlot + (slot % 96)]!),
        );
        return counts.reduce((sum, count) => sum + count, 0) / counts.length;
      });
      const answered = history.totals.answered.reduce<number>((sum, one) => sum + (one ?? 0), 0);
      const handled = history.totals.offered.reduce<number>(
        (sum, _, slot) => sum + (handleSeconds(history, slot) ?? 0),
        0,
      );
      const grid = staffGrid({
        volume,
        handleTimeSeconds: volume.map(() => handled / answered),
        open: volume.map(() => true),
        stepSeconds: 900,
        periodOf: [],
        goal: {
          serviceLevel: 0.8,
          thresholdSeconds: 20,
          definition: 'offered',
          period: 'interval',
          serviceLevelFloor: null,
          averageSpeedOfAnswerSeconds: null,
          maxAbandonment: null,
          maxOccupancy: null,
          minimumAgents: 1,
        },
        model: 'erlang-a',
        method: 'sipp',
        patienceSeconds: 120,
      });
      grid.agents.forEach((agents, slot) => {
        const count = scheduledAgents(agents, [0.06]).scheduledAgents;
        agentSeconds += count * 900;
        if (slot < 96) byHour[Math.floor(slot / 4)]! += count / 4;
      });
    }
    expect(agentSeconds / 3600).toBeGreaterThan(1750);
    expect(agentSeconds / 3600).toBeLessThan(1900);
    expect(Math.max(...byHour)).toBeGreaterThan(20);
    expect(byHour[3]).toBeLessThanOrEqual(6);
  });
});
