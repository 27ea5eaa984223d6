import { type Meter, type MeterStep } from '../roster-model.ts';

export interface RunLimits {
  readonly maxWork: number;
  readonly minWork: number;
  readonly minOff: number;
}

/** Marks a stretch that began before the period: it is exempt from the minimum. */
const EXEMPT = 1000;

/**
 * Days worked and days off in a row. A stretch that touches either end of the period is exempt
 * from the minimums, and counts for the maximum.
 *
 * Values: 0 is off for long enough, -n is n days off, n is n days worked.
 *
 * @param worked days worked in a row up to the period
 */
export function runsMeter({ maxWork, minWork, minOff }: RunLimits, worked: number): Meter {
  const longest = Number.isFinite(maxWork) ? Infinity : Math.max(1, minWork);
  const known = (value: number, broken: boolean): MeterStep => ({ value, penalty: 0, broken });
  return {
    name: 'runs',
    start: worked > 0 ? worked + EXEMPT : 0,
    step: (value, day, kind) => {
      const run = value > EXEMPT ? value - EXEMPT : Math.max(0, value);
      if (kind === null) {
        if (run > 0) {
          const broken = value < EXEMPT && run < minWork;
          return known(minOff > 1 ? -1 : 0, broken);
        }
        return known(value === 0 || 1 - value >= minOff ? 0 : value - 1, false);
      }
      const next = Math.min(run + 1, longest);
      const isExempt = next < minWork && (value > EXEMPT || (day === 0 && value === 0));
      return known(isExempt ? next + EXEMPT : next, run + 1 > maxWork || value < 0);
    },
  };
}
