export const ANSWERED = 0;
export const ABANDONED = 1;
export const BLOCKED = 2;
export const LEFT = 3;

/** What became of a contact: the names of the four. */
export const OUTCOMES = ['answered', 'abandoned', 'blocked', 'left'] as const;

/** Every contact, redials included, in order of arrival; one column a property. */
export interface ContactLog {
  readonly length: number;
  /** Place of the queue in the centre. */
  readonly queue: Int32Array;
  /** Which caller of the queue, counted from 0 by first call. */
  readonly ordinal: Int32Array;
  /** 0 for a first call, 1 for the first redial. */
  readonly attempt: Int32Array;
  readonly arrivalSeconds: Float64Array;
  /** Until answered, hung up or sent away; `Infinity` for one who waits for ever. */
  readonly waitSeconds: Float64Array;
  /** Place in {@link OUTCOMES}. */
  readonly outcome: Uint8Array;
  /** Place of the group that answered (the last one, if several did), or -1. */
  readonly group: Int32Array;
}

/** A log that is being written. */
export type OpenLog = { -readonly [Column in keyof ContactLog]: ContactLog[Column] };

export function makeContactLog(capacity: number): OpenLog {
  return {
    length: 0,
    queue: new Int32Array(capacity),
    ordinal: new Int32Array(capacity),
    attempt: new Int32Array(capacity),
    arrivalSeconds: new Float64Array(capacity),
    waitSeconds: new Float64Array(capacity),
    outcome: new Uint8Array(capacity),
    group: new Int32Array(capacity),
  };
}

/** Enters a contact as left and returns its row. */
export function logArrival(
  log: OpenLog,
  queue: number,
  ordinal: number,
  attempt: number,
  now: number,
): number {
  if (log.length === log.queue.length) resizeLog(log, 2 * log.length);
  const row = log.length++;
  log.queue[row] = queue;
  log.ordinal[row] = ordinal;
  log.attempt[row] = attempt;
  log.arrivalSeconds[row] = now;
  logOutcome(log, row, LEFT, 0, -1);
  return row;
}

export function logOutcome(
  log: OpenLog,
  row: number,
  outcome: number,
  waitSeconds: number,
  group: number,
): void {
  log.outcome[row] = outcome;
  log.waitSeconds[row] = waitSeconds;
  log.group[row] = group;
}

/** The log without the places that were not needed. */
export function closeLog(log: OpenLog): ContactLog {
  resizeLog(log, log.length);
  return log;
}

function resizeLog(log: OpenLog, capacity: number): void {
  const whole = (values: Int32Array): Int32Array => {
    const resized = new Int32Array(capacity);
    resized.set(values.subarray(0, log.length));
    return resized;
  };
  const real = (values: Float64Array): Float64Array => {
    const resized = new Float64Array(capacity);
    resized.set(values.subarray(0, log.length));
    return resized;
  };
  log.queue = whole(log.queue);
  log.ordinal = whole(log.ordinal);
  log.attempt = whole(log.attempt);
  log.group = whole(log.group);
  log.arrivalSeconds = real(log.arrivalSeconds);
  log.waitSeconds = real(log.waitSeconds);
  const outcome = new Uint8Array(capacity);
  outcome.set(log.outcome.subarray(0, log.length));
  log.outcome = outcome;
}
