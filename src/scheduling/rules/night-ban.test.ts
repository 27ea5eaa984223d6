import { describeRule, night, shift } from '../../../test/support/rule-cases.ts';
import { nightBan } from './night-ban.ts';

describeRule(
  nightBan,
  import.meta.url,
  ['night && ', ''],
  [
    {
      agent: { noNights: true },
      keeps: [shift('2026-11-02', 'late', 16)],
      breaks: [night(2)],
      date: '2026-11-02',
      details: { start: '2026-11-02T22:00:00+01:00' },
    },
  ],
);
