import { addDays } from '../../domain/index.ts';
import { personRule } from './rule.ts';

/** Saturday and Sunday are both worked or both off; a weekend that the period cuts is not judged. */
export const completeWeekends = personRule(
  'complete-weekends',
  ({ worked, contract }, { from, days }) => {
    if (contract.completeWeekends !== true) return [];
    const workedDays = new Map<number, number>();
    for (const { day, weekday } of worked) {
      const saturday = day - (weekday - 6);
      if (weekday >= 6 && saturday >= 0 && saturday + 1 < days) {
        workedDays.set(saturday, (workedDays.get(saturday) ?? 0) | (weekday === 6 ? 1 : 2));
      }
    }
    return [...workedDays]
      .filter(([, both]) => both !== 3)
      .map(([saturday, half]) => ({
        date: addDays(from, saturday),
        details: { found: half === 1 ? 'saturday' : 'sunday' },
      }));
  },
);
