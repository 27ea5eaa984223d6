import { personRule } from './rule.ts';

/** Weekends of the period with a shift that starts on their Saturday or Sunday. */
export const weekends = personRule('weekends', ({ worked, contract }, { from }) => {
  const max = contract.maxWeekendsPerPeriod;
  if (max === null) return [];
  const saturdays = new Set<number>();
  for (const { day, judged, weekday } of worked) {
    if (judged && weekday >= 6) saturdays.add(day - (weekday - 6));
  }
  return saturdays.size > max ? [{ date: from, details: { found: saturdays.size, max } }] : [];
});
