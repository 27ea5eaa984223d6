import { type LongRangeForecast } from '../domain/index.ts';
import { forecastLongRange } from '../forecast/index.ts';
import { type WorkContext } from './ports.ts';
import { makeProvenance } from './provenance.ts';
import { type LongRangeInput } from './tasks.ts';
import { checkNotCancelled } from './work.ts';

/** Forecasts each queue by week and month from its own history. */
export function computeLongRange(input: LongRangeInput, context: WorkContext): LongRangeForecast {
  const { items, seed, inputs, ...options } = input;
  const queues = items.map(({ history, setup }, index) => {
    checkNotCancelled(context);
    context.onProgress({
      fraction: index / items.length,
      step: 'forecast',
      figures: { queue: history.queue },
    });
    return forecastLongRange(history, { ...options, ...setup });
  });
  return {
    kind: 'long-range',
    provenance: makeProvenance({ items, ...options }, seed, inputs),
    queues,
  };
}
