import { personRule, sumOfWeek } from './rule.ts';

/** Night shifts that start in a week. */
export const nightsPerWeek = personRule('nights-per-week', (person, { weeks }) => {
  const max = person.contract.maxNightsPerWeek;
  if (max === null) return [];
  return weeks.flatMap((week) => {
    const found = sumOfWeek(person, week, ({ night }) => (night ? 1 : 0));
    return found > max ? [{ date: week.firstDate, details: { found, max } }] : [];
  });
});
