import { checkNonNegative, checkPositive, checkShare } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { checkHandleTime } from '../blocking/erlang-b.ts';
import { type ClockSetting, workingClock, type WorkingClock } from './working-clock.ts';

/** Items that were there before the first interval. */
export interface BacklogPart {
  readonly items: number;
  readonly handleTimeSeconds: number;
  /** Last interval in which it is still in time; below 0 for what is late already. */
  readonly dueInterval: number;
}

/** Work that may wait: e-mail, back office, call-backs, messages. One value per interval. */
export interface DeferredWork {
  readonly stepSeconds: number;
  /** Whether anybody works then. */
  readonly open: readonly boolean[];
  /** Mean number of items that come in, while closed too. */
  readonly items: readonly number[];
  /** Mean handle time of an item that comes in then, above 0 where there are items. */
  readonly handleTimeSeconds: readonly number[];
  readonly backlog: readonly BacklogPart[];
}

/** When deferred work is done in time. */
export interface DeferredGoal {
  /** Share of items to be done in time, fraction in (0, 1]; 1 is all of them. */
  readonly share: number;
  /** Answer time, from coming in to done; whole intervals of it count. */
  readonly thresholdSeconds: number;
  readonly clock: ClockSetting;
  /** `carry`: what is due after the last interval may be left. `finish`: nothing may be left. */
  readonly atEnd: 'carry' | 'finish';
}

/** Work that comes in together and is due together, on the positions of open intervals. */
export interface Job {
  readonly from: number;
  /** Last position in time; the number of open intervals if beyond the horizon. */
  readonly due: number;
  /** Cannot be in time: late from the start, or no open interval before it is due. */
  readonly hopeless: boolean;
  readonly items: number;
  readonly handleTimeSeconds: number;
  /** Interval it came in; -1 for backlog, whose number of items is known. */
  readonly interval: number;
}

/** The work as jobs: backlog by due time, then the intervals in order. */
export interface JobList {
  readonly clock: WorkingClock;
  readonly jobs: readonly Job[];
  /** How many of the jobs are backlog. */
  readonly backlogJobs: number;
  /** Number of open intervals. */
  readonly positions: number;
}

/** Most open intervals that a plan may have: a month of quarter-hours, all night. */
const MAX_OPEN_INTERVALS = 3000;

/** Checks work and goal, and lays them out as jobs. Throws `INVALID_INPUT`, `TOO_LARGE`. */
export function listJobs(work: DeferredWork, goal: DeferredGoal): JobList {
  checkWork(work);
  checkPositive('thresholdSeconds', goal.thresholdSeconds);
  checkShare('share', goal.share);
  if (goal.share === 0) {
    throw new AgnerError('INVALID_INPUT', 'expected share to be a fraction in (0, 1], got 0', {
      name: 'share',
    });
  }
  const clock = workingClock(work.open, work.stepSeconds, goal.thresholdSeconds, goal.clock);
  const positions = clock.openIntervals.length;
  if (positions > MAX_OPEN_INTERVALS) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected at most ${MAX_OPEN_INTERVALS} open intervals, got ${positions}`,
      { positions },
    );
  }
  const last = goal.atEnd === 'finish' ? positions - 1 : positions;
  const jobs: Job[] = [];
  for (const { items, handleTimeSeconds, dueInterval } of work.backlog) {
    if (items === 0) continue;
    const due = Math.min(clock.spanFromStart(dueInterval).due, last);
    jobs.push({ from: 0, due, hopeless: due < 0, items, handleTimeSeconds, interval: -1 });
  }
  jobs.sort((a, b) => a.due - b.due);
  const backlogJobs = jobs.length;
  work.items.forEach((items, interval) => {
    if (items === 0) return;
    const handleTimeSeconds = work.handleTimeSeconds[interval]!;
    const span = clock.spanOf(interval);
    // What comes in after the last closing cannot be done in the horizon, whatever is asked.
    const due = span.from < positions ? Math.min(span.due, last) : span.due;
    const hopeless = due < span.from;
    jobs.push({ from: span.from, due, hopeless, items, handleTimeSeconds, interval });
  });
  return { clock, jobs, backlogJobs, positions };
}

function checkWork({ stepSeconds, open, items, handleTimeSeconds, backlog }: DeferredWork): void {
  checkPositive('stepSeconds', stepSeconds);
  if (items.length !== open.length || handleTimeSeconds.length !== open.length) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected items and handleTimeSeconds for each of ${open.length} intervals, got ${items.length} and ${handleTimeSeconds.length}`,
      { name: 'items' },
    );
  }
  items.forEach((count, interval) => {
    checkNonNegative('items', count);
    if (count > 0) checkHandleTime(handleTimeSeconds[interval]!);
    else checkNonNegative('handleTimeSeconds', handleTimeSeconds[interval]!);
  });
  for (const part of backlog) {
    checkNonNegative('backlog items', part.items);
    if (part.items > 0) checkHandleTime(part.handleTimeSeconds);
    if (!Number.isSafeInteger(part.dueInterval)) {
      throw new AgnerError(
        'INVALID_INPUT',
        `expected backlog dueInterval to be a whole number, got ${part.dueInterval}`,
        { name: 'dueInterval', got: String(part.dueInterval) },
      );
    }
  }
}
