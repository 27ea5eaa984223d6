import { checkFraction, checkPositiveInteger } from '../../domain/check.ts';
import { checkLineCount, checkQueue, type ImpatientQueue, waitSums } from './erlang-a.ts';
import { checkAgents, inverseBlocking } from '../blocking/erlang-b.ts';
import { solveIncreasing } from '../numerics/solve-increasing.ts';

/** Waits that a share of callers does not exceed. */
export interface WaitQuantiles {
  /** Of all who entered: answered or hung up within this time. */
  readonly enteredSeconds: number;
  /** Of those who are answered in the end. */
  readonly answeredSeconds: number;
}

/**
 * Erlang A: the time within which a share of callers has stopped waiting, 0 where that share is
 * answered at once.
 *
 * @param agents agents on the phones, whole number of at least 1
 * @param share fraction in [0, 1): 0.9 for "nine of ten wait no longer than"
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: some forty times that of `erlangA`. Relative error about 1e-14, or what an error of 1e-14
 * in the share makes of it.
 *
 * @see docs/models/erlang-a.md for the law of the wait.
 *
 * @example
 * const queue = { load: 10, handleTimeSeconds: 180, patienceSeconds: 120, lines: null };
 * waitQuantileA(queue, 12, 0.9).enteredSeconds; // => 28.84...
 */
export function waitQuantileA(queue: ImpatientQueue, agents: number, share: number): WaitQuantiles {
  checkQueue(queue);
  checkPositiveInteger('agents', agents);
  checkAgents('agents', agents);
  checkLineCount(queue.lines, agents);
  checkFraction('share', share);
  const { load, handleTimeSeconds, patienceSeconds } = queue;
  // Nobody waits, to the last double, where a load is too small to divide by.
  if (agents / load === Infinity) return { enteredSeconds: 0, answeredSeconds: 0 };

  const atOnce = waitSums(queue, agents, 0);
  const free = inverseBlocking(load, agents - 1) * (agents / load) * Math.exp(-atOnce.logScale);
  const entered = free + atOnce.waited;
  const answered = free + atOnce.answered;
  const rate = patienceSeconds === null ? 0 : 1 / patienceSeconds;
  const stillWaiting = (seconds: number): number =>
    (Math.exp(-rate * seconds) * waitSums(queue, agents, seconds).late) / entered;
  const notAnswered = (seconds: number): number =>
    waitSums(queue, agents, seconds).answeredLate / answered;
  const meanWait = (atOnce.waiting / atOnce.waited / load) * handleTimeSeconds;
  return {
    enteredSeconds: timeUntil(stillWaiting, 1 - share, meanWait),
    answeredSeconds: timeUntil(notAnswered, 1 - share, meanWait),
  };
}

/** When a falling share is down to `rest`. */
function timeUntil(share: (seconds: number) => number, rest: number, scale: number): number {
  if (share(0) <= rest) return 0;
  let above = scale;
  let below = 0;
  while (share(above) > rest) {
    below = above;
    above *= 2;
  }
  // It ends, as the share at 0 is above the rest.
  for (let next = above / 2; below === 0 && next > 0; next /= 2) {
    if (share(next) > rest) below = next;
    else above = next;
  }
  // Of logarithms, which are nearly straight.
  return solveIncreasing(
    (seconds) => Math.log(rest / share(seconds)),
    below,
    above,
    Number.EPSILON,
  );
}
