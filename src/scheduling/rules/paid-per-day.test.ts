import { HOUR } from '../../../test/support/roster-plan.ts';
import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { paidPerDay } from './paid-per-day.ts';

describeRule(
  paidPerDay,
  import.meta.url,
  ['paidSeconds > max', 'paidSeconds >= max'],
  [
    {
      contract: { paidSecondsPerDay: { min: 0, max: 8 * HOUR } },
      keeps: [day(2)],
      breaks: [
        {
          ...day(2),
          activities: day(2).activities.map((activity) => ({ ...activity, paid: true })),
        },
      ],
      date: '2026-11-02',
      details: { foundSeconds: 8.5 * HOUR, maxSeconds: 8 * HOUR },
    },
  ],
);
