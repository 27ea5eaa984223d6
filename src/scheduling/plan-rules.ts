import { type Agent, type Contract, weekdayOf } from '../domain/index.ts';
import { nightRunMeter } from './engine/meters/nights.ts';
import { periodPaidTally } from './engine/meters/period-paid.ts';
import { runsMeter } from './engine/meters/runs.ts';
import { weekMeter } from './engine/meters/week.ts';
import { saturdayMeter, weekendsTally } from './engine/meters/weekends.ts';
import { type DutyKind, type Meter, type PersonRules, type Tally } from './engine/roster-model.ts';
import { type RosterProblem } from './roster-problem.ts';
import { periodMinimum, type Week, weekMinimum } from './weeks.ts';

/** What shifts before the period leave behind. */
export interface History {
  /** Days and nights worked in a row up to the period. */
  readonly run: number;
  readonly nightRun: number;
  /** Totals of a week that the period cuts. */
  readonly weekDays: number;
  readonly weekPaid: number;
  readonly weekNights: number;
  /** Earliest start of the first shift, from the rest after those before (epoch seconds). */
  readonly readyAt: number;
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

/** Every rule is kept, or there is no schedule. */
export const STRICT: Penalties = {
  breach: Infinity,
  missingPaidSecond: Infinity,
  missingDay: Infinity,
};

/** Weights for a problem in which no person's schedule is worth more than `worth`. */
export function makePenalties(worth: number): Penalties {
  const missingPaidSecond = (1 + worth) / 300;
  return { missingPaidSecond, missingDay: missingPaidSecond * 28_800, breach: 1e5 * (1 + worth) };
}

/** What a person's rules are made from. */
export interface RulesInput {
  readonly problem: RosterProblem;
  readonly weeks: readonly Week[];
  readonly agent: Agent;
  readonly contract: Contract;
  readonly history: History;
  /** Kinds of duty of each day, and which days are locked shifts. */
  readonly kinds: readonly (readonly DutyKind[])[];
  readonly forced: readonly boolean[];
}

/** A contract's rules over whole schedules, as the engine counts them; rules that cannot bind are left out. */
export function contractRules(input: RulesInput, penalties: Penalties): PersonRules {
  const { problem, kinds, forced } = input;
  return {
    days: problem.days,
    kinds,
    forced,
    ...countsOf(input, penalties),
    breach: penalties.breach,
  };
}

function countsOf(
  { problem, weeks, agent, contract, history }: RulesInput,
  penalties: Penalties,
): { readonly meters: readonly Meter[]; readonly tallies: readonly Tally[] } {
  const { days, dates } = problem;
  const { maxConsecutiveDays, maxConsecutiveNights, maxNightsPerWeek } = contract;
  const { daysPerWeek, paidSecondsPerDay, paidSecondsPerWeek, paidSecondsPerPeriod } = contract;
  const { maxWeekendsPerPeriod } = contract;
  const minimums = weeks.map((week) => weekMinimum(contract, week, agent.leave));
  const limits = (max: number, min: (index: number) => number) =>
    weeks.map(({ fromDay, toDay }, index) => ({ fromDay, toDay, min: min(index), max }));
  const meters: Meter[] = [];
  const tallies: Tally[] = [];

  if (maxConsecutiveDays !== null) {
    meters.push(runsMeter({ maxWork: maxConsecutiveDays, minWork: 1, minOff: 1 }, history.run));
  }
  const mostPaid = paidSecondsPerDay.max * Math.min(7, daysPerWeek.max);
  if (daysPerWeek.max < Math.min(7, days) || minimums.some((each) => each.days > 0)) {
    const own = limits(daysPerWeek.max, (index) => minimums[index]!.days);
    meters.push(weekMeter('week-days', own, () => 1, penalties.missingDay, history.weekDays));
  }
  if (paidSecondsPerWeek.max < mostPaid || minimums.some((each) => each.paidSeconds > 0)) {
    const own = limits(paidSecondsPerWeek.max, (index) => minimums[index]!.paidSeconds);
    meters.push(
      weekMeter(
        'week-paid',
        own,
        ({ paidSeconds }) => paidSeconds,
        penalties.missingPaidSecond,
        history.weekPaid,
      ),
    );
  }
  if (maxNightsPerWeek !== null && maxNightsPerWeek < daysPerWeek.max) {
    const own = limits(maxNightsPerWeek, () => 0);
    meters.push(weekMeter('week-nights', own, nightOf, 0, history.weekNights));
  }
  if (maxConsecutiveNights !== null && maxConsecutiveNights < (maxConsecutiveDays ?? Infinity)) {
    meters.push(nightRunMeter(maxConsecutiveNights, history.nightRun));
  }
  const weekdays = dates.map(weekdayOf);
  const weekends = new Set(
    weekdays.flatMap((weekday, day) => (weekday >= 6 ? [day - weekday] : [])),
  ).size;
  if (maxWeekendsPerPeriod !== null && maxWeekendsPerPeriod < weekends) {
    meters.push(saturdayMeter(weekdays));
    tallies.push(weekendsTally(weekdays, maxWeekendsPerPeriod));
  }
  if (paidSecondsPerPeriod !== null) {
    const min = periodMinimum(contract, weeks, agent.leave);
    tallies.push(periodPaidTally(min, paidSecondsPerPeriod.max, penalties.missingPaidSecond));
  }
  return { meters, tallies };
}

function nightOf({ night }: DutyKind): number {
  return night ? 1 : 0;
}
