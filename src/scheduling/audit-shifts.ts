import {
  AgnerError,
  checkDate,
  checkPositiveInteger,
  daysBetween,
  epochSeconds,
  type Plan,
  type Shift,
  type Violation,
  type Weekday,
  weekdayOf,
} from '../domain/index.ts';
import { isNightWork, makePlannedClock, type PlannedClock } from './night.ts';
import { type PersonWork, type RuleContext, type WorkedShift } from './rules/rule.ts';
import { RULES } from './rules/index.ts';
import { weeksOf } from './weeks.ts';

/** What shifts are read against: a plan, a period of whole local days, and what was worked before. */
export interface AuditContext {
  readonly plan: Plan;
  /** First local date of the period. */
  readonly from: string;
  readonly days: number;
  /** Shifts before the period; they count for rest, runs and the totals of the first week. */
  readonly before: readonly Shift[];
}

/**
 * Reads shifts against every rule of the plan, of this or any other tool: unknown people,
 * overlaps and shifts that fit no pattern are told, never refused. Each rule reads the shifts itself; with the search it shares only what a week,
 * a night and paid time are.
 *
 * @returns breaches, ordered by rule, then by the plan's order of people
 * @throws {AgnerError} `INVALID_INPUT` for a date or instant that cannot be read, or an agent
 *   whose contract the plan does not have
 *
 * Cost: O(shifts x rules), about a second for 5,000 people and 28 days.
 */
export function auditShifts(context: AuditContext, shifts: readonly Shift[]): readonly Violation[] {
  const rules = makeRuleContext(context, shifts);
  return RULES.flatMap((rule) => rule.check(rules));
}

/** Reads instants, dates and paid times once, for all rules. */
export function makeRuleContext(context: AuditContext, shifts: readonly Shift[]): RuleContext {
  const { plan, from, days, before } = context;
  checkDate(from);
  checkPositiveInteger('days', days);
  const clock = makePlannedClock(plan.site.zone);
  const contracts = new Map(plan.contracts.map((contract) => [contract.name, contract]));
  const read = shiftReader(plan, from, days, clock);

  const workOf = new Map<string, WorkedShift[]>(plan.agents.map(({ id }) => [id, []]));
  const strangers: Shift[] = [];
  for (const shift of before) workOf.get(shift.agent)?.push(read(shift));
  for (const shift of shifts) {
    const work = workOf.get(shift.agent);
    if (work === undefined) strangers.push(shift);
    else work.push(read(shift));
  }

  const people = plan.agents.map((agent): PersonWork => {
    const contract = contracts.get(agent.contract);
    if (contract === undefined) {
      throw new AgnerError(
        'INVALID_INPUT',
        `expected agent "${agent.id}" to have a contract of the plan, got "${agent.contract}"`,
        { agent: agent.id, contract: agent.contract },
      );
    }
    const worked = workOf.get(agent.id) ?? [];
    return { agent, contract, worked: worked.sort((a, b) => a.start - b.start) };
  });
  return {
    plan,
    from,
    days,
    weeks: weeksOf(from, days, plan.site.weekStart),
    clock,
    patterns: new Map(plan.shiftPatterns.map((pattern) => [pattern.name, pattern])),
    people,
    strangers,
  };
}

function shiftReader(plan: Plan, from: string, days: number, clock: PlannedClock) {
  const dayOf = new Map<string, { readonly day: number; readonly weekday: Weekday }>();
  return (shift: Shift): WorkedShift => {
    let known = dayOf.get(shift.date);
    if (known === undefined) {
      known = { day: daysBetween(from, shift.date), weekday: weekdayOf(shift.date) };
      dayOf.set(shift.date, known);
    }
    const { day, weekday } = known;
    const start = epochSeconds(shift.start);
    const end = epochSeconds(shift.end);
    return {
      shift,
      start,
      end,
      paidSeconds: paidSecondsOf(shift, start, end),
      night: isNightWork(plan.nightWindow, clock, shift.date, start, end),
      day,
      weekday,
      judged: day >= 0 && day < days,
    };
  };
}

/** Paid time of a shift; one that tells no activities is paid from start to end. */
export function paidSecondsOf(shift: Shift, start: number, end: number): number {
  if (shift.activities.length === 0) return Math.max(0, end - start);
  let unpaid = 0;
  for (const activity of shift.activities) {
    if (!activity.paid) unpaid += epochSeconds(activity.end) - epochSeconds(activity.start);
  }
  return end - start - unpaid;
}
