import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { consecutiveWeekends } from './consecutive-weekends.ts';

describeRule(
  consecutiveWeekends,
  import.meta.url,
  ['found > max', 'found >= max'],
  [
    {
      contract: { maxConsecutiveWeekends: 1 },
      days: 21,
      keeps: [day(7), day(8), day(21)],
      breaks: [day(7), day(15)],
      date: '2026-11-14',
      details: { found: 2, max: 1 },
    },
    {
      contract: { maxConsecutiveWeekends: 1 },
      before: [day(1)],
      keeps: [day(6)],
      breaks: [day(8)],
      date: '2026-11-07',
      details: { found: 2, max: 1 },
    },
  ],
);
