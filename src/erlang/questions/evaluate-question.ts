import { figuresOf, type LossFigures, type QueueFigures } from './answer-parts.ts';
import { makeLossModel } from './loss-model.ts';
import { type EvaluateQuestion, isLossModel, type QuestionModel } from './question.ts';
import { checkQuestionAgents, makeQueueModel } from './queue-model.ts';

export type EvaluateAnswer =
  | ({
      readonly model: QuestionModel;
      /** Erlangs. */
      readonly load: number;
      readonly agents: number;
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
 * Cost: that of one evaluation of the model.
 *
 * @example
 * evaluateQuestion({
 *   model: 'erlang-c', demand: { kind: 'load', load: 10, handleTimeSeconds: 180 }, agents: 14,
 *   thresholdSeconds: 20, lines: null, patience: null, recallFraction: 0,
 *   redialFractionOfAbandoned: 0, redialFractionOfBlocked: 0,
 * }).waitProbability; // => 0.1741...
 */
export function evaluateQuestion(question: EvaluateQuestion): EvaluateAnswer {
  const { model, agents } = question;
  if (isLossModel(model)) {
    const { load, evaluate } = makeLossModel(question);
    return { model, load, lines: agents, ...evaluate(agents) };
  }
  const queue = makeQueueModel(question, false);
  checkQuestionAgents(question, agents);
  const figures = figuresOf(queue.evaluate(agents), queue, question.thresholdSeconds);
  return { model, load: queue.load, agents, ...figures };
}
