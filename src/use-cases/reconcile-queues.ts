import { type Forecast, type IntervalHistory, type Plan } from '../domain/index.ts';
import {
  emptyHistory,
  precedeHistory,
  reconcileForecasts,
  totalGroups,
} from '../forecast/index.ts';
import { type HistoriesRequest } from './gather-histories.ts';
import { mapTasks } from './map-tasks.ts';
import { datesAround, writeOutCalendar } from './plan-calendar.ts';
import { type WorkContext } from './ports.ts';
import { withPreceding } from './preceded-histories.ts';
import { mergeProvenance } from './provenance.ts';
import { findHistories, type HistorySource, type QueueSource, type World } from './sources.ts';

interface ReconcileRequest extends HistoriesRequest {
  readonly days: number;
  readonly levels: readonly number[];
  readonly seed: number;
}

/** What the queues are that a forecast was made of. */
interface Queues {
  readonly sources: readonly QueueSource[];
  /** The plan of the request; `null` for none. */
  readonly plan: Plan | null;
}

/** A forecast whose queues agree with forecasts of their sums, which stand beside them. */
export async function reconcileQueues(
  world: World,
  request: ReconcileRequest,
  { sources, plan }: Queues,
  forecast: Forecast,
  context: WorkContext,
): Promise<Forecast> {
  const groups = totalGroups(forecast.queues);
  const { days, levels, seed } = request;
  const from = forecast.queues[0]!.days[0]!;
  const contacts: IntervalHistory[] = [];
  for (const { source } of sources) {
    contacts.push(await contactsOf(world, source, plan, request.histories));
  }
  const calendar =
    plan === null
      ? null
      : (await writeOutCalendar(world, plan, datesAround(contacts, from, days))).plan;
  const setup = {
    openingHours: null,
    // A day that is special for some queues is not so for their sum.
    specialDays: [...request.specialDays, ...(calendar?.specialDays ?? [])].filter(
      ({ queues }) => queues.length === 0,
    ),
    notes: [],
    assumedHandleTimeSeconds: 1,
  };
  const parts = await mapTasks(
    world.tasks,
    'forecast',
    groups,
    ({ name, queues }) => {
      const own = contacts.filter(({ queue }) => queues.includes(queue));
      const history = precedeHistory(
        { ...emptyHistory(own[0]!), queue: name },
        own.map((one) => ({ history: one, share: 1 })),
      ).history;
      const items = [{ history, setup }];
      return Promise.resolve({ items, from, days, levels, seed, inputs: {} });
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

/** A queue's contacts, with what it continues, and nothing else: those of all are held at a time. */
async function contactsOf(
  world: World,
  source: HistorySource,
  plan: Plan | null,
  all: HistorySource,
): Promise<IntervalHistory> {
  const [own] = (await findHistories(world.store, source)).value;
  const history =
    plan === null ? own! : (await withPreceding(world.store, own!, plan, all)).history;
  const { totals } = emptyHistory(history);
  return { ...history, totals: { ...totals, offered: history.totals.offered } };
}
