import { describe, expect, it } from 'vitest';
import { eightyTwenty } from '../../../test/support/eighty-twenty.ts';
import { staffGrid, type StaffingTask } from './staff-grid.ts';
import { transient } from '../transient/transient.ts';

const goal = { ...eightyTwenty, minimumAgents: 1 };

/** A day of half-hours whose load swings between 4 and 40 erlangs, 600 s a contact. */
const volume = Array.from(
  { length: 48 },
  (_, slot) => (22 + 18 * Math.sin((2 * Math.PI * (slot - 12)) / 48)) * 3,
);
const day: StaffingTask = {
  volume,
  handleTimeSeconds: volume.map(() => 600),
  open: volume.map(() => true),
  stepSeconds: 1800,
  periodOf: volume.map(() => 0),
  goal,
  model: 'erlang-a',
  patienceSeconds: 180,
  method: 'carry-over',
};
const total = (agents: readonly number[]) => agents.reduce((sum, count) => sum + count, 0);
const misses = (levels: readonly (number | null)[]) =>
  levels.filter((level) => level !== null && level < 0.8 - 1e-9).length;

describe('a goal in every interval', () => {
  it.each(['erlang-a', 'erlang-c'] as const)('%s holds with carry-over, not by itself', (model) => {
    const staffed = staffGrid({ ...day, model });
    expect(misses(staffed.serviceLevel)).toBe(0);
    expect(misses(staffed.sipp!.serviceLevel)).toBeGreaterThan(5);
    expect(staffed.sipp!.missed).toBe(misses(staffed.sipp!.serviceLevel));
    expect(staffed.sipp!.judged).toBe(48);
    expect(staffed.everyIntervalAgents).toBeNull();
  });

  it('needs every agent', () => {
    const { agents } = staffGrid(day);
    const levels = (counts: readonly number[]) =>
      transient({
        callsPerInterval: volume,
        intervalSeconds: 1800,
        handleTimeSeconds: 600,
        patienceSeconds: 180,
        agents: counts,
        initialCalls: 0,
        thresholdSeconds: 20,
      }).intervals.map(({ serviceLevels }) => serviceLevels!.offered);
    // The start differs from the plan's, so that the first intervals are left out.
    for (const slot of [12, 17, 24, 31, 40]) {
      const fewer = agents.map((count, at) => (at === slot ? count - 1 : count));
      expect(levels(agents)[slot]).toBeGreaterThanOrEqual(0.8 - 1e-9);
      expect(levels(fewer)[slot]).toBeLessThan(0.8);
    }
  });

  it('hands on late contacts that fall with agents', () => {
    const { lateContacts } = staffGrid(day);
    for (const late of lateContacts) {
      expect(late).toHaveLength(11);
      for (let at = 1; at < 11; at++) expect(late![at]!).toBeLessThanOrEqual(late![at - 1]! + 1e-9);
    }
  });
});

describe('a goal over the day', () => {
  const overDay = { ...day, goal: { ...goal, period: 'day' } } as const;
  const staffed = staffGrid(overDay);
  const overall = (levels: readonly (number | null)[]) =>
    levels.reduce<number>((sum, level, slot) => sum + level! * volume[slot]!, 0) / total(volume);

  it('holds with fewer agents than in every interval', () => {
    expect(overall(staffed.serviceLevel)).toBeGreaterThanOrEqual(0.8 - 1e-9);
    expect(overall(staffed.serviceLevel)).toBeLessThan(0.83);
    expect(total(staffed.agents)).toBeLessThan(total(staffed.everyIntervalAgents!));
  });

  it('says over how many days each interval by itself would miss it', () => {
    const parts = volume.map((_, slot) => Math.floor(slot / 12));
    const { sipp } = staffGrid({ ...overDay, periodOf: parts });
    const levels = [0, 1, 2, 3].map((part) => {
      const of = (values: readonly number[]) => total(values.filter((_, at) => parts[at] === part));
      return of(volume.map((contacts, at) => contacts * sipp!.serviceLevel[at]!)) / of(volume);
    });
    expect(sipp).toMatchObject({ judged: 4, missed: levels.filter((one) => one < 0.8).length });
    expect(sipp!.missed).toBeGreaterThan(0);
    expect(sipp!.missed).toBeLessThan(4);
  });

  it('is missed where one interval is below its floor', () => {
    const floored = { ...overDay.goal, serviceLevel: 0.1, serviceLevelFloor: 0.75 };
    const { sipp } = staffGrid({ ...overDay, goal: floored });
    expect(overall(sipp!.serviceLevel)).toBeGreaterThan(0.1);
    expect(Math.min(...sipp!.serviceLevel.map((level) => level!))).toBeLessThan(0.75);
    expect(sipp).toMatchObject({ judged: 1, missed: 1 });
  });

  it('keeps its floor in every interval', () => {
    const floored = staffGrid({ ...overDay, goal: { ...overDay.goal, serviceLevelFloor: 0.7 } });
    for (const level of floored.serviceLevel) expect(level!).toBeGreaterThanOrEqual(0.7 - 1e-9);
    expect(overall(floored.serviceLevel)).toBeGreaterThanOrEqual(0.8 - 1e-9);
  });
});

it('closed hours have nobody, and staffing by the highest load costs more', () => {
  const open = volume.map((_, slot) => slot >= 16 && slot < 40);
  const mean = staffGrid({ ...day, open, method: 'mol-mean' });
  const highest = staffGrid({ ...day, open, method: 'mol-max' });
  expect(mean.agents.filter((count, slot) => !open[slot] && count > 0)).toEqual([]);
  expect(total(highest.agents)).toBeGreaterThan(total(mean.agents));
  expect(mean.serviceLevel[0]).toBeNull();
});

it('says who still waits at closing: those of the last open interval', () => {
  const open = volume.map((_, slot) => slot >= 16 && slot < 40);
  const { leftAtClosing } = staffGrid({ ...day, open });
  expect(leftAtClosing[39]).toBeGreaterThan(0.1);
  expect(leftAtClosing.filter((contacts) => contacts > 1e-6)).toHaveLength(1);
  expect(total(staffGrid(day).leftAtClosing)).toBe(0);
});
