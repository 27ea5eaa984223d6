import { type ServiceGoal, type StaffingModel } from '../../domain/requirement.ts';
import { type SlotOutcome } from './run-stretch.ts';
import { goodContacts } from './outcome-goal.ts';
import { makeEvaluator } from '../staffing/staffing.ts';
import { type Traffic } from '../traffic.ts';

/** What the slots of a queue are expected to give; `null` where nothing is offered. */
export interface SlotPerformances {
  readonly serviceLevel: readonly (number | null)[];
  /** Also `null` where nobody is ever answered. */
  readonly averageSpeedOfAnswerSeconds: readonly (number | null)[];
  /** Hung up or sent away at closing, over offered. */
  readonly abandonment: readonly (number | null)[];
  readonly occupancy: readonly (number | null)[];
  /** Expected contacts that still wait when the queue closes; 0 unless staffed with carry-over. */
  readonly leftAtClosing: readonly number[];
}

/** What the model is asked of. */
interface StationaryQuestion {
  readonly volume: readonly number[];
  readonly goal: ServiceGoal;
  readonly model: StaffingModel;
  readonly patienceSeconds: number | null;
}

/** Each slot by itself, as if it lasted. */
export function stationaryPerformances(
  { volume, goal, model, patienceSeconds }: StationaryQuestion,
  traffic: readonly Traffic[],
  agents: readonly number[],
): SlotPerformances {
  const performances = traffic.map((one, slot) => {
    const count = agents[slot]!;
    if (volume[slot] === 0 || count === 0) return null;
    return makeEvaluator(one, model, patienceSeconds, goal.thresholdSeconds)(count);
  });
  return {
    serviceLevel: performances.map((one) => one?.serviceLevels[goal.definition] ?? null),
    averageSpeedOfAnswerSeconds: performances.map(
      (one) => one?.averageSpeedOfAnswerSeconds ?? null,
    ),
    abandonment: performances.map((one) => one?.abandonProbability ?? null),
    occupancy: performances.map((one) => one?.occupancy ?? null),
    leftAtClosing: agents.map(() => 0),
  };
}

/** The contacts that arrive in each slot, in the transient model; runs say how contacts end. */
export function transientPerformances(
  runs: readonly (SlotOutcome | null)[],
  goal: ServiceGoal,
): SlotPerformances {
  const offering = runs.map((run) => (run === null || run.shares.offered === 0 ? null : run));
  return {
    serviceLevel: offering.map((run) => levelOf(run, goal)),
    averageSpeedOfAnswerSeconds: offering.map((run) =>
      run === null || run.ends === null || run.ends.answered === 0
        ? null
        : run.ends.answeredWaitSeconds / run.ends.answered,
    ),
    abandonment: offering.map((run) =>
      run === null || run.ends === null
        ? null
        : Math.min(1, (run.ends.abandoned + run.ends.leftAtClosing) / run.shares.offered),
    ),
    occupancy: offering.map((run) =>
      run === null || run.agents === 0 ? null : Math.min(1, run.meanBusyAgents / run.agents),
    ),
    leftAtClosing: runs.map((run) => run?.ends?.leftAtClosing ?? 0),
  };
}

/** Share of a slot's contacts by the goal's definition; 0 where there is none to divide by. */
export function levelOf(run: SlotOutcome | null, goal: ServiceGoal): number | null {
  if (run === null || run.shares.offered === 0) return null;
  const { good, base } = goodContacts(run, goal.definition);
  return base === 0 ? 0 : Math.min(1, good / base);
}
