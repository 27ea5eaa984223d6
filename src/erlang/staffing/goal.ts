import { checkNonNegative, checkNonNegativeInteger, checkShare } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type ServiceGoal, type StaffingModel } from '../../domain/requirement.ts';
import { checkPatience } from '../waiting/erlang-a.ts';
import { type Performance } from '../performance.ts';

/** Slack of comparisons with a goal: the rounding of the models, not a tolerance to lean on. */
const ROUNDING = 1e-13;

/**
 * Throws unless a finite number of agents can meet the goal under the model.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a value that makes no sense; `UNREACHABLE_GOAL`, with
 *   the part in `details.part`, for one that no number of agents reaches
 */
export function checkGoal(
  goal: ServiceGoal,
  model: StaffingModel,
  patienceSeconds: number | null,
): void {
  checkNonNegativeInteger('minimumAgents', goal.minimumAgents);
  checkNonNegative('thresholdSeconds', goal.thresholdSeconds);
  if (goal.serviceLevel !== null) checkShare('serviceLevel', goal.serviceLevel);
  if (goal.maxAbandonment !== null) checkShare('maxAbandonment', goal.maxAbandonment);
  if (goal.maxOccupancy !== null) checkShare('maxOccupancy', goal.maxOccupancy);
  if (goal.averageSpeedOfAnswerSeconds !== null) {
    checkNonNegative('averageSpeedOfAnswerSeconds', goal.averageSpeedOfAnswerSeconds);
  }
  if (model === 'erlang-a') checkPatience(patienceSeconds, false);

  if (goal.serviceLevel === 1) refuse('serviceLevel', 'below 1: some calls always wait', 1);
  if (goal.averageSpeedOfAnswerSeconds === 0) {
    refuse('averageSpeedOfAnswerSeconds', 'above 0: some calls always wait', 0);
  }
  if (goal.maxAbandonment === 0 && model === 'erlang-a') {
    refuse('maxAbandonment', 'above 0: some callers always hang up', 0);
  }
  if (goal.maxOccupancy === 0) refuse('maxOccupancy', 'above 0: calls keep agents busy', 0);
}

function refuse(part: string, expected: string, got: number): never {
  throw new AgnerError('UNREACHABLE_GOAL', `expected ${part} ${expected}, got ${got}`, {
    part,
    got,
  });
}

/**
 * Whether a performance meets every part of the goal but `minimumAgents`.
 *
 * The average speed of answer must hold for the answered and for all who entered: callers who
 * hang up must not make it look better, nor may those who are served wait longer than it says.
 */
export function meetsGoal(performance: Performance, goal: ServiceGoal): boolean {
  const { serviceLevel, averageSpeedOfAnswerSeconds, maxAbandonment, maxOccupancy } = goal;
  return (
    (serviceLevel === null ||
      performance.serviceLevels[goal.definition] >= serviceLevel - ROUNDING) &&
    (averageSpeedOfAnswerSeconds === null ||
      Math.max(performance.averageSpeedOfAnswerSeconds, performance.averageWaitSeconds) <=
        averageSpeedOfAnswerSeconds * (1 + ROUNDING)) &&
    (maxAbandonment === null || performance.abandonProbability <= maxAbandonment + ROUNDING) &&
    (maxOccupancy === null || performance.occupancy <= maxOccupancy * (1 + ROUNDING))
  );
}
