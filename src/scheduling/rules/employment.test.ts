import { day, describeRule, night } from '../../../test/support/rule-cases.ts';
import { employment } from './employment.ts';

describeRule(
  employment,
  import.meta.url,
  ['end - 1', 'end - 86_400'],
  [
    {
      agent: { employedFrom: '2026-11-04' },
      keeps: [day(4)],
      breaks: [day(3)],
      date: '2026-11-03',
      details: { found: '2026-11-03', from: '2026-11-04' },
    },
    {
      agent: { employedTo: '2026-11-04' },
      keeps: [day(4), night(3)],
      breaks: [night(4)],
      date: '2026-11-04',
      details: { found: '2026-11-05', to: '2026-11-04' },
    },
  ],
);
