import { expect, it } from 'vitest';
import { makeSample } from '../../test/support/sample-roster.ts';
import { type PlanQueue, type QueueForecast, type QueueStaffing } from '../domain/index.ts';
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
    expect(level(0).serviceLevel).toBe(0);
    expect(level(0).occupancy).toBeNull();
    expect(level(1.5).serviceLevel!).toBeGreaterThanOrEqual(level(1).serviceLevel!);
    expect(level(1.5).occupancy!).toBeLessThan(level(1).occupancy!);
  },
);
