import { type Finding } from '../domain/index.ts';
import { inspectHistory } from '../forecast/index.ts';
import {
  findHistories,
  findPlan,
  type HistorySource,
  type PlanSource,
  type World,
} from './sources.ts';

export interface CheckHistoryRequest {
  readonly histories: HistorySource;
  readonly plan: PlanSource;
}

/** The data doctor: what looks wrong in history, interval by interval. Changes nothing. */
export async function checkHistory(
  world: Pick<World, 'store'>,
  request: CheckHistoryRequest,
): Promise<readonly Finding[]> {
  const histories = await findHistories(world.store, request.histories);
  const plan = request.plan.kind === 'none' ? null : await findPlan(world.store, request.plan);
  return histories.value.flatMap((history) =>
    inspectHistory(
      history,
      plan?.value.queues.find((queue) => queue.name === history.queue)?.openingHours ?? null,
    ),
  );
}
