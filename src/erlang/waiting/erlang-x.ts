import { checkNonNegative, checkPositiveInteger, checkShare } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { checkLineCount, checkQueue, erlangA, type ImpatientQueue } from './erlang-a.ts';
import { checkAgents, MAX_LOAD } from '../blocking/erlang-b.ts';
import { type Performance } from '../performance.ts';
import { solveIncreasing } from '../numerics/solve-increasing.ts';

/** How many of those who were not served call again. */
export interface Redials {
  /** Share of callers who hung up, fraction in [0, 1]. */
  readonly redialFractionOfAbandoned: number;
  /** Share of callers who were turned away, fraction in [0, 1]. */
  readonly redialFractionOfBlocked: number;
}

/** What calls live through where some come again. */
export interface RedialPerformance {
  /** Of an attempt, first or later: a caller may make several. */
  readonly performance: Performance;
  /** Load of all attempts, in erlangs. */
  readonly totalLoad: number;
  /** Attempts over first attempts, at least 1. */
  readonly attemptsPerCaller: number;
}

const SOLVED = 1e-15;

/**
 * Erlang X: Erlang A in which some of those who hang up or are turned away call again.
 *
 * Model: redials join the stream of calls as if they were fresh, so that the load of all attempts is
 * first attempts + all attempts x (share of abandoned x P(abandoned) + share of blocked x P(blocked)).
 * The right side taken to the left is the load that ends, which only rises with the load of all
 * attempts: there is at most one answer, and it is found between two loads that enclose it.
 *
 * @param queue `load` is that of first attempts
 * @param agents agents on the phones, whole number of at least 1
 * @param thresholdSeconds answer-time target, at least 0
 * @throws {AgnerError} `INVALID_INPUT`; `TOO_LARGE`, also if all attempts exceed the largest load;
 *   `UNSTABLE_QUEUE` if calls come again without end: nobody gives up for good, or too few do
 *
 * Cost: some twenty times that of `erlangA`.
 *
 * @see Cohen (1957), "Basic problems of telephone traffic theory and the influence of repeated
 *   calls", Philips Telecommunication Review 18(2), for the fixed point; docs/models/erlang-x.md.
 *
 * @example
 * const queue = { load: 10, handleTimeSeconds: 180, patienceSeconds: 120, lines: null };
 * const redials = { redialFractionOfAbandoned: 0.5, redialFractionOfBlocked: 0 };
 * erlangX(queue, 10, 20, redials).attemptsPerCaller; // => 1.0991...
 */
export function erlangX(
  queue: ImpatientQueue,
  agents: number,
  thresholdSeconds: number,
  redials: Redials,
): RedialPerformance {
  checkQueue(queue);
  checkPositiveInteger('agents', agents);
  checkAgents('agents', agents);
  checkLineCount(queue.lines, agents);
  checkNonNegative('thresholdSeconds', thresholdSeconds);
  checkShare('redialFractionOfAbandoned', redials.redialFractionOfAbandoned);
  checkShare('redialFractionOfBlocked', redials.redialFractionOfBlocked);
  const { load } = queue;
  const most = mostThatEnds(queue, agents, redials);
  if (load >= most) refuseEndless(load, most);

  const at = (totalLoad: number): Performance =>
    erlangA({ ...queue, load: totalLoad }, agents, thresholdSeconds);
  const { redialFractionOfAbandoned, redialFractionOfBlocked } = redials;
  if (load === 0 || (redialFractionOfAbandoned === 0 && redialFractionOfBlocked === 0)) {
    return { performance: at(load), totalLoad: load, attemptsPerCaller: 1 };
  }
  const ending = (totalLoad: number): number => {
    const { answeredProbability, abandonProbability, blockedProbability } = at(totalLoad);
    return (
      totalLoad *
      (answeredProbability +
        (1 - redialFractionOfAbandoned) * abandonProbability +
        (1 - redialFractionOfBlocked) * blockedProbability)
    );
  };
  // A relative excess, for a load as small as doubles go.
  const excess = (totalLoad: number): number => ending(totalLoad) / load - 1;
  const totalLoad = solve(excess, load);
  return { performance: at(totalLoad), totalLoad, attemptsPerCaller: totalLoad / load };
}

function solve(excess: (totalLoad: number) => number, load: number): number {
  // Of the attempts of this load none is a redial too many.
  if (excess(load) >= 0) return load;
  let below = load;
  let above = Math.min(MAX_LOAD, 2 * load);
  while (excess(above) < 0) {
    if (above === MAX_LOAD) {
      throw new AgnerError(
        'TOO_LARGE',
        `expected attempts of at most ${MAX_LOAD} erlangs, redials included, got more`,
        { load },
      );
    }
    below = above;
    above = Math.min(MAX_LOAD, 2 * above);
  }
  return solveIncreasing(excess, below, above, SOLVED);
}

/**
 * Load that ends per handle time, for good, however many attempts there are: all agents answer,
 * and what gives up of the rest grows without end unless everybody calls again.
 */
function mostThatEnds(
  { handleTimeSeconds, patienceSeconds, lines }: ImpatientQueue,
  agents: number,
  { redialFractionOfAbandoned, redialFractionOfBlocked }: Redials,
): number {
  if (lines === null) return redialFractionOfAbandoned < 1 ? Infinity : agents;
  if (redialFractionOfBlocked < 1) return Infinity;
  const hungUp =
    patienceSeconds === null ? 0 : (lines - agents) * (handleTimeSeconds / patienceSeconds);
  return agents + (1 - redialFractionOfAbandoned) * hungUp;
}

function refuseEndless(load: number, most: number): never {
  throw new AgnerError(
    'UNSTABLE_QUEUE',
    `expected first attempts below ${most} erlangs, the most that ends where all others call again, got ${load}`,
    { load, most },
  );
}
