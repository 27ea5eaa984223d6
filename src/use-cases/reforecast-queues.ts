import {
  AgnerError,
  type Forecast,
  formatInstant,
  type IntervalHistory,
  slotStart,
  type SpecialDay,
} from '../domain/index.ts';
import { findForecast } from './find-forecast.ts';
import { nameOf } from './forecast-queues.ts';
import { gatherHistories } from './gather-histories.ts';
import { datesOf } from './plan-calendar.ts';
import { type WorkContext } from './ports.ts';
import {
  type Answer,
  type DocumentSource,
  type HistorySource,
  keep,
  type Keeping,
  type PlanSource,
  type World,
} from './sources.ts';

export interface ReforecastQueuesRequest {
  readonly forecast: DocumentSource<Forecast>;
  /** Of the queues of the forecast, with the day so far; others are not read. */
  readonly histories: HistorySource;
  readonly plan: PlanSource;
  /** Special days beside those of the plan. */
  readonly specialDays: readonly SpecialDay[];
  /** ISO instant with offset; `null` for the end of the last interval that is known. */
  readonly asOf: string | null;
  readonly seed: number;
  readonly keeping: Keeping;
}

/**
 * A forecast whose day under way is revised by what has come of it; planners' figures in it stand
 * as the forecast's own.
 *
 * @throws {AgnerError} `INVALID_INPUT` where the moment is outside the forecast's days, nothing is
 *   known, or a queue of the forecast has no history
 */
export async function reforecastQueues(
  world: World,
  request: ReforecastQueuesRequest,
  context: WorkContext,
): Promise<Answer<Forecast>> {
  const forecast = await findForecast(world.store, request.forecast);
  const names = forecast.value.queues.map(({ queue }) => queue);
  const { items, inputs } = await gatherHistories(
    world,
    { ...request, histories: ofQueues(request.histories, names), assumedHandleTimeSeconds: null },
    { from: datesOf(forecast.value).to, days: 0 },
  );
  const asOf = request.asOf ?? lastKnown(items.map(({ history }) => history));
  const document = await world.tasks.run(
    'reforecast',
    {
      forecast: forecast.value,
      items,
      asOf,
      seed: request.seed,
      inputs: { ...inputs, ...forecast.inputs },
    },
    context,
  );
  return keep(world, request.keeping, nameOf(forecast.value.queues), document);
}

function ofQueues(source: HistorySource, names: readonly string[]): HistorySource {
  if (source.kind === 'stored') return { ...source, queues: names };
  const histories = names.map((name) => {
    const history = source.histories.find(({ queue }) => queue === name);
    if (history === undefined) {
      throw new AgnerError(
        'INVALID_INPUT',
        `expected history of queue "${name}", which the forecast holds, in ${source.name}; it has ` +
          source.histories.map(({ queue }) => `"${queue}"`).join(', '),
        { queue: name },
      );
    }
    return history;
  });
  return { ...source, histories };
}

function lastKnown(histories: readonly IntervalHistory[]): string {
  let last = -Infinity;
  let zone = 'UTC';
  for (const { grid, totals } of histories) {
    const slot = totals.offered.findLastIndex((offered) => offered !== null);
    if (slot >= 0 && slotStart(grid, slot + 1) > last) last = slotStart(grid, slot + 1);
    zone = grid.zone;
  }
  if (last === -Infinity) {
    throw new AgnerError(
      'INVALID_INPUT',
      'expected history with a known number of contacts in some interval, got none',
    );
  }
  // A day that ends with its last interval is over, but it is that day which is asked about.
  return formatInstant(last - 1, zone);
}
