import {
  AgnerError,
  type PlanQueue,
  type QueueStaffing,
  type ServiceGoal,
} from '../domain/index.ts';
import {
  type DeferredGoal,
  type DeferredWork,
  evaluateDeferred,
  requireDeferred,
} from '../erlang/index.ts';
import { type SlotStaffing, type StaffingInput } from './staffing-input.ts';

type DeferredStaffing = Extract<QueueStaffing, { kind: 'deferred' }>;

/** Handle times of single items are taken as exponential, their number as Poisson. */
const SPREAD = { handleTimeVariation: 1, countDispersion: 1 };

/** Agents of a queue whose work may wait, as level as its due times allow. */
export function staffDeferred(
  input: StaffingInput,
  { goal }: PlanQueue,
  staffing: DeferredStaffing,
): SlotStaffing {
  const { volume, handleTimeSeconds, open, stepSeconds } = input;
  const work = deferredWorkOf(input, goal, staffing);
  const target = deferredGoalOf(goal, staffing);
  const plan = requireDeferred(
    work,
    target,
    { kind: 'window', probability: staffing.certainty, spread: SPREAD },
    null,
  );
  if (plan.status === 'short') {
    throw new AgnerError('UNREACHABLE_GOAL', 'expected a goal that agents without limit can meet');
  }
  const agents = plan.agents.map((count, slot) =>
    open[slot] === true ? Math.max(count, goal.minimumAgents) : 0,
  );
  const outcome = evaluateDeferred(work, target, agents, 'last');
  const nothing = volume.map(() => null);
  return {
    load: volume.map((items, slot) => (items * handleTimeSeconds[slot]!) / stepSeconds),
    agents,
    serviceLevel: outcome.shareWithinThreshold,
    averageSpeedOfAnswerSeconds: nothing,
    abandonment: nothing,
    occupancy: outcome.occupancy,
    leftAtClosing: volume.map(() => 0),
    sipp: null,
    everyIntervalAgents: null,
    lateContacts: nothing,
    outlook: null,
    notes: [],
  };
}

/** The goal as the model takes it: what is due after the last interval may be left. */
export function deferredGoalOf(
  { serviceLevel, thresholdSeconds }: ServiceGoal,
  { clock }: DeferredStaffing,
): DeferredGoal {
  return { share: serviceLevel ?? 1, thresholdSeconds, clock, atEnd: 'carry' };
}

/** The work as the model takes it; what waits at the beginning is due one answer time later. */
export function deferredWorkOf(
  { volume, handleTimeSeconds, open, stepSeconds }: StaffingInput,
  { thresholdSeconds }: ServiceGoal,
  { clock, backlog }: DeferredStaffing,
): DeferredWork {
  const steps = Math.max(1, Math.floor((thresholdSeconds / stepSeconds) * (1 + 1e-12)));
  const counted = open.flatMap((isOpen, slot) => (isOpen || clock === 'elapsed' ? [slot] : []));
  const known = handleTimeSeconds.find((seconds) => seconds > 0) ?? 0;
  return {
    stepSeconds,
    open,
    items: volume,
    handleTimeSeconds,
    backlog:
      backlog === 0 || known === 0
        ? []
        : [
            {
              items: backlog,
              handleTimeSeconds: known,
              dueInterval: counted[steps - 1] ?? open.length,
            },
          ],
  };
}
