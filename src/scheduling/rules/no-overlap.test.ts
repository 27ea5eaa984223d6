import { describeRule, shift } from '../../../test/support/rule-cases.ts';
import { noOverlap } from './no-overlap.ts';

describeRule(
  noOverlap,
  import.meta.url,
  ['start < latestEnd)', 'start <= latestEnd)'],
  [
    {
      keeps: [shift('2026-11-02', 'night', 21.5), shift('2026-11-03', 'day', 6)],
      breaks: [shift('2026-11-02', 'night', 22), shift('2026-11-03', 'day', 6)],
      date: '2026-11-03',
      details: { overlapSeconds: 1800 },
    },
  ],
);
