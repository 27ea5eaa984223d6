import { day, describeRule, late, night } from '../../../test/support/rule-cases.ts';
import { daysOffAfterNights } from './days-off-after-nights.ts';

describeRule(
  daysOffAfterNights,
  import.meta.url,
  ['night && found === 0', 'night'],
  [
    {
      contract: { daysOffAfterNights: 2 },
      keeps: [night(2), night(3), late(6)],
      breaks: [night(2), night(3), late(5)],
      date: '2026-11-05',
      details: { found: 1, min: 2 },
    },
    {
      contract: { daysOffAfterNights: 2 },
      before: [night(1)],
      keeps: [night(2)],
      breaks: [night(3)],
      date: '2026-11-03',
      details: { found: 1 },
    },
    {
      contract: { daysOffAfterNights: 1 },
      keeps: [day(2), night(3)],
      breaks: [night(2), late(3)],
      date: '2026-11-03',
      details: { found: 0 },
    },
  ],
);
