import { type QueueTerms, trafficOf } from './uncertain-figures.ts';
import { requiredAgents } from '../staffing/staffing.ts';
import { type Aim, staffUncertain } from './staff-uncertain.ts';
import { type UncertainPerformance } from './uncertain-volume.ts';

/** One interval's queue with a known volume. */
export interface AbsenceTask extends QueueTerms {
  readonly volume: number;
  /** Probability that a scheduled agent is absent, independently of the others. */
  readonly absenceShare: number;
}

export interface AbsenceSchedule {
  /** On the phones, as the goal asks for. */
  readonly requiredAgents: number;
  readonly scheduledAgents: number;
  readonly performance: UncertainPerformance;
}

/**
 * Fewest agents to schedule so that, each being absent at random, a goal is met in expectation or
 * with a probability. Dividing the agents by the share present gives neither.
 *
 * @throws {AgnerError} as {@link staffUncertain}
 *
 * Cost: some 40 evaluations of the model at 50 agents.
 *
 * @example
 * // 100 contacts in 1,800 s, 180 s each, Erlang C, 0.8 in 20 s, a tenth absent: 14 are required
 * scheduleForAbsence(task, { kind: 'expectation' }).scheduledAgents; // => 15
 * scheduleForAbsence(task, { kind: 'probability', share: 0.9 }).scheduledAgents; // => 17
 */
export function scheduleForAbsence(task: AbsenceTask, aim: Aim): AbsenceSchedule {
  const staffed = staffUncertain({ ...task, volume: { kind: 'certain', mean: task.volume } }, aim);
  const { goal, model, patienceSeconds } = task;
  const required = requiredAgents(trafficOf(task, task.volume), goal, model, patienceSeconds);
  return { requiredAgents: required, ...staffed };
}
