import { type Plan, type Shift, type Violation } from '../../domain/index.ts';
import { auditShifts } from '../../scheduling/index.ts';

/** The roster that edits are held against. */
export interface AuditedRoster {
  readonly plan: Plan;
  readonly from: string;
  readonly days: number;
  readonly shifts: readonly Shift[];
}

/**
 * Rules that a person's shifts break with an edited shift in place of theirs of its date, and that
 * they did not break as often before.
 */
export function brokenByEdit(roster: AuditedRoster, edited: Shift): readonly Violation[] {
  const { plan, from, days, shifts } = roster;
  const own = shifts.filter(({ agent }) => agent === edited.agent);
  const context = {
    plan: { ...plan, agents: plan.agents.filter(({ id }) => id === edited.agent) },
    from,
    days,
    before: [],
  };
  const before = auditShifts(context, own);
  const after = auditShifts(
    context,
    own.map((shift) => (shift.date === edited.date ? edited : shift)),
  );
  const countOf = (violations: readonly Violation[], rule: string): number =>
    violations.filter((violation) => violation.rule === rule).length;
  return after.filter(({ rule }) => countOf(after, rule) > countOf(before, rule));
}
