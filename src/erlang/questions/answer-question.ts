import { type CapacityAnswer, capacityQuestion } from './capacity-question.ts';
import { answerCase, type CaseAnswer, type CaseQuestion } from './case-question.ts';
import { type EvaluateAnswer, evaluateQuestion } from './evaluate-question.ts';
import { type PatienceAnswer, patienceQuestion } from './patience-question.ts';
import {
  type CapacityQuestion,
  type EvaluateQuestion,
  type PatienceQuestion,
  type RequireQuestion,
} from './question.ts';
import { type RequireAnswer, requireQuestion } from './require-question.ts';
import { type SensitivityAnswer, sensitivityQuestion } from './sensitivity.ts';

/** A question about one queue in steady state. */
export type SteadyQuestion =
  | { readonly kind: 'evaluate'; readonly question: EvaluateQuestion }
  | { readonly kind: 'require'; readonly question: RequireQuestion }
  | { readonly kind: 'capacity'; readonly question: CapacityQuestion }
  | { readonly kind: 'patience-needed'; readonly question: PatienceQuestion }
  | { readonly kind: 'sensitivity'; readonly question: EvaluateQuestion };

export type SteadyAnswer =
  EvaluateAnswer | RequireAnswer | CapacityAnswer | PatienceAnswer | SensitivityAnswer;

/** Anything that may be asked. */
export type AnyQuestion = SteadyQuestion | CaseQuestion;

export type AnyAnswer = SteadyAnswer | CaseAnswer;

/** The answer to any question. Throws as the question's own function. */
export function answerQuestion(asked: AnyQuestion): AnyAnswer {
  switch (asked.kind) {
    case 'evaluate':
      return evaluateQuestion(asked.question);
    case 'require':
      return requireQuestion(asked.question);
    case 'capacity':
      return capacityQuestion(asked.question);
    case 'patience-needed':
      return patienceQuestion(asked.question);
    case 'sensitivity':
      return sensitivityQuestion(asked.question);
    default:
      return answerCase(asked);
  }
}
