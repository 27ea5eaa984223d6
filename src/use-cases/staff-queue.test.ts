import { describe, expect, it } from 'vitest';
import { makeSample } from '../../test/support/sample-roster.ts';
import { type PlanQueue, type QueueForecast, type QueueStaffing } from '../domain/index.ts';
import { chat, scheduledAgents } from '../erlang/index.ts';
import { staffQueue } from './compute-requirement.ts';

const { plan, forecast } = makeSample({
  zone: 'Europe/Ljubljana',
  from: '2026-03-23',
  days: 2,
  agents: 6,
});
const [queue] = plan.queues as [PlanQueue];
const [series] = forecast.queues.filter((one) => one.queue === queue.name) as [QueueForecast];

function staff(staffing: QueueStaffing, goal: Partial<PlanQueue['goal']>) {
  const asked = { ...queue.goal, maxOccupancy: null, maxAbandonment: null, ...goal };
  return staffQueue(series, { ...queue, staffing, goal: asked }, plan);
}

describe('a chat queue', () => {
  const staffing = {
    kind: 'chat',
    handleTimeByConcurrencySeconds: [240, 300, 390],
    patienceSeconds: 180,
  } as const;
  const goal = { serviceLevel: 0.8, thresholdSeconds: 30, period: 'interval' } as const;
  const required = staff(staffing, goal);

  it('has the fewest agents that meet the goal', () => {
    required.agents.forEach((agents, slot) => {
      const volume = required.volume[slot]!;
      if (required.open[slot] !== true || volume === 0) return;
      expect(required.serviceLevel[slot]).toBeGreaterThanOrEqual(0.8);
      if (agents <= Math.max(1, queue.goal.minimumAgents)) return;
      const { stepSeconds } = required.grid;
      const fewer = chat({ ...staffing, volume, stepSeconds, lines: null }, agents - 1, 30);
      expect(fewer.serviceLevels.offered).toBeLessThan(0.8);
    });
  });

  it('hands on what each agent fewer or more would leave late', () => {
    required.lateContacts.forEach((late, slot) => {
      if (late === null) return;
      expect(late).toHaveLength(11);
      expect(late[5]).toBeCloseTo(required.volume[slot]! * (1 - required.serviceLevel[slot]!), 9);
      for (let at = 1; at < 11; at++) expect(late[at]!).toBeLessThanOrEqual(late[at - 1]! + 1e-9);
    });
    expect(required.lateContacts.some((late) => late !== null)).toBe(true);
  });

  it('says where one contact more in hand is a loss', () => {
    const slow = { ...staffing, handleTimeByConcurrencySeconds: [240, 300, 900] };
    expect(staff(slow, goal).notes).toContainEqual({
      code: 'chat-throughput-falls',
      details: { concurrency: 3 },
    });
  });
});

describe('deferred work', () => {
  const staffing = { kind: 'deferred', clock: 'open', backlog: 0, certainty: 0.95 } as const;
  const goal = { serviceLevel: 0.9, thresholdSeconds: 4 * 3600, minimumAgents: 0 } as const;
  const required = staff(staffing, goal);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

  it('needs at least the work and a lower peak than its own load', () => {
    expect(sum(required.agents)).toBeGreaterThan(0.9 * sum(required.load));
    expect(Math.max(...required.agents)).toBeLessThanOrEqual(
      Math.ceil(Math.max(...required.load)) + 1,
    );
    for (const level of required.serviceLevel) {
      if (level !== null) expect(level).toBeGreaterThanOrEqual(0);
    }
  });

  it('takes more for more certainty and for a backlog', () => {
    const certain = staff({ ...staffing, certainty: 0.999 }, goal);
    const late = staff({ ...staffing, backlog: 200 }, goal);
    expect(sum(certain.agents)).toBeGreaterThanOrEqual(sum(required.agents));
    expect(sum(late.agents)).toBeGreaterThan(sum(required.agents));
  });
});

it('a goal out of reach names the queue', () => {
  const staffing = { kind: 'deferred', clock: 'open', backlog: 0, certainty: 0.95 } as const;
  expect(() => staff(staffing, { serviceLevel: 0.9, thresholdSeconds: 1 })).toThrowError(
    `queue "${queue.name}": expected thresholdSeconds of at least one interval of 900, got 1`,
  );
});

it('people to schedule are those on the phones over the unrostered shares', () => {
  const shares = plan.shrinkage.unrostered.map(({ share }) => share);
  const staffing = {
    kind: 'calls',
    model: 'erlang-a',
    method: 'sipp',
    patienceSeconds: 90,
  } as const;
  const required = staff(staffing, {});
  expect(shares.length).toBeGreaterThan(0);
  const scheduled = required.agents.map((agents) => scheduledAgents(agents, shares));
  expect(required.scheduledAgents).toEqual(scheduled.map((one) => one.scheduledAgents));
  expect(required.scheduledAgentsExact).toEqual(scheduled.map(({ exact }) => exact));
});
