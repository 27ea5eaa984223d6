import { type ServiceLevelDefinition, type StaffingModel } from '../domain/requirement.ts';
import { makeEvaluator } from './staffing.ts';
import { agentsAboveLoad, type Traffic } from './traffic.ts';

/** How many agents fewer and more are looked at. */
const AROUND = 5;

/**
 * Expected contacts outside a goal's threshold with 5 agents fewer to 5 more: what an agent is
 * worth to a slot, for whoever has to choose between slots.
 *
 * By the stationary model for the slot's traffic, each share applied to the contacts offered. With
 * no agents all are late, as with Erlang C at or below the load.
 *
 * @param traffic what the stationary model sees, above 0
 * @param contacts offered in the slot
 * @returns 11 numbers
 *
 * Cost: 11 evaluations of the model.
 */
export function lateContacts(
  traffic: Traffic,
  contacts: number,
  agents: number,
  definition: ServiceLevelDefinition,
  thresholdSeconds: number,
  model: StaffingModel,
  patienceSeconds: number | null,
): number[] {
  const evaluate = makeEvaluator(traffic, model, patienceSeconds, thresholdSeconds);
  const least = model === 'erlang-c' ? agentsAboveLoad(traffic) : 1;
  return Array.from({ length: 2 * AROUND + 1 }, (_, index) => {
    const count = agents + index - AROUND;
    if (count < least) return contacts;
    return contacts * (1 - evaluate(count).serviceLevels[definition]);
  });
}
