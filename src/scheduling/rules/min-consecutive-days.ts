import { addDays } from '../../domain/index.ts';
import { personRule } from './rule.ts';
import { stretchesOf } from './runs.ts';

/** Days in a row with a shift; a run of which one end is not known to be a day off is not judged. */
export const minConsecutiveDays = personRule(
  'min-consecutive-days',
  ({ worked, contract }, { from, days }) => {
    const min = contract.minConsecutiveDays ?? 1;
    return stretchesOf(worked).flatMap(({ first, last }, index) => {
      const found = last - first + 1;
      const isKnown = index > 0 || first > 0;
      const isOver = last >= -1 && last < days - 1;
      return isKnown && isOver && found < min
        ? [{ date: addDays(from, Math.max(0, last)), details: { found, min } }]
        : [];
    });
  },
);
