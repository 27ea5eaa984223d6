import { AgnerError } from '../../domain/errors.ts';
import { MAX_AGENTS, refuseBeyondAgents } from '../limits.ts';
import { leastPassing } from '../numerics/least-passing.ts';
import { normalQuantile } from '../numerics/normal-quantile.ts';
import { scheduledAgents as withAbsence } from '../staffing/scheduled-agents.ts';
import { requiredAgents } from '../staffing/staffing.ts';
import {
  ABANDONED,
  ANSWERED,
  ANSWERED_WAIT,
  BASE,
  CARRIED,
  GOOD,
  trafficOf,
  WAIT,
} from './uncertain-figures.ts';
import { type UncertainMeans } from './uncertain-means.ts';
import {
  checkUncertainTask,
  haveWaits,
  meansOf,
  reportUncertain,
  type UncertainPerformance,
  type UncertainTask,
} from './uncertain-volume.ts';
import { type VolumeDistribution } from './volume-distribution.ts';

/**
 * How sure a goal is to be met.
 *
 * - `expectation`: by the means of all that may happen, weighted by contacts
 * - `probability`: by what happens, with at least this probability, a fraction in (0, 1)
 */
export type Aim =
  { readonly kind: 'expectation' } | { readonly kind: 'probability'; readonly share: number };

export interface UncertainStaffing {
  /** Scheduled; without absence, on the phones. */
  readonly scheduledAgents: number;
  readonly performance: UncertainPerformance;
}

/** The rounding of the models, not a tolerance to lean on. */
const ROUNDING = 1e-13;

/**
 * Fewest scheduled agents with whom a goal is met in expectation, or with a probability.
 *
 * In expectation: good contacts over counted contacts, waits, abandonment and occupancy are ratios
 * of expectations, and with Erlang C agents present exceed the load on average. Service level by
 * `answered` and the average speed of answer need not improve with each agent then (more of a flood
 * gets answered, late); for these every number from the first possible on is tried.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNREACHABLE_GOAL`, as {@link requiredAgents}
 *   and for an expected wait under Erlang C that may be overloaded: it is endless
 *
 * Cost: some 5 times that of {@link evaluateUncertain}.
 */
export function staffUncertain(task: UncertainTask, aim: Aim): UncertainStaffing {
  const volume = checkUncertainTask(task);
  checkAim(aim);
  const means = meansOf(task, volume);
  const scheduled =
    aim.kind === 'expectation'
      ? leastInExpectation(task, volume, means)
      : leastByProbability(task, volume, means, aim.share);
  return {
    scheduledAgents: scheduled,
    performance: reportUncertain(task, volume, means, scheduled),
  };
}

function leastByProbability(
  task: UncertainTask,
  volume: VolumeDistribution,
  means: UncertainMeans,
  share: number,
): number {
  // The goal is met up to some volume, so that the volume's quantile decides.
  const required = requiredAt(task, volume.quantile(share));
  if (task.absenceShare === 0) return required;
  return search(
    required,
    Math.ceil(required / (1 - task.absenceShare)),
    (count) => means.goalProbability(count) >= share - ROUNDING,
  );
}

function leastInExpectation(
  task: UncertainTask,
  volume: VolumeDistribution,
  means: UncertainMeans,
): number {
  const { goal, model, absenceShare } = task;
  const minimum = withAbsence(goal.minimumAgents, [absenceShare]).scheduledAgents;
  if (volume.mean === 0) return minimum;
  const asksForWait = goal.averageSpeedOfAnswerSeconds !== null;
  if (asksForWait && model === 'erlang-c' && !haveWaits(task, volume)) {
    throw new AgnerError(
      'UNREACHABLE_GOAL',
      'expected no averageSpeedOfAnswerSeconds in expectation with Erlang C, whose wait is endless where it may be overloaded, got one',
      { part: 'averageSpeedOfAnswerSeconds' },
    );
  }
  const guess = guessInExpectation(task, volume, means);
  const improving = search(Math.max(1, minimum), guess, (count) =>
    decide(task, volume, means, count, improvingMargins),
  );
  if (goal.definition !== 'answered' && !asksForWait) return improving;
  for (let count = improving; count <= MAX_AGENTS; count++) {
    if (decide(task, volume, means, count, allMargins)) return count;
  }
  return refuseBeyondAgents();
}

/**
 * From the agents for the mean volume by one step along a normal law: as the agents grow, the
 * expected service level rises about as that law whose variance is what load, volume and absence
 * add up to.
 */
function guessInExpectation(
  task: UncertainTask,
  volume: VolumeDistribution,
  means: UncertainMeans,
): number {
  const { goal, absenceShare, stepSeconds, handleTimeSeconds } = task;
  const required = requiredAt(task, volume.mean);
  const first = Math.ceil(required / (1 - absenceShare));
  if (goal.serviceLevel === null || (absenceShare === 0 && !volume.unbounded)) return first;
  const figures = means.figures(first);
  const load = (volume.mean * handleTimeSeconds) / stepSeconds;
  const variance = load + (load * volume.variation) ** 2 + required * absenceShare;
  const step = scoreOf(goal.serviceLevel) - scoreOf(figures[GOOD]! / figures[BASE]!);
  return first + Math.ceil((step * Math.sqrt(variance)) / (1 - absenceShare));
}

function scoreOf(share: number): number {
  return normalQuantile(Math.min(0.999, Math.max(0.001, share)));
}

function search(least: number, guess: number, passes: (scheduled: number) => boolean): number {
  return leastPassing(least, MAX_AGENTS, guess, passes) ?? refuseBeyondAgents();
}

function requiredAt(task: UncertainTask, volume: number): number {
  return requiredAgents(trafficOf(task, volume), task.goal, task.model, task.patienceSeconds);
}

type Margins = (
  task: UncertainTask,
  figures: readonly number[],
  load: number,
  present: number,
) => number[];

/** Whether all margins are at least 0. */
function decide(
  task: UncertainTask,
  volume: VolumeDistribution,
  means: UncertainMeans,
  scheduled: number,
  margins: Margins,
): boolean {
  const load = (volume.mean * task.handleTimeSeconds) / task.stepSeconds;
  const present = scheduled * (1 - task.absenceShare);
  return margins(task, means.figures(scheduled), load, present).every(
    (margin) => margin >= -ROUNDING,
  );
}

/** Margins of the parts that no further agent makes worse, relative where they are times. */
function improvingMargins(
  { goal, model }: UncertainTask,
  figures: readonly number[],
  load: number,
  present: number,
): number[] {
  const margins: number[] = [];
  if (goal.serviceLevel !== null && goal.definition !== 'answered') {
    margins.push(figures[GOOD]! - goal.serviceLevel * figures[BASE]!);
  }
  if (goal.averageSpeedOfAnswerSeconds !== null) {
    margins.push(1 - figures[WAIT]! / goal.averageSpeedOfAnswerSeconds);
  }
  if (goal.maxAbandonment !== null) margins.push(goal.maxAbandonment - figures[ABANDONED]!);
  if (goal.maxOccupancy !== null) {
    margins.push(1 - (load * figures[CARRIED]!) / present / goal.maxOccupancy);
  }
  // A margin of 0 is not enough.
  if (model === 'erlang-c') margins.push(present > load ? 1 : -1);
  return margins;
}

function allMargins(
  task: UncertainTask,
  figures: readonly number[],
  load: number,
  present: number,
): number[] {
  const { goal } = task;
  const margins = improvingMargins(task, figures, load, present);
  if (goal.serviceLevel !== null) {
    margins.push(figures[GOOD]! - goal.serviceLevel * figures[BASE]!);
  }
  if (goal.averageSpeedOfAnswerSeconds !== null) {
    margins.push(
      1 - figures[ANSWERED_WAIT]! / figures[ANSWERED]! / goal.averageSpeedOfAnswerSeconds,
    );
  }
  return margins;
}

function checkAim(aim: Aim): void {
  if (aim.kind === 'expectation' || (aim.share >= 1e-9 && aim.share <= 1 - 1e-9)) return;
  throw new AgnerError(
    'INVALID_INPUT',
    `expected share of an aim to be a fraction in (0, 1), got ${aim.share}`,
    { name: 'share', got: String(aim.share) },
  );
}
