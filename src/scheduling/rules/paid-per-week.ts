import { awayOf, weekMinimum } from '../weeks.ts';
import { type Breach, personRule, sumOfDays } from './rule.ts';

/** Paid time of a week; the minimum holds for whole weeks and shrinks with leave. */
export const paidPerWeek = personRule('paid-per-week', (person, { weeks }) =>
  weeks.flatMap((week): Breach[] => {
    const { agent, contract } = person;
    const { startDay } = week;
    const paid = sumOfDays(person, startDay, startDay + 7, ({ paidSeconds }) => paidSeconds);
    const foundSeconds = paid.found;
    const maxSeconds = contract.paidSecondsPerWeek.max;
    const minSeconds = weekMinimum(contract, week, awayOf(agent)).paidSeconds;
    const date = week.firstDate;
    if (foundSeconds > maxSeconds && paid.added > 0) {
      return [{ date, details: { foundSeconds, maxSeconds } }];
    }
    return foundSeconds < minSeconds ? [{ date, details: { foundSeconds, minSeconds } }] : [];
  }),
);
