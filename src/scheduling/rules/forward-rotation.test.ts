import { HOUR } from '../../../test/support/roster-plan.ts';
import { day, describeRule, night, shift } from '../../../test/support/rule-cases.ts';
import { forwardRotation } from './forward-rotation.ts';

describeRule(
  forwardRotation,
  import.meta.url,
  ['startSeconds < beforeSeconds', 'startSeconds <= beforeSeconds'],
  [
    {
      contract: { forwardRotation: true },
      keeps: [day(2), day(3), night(4), day(6)],
      breaks: [day(2), shift('2026-11-03', 'day', 7.5)],
      date: '2026-11-03',
      details: { startSeconds: 7.5 * HOUR, beforeSeconds: 8 * HOUR },
    },
    {
      contract: { forwardRotation: true },
      before: [day(1)],
      keeps: [day(2)],
      breaks: [shift('2026-11-02', 'day', 6)],
      date: '2026-11-02',
      details: { beforeSeconds: 8 * HOUR },
    },
  ],
);
