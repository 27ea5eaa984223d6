import { type Forecast, type Roster, type Scenario, type WhatIf } from '../domain/index.ts';
import { findForecast } from './find-forecast.ts';
import { datesOf, settlePlan } from './plan-calendar.ts';
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

export interface RunWhatIfRequest {
  readonly plan: Exclude<PlanSource, { kind: 'none' }>;
  readonly forecast: DocumentSource<Forecast>;
  /** The baseline's roster; `null` to compare requirements alone. */
  readonly roster: DocumentSource<Roster> | null;
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
  /** For each roster that is made anew. */
  readonly timeLimitSeconds: number;
  readonly keeping: Keeping;
}

/** Sets scenarios beside a baseline: agents, hours, cost, service level, occupancy. */
export async function runWhatIf(
  world: World,
  request: RunWhatIfRequest,
  context: WorkContext,
): Promise<Answer<WhatIf>> {
  const plan = await findPlan(world.store, request.plan);
  const forecast = await findForecast(world.store, request.forecast);
  const roster =
    request.roster === null
      ? null
      : await findDocument<Roster>(world.store, 'roster', request.roster);
  const document = await world.tasks.run(
    'whatIf',
    {
      plan: await settlePlan(world, plan.value, datesOf(forecast.value)),
      forecast: forecast.value,
      roster: roster?.value ?? null,
      scenarios: request.scenarios,
      seed: request.seed,
      timeLimitSeconds: request.timeLimitSeconds,
      inputs: {
        plan: plan.name,
        ...forecast.inputs,
        ...(roster === null ? {} : { roster: roster.name }),
      },
    },
    context,
  );
  return keep(world, request.keeping, plan.value.name, document);
}
