import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, makeAgent, makePlan, makeRequirement } from '../../test/support/roster-plan.ts';
import { loose, shift } from '../../test/support/rule-cases.ts';
import { addDays, type Agent, type Contract, type Shift } from '../domain/index.ts';
import { auditShifts } from './audit-shifts.ts';
import { type ModelPerson } from './engine/roster-model.ts';
import { modelOfPlan } from './plan-model.ts';
import { makeRosterProblem } from './roster-problem.ts';

const STARTS = { day: 8, late: 14, night: 22 } as const;
type Worked = keyof typeof STARTS | null;

const worked = fc.constantFrom<Worked>(null, null, null, 'day', 'day', 'late', 'night', 'night');

const someRules: readonly Partial<Contract>[] = [
  { maxConsecutiveDays: 2 },
  { maxConsecutiveDays: 4 },
  { minConsecutiveDays: 2 },
  { minConsecutiveDays: 3 },
  { minConsecutiveDaysOff: 2 },
  { minConsecutiveDaysOff: 3 },
  { maxConsecutiveNights: 0 },
  { maxConsecutiveNights: 1 },
  { maxNightsPerWeek: 1 },
  { maxNightsPerPeriod: 0 },
  { maxNightsPerPeriod: 2 },
  { maxWeekendsPerPeriod: 1 },
  { maxConsecutiveWeekends: 1 },
  { maxConsecutiveWeekends: 2 },
  { completeWeekends: true },
  { minFreeSundaysPerPeriod: 1 },
  { minFreeSundaysPerPeriod: 2 },
  { daysOffAfterNights: 1 },
  { daysOffAfterNights: 2 },
  { forbiddenSuccessions: [{ after: 'night', never: ['day', 'late'] }] },
  { forbiddenSuccessions: [{ after: 'day', never: ['night'] }] },
  { forwardRotation: true },
  { averagePaid: { maxSecondsPerWeek: 24 * HOUR, weeks: 1, from: '2026-01-07' } },
  { averagePaid: { maxSecondsPerWeek: 20 * HOUR, weeks: 2, from: '2027-01-06' } },
  { paidSecondsPerPeriod: { min: 24 * HOUR, max: 40 * HOUR } },
  { daysPerWeek: { min: 2, max: 4 } },
];

/** Few rules at once, so that none hides what another says. */
const anyRules = fc
  .subarray([...someRules], { minLength: 1, maxLength: 2 })
  .map((rules) => Object.assign({}, ...rules) as Partial<Contract>);

describe('rules as the search counts them', () => {
  it('forbid exactly what the audit finds, whatever was worked before', () => {
    const seen = { legal: 0, illegal: 0 };
    fc.assert(
      fc.property(
        anyRules,
        fc.constantFrom('2026-11-02', '2026-11-05', '2026-11-07', '2026-11-08'),
        fc.array(worked, { maxLength: 12 }),
        fc.array(fc.array(worked, { minLength: 9, maxLength: 9 }), {
          minLength: 20,
          maxLength: 20,
        }),
        fc.constantFrom<Partial<Agent>>(
          {},
          {},
          {},
          { employedFrom: '2026-11-06', employedTo: '2026-11-12' },
          { noNights: true },
        ),
        (rules, from, past, schedules, person) => {
          const agent = makeAgent('a01', person);
          const contracts = [{ ...loose, minRestSeconds: 8 * HOUR, ...rules }];
          const plan = makePlan({ contracts, agents: [agent] });
          const before = shiftsOf(past, addDays(from, -past.length));
          const requirement = makeRequirement(plan, from, 9, { support: () => 1 }, 1800);
          const problem = makeRosterProblem({ plan, requirement, period: null, before });
          const { model, duties } = modelOfPlan(problem);
          const patternOf = (id: number) => duties[id]!;
          for (const schedule of schedules) {
            const breaches = auditShifts(problem, shiftsOf(schedule, from));
            const isLegal = allows(model.people[0]!, schedule, (id) => {
              const { pattern, start } = patternOf(id);
              return { pattern, hour: (start / HOUR + 1) % 24 };
            });
            seen[isLegal ? 'legal' : 'illegal']++;
            expect({ isLegal, schedule, breaches: isLegal ? breaches : [] }).toEqual({
              isLegal: breaches.length === 0,
              schedule,
              breaches: [],
            });
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(Math.min(seen.legal, seen.illegal)).toBeGreaterThan(100);
  });
});

/** Whether gates, meters and tallies let a person work a schedule. */
function allows(
  { menu, rules, startGate }: ModelPerson,
  schedule: readonly Worked[],
  read: (duty: number) => { readonly pattern: string; readonly hour: number },
): boolean {
  let gate = startGate;
  let meters = rules.meters.map(({ start }) => start);
  let sums = rules.tallies.map(() => 0);
  for (const [day, work] of schedule.entries()) {
    const { duties, gates, kindOf } = menu[day]!;
    const choice = duties.findIndex(({ id }) => {
      const { pattern, hour } = read(id);
      return pattern === work && hour === STARTS[pattern as keyof typeof STARTS];
    });
    if (work !== null && (choice < 0 || gate > gates.lastGate[choice]!)) return false;
    const kind = work === null ? null : rules.kinds[day]![kindOf[choice]!]!;
    const steps = rules.meters.map((meter, index) => meter.step(meters[index]!, day, kind));
    if (steps.some(({ broken }) => broken)) return false;
    sums = rules.tallies.map(({ amount, reads }, index) => {
      const read = meters[rules.meters.findIndex(({ name }) => name === reads)] ?? 0;
      return sums[index]! + (kind === null ? 0 : amount(day, kind, read));
    });
    meters = steps.map(({ value }) => value);
    gate = work === null ? gates.offLeaves[gate]! : gates.leaves[choice]!;
  }
  return rules.tallies.every(({ min, max }, index) => min <= sums[index]! && sums[index]! <= max);
}

function shiftsOf(schedule: readonly Worked[], from: string): Shift[] {
  return schedule.flatMap((work, day) =>
    work === null ? [] : [shift(addDays(from, day), work, STARTS[work])],
  );
}
