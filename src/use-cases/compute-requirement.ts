import {
  AgnerError,
  addDays,
  dayNumber,
  type Forecast,
  gridDays,
  type IntervalGrid,
  openSlots,
  type Plan,
  type PlanQueue,
  type QueueForecast,
  type QueueRequirement,
  type Requirement,
  type GoalPeriod,
  weekdayOf,
  type Weekday,
} from '../domain/index.ts';
import { type GridStaffing, staffGrid } from '../erlang/index.ts';
import { type WorkContext } from './ports.ts';
import { makeProvenance } from './provenance.ts';
import { type StaffInput } from './tasks.ts';
import { checkNotCancelled } from './work.ts';

/** The requirement of every queue of a forecast, by the goals of a plan. */
export function computeRequirement(input: StaffInput, context: WorkContext): Requirement {
  const { forecast, plan, seed, inputs } = input;
  const queues = forecast.queues.map((queue, index) => {
    checkNotCancelled(context);
    context.onProgress({ fraction: index / forecast.queues.length, step: 'staff', figures: {} });
    return staffQueue(queue, planQueueOf(plan, queue.queue), plan);
  });
  return {
    kind: 'requirement',
    provenance: makeProvenance({ forecast: contentOf(forecast), plan }, seed, inputs),
    queues,
  };
}

/** The plan's queue of a name. Throws `NOT_FOUND` naming what there is. */
export function planQueueOf(plan: Plan, name: string): PlanQueue {
  const queue = plan.queues.find((candidate) => candidate.name === name);
  if (queue !== undefined) return queue;
  throw new AgnerError(
    'NOT_FOUND',
    `plan ${plan.name} has no queue "${name}"; it has ${plan.queues.map((q) => q.name).join(', ')}`,
  );
}

/** The requirement of one queue's forecast. */
export function staffQueue(
  forecast: QueueForecast,
  queue: PlanQueue,
  plan: Plan,
): QueueRequirement {
  const { grid } = forecast;
  const open = openSlots(queue.openingHours, grid);
  const unrosteredShares = plan.shrinkage.unrostered.map(({ share }) => share);
  const volume = forecast.volume.mean;
  const handleTimeSeconds = forecast.handleTimeSeconds.mean;
  const { staffing } = queue;
  if (staffing.kind !== 'calls') {
    throw new AgnerError('UNSUPPORTED', `no model for ${staffing.kind} yet`);
  }
  const grids: GridStaffing = staffGrid({
    volume,
    handleTimeSeconds,
    open,
    stepSeconds: grid.stepSeconds,
    periodOf: periodIndex(grid, queue.goal.period, plan.site.weekStart),
    goal: queue.goal,
    model: staffing.model,
    patienceSeconds: staffing.patienceSeconds,
    unrosteredShares,
  });
  const lost = volume.reduce((sum, value, slot) => sum + (open[slot] === true ? 0 : value), 0);
  return {
    queue: queue.name,
    grid,
    staffing,
    goal: queue.goal,
    unrosteredShrinkage: sumOf(unrosteredShares),
    open,
    volume,
    handleTimeSeconds,
    ...grids,
    notes: lost > 0 ? [{ code: 'contacts-while-closed', details: { contacts: lost } }] : [],
  };
}

/** Per slot, the number of its day, week or month; one period for each interval is all zero. */
function periodIndex(grid: IntervalGrid, period: GoalPeriod, weekStart: Weekday): number[] {
  const index = new Array<number>(grid.length).fill(0);
  if (period === 'interval') return index;
  for (const { date, firstSlot, slots } of gridDays(grid)) {
    index.fill(periodOfDate(date, period, weekStart), firstSlot, firstSlot + slots);
  }
  return index;
}

function periodOfDate(date: string, period: 'day' | 'week' | 'month', weekStart: Weekday): number {
  switch (period) {
    case 'day':
      return dayNumber(date);
    case 'week':
      return dayNumber(addDays(date, -((weekdayOf(date) - weekStart + 7) % 7)));
    case 'month':
      return Number(date.slice(0, 7).replace('-', ''));
  }
}

/** What of a forecast a later step depends on: not how it came about. */
export function contentOf(forecast: Forecast) {
  return forecast.queues.map(({ queue, grid, volume, handleTimeSeconds }) => ({
    queue,
    grid,
    volume,
    handleTimeSeconds,
  }));
}

function sumOf(shares: readonly number[]): number {
  return shares.reduce((sum, share) => sum + share, 0);
}
