import { AgnerError, type Forecast, type OverrideStatement } from '../domain/index.ts';
import { applyOverrides, matchTotals } from '../forecast/index.ts';
import { type Store } from './ports.ts';
import { type DocumentSource, findStored, type Named } from './sources.ts';

/** A forecast as it is worked with, and what provenance says of it. */
export interface FoundForecast extends Named<Forecast> {
  readonly inputs: Readonly<Record<string, string>>;
}

/** A forecast with the planner's figures where there are any. One that was given is as given. */
export async function findForecast(
  store: Store,
  source: DocumentSource<Forecast>,
): Promise<FoundForecast> {
  if (source.kind === 'given') {
    const { document, name } = source;
    return { value: document, name, createdAt: null, inputs: { forecast: name } };
  }
  const { header, document } = await findStored<Forecast>(store, 'forecast', source);
  const overrides = await store.listOverrides(header.id);
  const standing = overrides.filter(({ withdrawn }) => withdrawn === null);
  return {
    value: overrideForecast(document, standing),
    name: header.id,
    createdAt: header.createdAt,
    inputs: {
      forecast: header.id,
      ...(standing.length === 0 ? {} : { overrides: standing.map(({ id }) => id).join(', ') }),
    },
  };
}

/**
 * A forecast of several queues with the figures of standing overrides.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a queue that the forecast does not hold, and as
 *   {@link applyOverrides}
 */
export function overrideForecast(
  forecast: Forecast,
  standing: readonly OverrideStatement[],
): Forecast {
  const names = forecast.queues.map(({ queue }) => queue);
  const stranger = standing.find(({ queue }) => !names.includes(queue));
  if (stranger !== undefined) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a queue of the forecast, ${names.join(', ')}, got "${stranger.queue}"`,
      { queue: stranger.queue },
    );
  }
  const queues = forecast.queues.map((queue) =>
    applyOverrides(
      queue,
      standing.filter((override) => override.queue === queue.queue),
    ),
  );
  const { totals } = forecast;
  return {
    ...forecast,
    queues,
    ...(totals === undefined ? {} : { totals: matchTotals(totals, queues) }),
  };
}

/**
 * @param wanted `null` for all
 * @throws {AgnerError} `NOT_FOUND` for a queue that the forecast does not hold
 */
export function checkQueues({ queues }: Forecast, wanted: readonly string[] | null): void {
  const names = queues.map(({ queue }) => queue);
  const stranger = wanted?.find((name) => !names.includes(name));
  if (stranger === undefined) return;
  throw new AgnerError(
    'NOT_FOUND',
    `expected a queue of the forecast, ${names.join(', ')}, got "${stranger}"`,
    { queue: stranger },
  );
}
