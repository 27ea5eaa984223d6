import { describe, expect, it } from 'vitest';
import {
  fullTime,
  HOUR,
  makeAgent,
  makePlan,
  makeRequirement,
} from '../../test/support/roster-plan.ts';
import { type Agent, type AgentId, type Contract } from '../domain/index.ts';
import { explainUnmet } from './explain-unmet.ts';
import { makeRosterProblem } from './roster-problem.ts';

const MONDAY = '2026-11-02';

/** What stands in the way of five day shifts a week. */
function whatStands(contract: Partial<Contract>, agent: Partial<Agent>): unknown {
  const plan = makePlan({
    contracts: [{ ...fullTime, shiftPatterns: ['day'], ...contract }],
    agents: [makeAgent('a01'), makeAgent('a02', agent)],
  });
  const requirement = makeRequirement(plan, MONDAY, 7, { support: () => 0 }, 1800);
  const problem = makeRosterProblem({ plan, requirement, period: null, before: [] });
  return explainUnmet(problem, 'a02' as AgentId)?.details['without'] ?? null;
}

const off = (...days: number[]) => ({
  locks: days.map((day) => ({ kind: 'off' as const, date: `2026-11-0${day}` })),
});

describe('what stands in the way of a contract', () => {
  it.each<[string, Partial<Contract>, Partial<Agent>, unknown]>([
    ['nothing', {}, {}, null],
    ['two days off of seven', {}, off(3, 5), null],
    ['three days fixed as off', {}, off(3, 5, 6), 'locks'],
    [
      'availability on four days',
      {},
      { availability: [{ weekdays: [1, 2, 3, 4], fromSeconds: 0, toSeconds: 24 * HOUR }] },
      'availability',
    ],
    ['a limit of days in a row', { maxConsecutiveDays: 2 }, off(5, 8), 'maxConsecutiveDays, locks'],
    ['weekends and days fixed', { maxWeekendsPerPeriod: 0 }, off(2, 3, 4), 'locks'],
    [
      'two things at once',
      { maxWeekendsPerPeriod: 0 },
      {
        locks: off(3).locks,
        availability: [{ weekdays: [2, 3, 5, 6, 7], fromSeconds: 0, toSeconds: 24 * HOUR }],
      },
      'availability and locks, locks and maxWeekendsPerPeriod, availability and maxWeekendsPerPeriod',
    ],
    [
      'more paid time than a week can hold',
      { daysPerWeek: { min: 0, max: 4 } },
      {},
      'daysPerWeek.max',
    ],
  ])('%s', (_, contract, agent, without) => {
    const found = whatStands(contract, agent);
    const parts = (text: unknown) =>
      typeof text === 'string'
        ? text
            .split(', ')
            .map((part) => part.split(' and ').sort().join(' and '))
            .sort()
        : text;
    expect(parts(found)).toEqual(parts(without));
  });
});
