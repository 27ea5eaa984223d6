import {
  addDays,
  type Agent,
  type Contract,
  type DateSpan,
  type Weekday,
  weekdayOf,
} from '../domain/index.ts';

/** A week of the site as far as it lies in a period. */
export interface Week {
  /** First local date of the week; before the period where the period cuts it. */
  readonly firstDate: string;
  /** Its first day counted from the period's first; negative where the period cuts it. */
  readonly startDay: number;
  /** First and last day (excluded) of the week in the period, counted from the period's first. */
  readonly fromDay: number;
  readonly toDay: number;
  /** Whether all seven days lie in the period; a cut week has no minimum. */
  readonly whole: boolean;
}

/** The weeks of a period of whole local days, in order. */
export function weeksOf(from: string, days: number, weekStart: Weekday): readonly Week[] {
  const weeks: Week[] = [];
  let start = -((weekdayOf(from) - weekStart + 7) % 7);
  while (start < days) {
    weeks.push({
      firstDate: addDays(from, start),
      startDay: start,
      fromDay: Math.max(0, start),
      toDay: Math.min(days, start + 7),
      whole: start >= 0 && start + 7 <= days,
    });
    start += 7;
  }
  return weeks;
}

/** Whether a local date lies in one of the spans, ends included. */
export function isOnLeave(leave: readonly DateSpan[], date: string): boolean {
  return leave.some((span) => span.from <= date && date <= span.to);
}

/** Leave and the days on which a person is not, or not yet, employed. */
export function awayOf({ leave, employedFrom, employedTo }: Agent): readonly DateSpan[] {
  if (employedFrom === undefined && employedTo === undefined) return leave;
  const away = [...leave];
  if (employedFrom !== undefined) away.push({ from: '0000-01-01', to: addDays(employedFrom, -1) });
  if (employedTo !== undefined) away.push({ from: addDays(employedTo, 1), to: '9999-12-31' });
  return away;
}

/** Leave days of a week, those outside the period too. */
export function leaveDaysOf(week: Week, leave: readonly DateSpan[]): number {
  if (leave.length === 0) return 0;
  let count = 0;
  for (let day = 0; day < 7; day++) if (isOnLeave(leave, addDays(week.firstDate, day))) count++;
  return count;
}

/** Least paid time and days of one week. */
export interface WeekMinimum {
  readonly paidSeconds: number;
  readonly days: number;
}

/**
 * What a contract asks of a week at least. A cut week asks nothing. Each day of leave takes
 * 1 / daysPerWeek.max of both minimums away, as if the day had been worked; days are rounded down.
 */
export function weekMinimum(
  contract: Contract,
  week: Week,
  leave: readonly DateSpan[],
): WeekMinimum {
  if (!week.whole) return { paidSeconds: 0, days: 0 };
  const { paidSecondsPerWeek, daysPerWeek } = contract;
  const leaveDays = leaveDaysOf(week, leave);
  if (leaveDays === 0) return { paidSeconds: paidSecondsPerWeek.min, days: daysPerWeek.min };
  const left = Math.max(0, daysPerWeek.max - leaveDays);
  const reduce = (value: number) => Math.floor((value * left) / Math.max(1, daysPerWeek.max));
  return { paidSeconds: reduce(paidSecondsPerWeek.min), days: reduce(daysPerWeek.min) };
}

/**
 * What a contract asks of the whole period at least; 0 where it asks nothing. Leave takes its
 * share of the period's working days (daysPerWeek.max of every seven) away.
 */
export function periodMinimum(
  contract: Contract,
  weeks: readonly Week[],
  leave: readonly DateSpan[],
): number {
  const range = contract.paidSecondsPerPeriod;
  if (range === null) return 0;
  const perWeek = contract.daysPerWeek.max;
  let days = 0;
  let leaveDays = 0;
  for (const week of weeks) {
    days += week.toDay - week.fromDay;
    let inWeek = 0;
    for (let day = week.fromDay; day < week.toDay; day++) {
      if (isOnLeave(leave, addDays(week.firstDate, day - week.startDay))) inWeek++;
    }
    leaveDays += Math.min(inWeek, perWeek);
  }
  const workingDays = (perWeek * days) / 7;
  if (leaveDays === 0 || workingDays === 0) return range.min;
  return Math.floor((range.min * Math.max(0, workingDays - leaveDays)) / workingDays);
}
