import { day, describeRule, shift } from '../../../test/support/rule-cases.ts';
import { leave } from './leave.ts';

describeRule(
  leave,
  import.meta.url,
  ['localDateOf(end - 1,', 'localDateOf(end,'],
  [
    {
      agent: { leave: [{ from: '2026-11-04', to: '2026-11-05' }] },
      keeps: [day(3), day(6)],
      breaks: [day(3), day(5)],
      date: '2026-11-05',
      details: { found: '2026-11-05' },
    },
    {
      agent: { leave: [{ from: '2026-11-04', to: '2026-11-05' }] },
      keeps: [shift('2026-11-03', 'late', 15.5)],
      breaks: [shift('2026-11-03', 'late', 16)],
      date: '2026-11-03',
      details: { found: '2026-11-04' },
    },
  ],
);
