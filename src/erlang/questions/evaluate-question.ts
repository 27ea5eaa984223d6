import { AgnerError } from '../../domain/errors.ts';
import { figuresOf, type LossFigures, type QueueFigures } from './answer-parts.ts';
import { makeLossModel } from './loss-model.ts';
import { type EvaluateQuestion, isLossModel, type QuestionModel } from './question.ts';
import { checkQuestionAgents, makeQueueModel } from './queue-model.ts';
import { waitQuantile } from './wait-percentiles.ts';

export type EvaluateAnswer =
  | ({
      readonly model: QuestionModel;
      /** Erlangs. */
      readonly load: number;
      readonly agents: number;
      /** Wait that the share asked for does not exceed, answered or not; where it was asked for. */
      readonly waitPercentileSeconds?: number;
    } & QueueFigures)
  | ({
      readonly model: QuestionModel;
      readonly load: number;
      readonly lines: number;
    } & LossFigures);

/**
 * What a number of agents gives (of a loss model: a number of lines).
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNSTABLE_QUEUE` where there is no steady state
 *
 * Cost: that of one evaluation of the model; of a percentile, some 30 more.
 *
 * @example
 * evaluateQuestion({
 *   model: 'erlang-c', demand: { kind: 'load', load: 10, handleTimeSeconds: 180 }, agents: 14,
 *   thresholdSeconds: 20, lines: null, patience: null, recallFraction: 0,
 *   redialFractionOfAbandoned: 0, redialFractionOfBlocked: 0,
 * }).waitProbability; // => 0.1741...
 */
export function evaluateQuestion(question: EvaluateQuestion): EvaluateAnswer {
  const { model, agents, waitPercentile = null } = question;
  if (isLossModel(model)) {
    if (waitPercentile !== null) refusePercentile(model);
    const { load, evaluate } = makeLossModel(question);
    return { model, load, lines: agents, ...evaluate(agents) };
  }
  const queue = makeQueueModel(question, waitPercentile !== null);
  checkQuestionAgents(question, agents);
  const figures = figuresOf(queue.evaluate(agents), queue, question.thresholdSeconds);
  const answer = { model, load: queue.load, agents, ...figures };
  if (waitPercentile === null) return answer;
  return { ...answer, waitPercentileSeconds: waitQuantile(question, queue, waitPercentile) };
}

function refusePercentile(model: QuestionModel): never {
  throw new AgnerError(
    'INVALID_INPUT',
    `expected no waitPercentile with ${model}, in which nobody waits`,
  );
}
