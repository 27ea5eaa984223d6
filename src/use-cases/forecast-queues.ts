import {
  AgnerError,
  type Forecast,
  hoursOnSpecialDays,
  mergeSpecialDays,
  type Note,
  type Plan,
  type SpecialDay,
  specialDaysOf,
} from '../domain/index.ts';
import { datesAround, writeOutCalendar } from './plan-calendar.ts';
import { mapTasks } from './map-tasks.ts';
import { type WorkContext } from './ports.ts';
import { splitQueues, withPreceding } from './preceded-histories.ts';
import { mergeProvenance } from './provenance.ts';
import {
  type Answer,
  findHistories,
  findPlan,
  type HistorySource,
  keep,
  type Keeping,
  type PlanSource,
  type World,
} from './sources.ts';
import { type ForecastInput } from './tasks.ts';

export interface ForecastQueuesRequest {
  readonly histories: HistorySource;
  /** Gives opening hours, special days and assumed handle times. */
  readonly plan: PlanSource;
  /** Special days beside those of the plan. */
  readonly specialDays: readonly SpecialDay[];
  /** Where neither history nor plan gives one; `null` for none. */
  readonly assumedHandleTimeSeconds: number | null;
  readonly from: string | null;
  readonly days: number;
  readonly levels: readonly number[];
  readonly seed: number;
  readonly keeping: Keeping;
}

/** Forecasts volume and handle time of queues, each from its own history. */
export async function forecastQueues(
  world: World,
  request: ForecastQueuesRequest,
  context: WorkContext,
): Promise<Answer<Forecast>> {
  const sources = await splitQueues(world.store, request.histories, await planOf(world, request));
  // Volume and handle time, each with mean, median and two ends of every band.
  checkSize(sources, request.days, 2 * (2 + 2 * request.levels.length));
  const { from, days, levels, seed } = request;
  const parts = await mapTasks(
    world.tasks,
    'forecast',
    sources,
    async ({ source }) => {
      const gathered = await gatherHistories(
        world,
        { ...request, histories: source },
        { from, days },
        request.histories,
      );
      return { ...gathered, from, days, levels, seed };
    },
    context,
  );
  return keep(world, request.keeping, nameOf(sources), mergeForecasts(parts, seed));
}

type Preceded = Awaited<ReturnType<typeof withPreceding>>;

/** Forecasts of single queues as one. */
function mergeForecasts(parts: readonly Forecast[], seed: number): Forecast {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  return {
    kind: 'forecast',
    provenance: mergeProvenance(
      parts.map(({ provenance }) => provenance),
      seed,
    ),
    queues: parts.flatMap(({ queues }) => queues),
  };
}

/** The plan of a request; `null` for none. */
export async function planOf(
  world: World,
  { plan }: Pick<ForecastQueuesRequest, 'plan'>,
): Promise<Plan | null> {
  return plan.kind === 'none' ? null : (await findPlan(world.store, plan)).value;
}

/**
 * Histories with what a plan says of their queues, in the past and over a horizon.
 *
 * @param all where histories stand that others continue
 */
export async function gatherHistories(
  world: World,
  request: Pick<
    ForecastQueuesRequest,
    'histories' | 'plan' | 'specialDays' | 'assumedHandleTimeSeconds'
  >,
  horizon: { readonly from: string | null; readonly days: number },
  all: HistorySource = request.histories,
): Promise<Pick<ForecastInput, 'items' | 'inputs'>> {
  const histories = await findHistories(world.store, request.histories);
  const plan = request.plan.kind === 'none' ? null : await findPlan(world.store, request.plan);
  const preceded: Preceded[] = [];
  for (const history of histories.value) {
    preceded.push(
      plan === null
        ? { history, notes: [] }
        : await withPreceding(world.store, history, plan.value, all),
    );
  }
  const calendar =
    plan === null
      ? null
      : await writeOutCalendar(
          world,
          plan.value,
          datesAround(
            preceded.map(({ history }) => history),
            horizon.from,
            horizon.days,
          ),
        );
  const items = preceded.map(({ history, notes }) => ({
    history,
    setup: setupOf(history.queue, calendar?.plan ?? null, request, [
      ...(calendar?.notes ?? []),
      ...notes,
    ]),
  }));
  return {
    items,
    inputs: {
      history: histories.name,
      ...(plan === null ? {} : { plan: plan.name }),
      ...(request.specialDays.length === 0
        ? {}
        : { specialDays: `${request.specialDays.length} beside the plan` }),
    },
  };
}

/** What a plan whose calendar is written out, and a request, say of a queue; the request first. */
export function setupOf(
  name: string,
  plan: Plan | null,
  request: Pick<ForecastQueuesRequest, 'specialDays' | 'assumedHandleTimeSeconds'>,
  notes: readonly Note[] = [],
): ForecastInput['items'][number]['setup'] {
  const queue = plan?.queues.find((candidate) => candidate.name === name) ?? null;
  if (plan !== null && queue === null) {
    throw new AgnerError(
      'NOT_FOUND',
      `plan ${plan.name} has no queue "${name}"; it has ${plan.queues.map((q) => q.name).join(', ')}`,
    );
  }
  const specialDays = specialDaysOf([...request.specialDays, ...(plan?.specialDays ?? [])], name);
  return {
    openingHours:
      queue === null ? null : hoursOnSpecialDays(queue.openingHours, mergeSpecialDays(specialDays)),
    specialDays,
    notes,
    assumedHandleTimeSeconds: queue?.assumedHandleTimeSeconds ?? request.assumedHandleTimeSeconds,
  };
}

/** Most numbers of one result; as text some 130 MB. */
const MAX_FIGURES = 8_000_000;

/**
 * Refuses what would be too large to keep and to send.
 *
 * @throws {AgnerError} `TOO_LARGE`
 */
export function checkSize(
  queues: readonly { readonly stepSeconds: number }[],
  days: number,
  perInterval: number,
): void {
  const intervals = queues.reduce((sum, { stepSeconds }) => sum + (days * 86_400) / stepSeconds, 0);
  const figures = Math.ceil(intervals * perInterval);
  if (figures > MAX_FIGURES) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected a result of at most ${MAX_FIGURES} numbers, got ${figures}: ask for fewer days, queues or levels at a time`,
      { figures, most: MAX_FIGURES },
    );
  }
}

/** Default name of a result about queues. */
export function nameOf(queues: readonly { readonly queue: string }[]): string {
  return queues.length === 1 ? (queues[0]?.queue ?? '') : 'all queues';
}
