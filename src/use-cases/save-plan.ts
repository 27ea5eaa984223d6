import { type Plan } from '../domain/index.ts';
import { type PlanRecord } from './ports.ts';
import { hashOf } from './provenance.ts';
import { sign, type SigningWorld } from './signature.ts';
import { type World } from './sources.ts';

export interface SavePlanRequest {
  readonly site: string;
  readonly plan: Plan;
  /** What the planner wrote, kept as it is. */
  readonly text: string;
}

/** Stores a plan as the newest version of its name; the same plan twice stays one version. */
export async function savePlan(
  { store, identity, actor }: SigningWorld & Pick<World, 'store'>,
  { site, plan, text }: SavePlanRequest,
): Promise<PlanRecord> {
  const meta = { id: identity.newId('pl'), hash: hashOf(plan), text };
  return store.savePlan(site, plan, meta, sign({ identity, actor }));
}
