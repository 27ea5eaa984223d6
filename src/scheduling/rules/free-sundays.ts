import { weekdayOf } from '../../domain/index.ts';
import { personRule } from './rule.ts';

/** Sundays of the period on which no shift starts; no more are asked for than there are. */
export const freeSundays = personRule('free-sundays', ({ worked, contract }, { from, days }) => {
  const wanted = contract.minFreeSundaysPerPeriod ?? 0;
  const untilSunday = (7 - weekdayOf(from)) % 7;
  const sundays = Math.max(0, Math.ceil((days - untilSunday) / 7));
  const busy = new Set(
    worked.filter(({ judged, weekday }) => judged && weekday === 7).map(({ day }) => day),
  );
  const found = sundays - busy.size;
  const min = Math.min(wanted, sundays);
  return found < min ? [{ date: from, details: { found, min } }] : [];
});
