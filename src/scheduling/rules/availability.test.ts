import { HOUR } from '../../../test/support/roster-plan.ts';
import { describeRule, shift } from '../../../test/support/rule-cases.ts';
import { availability } from './availability.ts';

describeRule(
  availability,
  import.meta.url,
  ['from <= coveredTo', 'from < coveredTo'],
  [
    {
      agent: {
        availability: [
          { weekdays: [1], fromSeconds: 8 * HOUR, toSeconds: 24 * HOUR },
          { weekdays: [2], fromSeconds: 0, toSeconds: 6 * HOUR },
        ],
      },
      keeps: [shift('2026-11-02', 'night', 21.5)],
      breaks: [shift('2026-11-02', 'night', 22)],
      date: '2026-11-02',
      details: { start: '2026-11-02T22:00:00+01:00' },
    },
  ],
);
