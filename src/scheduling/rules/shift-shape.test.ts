import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { shiftShape } from './shift-shape.ts';

describeRule(
  shiftShape,
  import.meta.url,
  ['return sameInstant(at, shift.end)', 'return true'],
  [
    {
      keeps: [day(2)],
      breaks: [{ ...day(2), activities: day(2).activities.slice(0, -1) }],
      date: '2026-11-02',
      details: { fault: 'activities-end' },
    },
    {
      keeps: [day(2)],
      breaks: [{ ...day(2), activities: day(2).activities.slice(1) }],
      date: '2026-11-02',
      details: { fault: 'gap-or-overlap' },
    },
    {
      keeps: [day(2)],
      breaks: [{ ...day(2), date: '2026-11-03' }],
      date: '2026-11-03',
      details: { fault: 'other-date', found: '2026-11-02' },
    },
    {
      keeps: [day(2)],
      breaks: [{ ...day(2), end: day(2).start }],
      date: '2026-11-02',
      details: { fault: 'ends-before-start' },
    },
  ],
);
