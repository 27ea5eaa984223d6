export {
  type AnyAnswer,
  type AnyQuestion,
  answerQuestion,
  type SteadyAnswer,
  type SteadyQuestion,
} from './answer-question.ts';
export { type IdleTime } from './idle-time.ts';
export { type CaseQuestion, type TransientRow } from './case-question.ts';
export { type LossFigures, type QueueFigures } from './answer-parts.ts';
export { type CapacityAnswer, capacityQuestion } from './capacity-question.ts';
export { type EvaluateAnswer, evaluateQuestion } from './evaluate-question.ts';
export { type PatienceAnswer, patienceQuestion } from './patience-question.ts';
export {
  type CapacityQuestion,
  type Demand,
  type EvaluateQuestion,
  type PatienceQuestion,
  QUESTION_MODELS,
  type QuestionModel,
  type QueueQuestion,
  type QueueTerms,
  type RequireQuestion,
  type Targets,
} from './question.ts';
export { type RequireAnswer, requireQuestion } from './require-question.ts';
export { type SensitivityAnswer, sensitivityQuestion, type SensitivityRow } from './sensitivity.ts';
export { isFlattered, type QuestionWarning } from './warnings.ts';
export { type WaitPercentiles, waitPercentiles } from './wait-percentiles.ts';
export { loadOf } from './loss-model.ts';
export { type PatienceEstimateAnswer, type PatienceTotalsAnswer } from './patience-estimate.ts';
