import { type ServiceGoal } from '../domain/requirement.ts';
import { type SlotRun } from './carry-over-queue.ts';
import { serviceLevelParts } from './performance.ts';

/** Slack of comparisons with a goal: the accuracy of the transient model. */
const ACCURACY = 1e-9;

/** One part of a goal as contacts or seconds to spare, summed over slots. */
export interface GoalPart {
  /** What one contact spares at best. */
  readonly limit: number;
  readonly excessOf: (run: SlotRun) => number;
}

/** The parts of a goal that are weighted by contacts. */
export function partsOf(goal: ServiceGoal, patient: boolean): GoalPart[] {
  const { serviceLevel, averageSpeedOfAnswerSeconds, maxAbandonment } = goal;
  const parts: GoalPart[] = [];
  if (serviceLevel !== null) {
    parts.push({
      limit: 1 - serviceLevel,
      excessOf: ({ outcome }) => {
        const { good, base } = serviceLevelParts(goal.definition, { ...outcome, blocked: 0 });
        const all =
          goal.definition === 'answered' || goal.definition === 'excludingShortAbandons'
            ? base
            : outcome.offered;
        return good - serviceLevel * all;
      },
    });
  }
  if (averageSpeedOfAnswerSeconds !== null) {
    parts.push({
      limit: averageSpeedOfAnswerSeconds,
      excessOf: ({ outcome }) =>
        averageSpeedOfAnswerSeconds * outcome.answered - outcome.answeredWaitSeconds,
    });
    parts.push({
      limit: averageSpeedOfAnswerSeconds,
      excessOf: ({ outcome }) =>
        averageSpeedOfAnswerSeconds * outcome.offered - (outcome.waitSeconds ?? Infinity),
    });
  }
  // Callers of endless patience do not hang up.
  if (maxAbandonment !== null && !patient) {
    parts.push({
      limit: maxAbandonment,
      excessOf: ({ outcome }) =>
        maxAbandonment * outcome.offered - outcome.abandoned - outcome.leftAtClosing,
    });
  }
  return parts;
}

/** Whether contacts or seconds to spare are none too few. */
export function isSpared(excess: number, part: GoalPart, offered: number): boolean {
  return excess >= -ACCURACY * offered * Math.max(part.limit, 1);
}

/** Whether a slot's contacts and agents fare as a goal asks, minimum agents apart. */
export function meetsOutcome(run: SlotRun, goal: ServiceGoal, parts: readonly GoalPart[]): boolean {
  const { maxOccupancy } = goal;
  if (maxOccupancy !== null && run.agents > 0) {
    if (run.meanBusyAgents > run.agents * maxOccupancy * (1 + ACCURACY)) return false;
  }
  return parts.every((part) => isSpared(part.excessOf(run), part, run.outcome.offered));
}
