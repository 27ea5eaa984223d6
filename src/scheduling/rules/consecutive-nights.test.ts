import { describeRule, night, shift } from '../../../test/support/rule-cases.ts';
import { consecutiveNights } from './consecutive-nights.ts';

describeRule(
  consecutiveNights,
  import.meta.url,
  ['worked.filter(({ night }) => night)', 'worked'],
  [
    {
      contract: { maxConsecutiveNights: 2 },
      keeps: [night(2), night(3), shift('2026-11-04', 'late', 16), night(5)],
      breaks: [night(2), night(3), night(4)],
      date: '2026-11-04',
      details: { found: 3, allowed: 2 },
    },
  ],
);
