import { describe, expect, it } from 'vitest';
import { HOUR, makePlan } from '../../../test/support/roster-plan.ts';
import { describeRule, loose, makeShift, shift } from '../../../test/support/rule-cases.ts';
import { addDays } from '../../domain/index.ts';
import { makeRuleContext } from '../audit-shifts.ts';
import { minRest } from './min-rest.ts';

describeRule(
  minRest,
  import.meta.url,
  ['rest < contract.minRestSeconds', 'rest <= contract.minRestSeconds'],
  [
    {
      keeps: [shift('2026-11-02', 'late', 12.5), shift('2026-11-03', 'day', 8)],
      breaks: [shift('2026-11-02', 'late', 12.5), shift('2026-11-03', 'day', 7.5)],
      date: '2026-11-03',
      details: { restSeconds: 10.5 * HOUR, minSeconds: 11 * HOUR },
    },
    {
      before: [shift('2026-11-01', 'late', 12.5)],
      keeps: [shift('2026-11-02', 'day', 8)],
      breaks: [shift('2026-11-02', 'day', 7.5)],
      date: '2026-11-02',
      details: { restSeconds: 10.5 * HOUR },
    },
  ],
);

describe('nights in which the clock changes', () => {
  // Spring forward: 12:30 + 8.5 h is 21:00, and twelve hours on the clock are eleven.
  it.each([
    ['Europe/Ljubljana', '2026-03-28', 11, 12],
    ['Europe/Ljubljana', '2026-10-24', 13, 12],
    ['America/Santiago', '2026-09-05', 11, 12],
    ['America/Santiago', '2026-04-04', 13, 12],
  ])('%s %s: rest after a late shift is %i h, not %i', (zone, date, hours, nominal) => {
    const plan = makePlan({ site: { name: 'x', zone, weekStart: 1 } });
    const before = makeShift(zone, date, 'late', 12.5, [2, 4, 7], 'support');
    const hour = 21 + nominal - 24;
    const after = makeShift(zone, addDays(date, 1), 'day', hour, [2, 4, 7], 'support');
    const breaches = (minRestSeconds: number) => {
      const contracts = [{ ...loose, minRestSeconds }];
      const context = { plan: { ...plan, contracts }, from: date, days: 2, before: [] };
      return minRest.check(makeRuleContext(context, [before, after]));
    };
    expect(breaches(hours * HOUR)).toEqual([]);
    expect(breaches(hours * HOUR + 1)).toHaveLength(1);
  });
});
