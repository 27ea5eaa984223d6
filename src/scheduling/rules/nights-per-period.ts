import { personRule } from './rule.ts';

/** Night shifts that start in the period. */
export const nightsPerPeriod = personRule('nights-per-period', ({ worked, contract }, { from }) => {
  const max = contract.maxNightsPerPeriod ?? Infinity;
  const found = worked.filter(({ judged, night }) => judged && night).length;
  return found > max ? [{ date: from, details: { found, max } }] : [];
});
