import { awayOf, periodMinimum } from '../weeks.ts';
import { personRule } from './rule.ts';

/** Paid time of the whole period; the minimum shrinks with leave. */
export const paidPerPeriod = personRule('paid-per-period', (person, { weeks, from }) => {
  const { agent, contract, worked } = person;
  if (contract.paidSecondsPerPeriod === null) return [];
  const foundSeconds = worked.reduce(
    (sum, { judged, paidSeconds }) => (judged ? sum + paidSeconds : sum),
    0,
  );
  const maxSeconds = contract.paidSecondsPerPeriod.max;
  const minSeconds = periodMinimum(contract, weeks, awayOf(agent));
  if (foundSeconds > maxSeconds) return [{ date: from, details: { foundSeconds, maxSeconds } }];
  return foundSeconds < minSeconds ? [{ date: from, details: { foundSeconds, minSeconds } }] : [];
});
