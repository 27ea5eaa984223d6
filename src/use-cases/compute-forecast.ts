import { type Forecast } from '../domain/index.ts';
import { forecastQueue } from '../forecast/index.ts';
import { type WorkContext } from './ports.ts';
import { makeProvenance } from './provenance.ts';
import { type ForecastInput } from './tasks.ts';
import { checkNotCancelled } from './work.ts';

/** Forecasts each queue from its own history. */
export function computeForecast(input: ForecastInput, context: WorkContext): Forecast {
  const { items, from, days, levels, seed, inputs } = input;
  const queues = items.map(({ history, setup }, index) => {
    checkNotCancelled(context);
    context.onProgress({
      fraction: index / items.length,
      step: 'forecast',
      figures: { queue: history.queue },
    });
    const forecast = forecastQueue(history, { from, days, levels, ...setup });
    return { ...forecast, notes: [...forecast.notes, ...setup.notes] };
  });
  return {
    kind: 'forecast',
    provenance: makeProvenance({ items, from, days, levels }, seed, inputs),
    queues,
  };
}
