import {
  AgnerError,
  hoursOnSpecialDays,
  mergeSpecialDays,
  type Note,
  type Plan,
  type SpecialDay,
  specialDaysOf,
} from '../domain/index.ts';
import { datesAround, writeOutCalendar } from './plan-calendar.ts';
import { withPreceding } from './preceded-histories.ts';
import {
  findHistories,
  findPlan,
  type HistorySource,
  type PlanSource,
  type World,
} from './sources.ts';
import { type ForecastInput } from './tasks.ts';

/** What is asked of histories, and what is known beside them. */
export interface HistoriesRequest {
  readonly histories: HistorySource;
  /** Gives opening hours, special days, assumed handle times, and what queues continue. */
  readonly plan: PlanSource;
  /** Special days beside those of the plan. */
  readonly specialDays: readonly SpecialDay[];
  /** Where neither history nor plan gives one; `null` for none. */
  readonly assumedHandleTimeSeconds: number | null;
}

type Preceded = Awaited<ReturnType<typeof withPreceding>>;

/** The plan of a request; `null` for none. */
export async function planOf(
  world: World,
  { plan }: Pick<HistoriesRequest, 'plan'>,
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
  request: HistoriesRequest,
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
  request: Pick<HistoriesRequest, 'specialDays' | 'assumedHandleTimeSeconds'>,
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
