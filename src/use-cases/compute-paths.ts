import { type SamplePaths } from '../domain/index.ts';
import { samplePaths } from '../forecast/index.ts';
import { contentOf } from './compute-requirement.ts';
import { pathDraws } from './path-draws.ts';
import { type WorkContext } from './ports.ts';
import { makeProvenance } from './provenance.ts';
import { type PathsInput } from './tasks.ts';
import { checkNotCancelled } from './work.ts';

/** Sample paths of each queue of a forecast. */
export function computePaths(input: PathsInput, context: WorkContext): SamplePaths {
  const { forecast, count, of, seed, inputs } = input;
  const queues = forecast.queues.map((queue, index) => {
    checkNotCancelled(context);
    context.onProgress({ fraction: index / forecast.queues.length, step: 'forecast', figures: {} });
    const paths = samplePaths(queue, { count, of }, pathDraws(seed, queue.queue));
    return { queue: queue.queue, grid: queue.grid, of, paths };
  });
  return {
    kind: 'sample-paths',
    provenance: makeProvenance({ forecast: contentOf(forecast), count, of }, seed, inputs),
    queues,
  };
}
