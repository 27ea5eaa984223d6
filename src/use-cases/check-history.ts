import { type Finding, type FindingCode, type Plan, specialDaysOf } from '../domain/index.ts';
import { inspectHistory } from '../forecast/index.ts';
import { datesAround, settlePlan } from './plan-calendar.ts';
import { type WorkContext } from './ports.ts';
import {
  findHistories,
  findPlan,
  type HistorySource,
  type PlanSource,
  type World,
} from './sources.ts';

const UNLIKE_OTHER_DAYS = new Set<FindingCode>(['gap', 'zero-run', 'outlier-high', 'outlier-low']);

export interface CheckHistoryRequest {
  readonly histories: HistorySource;
  readonly plan: PlanSource;
}

/** The data doctor: what looks wrong in history, interval by interval. Changes nothing. */
export async function checkHistory(
  world: Pick<World, 'store' | 'findHolidays'>,
  request: CheckHistoryRequest,
  { onProgress }: Pick<WorkContext, 'onProgress'>,
): Promise<readonly Finding[]> {
  const histories = await findHistories(world.store, request.histories);
  const plan = request.plan.kind === 'none' ? null : await findPlan(world.store, request.plan);
  const settled =
    plan === null
      ? null
      : await settlePlan(world, plan.value, datesAround(histories.value, null, 0));
  let findings: readonly Finding[] = [];
  for (const [index, history] of histories.value.entries()) {
    onProgress({
      fraction: index / histories.value.length,
      step: 'inspect',
      figures: { queue: history.queue },
    });
    // A turn of the event loop for others between queues.
    await new Promise((resolve) => setImmediate(resolve));
    const queue = settled?.queues.find(({ name }) => name === history.queue);
    const special = specialDates(settled, history.queue);
    findings = findings.concat(
      inspectHistory(history, queue?.openingHours ?? null).filter(
        // What is unlike other days on a special day is no news.
        ({ code, interval }) =>
          !UNLIKE_OTHER_DAYS.has(code) || !special.has(interval?.slice(0, 10) ?? ''),
      ),
    );
  }
  return findings;
}

function specialDates(plan: Plan | null, queue: string): ReadonlySet<string> {
  const days = specialDaysOf(plan?.specialDays ?? [], queue);
  return new Set(days.map(({ date }) => date));
}
