import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { completeWeekends } from './complete-weekends.ts';

describeRule(
  completeWeekends,
  import.meta.url,
  ['weekday === 6 ? 1 : 2', 'weekday === 6 ? 3 : 2'],
  [
    {
      contract: { completeWeekends: true },
      days: 13,
      keeps: [day(7), day(8), day(14)],
      breaks: [day(7)],
      date: '2026-11-07',
      details: { found: 'saturday' },
    },
    {
      contract: { completeWeekends: true },
      keeps: [day(6)],
      breaks: [day(8)],
      date: '2026-11-07',
      details: { found: 'sunday' },
    },
  ],
);
