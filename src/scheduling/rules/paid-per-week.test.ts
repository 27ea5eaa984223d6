import { HOUR } from '../../../test/support/roster-plan.ts';
import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { paidPerWeek } from './paid-per-week.ts';

describeRule(
  paidPerWeek,
  import.meta.url,
  ['foundSeconds < minSeconds', 'foundSeconds <= minSeconds'],
  [
    {
      contract: { paidSecondsPerWeek: { min: 40 * HOUR, max: 40 * HOUR } },
      keeps: [2, 3, 4, 5, 6].map(day),
      breaks: [2, 3, 4, 5].map(day),
      date: '2026-11-02',
      details: { foundSeconds: 32 * HOUR, minSeconds: 40 * HOUR },
    },
    {
      // One of five working days is leave: a fifth of the minimum falls away.
      contract: {
        paidSecondsPerWeek: { min: 40 * HOUR, max: 40 * HOUR },
        daysPerWeek: { min: 0, max: 5 },
      },
      agent: { leave: [{ from: '2026-11-06', to: '2026-11-06' }] },
      keeps: [2, 3, 4, 5].map(day),
      breaks: [2, 3, 4].map(day),
      date: '2026-11-02',
      details: { foundSeconds: 24 * HOUR, minSeconds: 32 * HOUR },
    },
  ],
);
