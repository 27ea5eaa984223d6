import { addDays } from '../../domain/index.ts';
import { personRule, saturdaysOf } from './rule.ts';

/** Weekends in a row with a shift, counted on from before the period. */
export const consecutiveWeekends = personRule(
  'consecutive-weekends',
  ({ worked, contract }, { from }) => {
    const max = contract.maxConsecutiveWeekends ?? Infinity;
    const saturdays = saturdaysOf(worked);
    const before = saturdaysOf(worked.filter(({ day }) => day < 0));
    return [...saturdays].flatMap((saturday) => {
      if (before.has(saturday)) return [];
      let found = 1;
      while (saturdays.has(saturday - 7 * found)) found++;
      const date = addDays(from, Math.max(0, saturday));
      return found > max ? [{ date, details: { found, max } }] : [];
    });
  },
);
