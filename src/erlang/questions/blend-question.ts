import { type ServiceLevelDefinition } from '../../domain/requirement.ts';
import {
  type BlendedTeam,
  type BlendPerformance,
  evaluateBlend,
  type LeastReserve,
  leastReserve,
} from '../outbound/blend-dialling.ts';

/** What calls in and out a reserve gives, or the least reserve that keeps calls in at a level. */
export type BlendQuestion =
  | {
      readonly ask: 'evaluate';
      readonly team: BlendedTeam;
      readonly thresholdSeconds: number;
      readonly reserveAgents: number;
    }
  | {
      readonly ask: 'least-reserve';
      readonly team: BlendedTeam;
      readonly thresholdSeconds: number;
      readonly serviceLevel: number;
      readonly definition: ServiceLevelDefinition;
    };

export type BlendAnswer = BlendPerformance | LeastReserve;

/** Calls out in the idle time of calls in. Throws as the model's own functions. */
export function blendQuestion(question: BlendQuestion): BlendAnswer {
  const { team, thresholdSeconds } = question;
  return question.ask === 'evaluate'
    ? evaluateBlend(team, question.reserveAgents, thresholdSeconds)
    : leastReserve(team, question.serviceLevel, question.definition, thresholdSeconds);
}
