import { AgnerError, type Forecast } from '../domain/index.ts';
import { gatherHistories, type HistoriesRequest, planOf } from './gather-histories.ts';
import { mapTasks } from './map-tasks.ts';
import { type WorkContext } from './ports.ts';
import { splitQueues } from './preceded-histories.ts';
import { mergeProvenance } from './provenance.ts';
import { reconcileQueues } from './reconcile-queues.ts';
import { type Answer, keep, type Keeping, type World } from './sources.ts';

export interface ForecastQueuesRequest extends HistoriesRequest {
  readonly from: string | null;
  readonly days: number;
  readonly levels: readonly number[];
  readonly seed: number;
  readonly keeping: Keeping;
}

/** Whether queues and their sums are made to agree, beside what all forecasts ask for. */
export interface ForecastRequest extends ForecastQueuesRequest {
  readonly reconcile: boolean;
}

/**
 * Forecasts volume and handle time of queues, each from its own history, and on wish reconciled
 * with forecasts of their sums.
 */
export async function forecastQueues(
  world: World,
  request: ForecastRequest,
  context: WorkContext,
): Promise<Answer<Forecast>> {
  const plan = await planOf(world, request);
  const sources = await splitQueues(world.store, request.histories, plan);
  // Volume and handle time, each with mean, median and two ends of every band.
  checkSize(sources, request.days, 2 * (2 + 2 * request.levels.length));
  const { from, days, levels, seed } = request;
  const parts = await mapTasks(
    world.tasks,
    'forecast',
    sources,
    async ({ source }) => {
      const gathered = await gatherHistories(
        world,
        { ...request, histories: source },
        { from, days },
        request.histories,
      );
      return { ...gathered, from, days, levels, seed };
    },
    context,
  );
  const merged = mergeForecasts(parts, seed);
  const made = request.reconcile
    ? await reconcileQueues(world, request, { sources, plan }, merged, context)
    : merged;
  return keep(world, request.keeping, nameOf(sources), made);
}

/** Forecasts of single queues as one. */
function mergeForecasts(parts: readonly Forecast[], seed: number): Forecast {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  return {
    kind: 'forecast',
    provenance: mergeProvenance(
      parts.map(({ provenance }) => provenance),
      seed,
    ),
    queues: parts.flatMap(({ queues }) => queues),
  };
}

/** Most numbers of one result; as text some 130 MB. */
const MAX_FIGURES = 8_000_000;

/**
 * Refuses what would be too large to keep and to send.
 *
 * @throws {AgnerError} `TOO_LARGE`
 */
export function checkSize(
  queues: readonly { readonly stepSeconds: number }[],
  days: number,
  perInterval: number,
): void {
  const intervals = queues.reduce((sum, { stepSeconds }) => sum + (days * 86_400) / stepSeconds, 0);
  const figures = Math.ceil(intervals * perInterval);
  if (figures > MAX_FIGURES) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected a result of at most ${MAX_FIGURES} numbers, got ${figures}: ask for fewer days, queues or levels at a time`,
      { figures, most: MAX_FIGURES },
    );
  }
}

/** Default name of a result about queues. */
export function nameOf(queues: readonly { readonly queue: string }[]): string {
  return queues.length === 1 ? (queues[0]?.queue ?? '') : 'all queues';
}
