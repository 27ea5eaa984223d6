/** What is counted by queue and interval of arrival. */
export const COUNTS = [
  'offered',
  'redials',
  'blocked',
  'delayed',
  'answered',
  'answeredInThreshold',
  'abandoned',
  'abandonedInThreshold',
  'left',
  'waitAnsweredSeconds',
  'waitAbandonedSeconds',
  'handleSeconds',
  'completedDuring',
  'abandonedDuring',
  'inSystemAtEnd',
  'queueLengthAtEnd',
] as const;

export type Count = (typeof COUNTS)[number];

/** What was counted, and levels that are averaged over time. */
export interface Tally {
  readonly intervals: number;
  readonly stepSeconds: number;
  /** By queue times (intervals + 1) plus interval; the last place is for what comes after the end. */
  readonly counts: Readonly<Record<Count, Float64Array>>;
  /** Present value of each level. */
  readonly values: Int32Array;
  /** Less the changes in the interval, each times the seconds from its start. */
  readonly areas: Float64Array;
  /** By level times intervals plus interval: mean over the interval. */
  readonly means: Float64Array;
  start: number;
}

export function makeTally(
  queues: number,
  levels: number,
  intervals: number,
  stepSeconds: number,
): Tally {
  return {
    intervals,
    stepSeconds,
    counts: makeCounts(queues * (intervals + 1)),
    values: new Int32Array(levels),
    areas: new Float64Array(levels),
    means: new Float64Array(levels * intervals),
    start: 0,
  };
}

/** Written out: the hot loop is quicker with an object whose shape is known. */
function makeCounts(length: number): Record<Count, Float64Array> {
  const zeros = (): Float64Array => new Float64Array(length);
  return {
    offered: zeros(),
    redials: zeros(),
    blocked: zeros(),
    delayed: zeros(),
    answered: zeros(),
    answeredInThreshold: zeros(),
    abandoned: zeros(),
    abandonedInThreshold: zeros(),
    left: zeros(),
    waitAnsweredSeconds: zeros(),
    waitAbandonedSeconds: zeros(),
    handleSeconds: zeros(),
    completedDuring: zeros(),
    abandonedDuring: zeros(),
    inSystemAtEnd: zeros(),
    queueLengthAtEnd: zeros(),
  };
}

/** A level rises or falls. */
export function changeLevel(tally: Tally, level: number, change: number, now: number): void {
  tally.values[level]! += change;
  tally.areas[level]! -= change * (now - tally.start);
}

/** Writes down the means of an interval that is over. */
export function closeInterval(tally: Tally, interval: number, now: number): void {
  const { values, areas, means, intervals, stepSeconds } = tally;
  for (let level = 0; level < values.length; level++) {
    // The value at the end, as if it had been there all the time, less what came later than that.
    const area = values[level]! * stepSeconds + areas[level]!;
    // At least 0 but for the last bits of rounding.
    means[level * intervals + interval] = Math.max(0, area / stepSeconds);
    areas[level] = 0;
  }
  tally.start = now;
}
