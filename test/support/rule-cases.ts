/** Shifts that keep and break one rule of a roster, and the fault in the rule that they find. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  type Agent,
  type AgentId,
  type Contract,
  formatInstant,
  type Plan,
  plannedInstant,
  type Shift,
  type Violation,
} from '../../src/domain/index.ts';
import { makeRuleContext } from '../../src/scheduling/audit-shifts.ts';
import { type Rule } from '../../src/scheduling/rules/rule.ts';
import { mutantOf } from './mutant-plugin.ts';
import { dayPattern, fullTime, HOUR, makeAgent, makePlan, makeQueue } from './roster-plan.ts';

/** First day of the cases' period; a Monday. */
export const MONDAY = '2026-11-02';

/** A contract that allows nearly everything. */
export const loose: Contract = {
  ...fullTime,
  paidSecondsPerDay: { min: 0, max: 12 * HOUR },
  paidSecondsPerWeek: { min: 0, max: 60 * HOUR },
  daysPerWeek: { min: 0, max: 7 },
  maxConsecutiveDays: null,
  maxConsecutiveNights: null,
  maxNightsPerWeek: null,
  maxWeekendsPerPeriod: null,
};

export interface RuleCase {
  readonly contract?: Partial<Contract>;
  readonly agent?: Partial<Agent>;
  readonly plan?: Partial<Plan>;
  readonly days?: number;
  readonly before?: readonly Shift[];
  readonly keeps: readonly Shift[];
  readonly breaks: readonly Shift[];
  /** Of the first breach. */
  readonly date: string;
  readonly details: Record<string, unknown>;
}

/**
 * Tests a rule by cases, and the cases by a mutant: the rule's file with one piece of its text
 * exchanged must fail at least one of them.
 *
 * @param testUrl `import.meta.url` of the test beside the rule's file
 * @param mutant the piece of text, which stands in the file once, and what takes its place
 */
export function describeRule(
  rule: Rule,
  testUrl: string,
  mutant: readonly [from: string, to: string],
  cases: readonly RuleCase[],
): void {
  describe(`rule ${rule.name}`, () => {
    it.each(cases.map((each, index) => [index + 1, each] as const))(
      'is kept, case %i',
      (_, each) => {
        expect(breachesOf(rule, each, each.keeps)).toEqual([]);
      },
    );

    it.each(cases.map((each, index) => [index + 1, each] as const))(
      'is broken, case %i',
      (_, each) => {
        const [first] = breachesOf(rule, each, each.breaks);
        const { date, details } = each;
        expect(first).toMatchObject({ rule: rule.name, date, details });
      },
    );

    it('is not mistaken for a faulty one', async () => {
      const path = fileURLToPath(testUrl).replace('.test.ts', '.ts');
      const module = (await import(mutantOf(path, ...mutant))) as Readonly<Record<string, Rule>>;
      const faulty = Object.values(module).find(({ name }) => name === rule.name)!;
      const isSeen = ({ keeps, breaks, date, details, ...given }: RuleCase) => {
        if (breachesOf(faulty, given, keeps).length > 0) return true;
        const [first] = breachesOf(faulty, given, breaks);
        return first?.date !== date || !has(first.details, details);
      };
      expect(cases.filter(isSeen)).not.toEqual([]);
    });
  });
}

function breachesOf(
  rule: Rule,
  given: Pick<RuleCase, 'contract' | 'agent' | 'plan' | 'days' | 'before'>,
  shifts: readonly Shift[],
): readonly Violation[] {
  const plan = makePlan({
    queues: [makeQueue('support'), makeQueue('sales')],
    contracts: [{ ...loose, ...given.contract }],
    agents: [makeAgent('a01', given.agent)],
    ...given.plan,
  });
  const { days = 7, before = [] } = given;
  return rule.check(makeRuleContext({ plan, from: MONDAY, days, before }, shifts));
}

function has(found: Violation['details'], wanted: Record<string, unknown>): boolean {
  return Object.entries(wanted).every(([key, value]) => found[key] === value);
}

/** The date of a day of November 2026. */
function november(day: number): string {
  return `2026-11-${String(day).padStart(2, '0')}`;
}

/** A day shift from 08:00, a late one from 14:00, a night from 22:00, on a day of November 2026. */
export function day(date: number): Shift {
  return shift(november(date), 'day', 8);
}

export function late(date: number): Shift {
  return shift(november(date), 'late', 14);
}

export function night(date: number): Shift {
  return shift(november(date), 'night', 22);
}

/** A shift in Ljubljana; see {@link makeShift}. */
export function shift(
  date: string,
  pattern: string,
  startHour: number,
  breaks: readonly number[] = [2, 4, 7],
  queue = 'support',
): Shift {
  return makeShift('Europe/Ljubljana', date, pattern, startHour, breaks, queue);
}

/** A shift of 8 1/2 hours with the day pattern's three breaks at hours after its start. */
export function makeShift(
  zone: string,
  date: string,
  pattern: string,
  startHour: number,
  breaks: readonly number[],
  queue: string,
): Shift {
  const start = plannedInstant(zone, date, startHour * HOUR);
  const text = (seconds: number) => formatInstant(start + seconds, zone);
  const activities: Shift['activities'][number][] = [];
  let at = 0;
  const work = (until: number) => {
    activities.push({
      kind: 'work',
      name: 'work',
      queue,
      paid: true,
      start: text(at),
      end: text(until),
    });
  };
  dayPattern.breaks.forEach((rule, order) => {
    const from = breaks[order]! * HOUR;
    work(from);
    at = from + rule.lengthSeconds;
    activities.push({
      kind: 'break',
      name: rule.name,
      queue: null,
      paid: rule.paid,
      start: text(from),
      end: text(at),
    });
  });
  work(8.5 * HOUR);
  return {
    agent: 'a01' as AgentId,
    date,
    pattern,
    start: text(0),
    end: text(8.5 * HOUR),
    activities,
    locked: false,
  };
}
