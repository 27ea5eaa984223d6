import { type Plan } from '../domain/index.ts';
import { checkHolidays } from './plan-calendar.ts';
import { type PlanRecord } from './ports.ts';
import { type Precondition } from './precondition.ts';
import { hashOf } from './provenance.ts';
import { sign, type SigningWorld } from './signature.ts';
import { type World } from './sources.ts';

export interface SavePlanRequest {
  readonly site: string;
  readonly plan: Plan;
  /** What the planner wrote, kept as it is. */
  readonly text: string;
  /** Of the id of the newest version; there must be one. */
  readonly onlyIf?: Precondition;
}

/**
 * Stores a plan as the newest version of its name; the same plan twice stays one version.
 *
 * @throws {AgnerError} `INVALID_INPUT` for public holidays of a place that is not known, `CONFLICT` and
 *   `NOT_FOUND` where `onlyIf` does not hold
 */
export async function savePlan(
  world: SigningWorld & Pick<World, 'store' | 'findHolidays'>,
  { site, plan, text, onlyIf }: SavePlanRequest,
): Promise<PlanRecord> {
  await checkHolidays(world, plan);
  const { store, identity, actor } = world;
  const meta = { id: identity.newId('pl'), hash: hashOf(plan), text };
  return store.savePlan(site, plan, meta, sign({ identity, actor }), onlyIf);
}
