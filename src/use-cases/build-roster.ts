import { addDays, type Requirement, type Roster, type Shift } from '../domain/index.ts';
import { coveredPeriod } from '../scheduling/index.ts';
import { writeOutCalendar } from './plan-calendar.ts';
import { type WorkContext } from './ports.ts';
import {
  type Answer,
  type DocumentSource,
  findDocument,
  findPlan,
  keep,
  type Keeping,
  type PlanSource,
  type World,
} from './sources.ts';

export interface BuildRosterRequest {
  readonly requirement: DocumentSource<Requirement>;
  readonly plan: Exclude<PlanSource, { kind: 'none' }>;
  /** `null` for all days of the requirement. */
  readonly period: { readonly from: string; readonly days: number } | null;
  /** Roster whose shifts and ledger come before; `null` for none. */
  readonly previous: DocumentSource<Roster> | null;
  readonly seed: number;
  readonly timeLimitSeconds: number;
  readonly iterationLimit: number | null;
  readonly keeping: Keeping;
}

/** Builds a legal roster that covers a requirement as cheaply as can be found in the time given. */
export async function buildRoster(
  world: World,
  request: BuildRosterRequest,
  context: WorkContext,
): Promise<Answer<Roster>> {
  const requirement = await findDocument<Requirement>(
    world.store,
    'requirement',
    request.requirement,
  );
  const plan = await findPlan(world.store, request.plan);
  const previous =
    request.previous === null
      ? null
      : await findDocument<Roster>(world.store, 'roster', request.previous);
  const { from, days } = request.period ?? coveredPeriod(requirement.value, plan.value.site.zone);
  const range = { from, to: addDays(from, days - 1) };
  const { plan: written } = await writeOutCalendar(world, plan.value, range);
  const document = await world.tasks.run(
    'roster',
    {
      plan: written,
      requirement: requirement.value,
      period: request.period,
      before: previous === null ? [] : shiftsBefore(previous.value, from),
      carried: previous?.value.ledger ?? [],
      seed: request.seed,
      timeLimitSeconds: request.timeLimitSeconds,
      iterationLimit: request.iterationLimit,
      inputs: {
        requirement: requirement.name,
        plan: plan.name,
        ...(previous === null ? {} : { previous: previous.name }),
      },
    },
    context,
  );
  return keep(world, request.keeping, plan.value.name, document);
}

function shiftsBefore(roster: Roster, from: string): readonly Shift[] {
  return roster.shifts.filter((shift) => shift.date < from);
}
