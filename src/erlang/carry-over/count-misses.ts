import { type ServiceGoal, type SippStaffing } from '../../domain/requirement.ts';
import { goalOfEveryInterval } from '../staffing/period-goal.ts';
import { type SlotOutcome } from './run-stretch.ts';
import { isSpared, meetsOutcome, partsOf } from './outcome-goal.ts';

/**
 * Over how many intervals with contacts, or periods where the goal is over those, a goal is
 * judged, and how many of them miss it. A period also misses where one of its intervals misses
 * what is asked of each (floor, occupancy).
 *
 * @param runs per slot, `null` where closed; they say how contacts end
 * @param patient whether callers never hang up
 * @param periodOf index of each slot's period; not read where the goal is per interval
 */
export function countMisses(
  runs: readonly (SlotOutcome | null)[],
  goal: ServiceGoal,
  patient: boolean,
  periodOf: readonly number[],
): Pick<SippStaffing, 'judged' | 'missed'> {
  const groups = new Map<number, SlotOutcome[]>();
  runs.forEach((run, slot) => {
    if (run === null || run.shares.offered === 0) return;
    const key = goal.period === 'interval' ? slot : periodOf[slot]!;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [run]);
    else group.push(run);
  });
  const each = goal.period === 'interval' ? goal : goalOfEveryInterval(goal);
  const eachParts = partsOf(each, patient);
  const parts = partsOf(goal, patient);
  const holds = (group: readonly SlotOutcome[]): boolean => {
    const offered = group.reduce((sum, run) => sum + run.shares.offered, 0);
    return (
      group.every((run) => meetsOutcome(run, each, eachParts)) &&
      parts.every((part) =>
        isSpared(
          group.reduce((sum, run) => sum + part.excessOf(run), 0),
          part,
          offered,
        ),
      )
    );
  };
  const missed = [...groups.values()].filter((group) => !holds(group)).length;
  return { judged: groups.size, missed };
}
