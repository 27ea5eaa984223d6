import { AgnerError, type Forecast } from '../domain/index.ts';
import { type WorkContext } from './ports.ts';
import { findHistories, type HistorySource, type World } from './sources.ts';

/** A PNG of one queue's day totals: what was, then the forecast with its bands. */
export async function drawForecast(
  world: World,
  source: HistorySource,
  { queues }: Forecast,
  context: WorkContext,
): Promise<Uint8Array> {
  const [forecast] = queues;
  if (forecast === undefined || queues.length > 1) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a forecast of one queue to draw, got ${queues.map(({ queue }) => queue).join(', ')}`,
    );
  }
  const histories = await findHistories(world.store, source);
  const history = histories.value.find(({ queue }) => queue === forecast.queue);
  if (history === undefined) {
    throw new AgnerError('NOT_FOUND', `there is no history of queue "${forecast.queue}"`);
  }
  return world.tasks.run('drawForecast', { history, forecast }, context);
}
