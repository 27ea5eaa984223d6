import { type DutyKind, type Tally } from '../roster-model.ts';

/** Days of the period with a duty that counts, at most `max`. */
export function countTally(
  name: string,
  max: number,
  isCounted: (kind: DutyKind, day: number) => boolean,
): Tally {
  return {
    name,
    min: 0,
    max,
    missingPrice: 0,
    reads: null,
    amount: (day, kind) => (isCounted(kind, day) ? 1 : 0),
    lazy: true,
  };
}
