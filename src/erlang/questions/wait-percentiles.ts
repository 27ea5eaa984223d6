import { checkFraction } from '../../domain/check.ts';
import { waitQuantileC } from '../waiting/erlang-c.ts';
import { waitQuantileG } from '../patience/general-patience.ts';
import { waitQuantileA } from '../waiting/wait-quantile-a.ts';
import { type EvaluateQuestion, isLossModel } from './question.ts';
import { checkQuestionAgents, makeQueueModel, type QueueModel } from './queue-model.ts';

/** Waits that a share of those who entered does not exceed, answered or not. */
export interface WaitPercentiles {
  readonly p50Seconds: number;
  readonly p90Seconds: number;
  readonly p95Seconds: number;
}

/**
 * Percentiles of the wait; `null` for loss models, and where no handle time is given.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNSTABLE_QUEUE`
 *
 * Cost: some 100 evaluations of the model; Erlang C is a closed form.
 */
export function waitPercentiles(question: EvaluateQuestion): WaitPercentiles | null {
  if (isLossModel(question.model)) return null;
  const queue = makeQueueModel(question, false);
  checkQuestionAgents(question, question.agents);
  if (!queue.hasTimes) return null;
  const at = quantileOf(question, queue);
  return { p50Seconds: at(0.5), p90Seconds: at(0.9), p95Seconds: at(0.95) };
}

/**
 * The wait in seconds that a share of those who entered (with redials: of their attempts) does not
 * exceed, answered or not.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a share outside [0, 1)
 */
export function waitQuantile(question: EvaluateQuestion, queue: QueueModel, share: number): number {
  checkFraction('waitPercentile', share);
  return quantileOf(question, queue)(share);
}

function quantileOf(
  { patience, lines, agents }: EvaluateQuestion,
  queue: QueueModel,
): (share: number) => number {
  const { handleTimeSeconds } = queue;
  // An attempt finds the queue of all attempts.
  const load = queue.hasRedials
    ? (queue.evaluate(agents).redials?.totalLoad ?? queue.load)
    : queue.load;
  if (patience === null && lines === null) {
    return (share) => waitQuantileC(load, handleTimeSeconds, agents, share);
  }
  if (patience === null || patience.kind === 'exponential') {
    const patienceSeconds = patience?.meanSeconds ?? null;
    const bounded = { load, handleTimeSeconds, patienceSeconds, lines };
    return (share) => waitQuantileA(bounded, agents, share).enteredSeconds;
  }
  return (share) => waitQuantileG({ load, handleTimeSeconds, patience }, agents, share);
}
