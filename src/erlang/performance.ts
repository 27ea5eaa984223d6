import { type ServiceLevelDefinition } from '../domain/requirement.ts';

/**
 * What callers and agents live through, in steady state, for one number of agents. The same
 * shape for every model. Probabilities and shares are fractions of all offered calls.
 */
export interface Performance {
  /** Probability that a call is turned away because all lines are taken. */
  readonly blockedProbability: number;
  /** Probability that a call enters and waits at all. */
  readonly waitProbability: number;
  readonly abandonProbability: number;
  /** Answered in the end, at once or after a wait. */
  readonly answeredProbability: number;
  /** Answered after at most the threshold (at once included). */
  readonly answeredWithinThreshold: number;
  /** Hung up after at most the threshold. */
  readonly abandonedWithinThreshold: number;
  /** Every definition of service level, each a fraction in [0, 1]. */
  readonly serviceLevels: Readonly<Record<ServiceLevelDefinition, number>>;
  /** Mean wait of the answered calls, those answered at once included. */
  readonly averageSpeedOfAnswerSeconds: number;
  /** Mean wait of all calls that entered, answered or not. */
  readonly averageWaitSeconds: number;
  /** Mean wait of those who waited at all, answered or not; `null` if nobody ever waits. */
  readonly averageWaitOfDelayedSeconds: number | null;
  /** Mean wait of those who hung up; `null` if nobody ever does. */
  readonly averageTimeToAbandonSeconds: number | null;
  /** Mean number of calls waiting. */
  readonly meanQueueLength: number;
  /** Share of agent time spent handling calls, fraction in [0, 1]. */
  readonly occupancy: number;
}

/** The parts from which the five definitions are made, as fractions of offered calls. */
export interface ServiceShares {
  readonly blocked: number;
  readonly answered: number;
  readonly answeredWithin: number;
  readonly abandonedWithin: number;
  /** Entered, and answered or hung up after more than the threshold. */
  readonly waitedLonger: number;
}

/** The share that a definition counts as good, and the share that it divides by. */
export function serviceLevelParts(
  definition: ServiceLevelDefinition,
  shares: ServiceShares,
): { readonly good: number; readonly base: number } {
  const { blocked, answered, answeredWithin, abandonedWithin, waitedLonger } = shares;
  switch (definition) {
    case 'offered':
      return { good: answeredWithin, base: 1 };
    case 'entered':
      return { good: answeredWithin, base: 1 - blocked };
    case 'answered':
      return { good: answeredWithin, base: answered };
    case 'excludingShortAbandons':
      return { good: answeredWithin, base: answeredWithin + waitedLonger };
    case 'includingShortAbandons':
      return { good: answeredWithin + abandonedWithin, base: 1 - blocked };
  }
}

/** The parts of the service level definitions that a performance holds. */
export function sharesOf(performance: Performance): ServiceShares {
  const { blockedProbability, abandonProbability } = performance;
  const { answeredWithinThreshold, abandonedWithinThreshold } = performance;
  const entered = 1 - blockedProbability;
  return {
    blocked: blockedProbability,
    answered: entered - abandonProbability,
    answeredWithin: answeredWithinThreshold,
    abandonedWithin: abandonedWithinThreshold,
    // At least 0 but for the last bits of rounding.
    waitedLonger: Math.max(0, entered - answeredWithinThreshold - abandonedWithinThreshold),
  };
}
