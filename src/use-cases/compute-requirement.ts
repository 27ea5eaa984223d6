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
import { scheduledAgents } from '../erlang/index.ts';
import { goalNotes } from './goal-notes.ts';
import { type WorkContext } from './ports.ts';
import { makeProvenance } from './provenance.ts';
import { staffCalls } from './staff-calls.ts';
import { staffChat } from './staff-chat.ts';
import { staffDeferred } from './staff-deferred.ts';
import {
  type StaffingContext,
  staffUncertainCalls,
  type UncertainStaffing,
} from './staff-uncertain-calls.ts';
import { type SlotStaffing, type StaffingInput } from './staffing-input.ts';
import { type StaffInput } from './tasks.ts';
import { checkNotCancelled } from './work.ts';

/** The requirement of every queue of a forecast, by the goals of a plan. */
export function computeRequirement(input: StaffInput, context: WorkContext): Requirement {
  const { forecast, plan, seed, inputs } = input;
  const queues = forecast.queues.map((queue, index) => {
    checkNotCancelled(context);
    context.onProgress({ fraction: index / forecast.queues.length, step: 'staff', figures: {} });
    return staffQueue(queue, planQueueOf(plan, queue.queue), plan, seed);
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

/**
 * The requirement of one queue's forecast.
 *
 * @param seed of the paths behind a band of hours
 * @throws {AgnerError} as the staffing models do, with the queue named
 */
export function staffQueue(
  forecast: QueueForecast,
  queue: PlanQueue,
  plan: Plan,
  seed = 1,
): QueueRequirement {
  const { grid } = forecast;
  const open = openSlots(queue.openingHours, grid);
  const unrosteredShares = plan.shrinkage.unrostered.map(({ share }) => share);
  const volume = forecast.volume.mean;
  const handleTimeSeconds = forecast.handleTimeSeconds.mean;
  const { notes, ...staffed } = nameQueue(queue.name, () =>
    staffSlots(
      {
        volume,
        handleTimeSeconds,
        open,
        stepSeconds: grid.stepSeconds,
        periodOf: periodIndex(grid, queue.goal.period, plan.site.weekStart),
      },
      queue,
      { forecast, plan, seed },
    ),
  );
  const scheduled = staffed.agents.map(
    memoize((agents) => scheduledAgents(agents, unrosteredShares)),
  );
  // Deferred work may come in while nobody works.
  const lost =
    queue.staffing.kind === 'deferred'
      ? 0
      : volume.reduce((sum, value, slot) => sum + (open[slot] === true ? 0 : value), 0);
  return {
    queue: queue.name,
    grid,
    staffing: queue.staffing,
    goal: queue.goal,
    unrosteredShrinkage: sumOf(unrosteredShares),
    open,
    volume,
    handleTimeSeconds,
    scheduledAgents: scheduled.map((one) => one.scheduledAgents),
    scheduledAgentsExact: scheduled.map(({ exact }) => exact),
    ...staffed,
    notes: [
      ...(lost > 0 ? [{ code: 'contacts-while-closed', details: { contacts: lost } }] : []),
      ...notes,
      ...goalNotes(queue, { volume, ...staffed }),
    ],
  };
}

function staffSlots(
  input: StaffingInput,
  queue: PlanQueue,
  context: StaffingContext,
): SlotStaffing | UncertainStaffing {
  const { staffing, uncertainty } = queue;
  switch (staffing.kind) {
    case 'calls':
      return uncertainty === null
        ? staffCalls(input, queue, staffing)
        : staffUncertainCalls(input, queue, staffing, uncertainty, context);
    case 'chat':
      return staffChat(input, queue, staffing);
    case 'deferred':
      return staffDeferred(input, queue, staffing);
  }
}

/** Says of which queue a fault speaks. */
function nameQueue<T>(queue: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AgnerError)) throw error;
    throw new AgnerError(
      error.code,
      `queue "${queue}": ${error.message}`,
      { ...error.details, queue },
      { cause: error },
    );
  }
}

function memoize<T>(compute: (agents: number) => T): (agents: number) => T {
  const known = new Map<number, T>();
  return (agents) => {
    const found = known.get(agents);
    if (found !== undefined) return found;
    const value = compute(agents);
    known.set(agents, value);
    return value;
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
  return forecast.queues.map(({ queue, grid, volume, dayTotals, handleTimeSeconds }) => ({
    queue,
    grid,
    volume,
    dayTotals,
    handleTimeSeconds,
  }));
}

function sumOf(shares: readonly number[]): number {
  return shares.reduce((sum, share) => sum + share, 0);
}
