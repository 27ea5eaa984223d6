import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { minConsecutiveDays } from './min-consecutive-days.ts';

describeRule(
  minConsecutiveDays,
  import.meta.url,
  ['index > 0 || first > 0', 'first > 0'],
  [
    {
      contract: { minConsecutiveDays: 2 },
      keeps: [day(3), day(4), day(8)],
      breaks: [day(3), day(4), day(6)],
      date: '2026-11-06',
      details: { found: 1, min: 2 },
    },
    // What was worked before says where a run began.
    {
      contract: { minConsecutiveDays: 3 },
      before: [{ ...day(1), date: '2026-10-29' }, day(1)],
      keeps: [day(2), day(3)],
      breaks: [day(2)],
      date: '2026-11-02',
      details: { found: 2, min: 3 },
    },
    {
      contract: { minConsecutiveDays: 3 },
      before: [day(1)],
      keeps: [day(2)],
      breaks: [day(2), day(4)],
      date: '2026-11-04',
      details: { found: 1 },
    },
  ],
);
