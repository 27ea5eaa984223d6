import { type ServiceLevelDefinition } from '../domain/requirement.ts';

/** Contacts of one stretch of time, counted. */
export interface ServiceCounts {
  readonly offered: number;
  readonly blocked: number;
  readonly answered: number;
  readonly answeredInThreshold: number;
  readonly abandonedInThreshold: number;
}

/**
 * What a definition of service level counts as good, and what it divides that by. Written apart
 * from the formulas that the simulation judges.
 */
export function serviceShare(
  definition: ServiceLevelDefinition,
  counts: ServiceCounts,
): { readonly good: number; readonly base: number } {
  const { offered, blocked, answered, answeredInThreshold, abandonedInThreshold } = counts;
  switch (definition) {
    case 'offered':
      return { good: answeredInThreshold, base: offered };
    case 'entered':
      return { good: answeredInThreshold, base: offered - blocked };
    case 'answered':
      return { good: answeredInThreshold, base: answered };
    case 'excludingShortAbandons':
      return { good: answeredInThreshold, base: offered - blocked - abandonedInThreshold };
    case 'includingShortAbandons':
      return { good: answeredInThreshold + abandonedInThreshold, base: offered - blocked };
  }
}
