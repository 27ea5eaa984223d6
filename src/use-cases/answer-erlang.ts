import { AgnerError, type ErrorCode } from '../domain/index.ts';
import { answerQuestion, type SteadyAnswer, type SteadyQuestion } from '../erlang/index.ts';

export {
  type CapacityAnswer,
  type Demand,
  type EvaluateAnswer,
  type EvaluateQuestion,
  type LossFigures,
  type PatienceAnswer,
  QUESTION_MODELS,
  type QuestionModel,
  type QuestionWarning,
  type QueueFigures,
  type QueueQuestion,
  type QueueTerms,
  type RequireAnswer,
  type SensitivityAnswer,
  type SteadyQuestion,
  type Targets,
  type WaitPercentiles,
  waitPercentiles,
} from '../erlang/index.ts';

/** Anything that may be asked of the staffing core. */
export type ErlangQuestion = SteadyQuestion;

export type ErlangAnswer = SteadyAnswer;

/** A case that cannot be answered, in its place among those that can. */
export interface RefusedCase {
  readonly error: { readonly code: ErrorCode; readonly message: string };
}

/** A question as it was read, or why it could not be. */
export type ErlangCase = ErlangQuestion | RefusedCase;

/** The answer to one question. Throws `AgnerError` as the core does. */
export function answerErlang(asked: ErlangQuestion): ErlangAnswer {
  return answerQuestion(asked);
}

/** The answer to one of many: what is wrong with it stands in its place. */
export function answerErlangCase(asked: () => ErlangQuestion): ErlangAnswer | RefusedCase {
  try {
    return answerErlang(asked());
  } catch (error) {
    return refusedCase(error);
  }
}

/** What an error says in place of an answer; anything but an {@link AgnerError} goes on. */
export function refusedCase(error: unknown): RefusedCase {
  if (!(error instanceof AgnerError)) throw error;
  return { error: { code: error.code, message: error.message } };
}
