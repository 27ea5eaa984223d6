import { type QueueRequirement } from '../domain/index.ts';

/** What a requirement expects of a run of its slots; `null` where nothing is expected of them. */
export interface PredictedPerformance {
  readonly serviceLevel: number | null;
  readonly averageSpeedOfAnswerSeconds: number | null;
  readonly abandonment: number | null;
  readonly occupancy: number | null;
}

/**
 * Expected performance of some slots together, each figure weighted by what it is a share of:
 * contacts offered, those answered, agents there. A service level without short abandons is
 * weighted by contacts offered, since how many give up so soon is not handed on.
 */
export function poolPredicted(
  requirement: QueueRequirement,
  firstSlot: number,
  slots: number,
): PredictedPerformance {
  const { volume, abandonment, agents, occupancy, goal } = requirement;
  const answered = (slot: number): number => volume[slot]! * (1 - (abandonment[slot] ?? 0));
  const offered = (slot: number): number => volume[slot]!;
  const pool = (
    values: readonly (number | null)[],
    weightOf: (slot: number) => number,
  ): number | null => {
    let sum = 0;
    let weights = 0;
    for (let slot = firstSlot; slot < firstSlot + slots; slot++) {
      const value = values[slot] ?? null;
      if (value === null) continue;
      sum += value * weightOf(slot);
      weights += weightOf(slot);
    }
    return weights === 0 ? null : sum / weights;
  };
  // Agents who have nothing to do are there all the same.
  const used = occupancy.map((share, slot) => (agents[slot]! > 0 ? (share ?? 0) : null));
  return {
    serviceLevel: pool(
      requirement.serviceLevel,
      goal.definition === 'answered' ? answered : offered,
    ),
    averageSpeedOfAnswerSeconds: pool(requirement.averageSpeedOfAnswerSeconds, answered),
    abandonment: pool(abandonment, offered),
    occupancy: pool(used, (slot) => agents[slot]!),
  };
}
