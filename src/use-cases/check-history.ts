import { type Finding, type FindingCode, type Plan, specialDaysOf } from '../domain/index.ts';
import { inspectHistory } from '../forecast/index.ts';
import { mapTasks } from './map-tasks.ts';
import { datesAround, settlePlan } from './plan-calendar.ts';
import { type WorkContext } from './ports.ts';
import {
  findHistories,
  findPlan,
  type HistorySource,
  type PlanSource,
  type World,
} from './sources.ts';
import { type InspectInput } from './tasks.ts';

const UNLIKE_OTHER_DAYS = new Set<FindingCode>(['gap', 'zero-run', 'outlier-high', 'outlier-low']);

export interface CheckHistoryRequest {
  readonly histories: HistorySource;
  readonly plan: PlanSource;
}

/** The data doctor: what looks wrong in history, interval by interval. Changes nothing. */
export async function checkHistory(
  world: Pick<World, 'store' | 'findHolidays' | 'tasks'>,
  request: CheckHistoryRequest,
  context: WorkContext,
): Promise<readonly Finding[]> {
  const histories = await findHistories(world.store, request.histories);
  const plan = request.plan.kind === 'none' ? null : await findPlan(world.store, request.plan);
  const settled =
    plan === null
      ? null
      : await settlePlan(world, plan.value, datesAround(histories.value, null, 0));
  const parts = await mapTasks(
    world.tasks,
    'inspect',
    histories.value,
    (history) => {
      const queue = settled?.queues.find(({ name }) => name === history.queue);
      return Promise.resolve({ history, openingHours: queue?.openingHours ?? null });
    },
    context,
  );
  return parts.flatMap((findings, index) => {
    const special = specialDates(settled, histories.value[index]!.queue);
    return findings.filter(
      // What is unlike other days on a special day is no news.
      ({ code, interval }) =>
        !UNLIKE_OTHER_DAYS.has(code) || !special.has(interval?.slice(0, 10) ?? ''),
    );
  });
}

/** What looks wrong in the history of one queue. */
export function computeFindings(
  { history, openingHours }: InspectInput,
  context: WorkContext,
): readonly Finding[] {
  context.onProgress({ fraction: 0, step: 'inspect', figures: { queue: history.queue } });
  return inspectHistory(history, openingHours);
}

function specialDates(plan: Plan | null, queue: string): ReadonlySet<string> {
  const days = specialDaysOf(plan?.specialDays ?? [], queue);
  return new Set(days.map(({ date }) => date));
}
