import { type Tally } from '../roster-model.ts';

/** Shifts of one type, at most `max` in the period. */
export function typeCountTally(type: string, max: number): Tally {
  return {
    name: `type ${type}`,
    min: 0,
    max,
    missingPrice: 0,
    reads: null,
    amount: (_day, kind) => (kind.type === type ? 1 : 0),
    lazy: true,
  };
}
