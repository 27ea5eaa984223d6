import { type ServiceLevelDefinition } from '../domain/index.ts';
import { type ServiceShares, serviceLevelParts } from '../erlang/index.ts';

/** Contacts with the two parts of a service level. */
export interface Parts {
  readonly offered: number;
  readonly good: number;
  readonly base: number;
}

export const NO_PARTS: Parts = { offered: 0, good: 0, base: 0 };

export function addParts(sum: Parts, more: Parts | null): Parts {
  if (more === null) return sum;
  return {
    offered: sum.offered + more.offered,
    good: sum.good + more.good,
    base: sum.base + more.base,
  };
}

export function levelOf(parts: Parts | null): number | null {
  return parts === null || parts.base <= 0 ? null : parts.good / parts.base;
}

/** The parts of counted contacts by a definition of service level. */
export function partsOf(
  counts: {
    readonly offered: number;
    readonly answered: number;
    readonly answeredInThreshold: number;
    readonly abandonedInThreshold: number;
  },
  definition: ServiceLevelDefinition,
): Parts {
  const { offered } = counts;
  if (offered === 0) return NO_PARTS;
  const shares: ServiceShares = {
    blocked: 0,
    answered: counts.answered / offered,
    answeredWithin: counts.answeredInThreshold / offered,
    abandonedWithin: counts.abandonedInThreshold / offered,
    waitedLonger: (offered - counts.answeredInThreshold - counts.abandonedInThreshold) / offered,
  };
  const { good, base } = serviceLevelParts(definition, shares);
  return { offered, good: good * offered, base: base * offered };
}
