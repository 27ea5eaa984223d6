import { personRule, saturdaysOf } from './rule.ts';

/** Weekends of the period with a shift that starts on their Saturday or Sunday. */
export const weekends = personRule('weekends', ({ worked, contract }, { from }) => {
  const max = contract.maxWeekendsPerPeriod;
  if (max === null) return [];
  const saturdays = saturdaysOf(worked.filter(({ judged }) => judged));
  return saturdays.size > max ? [{ date: from, details: { found: saturdays.size, max } }] : [];
});
