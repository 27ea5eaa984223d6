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
 * Percentiles of the wait; `null` for loss models and redials, for lines that are limited of
 * another model than Erlang A, and where no handle time is given.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNSTABLE_QUEUE`
 *
 * Cost: some 100 evaluations of the model; Erlang C is a closed form.
 */
export function waitPercentiles(question: EvaluateQuestion): WaitPercentiles | null {
  const { model, patience, lines, agents } = question;
  if (isLossModel(model) || (model === 'erlang-x' && (patience !== null || lines !== null))) {
    return null;
  }
  const queue = makeQueueModel(question, false);
  checkQuestionAgents(question, agents);
  if (!queue.hasTimes) return null;
  const at = quantileOf(question, queue);
  return { p50Seconds: at(0.5), p90Seconds: at(0.9), p95Seconds: at(0.95) };
}

function quantileOf(
  { patience, lines, agents }: EvaluateQuestion,
  { load, handleTimeSeconds }: QueueModel,
): (share: number) => number {
  if (patience === null && lines === null) {
    return (share) => waitQuantileC(load, handleTimeSeconds, agents, share);
  }
  if (patience === null || patience.kind === 'exponential') {
    const patienceSeconds = patience?.meanSeconds ?? null;
    const queue = { load, handleTimeSeconds, patienceSeconds, lines };
    return (share) => waitQuantileA(queue, agents, share).enteredSeconds;
  }
  return (share) => waitQuantileG({ load, handleTimeSeconds, patience }, agents, share);
}
