import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { weekends } from './weekends.ts';

describeRule(
  weekends,
  import.meta.url,
  ['saturdays.size > max', 'saturdays.size >= max'],
  [
    {
      contract: { maxWeekendsPerPeriod: 1 },
      days: 14,
      keeps: [day(7), day(8)],
      breaks: [day(7), day(15)],
      date: '2026-11-02',
      details: { found: 2, max: 1 },
    },
  ],
);
