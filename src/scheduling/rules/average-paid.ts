import { addDays, daysBetween } from '../../domain/index.ts';
import { personRule, sumOfDays } from './rule.ts';

/** Paid time of each block of weeks that the period touches, what was worked before it included. */
export const averagePaid = personRule('average-paid', (person, { from, days }) => {
  const limit = person.contract.averagePaid;
  if (limit === undefined) return [];
  const { weeks, maxSecondsPerWeek } = limit;
  const maxSeconds = weeks * maxSecondsPerWeek;
  const offset = daysBetween(limit.from, from);
  const breaches = [];
  for (let block = Math.floor(offset / (7 * weeks)); block * 7 * weeks < offset + days; block++) {
    const fromDay = block * 7 * weeks - offset;
    const toDay = Math.min(days, fromDay + 7 * weeks);
    const { found, added } = sumOfDays(person, fromDay, toDay, ({ paidSeconds }) => paidSeconds);
    if (found > maxSeconds && added > 0) {
      const date = addDays(from, Math.max(0, fromDay));
      breaches.push({ date, details: { foundSeconds: found, maxSeconds, weeks } });
    }
  }
  return breaches;
});
