import { personRule } from './rule.ts';

/** At most one shift starts on a local date. */
export const oneShiftPerDay = personRule('one-shift-per-day', ({ worked }) => {
  const counts = new Map<string, number>();
  for (const { judged, shift } of worked) {
    if (judged) counts.set(shift.date, (counts.get(shift.date) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, found]) => found > 1)
    .map(([date, found]) => ({ date, details: { found, allowed: 1 } }));
});
