import { describeRule, shift } from '../../../test/support/rule-cases.ts';
import { oneShiftPerDay } from './one-shift-per-day.ts';

describeRule(
  oneShiftPerDay,
  import.meta.url,
  ['found > 1', 'found > 2'],
  [
    {
      keeps: [shift('2026-11-02', 'day', 6)],
      breaks: [shift('2026-11-02', 'day', 6), shift('2026-11-02', 'night', 23)],
      date: '2026-11-02',
      details: { found: 2, allowed: 1 },
    },
  ],
);
