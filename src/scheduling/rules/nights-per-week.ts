import { personRule, sumOfDays } from './rule.ts';

/** Night shifts that start in a week. */
export const nightsPerWeek = personRule('nights-per-week', (person, { weeks }) => {
  const max = person.contract.maxNightsPerWeek;
  if (max === null) return [];
  return weeks.flatMap((week) => {
    const { startDay, firstDate } = week;
    const { found, added } = sumOfDays(person, startDay, startDay + 7, ({ night }) =>
      night ? 1 : 0,
    );
    return found > max && added > 0 ? [{ date: firstDate, details: { found, max } }] : [];
  });
});
