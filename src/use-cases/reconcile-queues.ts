import { type Forecast, type IntervalHistory, specialDaysOf } from '../domain/index.ts';
import {
  emptyHistory,
  precedeHistory,
  reconcileForecasts,
  totalGroups,
} from '../forecast/index.ts';
import { type HistoriesRequest, planOf } from './gather-histories.ts';
import { mapTasks } from './map-tasks.ts';
import { type WorkContext } from './ports.ts';
import { withPreceding } from './preceded-histories.ts';
import { mergeProvenance } from './provenance.ts';
import { findHistories, type QueueSource, type World } from './sources.ts';

interface ReconcileRequest extends HistoriesRequest {
  readonly days: number;
  readonly levels: readonly number[];
  readonly seed: number;
}

/** A forecast whose queues agree with forecasts of their sums, which stand beside them. */
export async function reconcileQueues(
  world: World,
  request: ReconcileRequest,
  sources: readonly QueueSource[],
  forecast: Forecast,
  context: WorkContext,
): Promise<Forecast> {
  const groups = totalGroups(forecast.queues);
  const plan = await planOf(world, request);
  const ofAll = (plan?.specialDays ?? []).filter(({ queues }) => queues.length === 0);
  const setup = {
    openingHours: null,
    specialDays: specialDaysOf([...request.specialDays, ...ofAll], ''),
    notes: [],
    assumedHandleTimeSeconds: 1,
  };
  const { days, levels, seed } = request;
  const from = forecast.queues[0]!.days[0]!;
  const parts = await mapTasks(
    world.tasks,
    'forecast',
    groups,
    async ({ name, queues }) => {
      const own = sources.filter(({ queue }) => queues.includes(queue));
      const history = await sumOf(world, request, own, name);
      return { items: [{ history, setup }], from, days, levels, seed, inputs: {} };
    },
    context,
  );
  const sums = groups.map((group, at) => ({ group, forecast: parts[at]!.queues[0]! }));
  const provenances = [forecast, ...parts].map(({ provenance }) => provenance);
  const names = groups.map(({ name }) => name).join(', ');
  const { inputs } = forecast.provenance;
  return {
    kind: 'forecast',
    provenance: {
      ...mergeProvenance(provenances, seed),
      inputs: { ...inputs, reconciled: names },
    },
    ...reconcileForecasts(forecast.queues, sums),
  };
}

/** Contacts of several queues as one history. */
async function sumOf(
  world: World,
  request: ReconcileRequest,
  sources: readonly QueueSource[],
  name: string,
): Promise<IntervalHistory> {
  const plan = await planOf(world, request);
  const parts: { readonly history: IntervalHistory; readonly share: number }[] = [];
  for (const { source } of sources) {
    const [own] = (await findHistories(world.store, source)).value;
    const { history } =
      plan === null
        ? { history: own! }
        : await withPreceding(world.store, own!, plan, request.histories);
    // Of what is held for all queues at a time, contacts alone.
    const { totals } = emptyHistory(history);
    parts.push({
      history: { ...history, totals: { ...totals, offered: history.totals.offered } },
      share: 1,
    });
  }
  const [first] = parts;
  return precedeHistory({ ...emptyHistory(first!.history), queue: name }, parts).history;
}
