import { type Forecast, type PathValue, type SamplePaths } from '../domain/index.ts';
import { checkQueues, findForecast } from './find-forecast.ts';
import { type WorkContext } from './ports.ts';
import { type Answer, type DocumentSource, type World } from './sources.ts';

export interface DrawPathsRequest {
  readonly forecast: DocumentSource<Forecast>;
  /** `null` for all of the forecast. */
  readonly queues: readonly string[] | null;
  readonly count: number;
  readonly of: PathValue;
  readonly seed: number;
}

/** Paths of a queue that may be asked for at once. */
export const MAX_PATHS = 10_000;

/**
 * Ways in which a forecast, with the planner's figures, may turn out. Nothing is stored: the same
 * seed draws the same paths.
 *
 * @throws {AgnerError} `NOT_FOUND`, also for a queue that the forecast lacks; `TOO_LARGE`
 */
export async function drawPaths(
  world: Pick<World, 'store' | 'tasks'>,
  { forecast, queues, count, of, seed }: DrawPathsRequest,
  context: WorkContext,
): Promise<Answer<SamplePaths>> {
  const { value, inputs } = await findForecast(world.store, forecast);
  checkQueues(value, queues);
  const wanted = value.queues.filter(({ queue }) => queues === null || queues.includes(queue));
  const document = await world.tasks.run(
    'paths',
    { forecast: { ...value, queues: wanted }, count, of, seed, inputs },
    context,
  );
  return { header: null, document };
}
