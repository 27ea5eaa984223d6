import {
  type Agent,
  type Contract,
  type Plan,
  type Shift,
  type ShiftPattern,
  type Violation,
  type Weekday,
} from '../../domain/index.ts';
import { type PlannedClock } from '../night.ts';
import { type Week } from '../weeks.ts';

/** A shift with its instants read (epoch seconds). */
export interface WorkedShift {
  readonly shift: Shift;
  readonly start: number;
  readonly end: number;
  readonly paidSeconds: number;
  readonly night: boolean;
  /** Its local date counted from the period's first day; negative for shifts before it. */
  readonly day: number;
  /** Of its local date; Monday is 1. */
  readonly weekday: Weekday;
  /** Whether its date lies in the period; others give context and are not judged. */
  readonly judged: boolean;
}

/** One person of the plan with all shifts, ordered by start. */
export interface PersonWork {
  readonly agent: Agent;
  readonly contract: Contract;
  readonly worked: readonly WorkedShift[];
}

/** What every rule reads. */
export interface RuleContext {
  readonly plan: Plan;
  readonly from: string;
  readonly days: number;
  readonly weeks: readonly Week[];
  readonly clock: PlannedClock;
  readonly patterns: ReadonlyMap<string, ShiftPattern>;
  readonly people: readonly PersonWork[];
  /** Shifts of people whom the plan does not know. */
  readonly strangers: readonly Shift[];
}

/** One rule of the plan; `check` lists every breach. */
export interface Rule {
  readonly name: string;
  readonly check: (context: RuleContext) => readonly Violation[];
}

/** A rule that looks at each judged shift alone; `judge` gives the details of a breach or `null`. */
export function shiftRule(
  name: string,
  judge: (
    worked: WorkedShift,
    person: PersonWork,
    context: RuleContext,
  ) => Violation['details'] | null,
): Rule {
  return {
    name,
    check: (context) =>
      context.people.flatMap((person) =>
        person.worked.flatMap((worked) => {
          if (!worked.judged) return [];
          const details = judge(worked, person, context);
          return details === null
            ? []
            : [{ rule: name, agent: person.agent.id, date: worked.shift.date, details }];
        }),
      ),
  };
}

/** Where and how a person's shifts break a rule. */
export type Breach = Pick<Violation, 'date' | 'details'>;

/** A rule that looks at each person's shifts as a whole. */
export function personRule(
  name: string,
  judge: (person: PersonWork, context: RuleContext) => readonly Breach[],
): Rule {
  return {
    name,
    check: (context) =>
      context.people.flatMap((person) =>
        judge(person, context).map((breach) => ({
          rule: name,
          agent: person.agent.id,
          ...breach,
        })),
      ),
  };
}

/**
 * Counts or sums something over a person's shifts of some days, those before the period too.
 *
 * @param toDay the first day after
 * @returns the sum, and what the period's own shifts add: where they add nothing no maximum is
 *   broken by them
 */
export function sumOfDays(
  { worked }: PersonWork,
  fromDay: number,
  toDay: number,
  value: (worked: WorkedShift) => number,
): { readonly found: number; readonly added: number } {
  let found = 0;
  let added = 0;
  for (const each of worked) {
    if (each.day < fromDay || each.day >= toDay) continue;
    found += value(each);
    if (each.judged) added += value(each);
  }
  return { found, added };
}

/** The Saturdays (by day) of the weekends on which a shift starts, in order. */
export function saturdaysOf(worked: readonly WorkedShift[]): ReadonlySet<number> {
  const saturdays = new Set<number>();
  for (const { day, weekday } of worked) if (weekday >= 6) saturdays.add(day - (weekday - 6));
  return saturdays;
}
