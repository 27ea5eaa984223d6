import { type ServiceGoal } from '../../domain/requirement.ts';
import { offeredLoad, type Traffic } from '../traffic.ts';

/**
 * A number of agents that meets a goal for certain, under Erlang C and under Erlang A: where a
 * search may end.
 *
 * With n = 2 A + m agents each of the top m factors k / A of the recursion is at least 2, so that
 * 1 / B - 1 is at least 2^m; and 1 - A / n is at least a half. Hence Erlang C's probability to
 * wait is at most 2^(1 - m). It bounds, with n above A + 1 too:
 * - the share answered late, hence one less the service level by any definition: of those who
 *   entered at least 1 - C are answered at once, and a smaller base only raises the share;
 * - the share that hangs up under Erlang A, whose queue is never longer than Erlang C's (in Erlang C
 *   nobody does, and any limit holds);
 * - the mean wait over the handle time, and half of that over the answered who are at least half.
 * Occupancy is at most A / n.
 *
 * @param goal one that some number of agents meets
 * @returns whole number of at least 2; may be far above what the models take
 */
export function sufficientAgents(traffic: Traffic, goal: ServiceGoal): number {
  const { serviceLevel, averageSpeedOfAnswerSeconds, maxAbandonment, maxOccupancy } = goal;
  const load = offeredLoad(traffic);
  const wait =
    averageSpeedOfAnswerSeconds === null
      ? 1
      : averageSpeedOfAnswerSeconds / (2 * traffic.handleTimeSeconds);
  const abandoned = maxAbandonment === null || maxAbandonment === 0 ? 1 : maxAbandonment;
  const delayed = Math.min(0.5, 1 - (serviceLevel ?? 0), abandoned, wait);
  // One more for rounding. The least wait over the longest handle time has a logarithm of -1105.
  const spare = delayed === 0 ? 1110 : 2 + Math.ceil(-Math.log2(delayed));
  const busy = maxOccupancy === null ? 0 : Math.ceil((load / maxOccupancy) * (1 + 1e-12)) + 1;
  return Math.max(Math.ceil(2 * load) + spare, busy, goal.minimumAgents);
}
