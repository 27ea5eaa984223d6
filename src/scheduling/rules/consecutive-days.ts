import { longRuns } from './runs.ts';
import { personRule } from './rule.ts';

/** Days in a row with a shift, counted on from before the period. */
export const consecutiveDays = personRule('consecutive-days', ({ worked, contract }) =>
  contract.maxConsecutiveDays === null ? [] : longRuns(worked, contract.maxConsecutiveDays),
);
