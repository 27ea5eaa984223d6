import { AgnerError } from '../../domain/errors.ts';
import { type ServiceGoal, type ServiceLevelDefinition } from '../../domain/requirement.ts';
import { type ArrivalEnds } from '../transient/arrival-ends.ts';
import { type SlotOutcome } from './run-stretch.ts';

/** Slack of comparisons with a goal: the accuracy of the transient model. */
const ACCURACY = 1e-8;

/** One part of a goal as contacts or seconds to spare, summed over slots. */
export interface GoalPart {
  /** What one contact spares at best. */
  readonly limit: number;
  readonly excessOf: (run: SlotOutcome) => number;
}

/** The parts of a goal that are weighted by contacts. */
export function partsOf(goal: ServiceGoal, patient: boolean): GoalPart[] {
  const { serviceLevel, averageSpeedOfAnswerSeconds, maxAbandonment } = goal;
  const parts: GoalPart[] = [];
  if (serviceLevel !== null) {
    parts.push({
      limit: 1 - serviceLevel,
      excessOf: (run) => {
        const { good, base } = goodContacts(run, goal.definition);
        return good - serviceLevel * base;
      },
    });
  }
  if (averageSpeedOfAnswerSeconds !== null) {
    parts.push({
      limit: averageSpeedOfAnswerSeconds,
      excessOf: (run) => {
        const { answered, answeredWaitSeconds } = endsOf(run);
        return averageSpeedOfAnswerSeconds * answered - answeredWaitSeconds;
      },
    });
    parts.push({
      limit: averageSpeedOfAnswerSeconds,
      excessOf: (run) =>
        averageSpeedOfAnswerSeconds * run.shares.offered - (endsOf(run).waitSeconds ?? Infinity),
    });
  }
  // Callers of endless patience do not hang up.
  if (maxAbandonment !== null && !patient) {
    parts.push({
      limit: maxAbandonment,
      excessOf: (run) => {
        const { abandoned, leftAtClosing } = endsOf(run);
        return maxAbandonment * run.shares.offered - abandoned - leftAtClosing;
      },
    });
  }
  return parts;
}

/** Whether a goal asks how contacts end, not only what happens until the threshold. */
export function asksForEnds(goal: ServiceGoal): boolean {
  return (
    goal.averageSpeedOfAnswerSeconds !== null ||
    goal.maxAbandonment !== null ||
    (goal.definition === 'answered' &&
      (goal.serviceLevel !== null || goal.serviceLevelFloor !== null))
  );
}

/** Contacts that a definition of service level counts as good, and those it divides by. */
export function goodContacts(
  run: SlotOutcome,
  definition: ServiceLevelDefinition,
): { readonly good: number; readonly base: number } {
  const { offered, answeredWithin, abandonedWithin, waitedLonger } = run.shares;
  switch (definition) {
    case 'offered':
    case 'entered':
      return { good: answeredWithin, base: offered };
    case 'answered':
      return { good: answeredWithin, base: endsOf(run).answered };
    case 'excludingShortAbandons':
      return { good: answeredWithin, base: answeredWithin + waitedLonger };
    case 'includingShortAbandons':
      return { good: answeredWithin + abandonedWithin, base: offered };
  }
}

function endsOf({ ends }: SlotOutcome): ArrivalEnds {
  if (ends !== null) return ends;
  throw new AgnerError('INTERNAL', 'expected a run that says how contacts end, got one without');
}

/** Whether contacts or seconds to spare are none too few. */
export function isSpared(excess: number, part: GoalPart, offered: number): boolean {
  return excess >= -ACCURACY * offered * Math.max(part.limit, 1);
}

/** Whether a slot's contacts and agents fare as a goal asks, minimum agents apart. */
export function meetsOutcome(
  run: SlotOutcome,
  goal: ServiceGoal,
  parts: readonly GoalPart[],
): boolean {
  const { maxOccupancy } = goal;
  if (maxOccupancy !== null && run.agents > 0) {
    if (run.meanBusyAgents > run.agents * maxOccupancy * (1 + ACCURACY)) return false;
  }
  return parts.every((part) => isSpared(part.excessOf(run), part, run.shares.offered));
}
