import { type Tally } from '../roster-model.ts';

/** Paid time of the whole period, between limits. */
export function periodPaidTally(min: number, max: number, missingPrice: number): Tally {
  return { ...paidTally('period-paid', max, 0, Infinity), min, missingPrice, lazy: false };
}

/** Paid time of a stretch of days (the last excluded), at most `max`. */
export function paidTally(name: string, max: number, fromDay: number, toDay: number): Tally {
  return {
    name,
    min: 0,
    max,
    missingPrice: 0,
    reads: null,
    amount: (day, kind) => (day >= fromDay && day < toDay ? kind.paidSeconds : 0),
    lazy: true,
  };
}
