import { type Forecast, type Requirement } from '../domain/index.ts';
import { findForecast } from './find-forecast.ts';
import { datesOf, settlePlan } from './plan-calendar.ts';
import { type WorkContext } from './ports.ts';
import {
  type Answer,
  type DocumentSource,
  findPlan,
  keep,
  type Keeping,
  type PlanSource,
  type World,
} from './sources.ts';

export interface StaffQueuesRequest {
  readonly forecast: DocumentSource<Forecast>;
  readonly plan: Exclude<PlanSource, { kind: 'none' }>;
  readonly seed: number;
  readonly keeping: Keeping;
}

/** Agents required per interval of a forecast, by the goals of a plan. */
export async function staffQueues(
  world: World,
  request: StaffQueuesRequest,
  context: WorkContext,
): Promise<Answer<Requirement>> {
  const forecast = await findForecast(world.store, request.forecast);
  const plan = await findPlan(world.store, request.plan);
  const settled = await settlePlan(world, plan.value, datesOf(forecast.value));
  const document = await world.tasks.run(
    'staff',
    {
      forecast: forecast.value,
      plan: settled,
      seed: request.seed,
      inputs: { ...forecast.inputs, plan: plan.name },
    },
    context,
  );
  return keep(world, request.keeping, plan.value.name, document);
}
