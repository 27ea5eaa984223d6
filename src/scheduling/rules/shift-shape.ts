import { localDateOf } from '../../domain/index.ts';
import { shiftRule } from './rule.ts';

/**
 * A shift starts on its own date, ends after it starts, and its activities follow each other
 * from start to end without a gap.
 */
export const shiftShape = shiftRule(
  'shift-shape',
  ({ shift, start, end }, _person, { plan, clock }) => {
    if (end <= start) return { fault: 'ends-before-start', start: shift.start, end: shift.end };
    if (start < clock(shift.date, 0) || start >= clock(shift.date, 86_400)) {
      const found = localDateOf(start, plan.site.zone);
      return { fault: 'other-date', found, expected: shift.date };
    }
    let at = shift.start;
    for (const activity of shift.activities) {
      if (!sameInstant(activity.start, at)) {
        return { fault: 'gap-or-overlap', found: activity.start, expected: at };
      }
      at = activity.end;
    }
    return sameInstant(at, shift.end)
      ? null
      : { fault: 'activities-end', found: at, expected: shift.end };
  },
);

function sameInstant(a: string, b: string): boolean {
  return a === b || Date.parse(a) === Date.parse(b);
}
