import {
  AgnerError,
  gridDays,
  type Roster,
  type Shift,
  type Violation,
  daysBetween,
} from '../domain/index.ts';
import { auditShifts } from '../scheduling/index.ts';
import {
  type DocumentSource,
  findDocument,
  findPlan,
  type PlanSource,
  type World,
} from './sources.ts';

export interface AuditRosterRequest {
  readonly plan: Exclude<PlanSource, { kind: 'none' }>;
  /** A roster of ours, or the bare shifts of any tool. */
  readonly roster:
    | DocumentSource<Roster>
    | { readonly kind: 'shifts'; readonly shifts: readonly Shift[]; readonly name: string };
}

export interface RosterAudit {
  readonly plan: string;
  readonly roster: string;
  readonly shifts: number;
  readonly violations: readonly Violation[];
}

/** Checks any roster against the rules of a plan and lists each break. */
export async function auditRoster(
  world: Pick<World, 'store'>,
  request: AuditRosterRequest,
): Promise<RosterAudit> {
  const plan = await findPlan(world.store, request.plan);
  if (request.roster.kind === 'shifts') {
    const { shifts, name } = request.roster;
    const context = { plan: plan.value, ...periodOf(shifts), before: [] };
    const violations = auditShifts(context, shifts);
    return { plan: plan.name, roster: name, shifts: shifts.length, violations };
  }
  const { value, name } = await findDocument<Roster>(world.store, 'roster', request.roster);
  const days = gridDays(value.grid);
  const context = {
    plan: plan.value,
    from: days[0]?.date ?? '',
    days: days.length,
    before: [],
  };
  const violations = auditShifts(context, value.shifts);
  return { plan: plan.name, roster: name, shifts: value.shifts.length, violations };
}

/** Longest time between the shifts of one audit, which walks day by day: two years. */
const MAX_DAYS = 732;

/** From the first to the last date on which a shift starts. */
function periodOf(shifts: readonly Shift[]) {
  const dates = shifts.map((shift) => shift.date).sort();
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) {
    throw new AgnerError('INVALID_INPUT', 'expected a roster with at least one shift, got none');
  }
  const days = daysBetween(first, last) + 1;
  if (days > MAX_DAYS) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected shifts within ${MAX_DAYS} days, got ${first} to ${last}`,
      { days, most: MAX_DAYS },
    );
  }
  return { from: first, days };
}
