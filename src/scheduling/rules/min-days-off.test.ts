import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { minDaysOff } from './min-days-off.ts';

describeRule(
  minDaysOff,
  import.meta.url,
  ['found < min', 'found <= min'],
  [
    {
      contract: { minConsecutiveDaysOff: 2 },
      keeps: [day(3), day(6), day(7)],
      breaks: [day(3), day(5)],
      date: '2026-11-05',
      details: { found: 1, min: 2 },
    },
    {
      contract: { minConsecutiveDaysOff: 3 },
      before: [day(1)],
      keeps: [day(5)],
      breaks: [day(4)],
      date: '2026-11-04',
      details: { found: 2, min: 3 },
    },
  ],
);
