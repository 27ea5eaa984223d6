import { describeRule, night } from '../../../test/support/rule-cases.ts';
import { nightsPerWeek } from './nights-per-week.ts';

describeRule(
  nightsPerWeek,
  import.meta.url,
  ['found > max', 'found >= max'],
  [
    {
      contract: { maxNightsPerWeek: 2 },
      days: 14,
      keeps: [night(5), night(7), night(9), night(11)],
      breaks: [night(5), night(6), night(8)],
      date: '2026-11-02',
      details: { found: 3, max: 2 },
    },
  ],
);
