import { day, describeRule, night } from '../../../test/support/rule-cases.ts';
import { nightsPerPeriod } from './nights-per-period.ts';

describeRule(
  nightsPerPeriod,
  import.meta.url,
  ['judged && night', 'judged'],
  [
    {
      contract: { maxNightsPerPeriod: 2 },
      days: 14,
      before: [night(1)],
      keeps: [night(4), night(9), day(12)],
      breaks: [night(4), night(9), night(12)],
      date: '2026-11-02',
      details: { found: 3, max: 2 },
    },
  ],
);
