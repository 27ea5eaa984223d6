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
  // Both shares count against a level of the offered; hang-ups count against one of the entered.
  if (
    patience !== null &&
    targets.maxAbandonProbability === null &&
    level !== 'offered' &&
    level !== 'entered'
  ) {
    warnings.push({ code: 'abandonment-unlimited', abandonProbability });
  }
  if (lines !== null && targets.maxBlockingProbability === null && level !== 'offered') {
    warnings.push({ code: 'blocking-unlimited', blockedProbability });
  }
  return warnings;
}
