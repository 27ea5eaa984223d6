import { weekMinimum } from '../weeks.ts';
import { type Breach, personRule, sumOfWeek } from './rule.ts';

/** Shifts of a week; the minimum holds for whole weeks and shrinks with leave. */
export const daysPerWeek = personRule('days-per-week', (person, { weeks }) =>
  weeks.flatMap((week): Breach[] => {
    const { agent, contract } = person;
    const found = sumOfWeek(person, week, () => 1);
    const { max } = contract.daysPerWeek;
    const min = weekMinimum(contract, week, agent.leave).days;
    const date = week.firstDate;
    if (found > max) return [{ date, details: { found, max } }];
    return found < min ? [{ date, details: { found, min } }] : [];
  }),
);
