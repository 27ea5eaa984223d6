import { type Provenance } from './document.ts';
import { type IntervalGrid } from './interval-grid.ts';
import { type QueueStaffing, type ServiceGoal } from './requirement.ts';

/** A mean, and how far the truth may lie from it on either side with 95 % confidence. */
export interface ConfidentMean {
  readonly mean: number;
  readonly halfWidth: number;
}

/** What the formula says beside what the simulation says; `null` where there is no such figure. */
export interface ComparedFigure {
  readonly predicted: number | null;
  readonly simulated: ConfidentMean | null;
}

/** A stretch of a plan, by formula and in simulation. */
export interface ComparedPerformance {
  /** Contacts of a run, simulated. */
  readonly offered: ConfidentMean;
  /** By the definition of the goal. */
  readonly serviceLevel: ComparedFigure;
  /** Of the answered. */
  readonly averageSpeedOfAnswerSeconds: ComparedFigure;
  /** Hung up or sent away at closing, over offered. */
  readonly abandonment: ComparedFigure;
  /** Of chat: contacts in hand over all that the agents could hold. */
  readonly occupancy: ComparedFigure;
}

/**
 * A queue's requirement, simulated or not:
 * - `deferred`: work that may wait is promised by when it is done, and the simulation knows waits
 *   for an agent alone
 * - `stopped`: the work was stopped before this queue had two runs
 */
export type VerifiedQueue =
  | {
      readonly status: 'simulated';
      readonly queue: string;
      readonly grid: IntervalGrid;
      readonly staffing: QueueStaffing;
      readonly goal: ServiceGoal;
      /** Fewer than asked for where the work was stopped. */
      readonly replications: number;
      /** One per slot of the grid. */
      readonly intervals: readonly ComparedPerformance[];
      /** One per local date. */
      readonly days: readonly (ComparedPerformance & { readonly date: string })[];
      readonly total: ComparedPerformance;
    }
  | {
      readonly status: 'not-simulated';
      readonly queue: string;
      readonly reason: 'deferred' | 'uncertain' | 'stopped';
    };

/** A requirement put to the test by simulation. */
export interface Verification {
  readonly kind: 'verification';
  readonly provenance: Provenance;
  readonly queues: readonly VerifiedQueue[];
}

/**
 * Whether the formula's service level lies outside the simulation's 95 % interval. One in twenty
 * does by chance.
 *
 * @param contacts simulated, all runs together: where none (or all) of them were late, the true
 *   share may still be 3 in so many with 95 % confidence (the rule of three)
 */
export function differsFromFormula(
  { predicted, simulated }: ComparedFigure,
  contacts: number,
): boolean {
  if (predicted === null || simulated === null) return false;
  const least = simulated.mean === 0 || simulated.mean === 1 ? 3 / contacts : 0;
  return Math.abs(simulated.mean - predicted) > Math.max(simulated.halfWidth, least);
}
