import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { consecutiveDays } from './consecutive-days.ts';

describeRule(
  consecutiveDays,
  import.meta.url,
  ['contract.maxConsecutiveDays)', 'contract.maxConsecutiveDays + 1)'],
  [
    {
      contract: { maxConsecutiveDays: 3 },
      before: [day(1)],
      keeps: [day(2), day(3), day(5), day(6)],
      breaks: [day(2), day(3), day(4), day(5)],
      date: '2026-11-04',
      details: { found: 5, allowed: 3 },
    },
    {
      contract: { maxConsecutiveDays: 3 },
      keeps: [day(2), day(3), day(4)],
      breaks: [day(2), day(3), day(4), day(5)],
      date: '2026-11-05',
      details: { found: 4, allowed: 3 },
    },
  ],
);
