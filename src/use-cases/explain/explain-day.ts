import {
  addDays,
  AgnerError,
  type DayExplanation,
  formatInstant,
  handleSeconds,
  type IntervalHistory,
  type QueueRequirement,
  slotAt,
  slotStart,
  startOfDay,
} from '../../domain/index.ts';
import { type AttendanceSettings, daysOf } from '../attendance/index.ts';
import { forecastBefore, requirementOf } from '../day-sources.ts';
import { type Store, type WorkContext } from '../ports.ts';
import { addParts, levelOf, NO_PARTS, type Parts, partsOf } from '../service-parts.ts';
import { findPlan, type PlanSource, type World } from '../sources.ts';
import { attendedSlots } from './attended-slots.ts';
import { type ExplainedQueue } from './explained-queue.ts';

export interface ExplainDayRequest {
  readonly site: string;
  readonly plan: Exclude<PlanSource, { kind: 'none' }>;
  readonly date: string;
  /** Id of the forecast that the day was planned by; `null` for the last made before it. */
  readonly forecast: string | null;
  /** Epoch seconds; of a day under way what is over by then is looked at. */
  readonly now: number;
  readonly activities: AttendanceSettings['activities'];
  readonly seed: number;
}

/**
 * Why the service level of a day was another than planned: the gap split into volume, handle time,
 * roster fit, absence, adherence and what the model leaves over.
 *
 * @throws {AgnerError} `NOT_FOUND` where no forecast holds the day, or it has not begun
 */
export async function explainDay(
  world: World,
  { site, plan: planSource, date, forecast: id, now, activities, seed }: ExplainDayRequest,
  context: WorkContext,
): Promise<DayExplanation> {
  const { store } = world;
  const plan = await findPlan(store, planSource);
  const { zone } = plan.value.site;
  const from = startOfDay(zone, date);
  const to = Math.min(now, startOfDay(zone, addDays(date, 1)));
  if (to <= from) {
    throw new AgnerError('NOT_FOUND', `expected a day that has begun, got ${date}`, { date });
  }
  const forecast = await forecastBefore(store, site, date, { id, begins: from });
  const required = await requirementOf(world, forecast.value, plan.value, seed, context);
  const { days } = await daysOf(world, { site, date, zone, now: to });
  const settings = { graceSeconds: 0, activities, format: String };
  const queues: ExplainedQueue[] = [];
  for (const planned of required) {
    const history = await historyOf(store, site, planned);
    const isRostered = days.some(({ scheduled }) =>
      scheduled.some(({ queue }) => queue === planned.queue),
    );
    queues.push({
      planned,
      ...whatCame(planned, history, to),
      attended: isRostered
        ? attendedSlots(days, planned.queue, planned.grid, { from, to }, settings)
        : null,
    });
  }
  return {
    site,
    date,
    asOf: formatInstant(to, zone),
    plan: plan.name,
    forecast: forecast.id,
    queues: await world.tasks.run('explainDay', { queues }, context),
  };
}

/** `null` for a queue without any history of the day. */
async function historyOf(
  store: Store,
  site: string,
  { queue, grid }: QueueRequirement,
): Promise<IntervalHistory | null> {
  const range = {
    from: slotStart(grid, 0),
    to: slotStart(grid, grid.length),
  };
  try {
    const history = await store.loadHistory(site, queue, range);
    if (history.grid.stepSeconds === grid.stepSeconds) return history;
    throw new AgnerError(
      'CONFLICT',
      `expected history in intervals of ${grid.stepSeconds} s as the forecast of queue "${queue}", got ${history.grid.stepSeconds} s`,
      { queue },
    );
  } catch (error) {
    if (error instanceof AgnerError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

function whatCame(
  { grid, goal, open }: QueueRequirement,
  history: IntervalHistory | null,
  to: number,
): Pick<ExplainedQueue, 'offered' | 'handleTimeSeconds' | 'achieved'> {
  let sums: Parts = NO_PARTS;
  const handleTimeSeconds: (number | null)[] = [];
  const offered = Array.from({ length: grid.length }, (_, slot): number | null => {
    handleTimeSeconds.push(null);
    if (history === null || slotStart(grid, slot + 1) > to) return null;
    const at = slotAt(history.grid, slotStart(grid, slot));
    const value = (name: keyof IntervalHistory['totals']) => history.totals[name][at] ?? null;
    const count = value('offered');
    if (count === null) return null;
    const [answered, inThreshold] = [value('answered'), value('answeredInThreshold')];
    const seconds = handleSeconds(history, at);
    if (answered !== null && answered > 0 && seconds !== null && seconds > 0) {
      handleTimeSeconds[slot] = seconds / answered;
    }
    if (open[slot] === true && answered !== null && inThreshold !== null) {
      const counts = {
        offered: count,
        answered,
        answeredInThreshold: inThreshold,
        abandonedInThreshold: value('abandonedInThreshold') ?? 0,
      };
      sums = addParts(sums, partsOf(counts, goal.definition));
    }
    return count;
  });
  return { offered, handleTimeSeconds, achieved: levelOf(sums) };
}
