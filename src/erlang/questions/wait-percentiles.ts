import { waitQuantileG } from '../general-patience.ts';
import { type EvaluateQuestion, isLossModel } from './question.ts';
import { checkQuestionAgents, makeQueueModel } from './queue-model.ts';

/** Waits that a share of those who entered does not exceed, answered or not. */
export interface WaitPercentiles {
  readonly p50Seconds: number;
  readonly p90Seconds: number;
  readonly p95Seconds: number;
}

/**
 * Percentiles of the wait; `null` for models without waits, with limited lines or redials, and
 * where no handle time is given.
 *
 * Of Erlang C the wait is exceeded with probability C exp(-(n - load) t / handle time).
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNSTABLE_QUEUE`
 */
export function waitPercentiles(question: EvaluateQuestion): WaitPercentiles | null {
  const { model, patience, lines, agents } = question;
  if (isLossModel(model) || lines !== null) return null;
  if (model === 'erlang-x' && patience !== null) return null;
  const queue = makeQueueModel(question, false);
  checkQuestionAgents(question, agents);
  if (!queue.hasTimes) return null;
  const { load, handleTimeSeconds } = queue;
  const { waitProbability } = queue.evaluate(agents).performance;
  const at = (share: number): number => {
    if (patience !== null) {
      return waitQuantileG({ load, handleTimeSeconds, patience }, agents, share);
    }
    const exceeded = 1 - share;
    return waitProbability <= exceeded
      ? 0
      : (Math.log(waitProbability / exceeded) * handleTimeSeconds) / (agents - load);
  };
  return { p50Seconds: at(0.5), p90Seconds: at(0.9), p95Seconds: at(0.95) };
}
