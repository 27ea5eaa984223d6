import { shiftRule } from './rule.ts';

/** A shift lies inside one stretch of availability; stretches that touch are one. */
export const availability = shiftRule(
  'availability',
  ({ start, end, shift, weekday }, { agent }, { clock }) => {
    if (agent.availability.length === 0) return null;
    const stretches = [];
    for (let later = -1; start < end && clock(shift.date, later * 86_400) <= end; later++) {
      const on = ((weekday + later + 6) % 7) + 1;
      for (const { weekdays, fromSeconds, toSeconds } of agent.availability) {
        if (!weekdays.some((each) => each === on)) continue;
        const midnight = later * 86_400;
        stretches.push({
          from: clock(shift.date, midnight + fromSeconds),
          to: clock(shift.date, midnight + toSeconds),
        });
      }
    }
    stretches.sort((a, b) => a.from - b.from);
    let coveredTo = start;
    for (const { from, to } of stretches) if (from <= coveredTo && to > coveredTo) coveredTo = to;
    return coveredTo >= end ? null : { start: shift.start, end: shift.end };
  },
);
