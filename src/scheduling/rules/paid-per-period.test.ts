import { HOUR } from '../../../test/support/roster-plan.ts';
import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { paidPerPeriod } from './paid-per-period.ts';

describeRule(
  paidPerPeriod,
  import.meta.url,
  ['foundSeconds > maxSeconds', 'foundSeconds >= maxSeconds'],
  [
    {
      contract: { paidSecondsPerPeriod: { min: 16 * HOUR, max: 24 * HOUR } },
      keeps: [2, 3, 4].map(day),
      breaks: [2, 3, 4, 5].map(day),
      date: '2026-11-02',
      details: { foundSeconds: 32 * HOUR, maxSeconds: 24 * HOUR },
    },
    {
      contract: { paidSecondsPerPeriod: { min: 16 * HOUR, max: 24 * HOUR } },
      keeps: [2, 3].map(day),
      breaks: [day(2)],
      date: '2026-11-02',
      details: { foundSeconds: 8 * HOUR, minSeconds: 16 * HOUR },
    },
  ],
);
