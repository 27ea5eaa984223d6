import { day, describeRule, late, night } from '../../../test/support/rule-cases.ts';
import { succession } from './succession.ts';

describeRule(
  succession,
  import.meta.url,
  ['before.day + 1', 'before.day + 2'],
  [
    {
      contract: { forbiddenSuccessions: [{ after: 'night', never: ['day', 'late'] }] },
      keeps: [day(2), night(3), night(4), late(6)],
      breaks: [night(4), late(5)],
      date: '2026-11-05',
      details: { found: 'late', after: 'night' },
    },
    {
      contract: { forbiddenSuccessions: [{ after: 'night', never: ['day', 'late'] }] },
      before: [night(1)],
      keeps: [night(2)],
      breaks: [late(2)],
      date: '2026-11-02',
      details: { found: 'late' },
    },
  ],
);
