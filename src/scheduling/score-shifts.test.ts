import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, makeAgent, makePlan, makeRequirement } from '../../test/support/roster-plan.ts';
import { type AgentId, formatInstant, plannedInstant, type Shift } from '../domain/index.ts';
import { makeRosterProblem } from './roster-problem.ts';
import { scoreShifts } from './score-shifts.ts';

const ZONE = 'Europe/Ljubljana';
const DATE = '2026-11-02';
const plan = makePlan({
  agents: [
    makeAgent('a01', {
      wishes: [
        { kind: 'day-off', date: DATE, weight: 2 },
        { kind: 'start-between', date: DATE, fromSeconds: 0, toSeconds: 8 * HOUR, weight: 3 },
        { kind: 'day-off', date: '2026-11-05', weight: 7 },
      ],
    }),
  ],
});
const problem = makeRosterProblem({
  plan,
  requirement: makeRequirement(plan, DATE, 1, {
    support: (wall) => (wall >= 8 * HOUR && wall < 10 * HOUR ? 1 : 0),
  }),
  period: null,
  before: [],
});

describe('score', () => {
  it('counts the share of a slot that is worked, and prices what is missing', () => {
    // 08:05 to 09:00: five minutes and the second hour are missing; 18 an hour, 60 an hour under.
    const { score, coverage, shortfalls, wishes } = scoreShifts(problem, [
      worked(8 * HOUR + 300, 9 * HOUR),
    ]);
    expect(coverage[0]!.scheduled[32]).toBeCloseTo(2 / 3, 6);
    expect(coverage[0]!.scheduled.slice(33, 37)).toEqual([1, 1, 1, 0]);
    expect(score.paidSeconds).toBe(3300);
    expect(score.pay).toBeCloseTo(16.5, 9);
    expect(score.underAgentSeconds).toBeCloseTo(3900, 2);
    expect(score.unmetWishWeight).toBe(5);
    expect(score.objective).toBeCloseTo(16.5 + 65 + 50, 3);
    expect(shortfalls.map(({ start, end }) => [start.slice(11, 16), end.slice(11, 16)])).toEqual([
      ['08:00', '08:15'],
      ['09:00', '10:00'],
    ]);
    expect(wishes).toHaveLength(2);
  });

  it('pays nobody whom the plan does not know, but counts the work', () => {
    const stranger = { ...worked(8 * HOUR, 10 * HOUR), agent: 'x' as AgentId };
    const { score } = scoreShifts(problem, [stranger]);
    expect(score).toMatchObject({ pay: 0, paidSeconds: 7200, underAgentSeconds: 0, objective: 0 });
  });

  it('covers exactly the time worked, wherever it starts', () => {
    fc.assert(
      fc.property(fc.nat(80_000), fc.integer({ min: 1, max: 40_000 }), (from, length) => {
        const to = Math.min(86_400, from + length);
        const { coverage } = scoreShifts(problem, [worked(from, to)]);
        const agentSeconds = coverage[0]!.scheduled.reduce((sum, each) => sum + each * 900, 0);
        expect(agentSeconds).toBeCloseTo(to - from, 1);
      }),
    );
  });
});

function worked(fromSeconds: number, toSeconds: number): Shift {
  const midnight = plannedInstant(ZONE, DATE, 0);
  const start = formatInstant(midnight + fromSeconds, ZONE);
  const end = formatInstant(midnight + toSeconds, ZONE);
  return {
    agent: 'a01' as AgentId,
    date: DATE,
    pattern: '',
    start,
    end,
    activities: [{ kind: 'work', name: 'work', queue: 'support', paid: true, start, end }],
    locked: false,
  };
}
