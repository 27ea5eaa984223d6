import { addDays } from '../../domain/index.ts';
import { personRule } from './rule.ts';
import { stretchesOf } from './runs.ts';

/** Days off in a row between two days with a shift. */
export const minDaysOff = personRule('min-days-off', ({ worked, contract }, { from, days }) => {
  const min = contract.minConsecutiveDaysOff ?? 1;
  const stretches = stretchesOf(worked);
  return stretches.slice(1).flatMap(({ first }, index) => {
    const found = first - stretches[index]!.last - 1;
    return first >= 0 && first < days && found < min
      ? [{ date: addDays(from, first), details: { found, min } }]
      : [];
  });
});
