import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { freeSundays } from './free-sundays.ts';

describeRule(
  freeSundays,
  import.meta.url,
  ['Math.min(wanted, sundays)', 'wanted'],
  [
    {
      contract: { minFreeSundaysPerPeriod: 1 },
      days: 14,
      keeps: [day(7), day(8)],
      breaks: [day(8), day(15)],
      date: '2026-11-02',
      details: { found: 0, min: 1 },
    },
    {
      contract: { minFreeSundaysPerPeriod: 3 },
      days: 14,
      keeps: [day(7)],
      breaks: [day(15)],
      date: '2026-11-02',
      details: { found: 1, min: 2 },
    },
  ],
);
