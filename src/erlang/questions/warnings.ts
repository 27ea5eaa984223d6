import { type ServiceLevelDefinition } from '../../domain/requirement.ts';
import { type Performance } from '../performance.ts';
import { type QueueTerms, type Targets } from './question.ts';

/**
 * What a person should know about an answer, as a code with its figure:
 * - `abandonment-unlimited`: callers who hang up make the goal look better, and nothing limits them
 * - `blocking-unlimited`: the same of callers who are turned away
 */
export type QuestionWarning =
  | { readonly code: 'abandonment-unlimited'; readonly abandonProbability: number }
  | { readonly code: 'blocking-unlimited'; readonly blockedProbability: number };

/** Warnings of an answer that gives `performance`. */
export function warningsOf(
  { patience, lines }: QueueTerms,
  targets: Targets,
  { abandonProbability, blockedProbability }: Performance,
): readonly QuestionWarning[] {
  const level = targets.serviceLevel === null ? null : targets.serviceLevelDefinition;
  const warnings: QuestionWarning[] = [];
  if (patience !== null && targets.maxAbandonProbability === null && isFlattered(level)) {
    warnings.push({ code: 'abandonment-unlimited', abandonProbability });
  }
  // Callers who are turned away count against a level of the offered alone.
  if (lines !== null && targets.maxBlockingProbability === null && level !== 'offered') {
    warnings.push({ code: 'blocking-unlimited', blockedProbability });
  }
  return warnings;
}

/**
 * Whether a goal looks better the more callers hang up: without a service level, or with one that
 * does not count them against it.
 *
 * @param definition of the service level that is asked for; `null` if none is
 */
export function isFlattered(definition: ServiceLevelDefinition | null): boolean {
  return definition !== 'offered' && definition !== 'entered';
}
