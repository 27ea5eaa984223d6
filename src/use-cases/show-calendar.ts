import {
  addDays,
  AgnerError,
  type QueueSpecialDay,
  epochSeconds,
  hoursOnSpecialDays,
  localDateOf,
  mergeSpecialDays,
  openStretches,
  type PlanQueue,
  type SiteCalendar,
  type SpecialDay,
  specialDaysOf,
} from '../domain/index.ts';
import { type DateRange, writeOutCalendar } from './plan-calendar.ts';
import { findPlan, type PlanSource, type World } from './sources.ts';

export interface ShowCalendarRequest {
  readonly plan: Exclude<PlanSource, { kind: 'none' }>;
  /** Special days beside those of the plan, which they precede. */
  readonly specialDays: readonly SpecialDay[];
  /** `null` for all of the plan. */
  readonly queue: string | null;
  /** `null` for today at the site. */
  readonly from: string | null;
  readonly days: number;
}

/** The special days of a plan's queues over a period, public holidays among them, as forecasts take them. */
export async function showCalendar(
  world: Pick<World, 'store' | 'identity' | 'findHolidays'>,
  request: ShowCalendarRequest,
): Promise<SiteCalendar> {
  const found = (await findPlan(world.store, request.plan)).value;
  const from = request.from ?? localDateOf(epochSeconds(world.identity.now()), found.site.zone);
  const range = { from, to: addDays(from, request.days - 1) };
  const { plan, notes } = await writeOutCalendar(world, found, range);
  const queues = plan.queues.filter(({ name }) => [name, null].includes(request.queue));
  if (queues.length === 0) {
    throw new AgnerError(
      'NOT_FOUND',
      `plan ${plan.name} has no queue "${request.queue ?? ''}"; it has ${plan.queues.map(({ name }) => name).join(', ')}`,
    );
  }
  const specialDays = [...request.specialDays, ...plan.specialDays];
  return {
    plan: plan.name,
    ...range,
    queues: queues.map((queue) => ({
      queue: queue.name,
      days: daysOf(queue, specialDaysOf(specialDays, queue.name), range),
    })),
    notes,
  };
}

function daysOf(
  { openingHours }: PlanQueue,
  specialDays: readonly SpecialDay[],
  { from, to }: DateRange,
): readonly QueueSpecialDay[] {
  const known = mergeSpecialDays(specialDays);
  const hours = hoursOnSpecialDays(openingHours, known);
  return [...known.values()]
    .filter(({ date }) => from <= date && date <= to)
    .sort((a, b) => (a.date < b.date ? -1 : 1))
    .map(({ date, type, name, like, factor, history }) => ({
      date,
      type,
      name: name ?? null,
      open: openStretches(hours, date),
      like: like ?? null,
      factor: factor ?? null,
      history: history ?? 'learn',
    }));
}
