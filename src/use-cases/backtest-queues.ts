import { type Backtest } from '../domain/index.ts';
import { judgeAccuracy } from '../forecast/index.ts';
import { checkSize, type ForecastQueuesRequest, nameOf } from './forecast-queues.ts';
import { gatherHistories, planOf } from './gather-histories.ts';
import { mapTasks } from './map-tasks.ts';
import { type WorkContext } from './ports.ts';
import { mergeProvenance } from './provenance.ts';
import { splitQueues } from './preceded-histories.ts';
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
  const sources = await splitQueues(world.store, request.histories, await planOf(world, request));
  // A row has three figures and three more of each band; a default set has few origins.
  const perInterval = 3 + 3 * request.levels.length;
  checkSize(sources, request.days, perInterval * Math.max(request.origins.length, 1));
  const { origins, days, levels, seed } = request;
  const parts = await mapTasks(
    world.tasks,
    'backtest',
    sources,
    async ({ source }) => {
      const gathered = await gatherHistories(
        world,
        { ...request, histories: source },
        { from: null, days },
        request.histories,
      );
      return { ...gathered, origins, days, levels, seed };
    },
    context,
  );
  return keep(world, request.keeping, nameOf(sources), mergeBacktests(parts, seed));
}

/** Backtests of single queues as one. */
function mergeBacktests(parts: readonly Backtest[], seed: number): Backtest {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const accuracy = parts.flatMap((part) => part.accuracy);
  return {
    kind: 'backtest',
    provenance: mergeProvenance(
      parts.map(({ provenance }) => provenance),
      seed,
    ),
    origins: [...new Set(parts.flatMap(({ origins }) => origins))].sort(),
    leadDays: first?.leadDays ?? 0,
    accuracy,
    verdicts: judgeAccuracy(accuracy),
    picks: parts.flatMap(({ picks }) => picks),
    rows: parts.flatMap(({ rows }) => rows),
  };
}
