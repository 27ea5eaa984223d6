import { HOUR } from '../../../test/support/roster-plan.ts';
import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { averagePaid } from './average-paid.ts';

describeRule(
  averagePaid,
  import.meta.url,
  ['Math.min(days, fromDay + 7 * weeks)', 'days'],
  [
    // Blocks of two weeks begin on the 26th of October and the 9th of November.
    {
      contract: { averagePaid: { maxSecondsPerWeek: 16 * HOUR, weeks: 2, from: '2026-01-05' } },
      days: 14,
      before: [{ ...day(1), date: '2026-10-30' }],
      keeps: [3, 4, 6, 9, 10, 12, 13].map(day),
      breaks: [3, 4, 6, 7].map(day),
      date: '2026-11-02',
      details: { foundSeconds: 40 * HOUR, maxSeconds: 32 * HOUR },
    },
  ],
);
