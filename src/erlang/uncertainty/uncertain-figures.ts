import { type ServiceGoal, type StaffingModel } from '../../domain/requirement.ts';
import { meetsGoal } from '../staffing/goal.ts';
import { serviceLevelParts, sharesOf } from '../performance.ts';
import { leastAgents, makeEvaluator } from '../staffing/staffing.ts';
import { agentsAboveLoad, type Traffic } from '../traffic.ts';

/** A queue of which the volume is not given. */
export interface QueueTerms {
  readonly stepSeconds: number;
  readonly handleTimeSeconds: number;
  readonly goal: ServiceGoal;
  readonly model: StaffingModel;
  readonly patienceSeconds: number | null;
}

/** Places of the figures of one volume and number of agents, each per offered contact. */
export const GOOD = 0;
export const BASE = 1;
export const ANSWERED = 2;
/** Wait of the answered, shared out over all contacts. */
export const ANSWERED_WAIT = 3;
export const WAIT = 4;
export const ABANDONED = 5;
/** Handle time that is worked, over the mean handle time. */
export const CARRIED = 6;
export const FIGURES = 7;

/** Figures of a volume above 0. `waits` says whether mean waits are asked for. */
export function figuresOf(
  terms: QueueTerms,
  volume: number,
  agents: number,
  waits: boolean,
): readonly number[] {
  const { goal, model, patienceSeconds } = terms;
  const traffic = trafficOf(terms, volume);
  if (model === 'erlang-c' && agents < agentsAboveLoad(traffic)) {
    // All are served in the end, none soon; agents are never free.
    const carried = (agents * terms.stepSeconds) / (volume * terms.handleTimeSeconds);
    const wait = waits ? Infinity : 0;
    return [0, 1, 1, wait, wait, 0, Math.min(1, carried)];
  }
  if (agents === 0) return unattended(terms);
  const evaluate = makeEvaluator(traffic, model, patienceSeconds, goal.thresholdSeconds);
  const performance = evaluate(agents);
  const { good, base } = serviceLevelParts(goal.definition, sharesOf(performance));
  const answered = performance.answeredProbability;
  return [
    good,
    base,
    answered,
    waits ? answered * performance.averageSpeedOfAnswerSeconds : 0,
    waits ? performance.averageWaitSeconds : 0,
    performance.abandonProbability,
    answered,
  ];
}

/** Erlang A with nobody there: everybody hangs up, when his patience ends. */
function unattended({ goal, patienceSeconds }: QueueTerms): readonly number[] {
  const waitedLonger =
    patienceSeconds === null ? 1 : Math.exp(-goal.thresholdSeconds / patienceSeconds);
  const { good, base } = serviceLevelParts(goal.definition, {
    blocked: 0,
    answered: 0,
    answeredWithin: 0,
    abandonedWithin: 1 - waitedLonger,
    waitedLonger,
  });
  return [good, base, 0, 0, patienceSeconds ?? Infinity, 1, 0];
}

/** Whether a number of agents, 0 included, meets every part of the goal at a volume. */
export function holdsAt(terms: QueueTerms, volume: number, agents: number): boolean {
  const { goal, model, patienceSeconds } = terms;
  if (agents < goal.minimumAgents) return false;
  if (volume === 0) return true;
  const traffic = trafficOf(terms, volume);
  if (agents < leastAgents(traffic, goal, model)) return false;
  const evaluate = makeEvaluator(traffic, model, patienceSeconds, goal.thresholdSeconds);
  return meetsGoal(evaluate(agents), goal);
}

export function trafficOf({ stepSeconds, handleTimeSeconds }: QueueTerms, volume: number): Traffic {
  return { volume, stepSeconds, handleTimeSeconds };
}
