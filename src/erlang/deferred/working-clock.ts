import { AgnerError } from '../../domain/errors.ts';

/** Whether an answer time runs while the doors are shut: `open` counts open time alone. */
export type ClockSetting = 'open' | 'elapsed';

/** The stretch in which work may be done and is in time, as positions among open intervals. */
export interface WorkSpan {
  /** First position in which it can be worked; the number of open intervals if none is left. */
  readonly from: number;
  /**
   * Last position in which it is in time; the number of open intervals if that lies beyond the
   * horizon; below `from` if no open interval comes before it is due.
   */
  readonly due: number;
}

/** Open intervals by position, and where an answer time that starts in an interval ends. */
export interface WorkingClock {
  /** Interval of each position, ascending. */
  readonly openIntervals: readonly number[];
  /** Whole intervals in the answer time. */
  readonly steps: number;
  /** Span of what comes in evenly through an interval. */
  readonly spanOf: (interval: number) => WorkSpan;
  /** Span of what is there from the start and is in time up to the end of `dueInterval`. */
  readonly spanFromStart: (dueInterval: number) => WorkSpan;
}

/**
 * Reads an answer time on a grid of open and closed intervals.
 *
 * What comes in evenly through an open interval i is due evenly through the interval that lies T
 * later, so it may be worked from i to that one, both included. What comes in while closed waits
 * together for the opening and, on the open clock, is due together T of open time after it. An
 * answer time that is no whole number of intervals is cut to one: work is due early, never late.
 *
 * @param open one per interval
 * @throws {AgnerError} `INVALID_INPUT` for no interval at all, or an answer time below one interval:
 *   inside an interval a fluid says nothing
 *
 * Cost: O(intervals).
 *
 * @example
 * workingClock([true, false, true], 900, 900, 'open').spanOf(0); // => { from: 0, due: 1 }
 * workingClock([true, false, true], 900, 900, 'elapsed').spanOf(0); // => { from: 0, due: 0 }
 */
export function workingClock(
  open: readonly boolean[],
  stepSeconds: number,
  thresholdSeconds: number,
  setting: ClockSetting,
): WorkingClock {
  if (open.length === 0) {
    throw new AgnerError('INVALID_INPUT', 'expected at least 1 interval, got 0', { name: 'open' });
  }
  // Seconds as decimals: 0.3 s in steps of 0.1 s are 3 steps.
  const steps = Math.floor((thresholdSeconds / stepSeconds) * (1 + 1e-12));
  if (!(steps >= 1)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected thresholdSeconds of at least one interval of ${stepSeconds}, got ${thresholdSeconds}`,
      { name: 'thresholdSeconds', stepSeconds, got: String(thresholdSeconds) },
    );
  }
  const openIntervals: number[] = [];
  /** Open intervals before each interval, and before the end. */
  const before = new Int32Array(open.length + 1);
  open.forEach((isOpen, interval) => {
    before[interval + 1] = before[interval]! + (isOpen ? 1 : 0);
    if (isOpen) openIntervals.push(interval);
  });
  const count = openIntervals.length;
  const lastUpTo = (interval: number): number =>
    interval >= open.length ? count : interval < 0 ? -1 : before[interval + 1]! - 1;

  return {
    openIntervals,
    steps,
    spanOf: (interval) => {
      const from = before[interval]!;
      if (setting === 'elapsed') return { from, due: lastUpTo(interval + steps) };
      return { from, due: Math.min(count, open[interval]! ? from + steps : from + steps - 1) };
    },
    spanFromStart: (dueInterval) => ({ from: 0, due: lastUpTo(dueInterval) }),
  };
}
