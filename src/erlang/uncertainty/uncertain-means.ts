import { presentAgents } from './random-absence.ts';
import { FIGURES, figuresOf, holdsAt, type QueueTerms } from './uncertain-figures.ts';
import { type VolumeDistribution } from './volume-distribution.ts';

/** Means over all that may happen with a number of scheduled agents. */
export interface UncertainMeans {
  /** Means over contacts of the figures; all 0 where nothing is offered. */
  readonly figures: (scheduled: number) => readonly number[];
  /** Probability that the goal is met, by the volume and the agents that turn up. */
  readonly goalProbability: (scheduled: number) => number;
  readonly overloadProbability: (scheduled: number) => number;
}

/**
 * Sums over the agents present, each number of them looked at once: neighbouring numbers of
 * scheduled agents share most of them.
 *
 * @param waits whether mean waits exist
 * @param tolerance of the integrals over volume, as in `adaptiveIntegral`
 */
export function uncertainMeans(
  terms: QueueTerms,
  volume: VolumeDistribution,
  absenceShare: number,
  waits: boolean,
  tolerance: number,
): UncertainMeans {
  const known = new Map<number, readonly number[]>();
  const figuresFor = (agents: number): readonly number[] => {
    const found = known.get(agents);
    if (found !== undefined) return found;
    // Erlang C breaks where the load reaches the agents; Erlang A is smooth.
    const fullVolume = (agents * terms.stepSeconds) / terms.handleTimeSeconds;
    const kinks = terms.model === 'erlang-c' && agents > 0 ? [fullVolume] : [];
    const figures =
      volume.mean === 0
        ? new Array<number>(FIGURES).fill(0)
        : volume.contactMeans(
            (one) => figuresOf(terms, one, agents, waits),
            FIGURES,
            kinks,
            tolerance,
          );
    known.set(agents, figures);
    return figures;
  };
  const goals = new Map<number, number>();
  const goalFor = (agents: number): number => {
    let share = goals.get(agents);
    if (share === undefined) {
      share = volume.shareHolding((one) => holdsAt(terms, one, agents));
      goals.set(agents, share);
    }
    return share;
  };
  const mean = (scheduled: number, of: (agents: number) => number): number => {
    const { first, probabilities } = presentAgents(scheduled, absenceShare);
    return probabilities.reduce((sum, weight, i) => sum + weight * of(first + i), 0);
  };
  return {
    figures: (scheduled) =>
      Array.from({ length: FIGURES }, (_, i) =>
        mean(scheduled, (agents) => figuresFor(agents)[i]!),
      ),
    goalProbability: (scheduled) => Math.min(1, mean(scheduled, goalFor)),
    overloadProbability: (scheduled) =>
      Math.max(
        0,
        1 -
          mean(scheduled, (agents) =>
            volume.shareHolding(
              (one) => one * terms.handleTimeSeconds < agents * terms.stepSeconds || one === 0,
            ),
          ),
      ),
  };
}
