import { describe, expect, it } from 'vitest';
import { makeSample } from '../../test/support/sample-roster.ts';
import { type PlanQueue, type QueueForecast, type QueueStaffing } from '../domain/index.ts';
import { expectedPerformance } from '../erlang/index.ts';
import { staffQueue } from './compute-requirement.ts';
import { expectQueue } from './expect-queue.ts';

const { plan, forecast } = makeSample({
  zone: 'Europe/Ljubljana',
  from: '2026-03-23',
  days: 7,
  agents: 6,
});
const [queue] = plan.queues as [PlanQueue];
const [series] = forecast.queues.filter((one) => one.queue === queue.name) as [QueueForecast];

it.each([
  [{ kind: 'chat', handleTimeByConcurrencySeconds: [240, 300, 390], patienceSeconds: 180 }, 30],
  [{ kind: 'chat', handleTimeByConcurrencySeconds: [240, 300, 390], patienceSeconds: null }, 30],
  [{ kind: 'deferred', clock: 'open', backlog: 0, certainty: 0.95 }, 4 * 3600],
  [{ kind: 'calls', model: 'erlang-a', method: 'sipp', patienceSeconds: 90 }, 20],
  [{ kind: 'calls', model: 'erlang-a', method: 'carry-over', patienceSeconds: 90 }, 20],
  [{ kind: 'calls', model: 'erlang-c', method: 'carry-over', patienceSeconds: null }, 20],
  [{ kind: 'calls', model: 'erlang-a', method: 'mol-max', patienceSeconds: 90 }, 20],
] satisfies [QueueStaffing, number][])(
  '%j: the requirement meets its goal, less does not',
  (staffing, thresholdSeconds) => {
    const goal = {
      ...queue.goal,
      serviceLevel: 0.8,
      thresholdSeconds,
      maxOccupancy: null,
      maxAbandonment: null,
      minimumAgents: 0,
    };
    const required = staffQueue(series, { ...queue, staffing, goal }, plan);
    const level = (factor: number) =>
      expectQueue(
        required,
        required.agents.map((agents) => agents * factor),
        required.open,
      );
    expect(level(1).serviceLevel).toBeGreaterThanOrEqual(0.8);
    expect(level(1).overloadedSlots).toBe(0);
    expect(level(0.7).serviceLevel).toBeLessThan(0.8);
    // Of the last interval's contacts some still wait when the carry-over ends, and are answered.
    expect(level(0).serviceLevel).toBeCloseTo(0, 4);
    expect(level(0).occupancy).toBeNull();
    expect(level(1.5).serviceLevel!).toBeGreaterThanOrEqual(level(1).serviceLevel!);
    expect(level(1.5).occupancy!).toBeLessThan(level(1).occupancy!);
  },
);

describe('what staffing promised', () => {
  const goal = { ...queue.goal, period: 'interval' as const };
  const weighted = (values: readonly (number | null)[], weights: readonly number[]): number =>
    values.reduce((sum: number, value, slot) => sum + (value ?? 0) * weights[slot]!, 0) /
    weights.reduce((sum, weight) => sum + weight, 0);

  it.each(['carry-over', 'mol-mean', 'mol-max', 'sipp'] as const)(
    '%s: the required agents give the very same',
    (method) => {
      const staffing = { kind: 'calls', model: 'erlang-a', method, patienceSeconds: 90 } as const;
      const openingHours = {
        weekdays: Array.from({ length: 7 }, () => [
          { fromSeconds: 7 * 3600, toSeconds: 19 * 3600 },
        ]),
        exceptions: [],
      };
      const required = staffQueue(series, { ...queue, staffing, goal, openingHours }, plan);
      const given = expectedPerformance({
        ...required,
        goal,
        stepSeconds: required.grid.stepSeconds,
        model: 'erlang-a',
        method,
        patienceSeconds: 90,
      });
      expect(given.serviceLevel).toEqual(required.serviceLevel);
      expect(given.abandonment).toEqual(required.abandonment);
      expect(given.occupancy).toEqual(required.occupancy);
      expect(given.averageSpeedOfAnswerSeconds).toEqual(required.averageSpeedOfAnswerSeconds);
      const { serviceLevel } = expectQueue(required, required.agents, required.open);
      const offered = required.volume.map((contacts, slot) =>
        required.open[slot] === true ? contacts : 0,
      );
      expect(serviceLevel).toBeCloseTo(weighted(required.serviceLevel, offered), 10);
    },
  );

  it('a fraction of an agent lies between, and an interval nobody is asked about changes nothing', () => {
    const staffing = {
      kind: 'calls',
      model: 'erlang-a',
      method: 'carry-over',
      patienceSeconds: 90,
    } as const;
    const required = staffQueue(series, { ...queue, staffing, goal }, plan);
    const level = (more: number, counted: readonly boolean[]) =>
      expectQueue(
        required,
        required.agents.map((agents) => agents + more),
        counted,
      ).serviceLevel!;
    const levels = [0, 0.25, 0.5, 0.75, 1].map((more) => level(more, required.open));
    levels.slice(1).forEach((one, at) => {
      expect(one).toBeGreaterThan(levels[at]!);
    });
    const day = required.open.map((open, slot) => open && slot >= 96 && slot < 192);
    const cut = level(0, day);
    expect(cut).toBeGreaterThan(0.78);
    expect(
      Math.abs(
        cut - weighted(required.serviceLevel.slice(96, 192), required.volume.slice(96, 192)),
      ),
    ).toBeLessThan(0.01);
  });
});
