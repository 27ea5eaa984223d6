import { type LongRangeForecast, type Weekday } from '../domain/index.ts';
import { gatherHistories, type HistoriesRequest, planOf } from './gather-histories.ts';
import { type WorkContext } from './ports.ts';
import { splitQueues } from './preceded-histories.ts';
import { type Answer, type World } from './sources.ts';

export interface LookFarAheadRequest extends HistoriesRequest {
  readonly from: string | null;
  readonly weeks: number;
  /** Share per year; `null` for what the history's own trend says. */
  readonly annualGrowth: number | null;
  readonly levels: readonly number[];
  readonly seed: number;
}

/** Where no plan says on which day a week begins. */
const MONDAY: Weekday = 1;

/** Volume and handle time of queues by week and month, for capacity planning. Nothing is stored. */
export async function lookFarAhead(
  world: World,
  request: LookFarAheadRequest,
  context: WorkContext,
): Promise<Answer<LongRangeForecast>> {
  const plan = await planOf(world, request);
  const horizon = { from: request.from, days: 7 * request.weeks };
  const parts: Awaited<ReturnType<typeof gatherHistories>>[] = [];
  for (const { source } of await splitQueues(world.store, request.histories, plan)) {
    parts.push(
      await gatherHistories(world, { ...request, histories: source }, horizon, request.histories),
    );
  }
  const items = parts.flatMap((part) => part.items);
  const names = parts.flatMap(({ inputs: { history = '' } }) => history);
  const inputs = { ...parts[0]?.inputs, history: [...new Set(names)].join(', ') };
  const { from, weeks, annualGrowth, levels, seed } = request;
  const weekStart = plan?.site.weekStart ?? MONDAY;
  const document = await world.tasks.run(
    'longRange',
    { items, from, weeks, annualGrowth, levels, weekStart, seed, inputs },
    context,
  );
  return { header: null, document };
}
