import { type DutyKind, type Meter } from '../roster-model.ts';

/** One week as far as it lies in the period, with what a sum over it may be. */
export interface WeekLimits {
  /** First and last day (excluded), counted from the period's first. */
  readonly fromDay: number;
  readonly toDay: number;
  readonly min: number;
  readonly max: number;
}

/**
 * A sum over each week, between limits. Minimums are asked for when the week ends.
 *
 * @param missingPrice price of each unit below a minimum; `Infinity` where it must be reached
 * @param start what shifts before the period add to the first week
 */
export function weekMeter(
  name: string,
  weeks: readonly WeekLimits[],
  amount: (kind: DutyKind) => number,
  missingPrice: number,
  start: number,
): Meter {
  const ofDay: WeekLimits[] = [];
  for (const week of weeks) {
    for (let day = week.fromDay; day < week.toDay; day++) ofDay[day] = week;
  }
  return {
    name,
    start,
    step: (value, day, kind) => {
      const { min, max, toDay } = ofDay[day]!;
      const more = kind === null ? 0 : amount(kind);
      const sum = value + more;
      const over = more > 0 && sum > max;
      if (day < toDay - 1) return { value: sum, penalty: 0, broken: over };
      const missing = Math.max(0, min - sum);
      const isShort = missing > 0 && missingPrice === Infinity;
      return {
        value: 0,
        penalty: missing > 0 && !isShort ? missing * missingPrice : 0,
        broken: over || isShort,
      };
    },
  };
}
