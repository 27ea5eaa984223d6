import { AgnerError } from '../../domain/errors.ts';
import { type ServiceLevelDefinition } from '../../domain/requirement.ts';
import { type Performance } from '../performance.ts';
import { type QueueModel, type Outcome } from './queue-model.ts';

/** {@link Performance} with `null` for what needs a threshold or a handle time that was not given. */
export interface QueueFigures {
  readonly blockedProbability: number;
  readonly waitProbability: number;
  readonly abandonProbability: number;
  readonly answeredProbability: number;
  readonly answeredWithinThreshold: number | null;
  readonly abandonedWithinThreshold: number | null;
  readonly serviceLevels: Readonly<Record<ServiceLevelDefinition, number | null>>;
  readonly averageSpeedOfAnswerSeconds: number | null;
  readonly averageWaitSeconds: number | null;
  readonly averageWaitOfDelayedSeconds: number | null;
  readonly averageTimeToAbandonSeconds: number | null;
  readonly meanQueueLength: number;
  readonly occupancy: number;
  /** Load of all attempts, redials included, in erlangs; `erlang-x` alone. */
  readonly totalLoad?: number;
  /** Attempts per caller, the first included; `erlang-x` alone. */
  readonly attemptsPerCaller?: number;
}

/** What a loss model says of a number of lines. */
export interface LossFigures {
  readonly blockedProbability: number;
  /** Load of all attempts, those of blocked callers who try again included; `extended-b` alone. */
  readonly totalLoad?: number;
  readonly carriedLoad: number;
  /** Blocked for good. */
  readonly lostLoad: number;
  /** Share of time that a line is busy; `null` without lines. */
  readonly occupancy: number | null;
}

/** Service levels where no threshold was given. */
export const NO_LEVELS = {
  offered: null,
  entered: null,
  answered: null,
  excludingShortAbandons: null,
  includingShortAbandons: null,
} as const;

/** The figures of an outcome that the question has given enough for. */
export function figuresOf(
  outcome: Outcome,
  { hasTimes }: QueueModel,
  thresholdSeconds: number | null,
): QueueFigures {
  const { performance, redials } = outcome;
  const hasThreshold = thresholdSeconds !== null;
  const seconds = (value: number | null): number | null => (hasTimes ? value : null);
  // Sums of shares may end a last bit above 1.
  const whole = (value: number): number => Math.min(1, value);
  const figures: QueueFigures = {
    blockedProbability: whole(performance.blockedProbability),
    waitProbability: whole(performance.waitProbability),
    abandonProbability: whole(performance.abandonProbability),
    answeredProbability: whole(performance.answeredProbability),
    answeredWithinThreshold: hasThreshold ? whole(performance.answeredWithinThreshold) : null,
    abandonedWithinThreshold: hasThreshold ? whole(performance.abandonedWithinThreshold) : null,
    serviceLevels: hasThreshold ? performance.serviceLevels : NO_LEVELS,
    averageSpeedOfAnswerSeconds: seconds(performance.averageSpeedOfAnswerSeconds),
    averageWaitSeconds: seconds(performance.averageWaitSeconds),
    averageWaitOfDelayedSeconds: seconds(performance.averageWaitOfDelayedSeconds),
    averageTimeToAbandonSeconds: seconds(performance.averageTimeToAbandonSeconds),
    meanQueueLength: performance.meanQueueLength,
    occupancy: whole(performance.occupancy),
    ...(redials ?? {}),
  };
  checkFinite(performance);
  return figures;
}

/** Throws rather than answer a figure that left the range of doubles. */
function checkFinite(performance: Performance): void {
  const { serviceLevels: levels } = performance;
  // One sum is far quicker than a look at each, and is finite if all of them are.
  const sum =
    performance.blockedProbability +
    performance.waitProbability +
    performance.abandonProbability +
    performance.answeredProbability +
    performance.answeredWithinThreshold +
    performance.abandonedWithinThreshold +
    performance.averageSpeedOfAnswerSeconds +
    performance.averageWaitSeconds +
    (performance.averageWaitOfDelayedSeconds ?? 0) +
    (performance.averageTimeToAbandonSeconds ?? 0) +
    performance.meanQueueLength +
    performance.occupancy +
    levels.offered +
    levels.entered +
    levels.answered +
    levels.excludingShortAbandons +
    levels.includingShortAbandons;
  if (Number.isFinite(sum)) return;
  const [name] =
    Object.entries({ ...performance, ...levels }).find(
      ([, value]) => typeof value === 'number' && !Number.isFinite(value),
    ) ?? [];
  throw new AgnerError(
    'TOO_LARGE',
    `${name ?? 'a figure'} leaves the range of numbers for this input`,
    { name },
  );
}
