import { weekMinimum } from '../weeks.ts';
import { type Breach, personRule, sumOfWeek } from './rule.ts';

/** Paid time of a week; the minimum holds for whole weeks and shrinks with leave. */
export const paidPerWeek = personRule('paid-per-week', (person, { weeks }) =>
  weeks.flatMap((week): Breach[] => {
    const { agent, contract } = person;
    const foundSeconds = sumOfWeek(person, week, ({ paidSeconds }) => paidSeconds);
    const maxSeconds = contract.paidSecondsPerWeek.max;
    const minSeconds = weekMinimum(contract, week, agent.leave).paidSeconds;
    const date = week.firstDate;
    if (foundSeconds > maxSeconds) return [{ date, details: { foundSeconds, maxSeconds } }];
    return foundSeconds < minSeconds ? [{ date, details: { foundSeconds, minSeconds } }] : [];
  }),
);
