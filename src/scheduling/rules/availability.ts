import { addDays, localDateOf, weekdayOf } from '../../domain/index.ts';
import { shiftRule } from './rule.ts';

/** A shift lies inside one stretch of availability; stretches that touch are one. */
export const availability = shiftRule(
  'availability',
  ({ start, end, shift }, { agent }, { plan, clock }) => {
    if (agent.availability.length === 0) return null;
    const last = localDateOf(end, plan.site.zone);
    let coveredTo = start;
    const stretches = [];
    for (let date = addDays(shift.date, -1); date <= last; date = addDays(date, 1)) {
      const weekday = weekdayOf(date);
      for (const { weekdays, fromSeconds, toSeconds } of agent.availability) {
        if (!weekdays.includes(weekday)) continue;
        stretches.push({ from: clock(date, fromSeconds), to: clock(date, toSeconds) });
      }
    }
    stretches.sort((a, b) => a.from - b.from);
    for (const { from, to } of stretches) if (from <= coveredTo && to > coveredTo) coveredTo = to;
    return coveredTo >= end ? null : { start: shift.start, end: shift.end };
  },
);
