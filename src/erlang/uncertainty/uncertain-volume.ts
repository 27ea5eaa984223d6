import { checkFraction, checkNonNegative, checkPositive } from '../../domain/check.ts';
import { checkAgents } from '../blocking/erlang-b.ts';
import { checkGoal } from '../staffing/goal.ts';
import { checkTraffic } from '../traffic.ts';
import {
  ABANDONED,
  ANSWERED,
  ANSWERED_WAIT,
  BASE,
  CARRIED,
  GOOD,
  type QueueTerms,
  trafficOf,
  WAIT,
} from './uncertain-figures.ts';
import { type UncertainMeans, uncertainMeans } from './uncertain-means.ts';
import { type VolumeDistribution } from './volume-distribution.ts';
import { volumeDistribution, type VolumeLaw } from './volume-law.ts';

/** One interval's queue whose volume, and whose agents, may turn out otherwise. */
export interface UncertainTask extends QueueTerms {
  readonly volume: VolumeLaw;
  /** Probability that a scheduled agent is absent, independently of the others and of the volume. */
  readonly absenceShare: number;
}

/** What is to be expected of scheduled agents; means are `null` where nothing is offered. */
export interface UncertainPerformance {
  /** Probability that volume and agents turn out so that every part of the goal is met. */
  readonly goalProbability: number;
  /** Probability that the load is at or above the agents who are there. */
  readonly overloadProbability: number;
  /** Expected good contacts over expected contacts that the definition counts. */
  readonly serviceLevel: number | null;
  readonly abandonment: number | null;
  /** `null` also where no mean exists: Erlang C that may be overloaded. */
  readonly averageSpeedOfAnswerSeconds: number | null;
  readonly averageWaitSeconds: number | null;
  /** Expected busy time over expected time present; `null` where nobody is scheduled. */
  readonly occupancy: number | null;
}

/** Per panel. What is left is smaller by far: shares within 1e-9. */
const TOLERANCE = 1e-6;

/**
 * What to expect of scheduled agents when the volume is random and agents may be absent.
 *
 * @param scheduledAgents whole number of at least 0
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: about 100 evaluations of the model per number of agents who may be there. Shares within
 * 1e-9.
 *
 * @see docs/models/uncertain-volume.md
 *
 * @example
 * // 100 contacts in 1,800 s, 180 s each, Erlang C, 0.8 in 20 s, a tenth absent:
 * evaluateUncertain(task, 14).serviceLevel; // => 0.6953..., where 14 present give 0.8883
 */
export function evaluateUncertain(
  task: UncertainTask,
  scheduledAgents: number,
): UncertainPerformance {
  const volume = checkUncertainTask(task);
  checkAgents('scheduledAgents', scheduledAgents);
  return reportUncertain(task, volume, meansOf(task, volume), scheduledAgents);
}

/** The means behind an evaluation; those of one number of agents serve the next. */
export function meansOf(task: UncertainTask, volume: VolumeDistribution): UncertainMeans {
  return uncertainMeans(task, volume, task.absenceShare, haveWaits(task, volume), TOLERANCE);
}

/** {@link evaluateUncertain} from means that are at hand. */
export function reportUncertain(
  task: UncertainTask,
  volume: VolumeDistribution,
  means: UncertainMeans,
  scheduled: number,
): UncertainPerformance {
  const { absenceShare, handleTimeSeconds, stepSeconds } = task;
  const figures = means.figures(scheduled);
  const offered = volume.mean > 0;
  const waits = offered && haveWaits(task, volume);
  const load = (volume.mean * handleTimeSeconds) / stepSeconds;
  const ratio = (top: number, bottom: number): number | null => {
    const value = top / bottom;
    return Number.isFinite(value) ? value : null;
  };
  return {
    goalProbability: means.goalProbability(scheduled),
    overloadProbability: offered ? means.overloadProbability(scheduled) : 0,
    // Where nobody is answered, and nobody left to count, nobody was served in time.
    serviceLevel: !offered
      ? null
      : figures[BASE] === 0
        ? 0
        : Math.min(1, figures[GOOD]! / figures[BASE]!),
    abandonment: offered ? figures[ABANDONED]! : null,
    averageSpeedOfAnswerSeconds: waits ? ratio(figures[ANSWERED_WAIT]!, figures[ANSWERED]!) : null,
    averageWaitSeconds: waits ? ratio(figures[WAIT]!, 1) : null,
    occupancy:
      scheduled === 0 ? null : (load * figures[CARRIED]!) / (scheduled * (1 - absenceShare)),
  };
}

/** Mean waits exist, but under Erlang C where volume or absence may leave it overloaded. */
export function haveWaits(
  { model, absenceShare }: UncertainTask,
  volume: VolumeDistribution,
): boolean {
  return model === 'erlang-a' || (absenceShare === 0 && !volume.unbounded);
}

/** The distribution of the volume of a task; throws unless the task makes sense. */
export function checkUncertainTask(task: UncertainTask): VolumeDistribution {
  checkFraction('absenceShare', task.absenceShare);
  checkPositive('stepSeconds', task.stepSeconds);
  checkNonNegative('thresholdSeconds', task.goal.thresholdSeconds);
  checkGoal(task.goal, task.model, task.patienceSeconds);
  const volume = volumeDistribution(task.volume);
  checkTraffic(trafficOf(task, volume.mean));
  return volume;
}
