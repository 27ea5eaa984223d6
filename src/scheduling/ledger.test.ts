import { expect, it } from 'vitest';
import { day, MONDAY, night, shift } from '../../test/support/rule-cases.ts';
import { makeAgent, makePlan, makeRequirement } from '../../test/support/roster-plan.ts';
import { type AgentId, type LedgerEntry, ledgerTotal, NOTHING_IN_LEDGER } from '../domain/index.ts';
import { ledgerOf } from './ledger.ts';
import { makeRosterProblem } from './roster-problem.ts';
import { scoreShifts } from './score-shifts.ts';

const plan = makePlan({
  agents: [
    makeAgent('a01', {
      wishes: [
        { kind: 'day-off', date: '2026-11-03', weight: 1 },
        { kind: 'day-off', date: '2026-11-04', weight: 1 },
      ],
    }),
    makeAgent('a02'),
  ],
  specialDays: [{ date: '2026-11-03', type: 'holiday', queues: [] }],
});
const requirement = makeRequirement(plan, MONDAY, 14, { support: () => 1 });
const problem = makeRosterProblem({ plan, requirement, period: null, before: [] });

it('a ledger counts nights, evenings, weekends, Sundays, holidays and wishes, and carries on', () => {
  // The 7th and 8th are one weekend, the 15th is another; the shift of the 1st lies before.
  const evening = shift('2026-11-05', 'late', 13);
  const shifts = [day(1), day(3), evening, night(7), day(8), day(15)];
  const { wishes } = scoreShifts(problem, shifts);
  const before: LedgerEntry[] = [
    {
      agent: 'a01' as AgentId,
      period: { ...NOTHING_IN_LEDGER, nights: 4, weekends: 1 },
      carried: { ...NOTHING_IN_LEDGER, nights: 10, wishes: 3 },
    },
  ];
  const [first, second] = ledgerOf(problem, shifts, wishes, before);
  expect(first).toEqual({
    agent: 'a01',
    period: {
      nights: 1,
      evenings: 1,
      weekends: 2,
      sundays: 2,
      holidays: 1,
      wishes: 2,
      wishesGranted: 1,
    },
    carried: { ...NOTHING_IN_LEDGER, nights: 14, weekends: 1, wishes: 3 },
  });
  expect(ledgerTotal(first!)).toMatchObject({ nights: 15, weekends: 3, wishes: 5 });
  expect(second).toEqual({ agent: 'a02', period: NOTHING_IN_LEDGER, carried: null });
});
