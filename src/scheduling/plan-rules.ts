import {
  type Agent,
  type Contract,
  daysBetween,
  type Weekday,
  weekdayOf,
} from '../domain/index.ts';
import { countTally } from './engine/meters/count.ts';
import { afterNightsMeter, nightRunMeter } from './engine/meters/nights.ts';
import { paidTally, periodPaidTally } from './engine/meters/period-paid.ts';
import { runsMeter } from './engine/meters/runs.ts';
import { successionMeter } from './engine/meters/succession.ts';
import { weekMeter } from './engine/meters/week.ts';
import {
  completeWeekendsMeter,
  saturdayMeter,
  weekendRunMeter,
  weekendsTally,
} from './engine/meters/weekends.ts';
import { type DutyKind, type Meter, type PersonRules, type Tally } from './engine/roster-model.ts';
import { type History, runsBefore, startedBefore, sumBefore } from './person-history.ts';
import { type RosterProblem } from './roster-problem.ts';
import { awayOf, periodMinimum, type Week, weekMinimum } from './weeks.ts';

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

/** Meters and tallies of some of a contract's rules. */
type Counts = Partial<Pick<PersonRules, 'meters' | 'tallies'>>;

/** A contract's rules over whole schedules, as the engine counts them; rules that cannot bind are left out. */
export function contractRules(input: RulesInput, penalties: Penalties): PersonRules {
  const counts = RULES.map((rule) => rule(input, penalties));
  return {
    days: input.problem.days,
    kinds: input.kinds,
    forced: input.forced,
    meters: counts.flatMap(({ meters = [] }) => meters),
    tallies: counts.flatMap(({ tallies = [] }) => tallies),
    breach: penalties.breach,
  };
}

const RULES: readonly ((input: RulesInput, penalties: Penalties) => Counts)[] = [
  runs,
  daysOfWeek,
  paidOfWeek,
  nightsOfWeek,
  nights,
  weekends,
  sundays,
  successions,
  paidOfPeriod,
  paidOnAverage,
];

function runs({ contract, history }: RulesInput): Counts {
  const { maxConsecutiveDays, minConsecutiveDays = 1, minConsecutiveDaysOff = 1 } = contract;
  if (maxConsecutiveDays === null && minConsecutiveDays <= 1 && minConsecutiveDaysOff <= 1) {
    return {};
  }
  const limits = {
    maxWork: maxConsecutiveDays ?? Infinity,
    minWork: minConsecutiveDays,
    minOff: minConsecutiveDaysOff,
  };
  return { meters: [runsMeter(limits, runsBefore(history))] };
}

function daysOfWeek(
  { problem, weeks, agent, contract, history }: RulesInput,
  penalties: Penalties,
): Counts {
  const { max } = contract.daysPerWeek;
  const minimums = weeks.map((week) => weekMinimum(contract, week, awayOf(agent)).days);
  if (max >= Math.min(7, problem.days) && minimums.every((min) => min === 0)) return {};
  const limits = weeks.map((week, index) => ({ ...week, min: minimums[index]!, max }));
  const start = sumBefore(history, weeks[0]!.startDay, () => 1);
  return { meters: [weekMeter('week-days', limits, () => 1, penalties.missingDay, start)] };
}

function paidOfWeek({ weeks, agent, contract, history }: RulesInput, penalties: Penalties): Counts {
  const { daysPerWeek, paidSecondsPerDay, paidSecondsPerWeek } = contract;
  const { max } = paidSecondsPerWeek;
  const minimums = weeks.map((week) => weekMinimum(contract, week, awayOf(agent)).paidSeconds);
  const mostPaid = paidSecondsPerDay.max * Math.min(7, daysPerWeek.max);
  if (max >= mostPaid && minimums.every((min) => min === 0)) return {};
  const limits = weeks.map((week, index) => ({ ...week, min: minimums[index]!, max }));
  const start = sumBefore(history, weeks[0]!.startDay, paidOf);
  return { meters: [weekMeter('week-paid', limits, paidOf, penalties.missingPaidSecond, start)] };
}

function nightsOfWeek({ weeks, contract, history }: RulesInput): Counts {
  const max = contract.maxNightsPerWeek;
  if (max === null || max >= contract.daysPerWeek.max) return {};
  const limits = weeks.map((week) => ({ ...week, min: 0, max }));
  const start = sumBefore(history, weeks[0]!.startDay, nightOf);
  return { meters: [weekMeter('week-nights', limits, nightOf, 0, start)] };
}

function nights({ problem, contract, history }: RulesInput): Counts {
  const {
    maxConsecutiveDays,
    maxConsecutiveNights,
    maxNightsPerPeriod,
    daysOffAfterNights = 0,
  } = contract;
  const meters: Meter[] = [];
  if (maxConsecutiveNights !== null && maxConsecutiveNights < (maxConsecutiveDays ?? Infinity)) {
    meters.push(startedBefore(nightRunMeter(maxConsecutiveNights), history));
  }
  if (daysOffAfterNights > 0) {
    meters.push(startedBefore(afterNightsMeter(daysOffAfterNights), history));
  }
  if (maxNightsPerPeriod === undefined || maxNightsPerPeriod >= problem.days) return { meters };
  const tally = countTally('period-nights', maxNightsPerPeriod, ({ night }) => night);
  return { meters, tallies: [tally] };
}

function weekends({ problem: { from, days }, contract, history }: RulesInput): Counts {
  const { maxWeekendsPerPeriod, maxConsecutiveWeekends, completeWeekends } = contract;
  const weekday = weekdaysFrom(from);
  const meters: Meter[] = [];
  const tallies: Tally[] = [];
  let count = 0;
  for (let day = 0; day < days; day++) {
    if (weekday(day) === 6 || (day === 0 && weekday(day) === 7)) count++;
  }
  if (maxWeekendsPerPeriod !== null && maxWeekendsPerPeriod < count) {
    meters.push(saturdayMeter(weekday));
    tallies.push(weekendsTally(weekday, maxWeekendsPerPeriod));
  }
  if (maxConsecutiveWeekends !== undefined) {
    meters.push(startedBefore(weekendRunMeter(weekday, maxConsecutiveWeekends), history));
  }
  if (completeWeekends === true) meters.push(completeWeekendsMeter(weekday));
  return { meters, tallies };
}

function sundays({ problem: { from, days }, contract }: RulesInput): Counts {
  const free = contract.minFreeSundaysPerPeriod ?? 0;
  if (free === 0) return {};
  const weekday = weekdaysFrom(from);
  let count = 0;
  for (let day = 0; day < days; day++) if (weekday(day) === 7) count++;
  const isSunday = (_kind: DutyKind, day: number) => weekday(day) === 7;
  return { tallies: [countTally('sundays', Math.max(0, count - free), isSunday)] };
}

function successions({ contract, history }: RulesInput): Counts {
  const { forbiddenSuccessions = [], shiftPatterns } = contract;
  if (forbiddenSuccessions.length === 0) return {};
  const never = new Map(shiftPatterns.map((name) => [name, new Set<string>()]));
  for (const { after, never: names } of forbiddenSuccessions) {
    for (const name of names) never.get(after)?.add(name);
  }
  return { meters: [startedBefore(successionMeter(never), history)] };
}

function paidOfPeriod({ weeks, agent, contract }: RulesInput, penalties: Penalties): Counts {
  const range = contract.paidSecondsPerPeriod;
  if (range === null) return {};
  const min = periodMinimum(contract, weeks, awayOf(agent));
  return { tallies: [periodPaidTally(min, range.max, penalties.missingPaidSecond)] };
}

function paidOnAverage({ problem: { from, days }, contract, history }: RulesInput): Counts {
  const limit = contract.averagePaid;
  if (limit === undefined) return {};
  const length = 7 * limit.weeks;
  const offset = daysBetween(limit.from, from);
  const tallies: Tally[] = [];
  for (let block = Math.floor(offset / length); block * length - offset < days; block++) {
    const fromDay = block * length - offset;
    const max = limit.weeks * limit.maxSecondsPerWeek - sumBefore(history, fromDay, paidOf);
    tallies.push(paidTally(`average-paid ${block}`, Math.max(0, max), fromDay, fromDay + length));
  }
  return { tallies };
}

function weekdaysFrom(from: string): (day: number) => Weekday {
  const first = weekdayOf(from);
  return (day) => (((((first - 1 + day) % 7) + 7) % 7) + 1) as Weekday;
}

function paidOf({ paidSeconds }: DutyKind): number {
  return paidSeconds;
}

function nightOf({ night }: DutyKind): number {
  return night ? 1 : 0;
}
