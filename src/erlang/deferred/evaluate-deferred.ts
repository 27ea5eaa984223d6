import { checkNonNegative } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type DeferredGoal, type DeferredWork, type JobList, listJobs } from './deferred-work.ts';
import { flowWork, type LateWork, type WorkFlow } from './flow-work.ts';

/** What a capacity makes of deferred work of mean volume. Arrays have one value per interval. */
export interface DeferredOutcome {
  readonly itemsDone: readonly number[];
  /** Agent seconds of work done. */
  readonly workDoneSeconds: readonly number[];
  /** Share of agent time spent on the work; `null` without agents. */
  readonly occupancy: readonly (number | null)[];
  /** Items not done at the end of the interval. */
  readonly backlogItems: readonly number[];
  /** The same as work, in agent seconds. */
  readonly backlogSeconds: readonly number[];
  /** Those of the backlog that are past due or can be in time no more. */
  readonly lateItems: readonly number[];
  /**
   * Of the items that came in then, the share done in time; `null` if none came in, or if they
   * are due after the last interval and not all done yet.
   */
  readonly shareWithinThreshold: readonly (number | null)[];
  /** Items due by the end of the last interval, less those that were late before the first. */
  readonly dueItems: number;
  readonly inTimeItems: number;
  /** In time over due; `null` if none are due. */
  readonly overallShareWithinThreshold: number | null;
  /** Whether that reaches the goal's share; true if none are due. */
  readonly meetsGoal: boolean;
}

/** Slack of comparisons with a share: rounding of sums. */
const ROUNDING = 1e-11;

/**
 * What given agents make of deferred work: work done, backlog and share in time, per interval.
 *
 * Model: a fluid of mean volume. Work comes in evenly through an interval, agents work evenly on
 * it, earliest due first, and nobody idles while there is work. Chance is left out; see
 * {@link requireDeferred} for a margin.
 *
 * @param agents per interval, fractions allowed, 0 where closed
 * @param lateWork whether what is late goes first or last. With `last` the shares are exact; with
 *   `first` an interval's work counts as in time if done by the end of the interval it is due in
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: O(intervals).
 *
 * @see docs/models/deferred.md
 *
 * @example
 * const work = {
 *   stepSeconds: 3600, open: [true, true, true], items: [12, 0, 0],
 *   handleTimeSeconds: [600, 600, 600], backlog: [],
 * };
 * const goal = { share: 1, thresholdSeconds: 7200, clock: 'open', atEnd: 'finish' } as const;
 * evaluateDeferred(work, goal, [1, 0.5, 0.5], 'last').backlogItems; // => [6, 3, 0]
 */
export function evaluateDeferred(
  work: DeferredWork,
  goal: DeferredGoal,
  agents: readonly number[],
  lateWork: LateWork,
): DeferredOutcome {
  const list = listJobs(work, goal);
  checkAgentsOf(work, 'agents', agents);
  const { openIntervals } = list.clock;
  const capacity = Float64Array.from(openIntervals, (at) => agents[at]! * work.stepSeconds);
  const items = itemsOf(list);
  const flow = flowWork(list, workOf(list), items, capacity, lateWork);
  const { due, inTime } = sharesOfFlow(list, items, workOf(list), flow);
  return {
    ...reportIntervals(work, list, agents, flow),
    dueItems: due,
    inTimeItems: inTime,
    overallShareWithinThreshold: due === 0 ? null : inTime / due,
    meetsGoal: inTime >= goal.share * due * (1 - ROUNDING),
  };
}

/** Mean work of each job, in agent seconds. */
export function workOf({ jobs }: JobList): Float64Array {
  return Float64Array.from(jobs, ({ items, handleTimeSeconds }) => items * handleTimeSeconds);
}

export function itemsOf({ jobs }: JobList): Float64Array {
  return Float64Array.from(jobs, ({ items }) => items);
}

/** Items due within the horizon, and those of them done in time. */
export function sharesOfFlow(
  { jobs, positions }: JobList,
  items: Float64Array,
  seconds: Float64Array,
  flow: WorkFlow,
): { readonly due: number; readonly inTime: number } {
  let due = 0;
  let inTime = 0;
  jobs.forEach((job, index) => {
    // Late before the first interval: no plan can change that.
    if (job.due >= positions || (job.hopeless && job.interval < 0)) return;
    due += items[index]!;
    if (seconds[index]! > 0) inTime += (items[index]! * flow.inTime[index]!) / seconds[index]!;
    else if (!job.hopeless) inTime += items[index]!;
  });
  return { due, inTime: Math.min(inTime, due) };
}

function reportIntervals(
  work: DeferredWork,
  { clock, jobs, backlogJobs, positions }: JobList,
  agents: readonly number[],
  flow: WorkFlow,
) {
  const intervals = work.open.length;
  const itemsDone = new Array<number>(intervals).fill(0);
  const workDoneSeconds = new Array<number>(intervals).fill(0);
  const occupancy = new Array<number | null>(intervals).fill(null);
  const backlogItems = new Array<number>(intervals).fill(0);
  const backlogSeconds = new Array<number>(intervals).fill(0);
  const lateItems = new Array<number>(intervals).fill(0);
  const shareWithinThreshold = new Array<number | null>(intervals).fill(null);
  clock.openIntervals.forEach((at, position) => {
    itemsDone[at] = flow.itemsDone[position]!;
    workDoneSeconds[at] = flow.secondsDone[position]!;
    const room = agents[at]! * work.stepSeconds;
    if (room > 0) occupancy[at] = Math.min(1, workDoneSeconds[at] / room);
  });

  let waitingItems = 0;
  let waitingSeconds = 0;
  let hopelessItems = 0;
  for (const { items, handleTimeSeconds, hopeless } of jobs.slice(0, backlogJobs)) {
    waitingItems += items;
    waitingSeconds += items * handleTimeSeconds;
    if (hopeless) hopelessItems += items;
  }
  let job = backlogJobs;
  let position = -1;
  for (let at = 0; at < intervals; at++) {
    if (work.open[at]) {
      position++;
      hopelessItems = 0;
    }
    const here = jobs[job];
    if (here?.interval === at) {
      const seconds = here.items * here.handleTimeSeconds;
      waitingItems += here.items;
      waitingSeconds += seconds;
      if (here.hopeless) hopelessItems += here.items;
      if (here.due < positions || flow.done[job]! >= seconds) {
        shareWithinThreshold[at] = Math.min(1, flow.inTime[job]! / seconds);
      }
      job++;
    }
    waitingItems -= itemsDone[at]!;
    waitingSeconds -= workDoneSeconds[at]!;
    // At least 0 but for the rounding of sums.
    backlogItems[at] = Math.max(0, waitingItems);
    backlogSeconds[at] = Math.max(0, waitingSeconds);
    // What is hopeless joins the late at the opening; before that it is counted here.
    lateItems[at] = (position < 0 ? 0 : flow.itemsLate[position]!) + hopelessItems;
  }
  return {
    itemsDone,
    workDoneSeconds,
    occupancy,
    backlogItems,
    backlogSeconds,
    lateItems,
    shareWithinThreshold,
  };
}

/** Throws `INVALID_INPUT` unless there is one number per interval, and 0 where closed. */
export function checkAgentsOf(
  { open }: DeferredWork,
  name: string,
  agents: readonly number[],
): void {
  if (agents.length !== open.length) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected ${name} for each of ${open.length} intervals, got ${agents.length}`,
      { name },
    );
  }
  agents.forEach((count, interval) => {
    checkNonNegative(name, count);
    if (count > 0 && !open[interval]) {
      throw new AgnerError(
        'INVALID_INPUT',
        `expected ${name} of 0 in closed interval ${interval}, got ${count}`,
        { name, interval },
      );
    }
  });
}
