import { describe, expect, it } from 'vitest';
import {
  HOUR,
  makeAgent,
  makePlan,
  makeQueue,
  makeRequirement,
} from '../../test/support/roster-plan.ts';
import { type Lock, type Plan } from '../domain/index.ts';
import { makeRosterProblem } from './roster-problem.ts';

const plan = makePlan();
const two = () => 2;
const lock: Lock = {
  kind: 'shift',
  date: '2026-11-03',
  pattern: 'day',
  startSeconds: 8 * HOUR,
  lengthSeconds: 8.5 * HOUR,
};

describe('roster problems', () => {
  it('take all whole days of the requirement where no period is given', () => {
    const problem = problemOf(plan);
    expect(problem.dates[0]).toBe('2026-11-02');
    expect(problem.days).toBe(7);
    expect(problem.demand[0]!.required).toHaveLength(7 * 96);
  });

  it('cut the requirement to the period, a day of 25 hours whole', () => {
    const requirement = makeRequirement(plan, '2026-10-24', 3, {
      support: (wall, date) => Number(date.slice(-2)) * 100 + wall / HOUR,
    });
    const period = { from: '2026-10-25', days: 1 };
    const problem = makeRosterProblem({ plan, requirement, period, before: [] });
    const { required } = problem.demand[0]!;
    expect(required).toHaveLength(100);
    expect([required[0], required[8], required[12], required[99]]).toEqual([
      2500, 2502, 2502, 2523.75,
    ]);
  });

  it('know the agents that keep minimums and the least service of every interval', () => {
    const whole = makeRequirement(plan, '2026-11-02', 1, { support: () => 8 }, 3600);
    // With n - 5 to n + 5 of the 6 agents on the phones so many of 10 contacts are late.
    const late = [10, 10, 9, 6, 3, 1.5, 1, 0.5, 0.2, 0.1, 0];
    const queue = whole.queues[0]!;
    const goal = { ...queue.goal, minimumAgents: 2, period: 'day' as const };
    const given = {
      ...queue,
      agents: queue.agents.map(() => 6),
      volume: queue.agents.map(() => 10),
      unrosteredShrinkage: 0.25,
      lateContacts: queue.agents.map(() => late),
    };
    const floorsWith = (serviceLevelFloor: number | null, open = true) =>
      makeRosterProblem({
        plan,
        requirement: {
          ...whole,
          queues: [
            {
              ...given,
              goal: { ...goal, serviceLevelFloor },
              open: given.open.map((_, slot) => slot > 0 || open),
            },
          ],
        },
        period: null,
        before: [],
      }).demand[0]!.floors[0];
    expect(floorsWith(null)).toBe(Math.ceil(2 / 0.75));
    expect(floorsWith(0.4)).toBe(Math.ceil(4 / 0.75));
    expect(floorsWith(0.7)).toBe(Math.ceil(5 / 0.75));
    // No more than is required.
    expect(floorsWith(0.95)).toBe(8);
    expect(floorsWith(0.4, false)).toBe(0);
  });

  it('price an agent missing by the contacts that are late then, where that is known', () => {
    const costs = { ...plan.costs, lateContact: 2 };
    const whole = makeRequirement(plan, '2026-11-02', 1, { support: () => 8 }, 1800);
    const late = [10, 10, 9, 6, 4, 1.5, 1, 0.5, 0.2, 0.1, 0];
    const queues = whole.queues.map((queue) => ({
      ...queue,
      unrosteredShrinkage: 0.2,
      lateContacts: queue.agents.map((_, slot) => (slot === 0 ? null : late)),
    }));
    const pricesOf = (of: Plan) =>
      makeRosterProblem({
        plan: of,
        requirement: { ...whole, queues },
        period: null,
        before: [],
      }).demand[0]!.underPrices;
    expect(pricesOf({ ...plan, costs }).slice(0, 2)).toEqual([60 / 2, 2 * (4 - 1.5) * 0.8]);
    expect(new Set(pricesOf(plan))).toEqual(new Set([60 / 2]));
  });
});

describe('refusals', () => {
  it.each<[string, Partial<Plan>, string]>([
    [
      'two locks on one day',
      { agents: [makeAgent('a', { locks: [lock, { kind: 'off', date: lock.date }] })] },
      'expected one lock a day, got two for agent "a" on 2026-11-03',
    ],
    [
      'a locked shift on leave',
      {
        agents: [
          makeAgent('a', { locks: [lock], leave: [{ from: '2026-11-01', to: '2026-11-04' }] }),
        ],
      },
      'expected no locked shift on leave, got one for agent "a" on 2026-11-03',
    ],
    [
      'a person twice',
      { agents: [makeAgent('a'), makeAgent('a')] },
      'expected each agent once, got "a" twice',
    ],
    [
      'an unknown contract',
      { agents: [makeAgent('a', { contract: 'none' })] },
      'expected agent "a" to have a contract of the plan, got "none"',
    ],
    [
      'an unknown queue',
      { queues: [makeQueue('sales')] },
      'expected a queue of plan "test", got "support" in the requirement',
    ],
  ])('%s', (_, over, message) => {
    expect(() => problemOf(makePlan(over))).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT', message }),
    );
  });

  it('a period that the requirement does not cover', () => {
    const requirement = makeRequirement(plan, '2026-11-02', 7, { support: two });
    const period = { from: '2026-11-08', days: 2 };
    expect(() => makeRosterProblem({ plan, requirement, period, before: [] })).toThrowError(
      'expected a requirement that covers the period, got 2026-11-02 to 2026-11-08 for queue "support"',
    );
  });
});

function problemOf(of: Plan) {
  const requirement = makeRequirement(of, '2026-11-02', 7, { support: two });
  return makeRosterProblem({ plan: of, requirement, period: null, before: [] });
}
