import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { daysPerWeek } from './days-per-week.ts';

describeRule(
  daysPerWeek,
  import.meta.url,
  ['found < min', 'found <= min'],
  [
    {
      contract: { daysPerWeek: { min: 2, max: 3 } },
      days: 9,
      keeps: [day(2), day(3), day(9)],
      breaks: [day(2)],
      date: '2026-11-02',
      details: { found: 1, min: 2 },
    },
    {
      contract: { daysPerWeek: { min: 2, max: 3 } },
      keeps: [2, 3, 4].map(day),
      breaks: [2, 3, 4, 5].map(day),
      date: '2026-11-02',
      details: { found: 4, max: 3 },
    },
  ],
);
