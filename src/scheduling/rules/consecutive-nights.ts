import { longRuns } from './runs.ts';
import { personRule } from './rule.ts';

/** Nights in a row, counted on from before the period. */
export const consecutiveNights = personRule('consecutive-nights', ({ worked, contract }) =>
  contract.maxConsecutiveNights === null
    ? []
    : longRuns(
        worked.filter(({ night }) => night),
        contract.maxConsecutiveNights,
      ),
);
