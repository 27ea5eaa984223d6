import { type Meter, type MeterStep } from '../roster-model.ts';

export interface RunLimits {
  readonly maxWork: number;
  readonly minWork: number;
  readonly minOff: number;
}

/** Marks a stretch that began before the period: it is exempt from the minimum. */
const EXEMPT = 1000;

/** What is known of the days before the period. */
export interface RunsBefore {
  /** Days worked in a row up to the period. */
  readonly worked: number;
  /** Days off in a row up to the period, where a shift before them is known; else `null`. */
  readonly off: number | null;
  /** Whether the first of the days worked is known to follow a day off. */
  readonly isWhole: boolean;
}

/** Nothing is known of the days before. */
export const NOTHING_BEFORE: RunsBefore = { worked: 0, off: null, isWhole: false };

/**
 * Days worked and days off in a row. A stretch that may have begun before what is known, or that
 * touches the period's end, is exempt from the minimums, and counts for the maximum.
 *
 * Values: 0 is off for long enough, -n is n days off, n is n days worked.
 */
export function runsMeter(
  { maxWork, minWork, minOff }: RunLimits,
  { worked, off, isWhole }: RunsBefore,
): Meter {
  const longest = Number.isFinite(maxWork) ? Infinity : Math.max(1, minWork);
  const known = (value: number, broken: boolean): MeterStep => ({ value, penalty: 0, broken });
  const run = Math.min(worked, longest);
  const rest = off === null || off >= minOff ? 0 : -off;
  return {
    name: 'runs',
    start: run === 0 ? rest : isWhole || run >= minWork ? run : run + EXEMPT,
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
      const isFirst = day === 0 && value === 0 && off === null;
      const isExempt = next < minWork && (value > EXEMPT || isFirst);
      return known(isExempt ? next + EXEMPT : next, run + 1 > maxWork || value < 0);
    },
  };
}
