/** One line of Asterisk's queue_log, or one row of it in a table. */
export interface QueueLogEvent {
  /** Epoch seconds; whole in a file, with microseconds in a table. */
  readonly time: number;
  readonly callId: string;
  readonly queue: string;
  readonly agent: string;
  readonly event: string;
  /** As many as there are; an absent one is `undefined` where it is read. */
  readonly params: readonly string[];
}

/**
 * Reads `epoch|callid|queue|agent|EVENT|d1|d2|...`. Nothing in a line is escaped, so a pause
 * reason with a bar in it comes as several parameters.
 *
 * @returns `null` for a line that is none of the log's
 */
export function parseQueueLogLine(line: string): QueueLogEvent | null {
  const afterTime = line.indexOf('|');
  const afterCall = line.indexOf('|', afterTime + 1);
  const afterQueue = line.indexOf('|', afterCall + 1);
  const afterAgent = line.indexOf('|', afterQueue + 1);
  if (afterTime < 0 || afterCall < 0 || afterQueue < 0 || afterAgent < 0) return null;
  const time = secondsOf(line, afterTime);
  const afterEvent = line.indexOf('|', afterAgent + 1);
  const event = line.slice(afterAgent + 1, afterEvent < 0 ? line.length : afterEvent);
  if (event === '' || time < EARLIEST || time >= LATEST) return null;
  return {
    time,
    callId: line.slice(afterTime + 1, afterCall),
    queue: line.slice(afterCall + 1, afterQueue),
    agent: line.slice(afterQueue + 1, afterAgent),
    event,
    params: afterEvent < 0 ? [] : line.slice(afterEvent + 1).split('|'),
  };
}

/** The digits before `end` as a number, -1 where there are others. Faster than a pattern. */
function secondsOf(line: string, end: number): number {
  let value = 0;
  for (let at = 0; at < end; at++) {
    const digit = line.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return fractionOf(line.slice(0, end));
    value = value * 10 + digit;
  }
  return end === 0 ? -1 : value;
}

/** "1795300567.25" as a table has it. */
function fractionOf(text: string): number {
  return /^\d{1,10}\.\d{1,9}$/.test(text) ? Number(text) : -1;
}

/** Asterisk is younger than the year 2000; a time beyond 2100 is a broken line. */
const EARLIEST = Date.UTC(2000, 0) / 1000;
const LATEST = Date.UTC(2100, 0) / 1000;
