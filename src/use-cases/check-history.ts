import { type Finding } from '../domain/index.ts';
import { inspectHistory } from '../forecast/index.ts';
import { type WorkContext } from './ports.ts';
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
  { onProgress }: Pick<WorkContext, 'onProgress'>,
): Promise<readonly Finding[]> {
  const histories = await findHistories(world.store, request.histories);
  const plan = request.plan.kind === 'none' ? null : await findPlan(world.store, request.plan);
  const findings: Finding[] = [];
  for (const [index, history] of histories.value.entries()) {
    onProgress({
      fraction: index / histories.value.length,
      step: 'inspect',
      figures: { queue: history.queue },
    });
    // A turn of the event loop for others between queues.
    await new Promise((resolve) => setImmediate(resolve));
    const queue = plan?.value.queues.find(({ name }) => name === history.queue);
    findings.push(...inspectHistory(history, queue?.openingHours ?? null));
  }
  return findings;
}
