import { describe, expect, it } from 'vitest';
import { gridOfDays, makeGrid, slotStart } from '../../src/domain/interval-grid.ts';
import { type QueueRequirement } from '../../src/domain/requirement.ts';
import { type Roster } from '../../src/domain/roster.ts';
import { expectedServiceLevel, peakSlot, rosterStaff, staffingDays } from './staffing-days.ts';

const grid = gridOfDays('Europe/Ljubljana', '2026-03-28', 2, 3600);

function requirementOf(fields: Partial<QueueRequirement>): QueueRequirement {
  const fill = <T>(value: T): readonly T[] => Array.from({ length: grid.length }, () => value);
  return {
    queue: 'en',
    grid,
    staffing: { kind: 'calls', model: 'erlang-c', method: 'carry-over', patienceSeconds: null },
    goal: {
      serviceLevel: 0.8,
      thresholdSeconds: 20,
      definition: 'offered',
      period: 'interval',
      serviceLevelFloor: null,
      averageSpeedOfAnswerSeconds: null,
      maxAbandonment: null,
      maxOccupancy: null,
      minimumAgents: 0,
    },
    unrosteredShrinkage: 0.06,
    open: fill(true),
    volume: fill(10),
    handleTimeSeconds: fill(240),
    load: fill(1),
    agents: fill(3),
    scheduledAgents: fill(4),
    scheduledAgentsExact: fill(3.2),
    serviceLevel: fill(0.8),
    averageSpeedOfAnswerSeconds: fill(5),
    abandonment: fill(0),
    occupancy: fill(0.5),
    leftAtClosing: fill(0),
    sipp: null,
    everyIntervalAgents: null,
    lateContacts: fill(0.5).map(() => null),
    outlook: null,
    notes: [],
    ...fields,
  };
}

function rosterOf(rosterGrid: Roster['grid'], scheduled: readonly number[]): Roster {
  const coverage = [{ queue: 'en', required: scheduled, scheduled }];
  return { grid: rosterGrid, coverage } as unknown as Roster;
}

describe('staff of a roster on the slots of a requirement', () => {
  const requirement = requirementOf({});

  it('is matched by instant: a roster of the second day alone covers 23 hours of it', () => {
    const second = gridOfDays('Europe/Ljubljana', '2026-03-29', 1, 3600);
    const scheduled = Array.from({ length: 23 }, (_, hour) => hour);
    const staff = rosterStaff(requirement, rosterOf(second, scheduled));
    expect(staff?.slice(0, 24)).toEqual(Array.from({ length: 24 }, () => null));
    expect(staff?.slice(24)).toEqual(scheduled);
  });

  it('is null for other intervals, another queue, other days', () => {
    const halves = gridOfDays('Europe/Ljubljana', '2026-03-28', 2, 1800);
    expect(rosterStaff(requirement, rosterOf(halves, [1]))).toBeNull();
    const askew = makeGrid(grid.zone, slotStart(grid, 0) + 900, 3600, grid.length);
    expect(rosterStaff(requirement, rosterOf(askew, [1]))).toBeNull();
    const later = gridOfDays('Europe/Ljubljana', '2026-05-01', 1, 3600);
    expect(rosterStaff(requirement, rosterOf(later, [1, 1]))).toBeNull();
    expect(rosterStaff(requirementOf({ queue: 'de' }), rosterOf(grid, [1]))).toBeNull();
  });
});

describe('days', () => {
  it('sum whole people over 24 and 23 hours', () => {
    const days = staffingDays(requirementOf({}), null);
    expect(days.map((day) => Math.round(day.requiredSeconds))).toEqual([
      24 * 4 * 3600,
      23 * 4 * 3600,
    ]);
    expect(days[0]).toMatchObject({ rosterSeconds: null, underSeconds: null });
  });

  it('keep over and under apart', () => {
    const staff = Array.from({ length: 47 }, (_, slot) => (slot % 2 === 0 ? 6 : 3));
    expect(staffingDays(requirementOf({}), staff)[0]).toMatchObject({
      rosterSeconds: 12 * 9 * 3600,
      underSeconds: 12 * 3600,
      overSeconds: 24 * 3600,
    });
  });

  it('say nothing of a day that the roster covers in part', () => {
    const staff = Array.from({ length: 47 }, (_, slot) => (slot === 30 ? null : 4));
    const days = staffingDays(requirementOf({}), staff);
    expect(days.map((day) => day.rosterSeconds)).toEqual([24 * 4 * 3600, null]);
  });
});

describe('figures', () => {
  it('find the first of equal peaks inside the stretch, and none where nobody is needed', () => {
    const agents = Array.from({ length: 47 }, (_, slot) => (slot === 9 || slot === 15 ? 8 : 2));
    expect(peakSlot(requirementOf({ agents }), 0, 47)).toBe(9);
    expect(peakSlot(requirementOf({ agents }), 10, 20)).toBe(15);
    expect(peakSlot(requirementOf({ agents: agents.map(() => 0) }), 0, 47)).toBeNull();
  });

  it('weigh the service level by contacts', () => {
    const serviceLevel = Array.from({ length: 47 }, (_, slot) =>
      slot === 0 ? 0.9 : slot === 1 ? 0.6 : null,
    );
    const volume = Array.from({ length: 47 }, (_, slot) => (slot === 0 ? 30 : 10));
    expect(expectedServiceLevel(requirementOf({ serviceLevel, volume }))).toBeCloseTo(0.825, 12);
    const closed = serviceLevel.map(() => null);
    expect(expectedServiceLevel(requirementOf({ serviceLevel: closed }))).toBeNull();
  });
});
