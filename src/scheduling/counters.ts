import { type Contract } from '../domain/index.ts';
import { type Week, type WeekMinimum } from './weeks.ts';

/** What a person has behind them on the eve of a day: all that the rules ask about. */
export interface Counters {
  /** Days worked in a row up to yesterday. */
  readonly run: number;
  readonly nightRun: number;
  readonly weekDays: number;
  readonly weekPaid: number;
  readonly weekNights: number;
  /** Weekends of the period with work. */
  readonly weekends: number;
  /** 1 on a Sunday whose Saturday was worked, else 0. */
  readonly saturday: number;
  readonly periodPaid: number;
}

export const NO_COUNTERS: Counters = {
  run: 0,
  nightRun: 0,
  weekDays: 0,
  weekPaid: 0,
  weekNights: 0,
  weekends: 0,
  saturday: 0,
  periodPaid: 0,
};

/** What a duty adds to the counters. */
export interface DutyKind {
  readonly paidSeconds: number;
  readonly night: boolean;
}

/** A person's rules over days. Counters that no rule asks about stay 0, so that states merge. */
export interface CounterRules {
  readonly contract: Contract;
  readonly days: number;
  /** Which counters are kept. */
  readonly kept: Readonly<Record<keyof Counters, boolean>>;
  /** Weekday of each day, Monday is 1. */
  readonly weekdays: readonly number[];
  /** Whether a week starts on the day. */
  readonly weekStarts: readonly boolean[];
  /** What the week that ends on the day asks; `null` on other days. */
  readonly weekEnds: readonly (WeekMinimum | null)[];
  readonly periodMinimum: number;
  readonly penalties: Penalties;
}

/**
 * Weights that put the order of a person's aims: first that locked shifts break no rule, then
 * that minimums are met, then money. Each outweighs everything below it.
 */
export interface Penalties {
  readonly breach: number;
  readonly missingPaidSecond: number;
  readonly missingDay: number;
}

/** Weights for a problem in which no person's schedule is worth more than `worth`. */
export function makePenalties(worth: number): Penalties {
  const missingPaidSecond = (1 + worth) / 300;
  return { missingPaidSecond, missingDay: missingPaidSecond * 28_800, breach: 1e5 * (1 + worth) };
}

/** Which counters a contract's rules need over a period. */
export function keptCounters(
  contract: Contract,
  days: number,
  weekendCount: number,
): Record<keyof Counters, boolean> {
  const { maxConsecutiveDays, maxConsecutiveNights, maxNightsPerWeek } = contract;
  const { paidSecondsPerWeek, paidSecondsPerDay, daysPerWeek, maxWeekendsPerPeriod } = contract;
  const longestRun = maxConsecutiveDays ?? Infinity;
  const weekends = maxWeekendsPerPeriod !== null && maxWeekendsPerPeriod < weekendCount;
  const mostPaid = paidSecondsPerDay.max * Math.min(7, daysPerWeek.max);
  return {
    run: maxConsecutiveDays !== null,
    nightRun: maxConsecutiveNights !== null && maxConsecutiveNights < longestRun,
    weekDays: daysPerWeek.max < Math.min(7, days) || daysPerWeek.min > 0,
    weekPaid: paidSecondsPerWeek.min > 0 || paidSecondsPerWeek.max < mostPaid,
    weekNights: maxNightsPerWeek !== null && maxNightsPerWeek < daysPerWeek.max,
    weekends,
    saturday: weekends,
    periodPaid: contract.paidSecondsPerPeriod !== null,
  };
}

/** The days on which weeks start and end, for one person. */
export function weekEdges(
  weeks: readonly Week[],
  days: number,
  minimums: readonly WeekMinimum[],
): Pick<CounterRules, 'weekStarts' | 'weekEnds'> {
  const weekStarts = Array.from({ length: days }, () => false);
  const weekEnds: (WeekMinimum | null)[] = Array.from({ length: days }, () => null);
  weeks.forEach((week, index) => {
    if (week.startDay >= 0) weekStarts[week.startDay] = true;
    weekEnds[week.toDay - 1] = minimums[index]!;
  });
  return { weekStarts, weekEnds };
}

/** Counters of the next day with the penalty that this day brings. */
export interface Step {
  readonly counters: Counters;
  readonly penalty: number;
}

/** A day off. */
export function stepOff(rules: CounterRules, day: number, counters: Counters): Step {
  const fresh = rules.weekStarts[day]!;
  return endDay(rules, day, {
    run: 0,
    nightRun: 0,
    weekDays: fresh ? 0 : counters.weekDays,
    weekPaid: fresh ? 0 : counters.weekPaid,
    weekNights: fresh ? 0 : counters.weekNights,
    weekends: counters.weekends,
    saturday: 0,
    periodPaid: counters.periodPaid,
  });
}

/**
 * A day worked; `null` where a rule forbids it. A forced (locked) shift is never forbidden: its
 * breaches are priced, so that the days around it make them as few as can be.
 */
export function stepWork(
  rules: CounterRules,
  day: number,
  counters: Counters,
  duty: DutyKind,
  forced: boolean,
): Step | null {
  const { contract, kept, penalties } = rules;
  const fresh = rules.weekStarts[day]!;
  const weekday = rules.weekdays[day]!;
  const isWeekend = weekday >= 6;
  const next = {
    run: kept.run ? counters.run + 1 : 0,
    nightRun: kept.nightRun && duty.night ? counters.nightRun + 1 : 0,
    weekDays: kept.weekDays ? (fresh ? 0 : counters.weekDays) + 1 : 0,
    weekPaid: kept.weekPaid ? (fresh ? 0 : counters.weekPaid) + duty.paidSeconds : 0,
    weekNights: kept.weekNights ? (fresh ? 0 : counters.weekNights) + (duty.night ? 1 : 0) : 0,
    weekends: counters.weekends + (kept.weekends && isWeekend && counters.saturday === 0 ? 1 : 0),
    saturday: kept.saturday && weekday === 6 ? 1 : 0,
    periodPaid: kept.periodPaid ? counters.periodPaid + duty.paidSeconds : 0,
  };
  let breaches = 0;
  if (next.run > (contract.maxConsecutiveDays ?? Infinity)) breaches++;
  if (next.nightRun > (contract.maxConsecutiveNights ?? Infinity)) breaches++;
  if (next.weekDays > contract.daysPerWeek.max) breaches++;
  if (next.weekPaid > contract.paidSecondsPerWeek.max) breaches++;
  if (next.weekNights > (contract.maxNightsPerWeek ?? Infinity)) breaches++;
  if (
    next.weekends > counters.weekends &&
    next.weekends > (contract.maxWeekendsPerPeriod ?? Infinity)
  ) {
    breaches++;
  }
  if (next.periodPaid > (contract.paidSecondsPerPeriod?.max ?? Infinity)) breaches++;
  if (breaches > 0 && !forced) return null;
  const step = endDay(rules, day, next);
  return breaches === 0
    ? step
    : { counters: step.counters, penalty: step.penalty + breaches * penalties.breach };
}

/** Closes the week and the period where they end on the day. */
function endDay(rules: CounterRules, day: number, counters: Counters): Step {
  const { penalties, kept } = rules;
  const minimum = rules.weekEnds[day] ?? null;
  let penalty = 0;
  let next = counters;
  if (minimum !== null) {
    if (kept.weekPaid) {
      penalty += Math.max(0, minimum.paidSeconds - counters.weekPaid) * penalties.missingPaidSecond;
    }
    if (kept.weekDays) {
      penalty += Math.max(0, minimum.days - counters.weekDays) * penalties.missingDay;
    }
    next = { ...counters, weekDays: 0, weekPaid: 0, weekNights: 0 };
  }
  if (day === rules.days - 1) {
    penalty += Math.max(0, rules.periodMinimum - counters.periodPaid) * penalties.missingPaidSecond;
    next = NO_COUNTERS;
  }
  return { counters: next, penalty };
}
