import { type Tally } from '../roster-model.ts';

/** Paid time of the whole period, between limits. */
export function periodPaidTally(min: number, max: number, missingPrice: number): Tally {
  return {
    name: 'period-paid',
    min,
    max,
    missingPrice,
    reads: null,
    amount: (_day, kind) => kind.paidSeconds,
    lazy: false,
  };
}
