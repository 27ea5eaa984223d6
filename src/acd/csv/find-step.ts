import { inputError, offsetSeconds } from '../../domain/index.ts';
import { type QueueRows } from './row-store.ts';

/** Too few distances between starts to go by a queue's own. */
const FEW = 20;

/**
 * The length in seconds of each queue's intervals.
 *
 * Said by the caller, else the length that most of the queue's rows state, else the smallest
 * distance between two starts on the wall clock that at least 1 in 100 distances shows (a stray row
 * must not halve the step); a queue with few rows goes by the whole file.
 *
 * @throws {AgnerError} `INVALID_INPUT` where there is nothing to go by, or the length does not
 *   divide a day
 */
export function findSteps(
  queues: readonly QueueRows[],
  given: number | null,
  source: string,
): ReadonlyMap<QueueRows, number> {
  const all = new Map<number, number>();
  const own = new Map<QueueRows, ReadonlyMap<number, number>>();
  const states = (rows: QueueRows) => rows.lengths.some((length) => length > 0);
  if (given === null) {
    for (const rows of queues.filter((candidate) => !states(candidate))) {
      const distances = countDistances(rows);
      own.set(rows, distances);
      for (const [distance, count] of distances) {
        all.set(distance, (all.get(distance) ?? 0) + count);
      }
    }
  }
  return new Map(
    queues.map((rows) => {
      const distances = own.get(rows);
      const step =
        given ??
        (distances === undefined
          ? mostCommon(rows.lengths.filter((length) => length > 0))
          : smallest(sum(distances) >= FEW ? distances : all));
      checkStep(step, rows, source);
      return [rows, step];
    }),
  );
}

function countDistances({ walls }: QueueRows): ReadonlyMap<number, number> {
  const sorted = Float64Array.from(walls);
  sorted.sort();
  const counts = new Map<number, number>();
  for (let row = 1; row < sorted.length; row++) {
    const distance = sorted[row]! - sorted[row - 1]!;
    if (distance > 0) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  }
  return counts;
}

function sum(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

function smallest(counts: ReadonlyMap<number, number>): number {
  const least = sum(counts) / 100;
  return Math.min(...[...counts].filter(([, count]) => count >= least).map(([value]) => value));
}

/** The most frequent value; the smaller of two that are equally so. */
export function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = Number.NaN;
  for (const [value, count] of counts) {
    const bestCount = counts.get(best) ?? 0;
    if (count > bestCount || (count === bestCount && value < best)) best = value;
  }
  return best;
}

function checkStep(step: number, { queue, lines }: QueueRows, source: string): void {
  if (Number.isInteger(step) && step > 0 && 86_400 % step === 0) return;
  const what = Number.isFinite(step) ? `${step} seconds` : `${lines.length} row to tell it by`;
  throw inputError(
    `expected intervals of one length that divides a day, got ${what} for queue "${queue.slice(0, 60)}"; say how long an interval is`,
    { source },
  );
}

/**
 * Whether slots of this length keep to the wall clock in a zone: each clock change is a whole
 * number of them. Looked at from a year before to a year after the rows, so that a file of one
 * winter and a file of a whole year are laid out alike.
 */
export function keepsToWallClock(zone: string, step: number, walls: readonly number[]): boolean {
  let from = Infinity;
  let to = -Infinity;
  for (const wall of walls) {
    if (wall < from) from = wall;
    if (wall > to) to = wall;
  }
  const year = 366 * 86_400;
  const first = offsetSeconds(zone, from - year);
  for (let instant = from - year; instant <= to + year; instant += 14 * 86_400) {
    if ((offsetSeconds(zone, instant) - first) % step !== 0) return false;
  }
  return true;
}
