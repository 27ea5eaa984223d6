import { awayOf, weekMinimum } from '../weeks.ts';
import { type Breach, personRule, sumOfDays } from './rule.ts';

/** Shifts of a week; the minimum holds for whole weeks and shrinks with leave. */
export const daysPerWeek = personRule('days-per-week', (person, { weeks }) =>
  weeks.flatMap((week): Breach[] => {
    const { agent, contract } = person;
    const { startDay } = week;
    const { found, added } = sumOfDays(person, startDay, startDay + 7, () => 1);
    const { max } = contract.daysPerWeek;
    const min = weekMinimum(contract, week, awayOf(agent)).days;
    const date = week.firstDate;
    if (found > max && added > 0) return [{ date, details: { found, max } }];
    return found < min ? [{ date, details: { found, min } }] : [];
  }),
);
