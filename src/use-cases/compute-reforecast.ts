import { type Forecast } from '../domain/index.ts';
import { reforecastQueue } from '../forecast/index.ts';
import { type WorkContext } from './ports.ts';
import { makeProvenance } from './provenance.ts';
import { type ReforecastInput } from './tasks.ts';
import { checkNotCancelled } from './work.ts';

/** Revises the day under way of every queue of a forecast by its own history. */
export function computeReforecast(input: ReforecastInput, context: WorkContext): Forecast {
  const { forecast, items, asOf, seed, inputs } = input;
  const queues = forecast.queues.map((queue, index) => {
    checkNotCancelled(context);
    context.onProgress({
      fraction: index / forecast.queues.length,
      step: 'reforecast',
      figures: { queue: queue.queue },
    });
    const { history, setup } = items[index]!;
    return reforecastQueue(queue, history, { ...setup, asOf });
  });
  return {
    kind: 'forecast',
    provenance: makeProvenance({ forecast, items, asOf }, seed, inputs),
    queues,
  };
}
