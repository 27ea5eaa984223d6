import { type Backtest } from '../domain/index.ts';
import {
  checkSize,
  type ForecastQueuesRequest,
  gatherHistories,
  nameOf,
} from './forecast-queues.ts';
import { type WorkContext } from './ports.ts';
import { type Answer, keep, type World } from './sources.ts';

export interface BacktestQueuesRequest extends Omit<ForecastQueuesRequest, 'from'> {
  /** First forecast dates; empty for a default set. */
  readonly origins: readonly string[];
}

/** Forecasts the past from rolling origins and scores it, beside two baselines. */
export async function backtestQueues(
  world: World,
  request: BacktestQueuesRequest,
  context: WorkContext,
): Promise<Answer<Backtest>> {
  const { items, inputs } = await gatherHistories(world, request, {
    from: null,
    days: request.days,
  });
  // A row has three figures and three more of each band; a default set has few origins.
  const perInterval = 3 + 3 * request.levels.length;
  checkSize(items, request.days, perInterval * Math.max(request.origins.length, 1));
  const document = await world.tasks.run(
    'backtest',
    {
      items,
      origins: request.origins,
      days: request.days,
      levels: request.levels,
      seed: request.seed,
      inputs,
    },
    context,
  );
  return keep(world, request.keeping, nameOf(items), document);
}
