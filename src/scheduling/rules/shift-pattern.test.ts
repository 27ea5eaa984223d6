import { describeRule, shift } from '../../../test/support/rule-cases.ts';
import { shiftPattern } from './shift-pattern.ts';

describeRule(
  shiftPattern,
  import.meta.url,
  ['from <= rule.latestSeconds', 'from < rule.latestSeconds'],
  [
    {
      keeps: [shift('2026-11-02', 'day', 12)],
      breaks: [shift('2026-11-02', 'day', 12.5)],
      date: '2026-11-02',
      details: { fault: 'start', found: 'day' },
    },
    {
      keeps: [{ ...shift('2026-11-02', 'late', 13), pattern: '' }],
      breaks: [{ ...shift('2026-11-02', 'late', 17), pattern: '' }],
      date: '2026-11-02',
      details: { fault: 'start' },
    },
    {
      keeps: [shift('2026-11-02', 'day', 8, [3, 5, 7.5])],
      breaks: [shift('2026-11-02', 'day', 8, [3.25, 4, 7])],
      date: '2026-11-02',
      details: { fault: 'breaks' },
    },
  ],
);
