import { HOUR } from '../../../test/support/roster-plan.ts';
import { day, describeRule, shift } from '../../../test/support/rule-cases.ts';
import { locks } from './locks.ts';

describeRule(
  locks,
  import.meta.url,
  ['start === startAt', 'start >= startAt'],
  [
    {
      agent: { locks: [{ kind: 'off', date: '2026-11-03' }] },
      keeps: [day(2)],
      breaks: [day(3)],
      date: '2026-11-03',
      details: { expected: 'off' },
    },
    {
      agent: {
        locks: [
          {
            kind: 'shift',
            date: '2026-11-03',
            pattern: 'day',
            startSeconds: 8 * HOUR,
            lengthSeconds: 8.5 * HOUR,
          },
        ],
      },
      keeps: [day(3)],
      breaks: [shift('2026-11-03', 'day', 8.5)],
      date: '2026-11-03',
      details: { expected: 'day' },
    },
  ],
);
