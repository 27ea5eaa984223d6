import { AgnerError, type ForecastAccuracy } from '../domain/index.ts';
import { type WorkContext } from './ports.ts';
import { type World } from './sources.ts';

/**
 * A PNG of the error of the queue of a backtest by lead, weekday and hour, a line for each method.
 *
 * @throws {AgnerError} `INVALID_INPUT` unless the backtest is of one queue
 */
export async function drawAccuracy(
  { tasks }: Pick<World, 'tasks'>,
  { accuracy, origins, leadDays }: ForecastAccuracy['backtest'],
  context: WorkContext,
): Promise<Uint8Array> {
  const [queue, ...others] = [...new Set(accuracy.map((row) => row.queue))];
  if (queue === undefined || others.length > 0) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected tests of one queue to draw, got ${[queue ?? 'none', ...others].join(', ')}`,
    );
  }
  return tasks.run(
    'drawAccuracy',
    {
      title: `${queue}: accuracy of forecasts`,
      subtitle: `${origins.length} origins, ${origins[0] ?? ''} to ${origins.at(-1) ?? ''}, ${leadDays} days ahead`,
      rows: accuracy,
    },
    context,
  );
}
