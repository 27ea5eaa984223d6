import { checkShare } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { inverseBlocking } from './inverse-blocking.ts';
import { checkAgents, checkLoad } from '../limits.ts';

/** Lines whose lost callers try again at once. */
export interface RecallQueue {
  /** Offered load of first attempts in erlangs, at least 0. */
  readonly load: number;
  /** Whole number of at least 0. */
  readonly lines: number;
  /** Share of the blocked calls, first attempts or not, that try again; fraction in [0, 1]. */
  readonly recallFraction: number;
}

/** What lines carry and lose once the recalls have settled. */
export interface RecallPerformance {
  /** First attempts and recalls, in erlangs. */
  readonly totalLoad: number;
  /** Probability that an attempt, first or not, finds all lines busy. */
  readonly blockedProbability: number;
  /** Busy lines on average, in erlangs. */
  readonly carriedLoad: number;
  /** Load of those who give up in the end; with the carried load it is the load. */
  readonly lostLoad: number;
}

/** More steps than Newton's method was ever seen to take, ten times over. */
const MAX_STEPS = 500;

/**
 * Extended Erlang B: lines whose blocked callers try again with a given probability.
 *
 * Model: recalls come as fresh Poisson traffic: the total load T solves T = A + r T B(T, lines).
 * The load carried, T (1 - B), is concave and rising in T and stays below the lines; so
 * (1 - r) T + r T (1 - B) = A has one root, and Newton's method from T = A comes to it from below
 * without passing it.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNSTABLE_QUEUE` for a recall fraction of 1
 *   with a load at or above the lines: nobody gives up, and more comes than the lines can carry
 *
 * Cost: some ten evaluations, each O(min(lines, lines above load + 9 square roots of load)).
 * Relative error below 1e-12.
 *
 * @see Jewett, Shrago & Yomtov (1980), "Designing optimal voice networks", chapter on recalls;
 *   for concavity Harel (1990), "Convexity properties of the Erlang loss formula", Oper. Res. 38(3).
 *
 * @example
 * extendedB({ load: 5.5, lines: 11, recallFraction: 0.5 }); // => { blockedProbability: 0.0150... }
 */
export function extendedB({ load, lines, recallFraction }: RecallQueue): RecallPerformance {
  checkLoad(load);
  checkAgents('lines', lines);
  checkShare('recallFraction', recallFraction);
  if (recallFraction === 1 && load >= lines && load > 0) {
    throw new AgnerError(
      'UNSTABLE_QUEUE',
      `expected a load below ${lines} lines where every blocked call tries again, got ${load}`,
      { load, lines, recallFraction },
    );
  }
  if (load === 0) {
    const blockedProbability = lines === 0 ? 1 : 0;
    return { totalLoad: 0, blockedProbability, carriedLoad: 0, lostLoad: 0 };
  }
  const totalLoad = settle(load, lines, recallFraction);
  const { blocked, carried } = loss(totalLoad, lines);
  return {
    totalLoad,
    blockedProbability: blocked,
    carriedLoad: carried,
    lostLoad: (1 - recallFraction) * totalLoad * blocked,
  };
}

function settle(load: number, lines: number, recallFraction: number): number {
  const stay = 1 - recallFraction;
  let total = load;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { blocked, free, slope } = loss(total, lines);
    // What is missing of the load, in the form whose parts are small: of small loads the carried
    // ones, of large ones the free lines.
    const missing =
      total <= lines
        ? load - total + recallFraction * total * blocked
        : load - lines + stay * (lines - total) + recallFraction * free;
    const next = total + missing / (stay + recallFraction * slope);
    if (next <= total || next - total <= 2e-16 * total) return Math.max(next, load);
    total = next;
  }
  throw new AgnerError('INTERNAL', 'expected recalls to settle, got no end of steps', {
    load,
    lines,
    recallFraction,
  });
}

/** Blocking, busy and free lines of a load, and how much more a little more load has carried. */
interface Loss {
  readonly blocked: number;
  readonly carried: number;
  readonly free: number;
  /** d carried / d load: the variance of the busy lines over the load. */
  readonly slope: number;
}

function loss(load: number, lines: number): Loss {
  if (load <= lines) {
    const blocked = 1 / inverseBlocking(load, lines);
    const carried = load * (1 - blocked);
    const free = lines - carried;
    return { blocked, carried, free, slope: 1 - blocked * (1 + free) };
  }
  // Chances of k free lines, over that of none: they fall from the first on.
  let term = 1;
  let all = 1;
  let first = 0;
  let second = 0;
  for (let k = 1; k <= lines && term * k * k > 1e-18 * second; k++) {
    term *= (lines - k + 1) / load;
    all += term;
    first += k * term;
    second += k * k * term;
  }
  const free = first / all;
  return {
    blocked: 1 / all,
    carried: lines - free,
    free,
    slope: (second / all - free * free) / load,
  };
}
