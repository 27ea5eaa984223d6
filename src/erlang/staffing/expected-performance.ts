import { checkNonNegative } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import {
  type ServiceGoal,
  type StaffingMethod,
  type StaffingModel,
} from '../../domain/requirement.ts';
import { makeCarryOverQueue } from '../carry-over/carry-over-queue.ts';
import { goodContacts } from '../carry-over/outcome-goal.ts';
import { runQueue } from '../carry-over/run-queue.ts';
import { type SlotPerformances, transientPerformances } from '../carry-over/slot-performances.ts';
import { checkPatience } from '../waiting/erlang-a.ts';
import { type Performance, serviceLevelParts, sharesOf } from '../performance.ts';
import { makeEvaluator } from './staffing.ts';
import { agentsAboveLoad, checkTraffic, offeredLoad, type Traffic } from '../traffic.ts';

/** A queue's forecast and the agents who will really be there, slot by slot. */
export interface ExpectationTask {
  readonly volume: readonly number[];
  readonly handleTimeSeconds: readonly number[];
  /** In closed slots nothing is offered and nobody counts. */
  readonly open: readonly boolean[];
  /** On the phones, after shrinkage; may be a fraction. */
  readonly agents: readonly number[];
  readonly stepSeconds: number;
  /** Its threshold and definition are looked at. */
  readonly goal: ServiceGoal;
  readonly model: StaffingModel;
  readonly method: StaffingMethod;
  readonly patienceSeconds: number | null;
}

/** What is to be expected; `null` where nothing is offered, or where no such mean exists. */
export interface ExpectedPerformance extends Omit<SlotPerformances, 'leftAtClosing'> {
  /** Over all slots: ratios of sums, so contacts weigh, not slots; `null` without contacts. */
  readonly total: {
    readonly volume: number;
    readonly serviceLevel: number | null;
    readonly abandonment: number | null;
    /** Time spent on contacts over time on the phones, slots without contacts included. */
    readonly occupancy: number | null;
  };
  /**
   * Slots in which Erlang C by `sipp` has no steady state: agents at or below the load. 0 by the
   * other methods, which need none.
   */
  readonly overloadedSlots: number;
}

/** Contacts and agents summed over slots. */
interface Sums {
  volume: number;
  good: number;
  base: number;
  abandoned: number;
  busy: number;
  agents: number;
}

/** One slot per offered contact: shares of contacts, and agents busy on average. */
interface SlotOutcome {
  readonly good: number;
  readonly base: number;
  readonly abandoned: number;
  readonly busyAgents: number;
  readonly averageSpeedOfAnswerSeconds: number | null;
}

/**
 * Performance to expect from given agents, by the model that the method staffs by.
 *
 * `carry-over`, `mol-mean` and `mol-max`: the transient model of the queue, so that the agents that
 * {@link staffGrid} requires give the very performance that it promises. A fraction of an agent is
 * there from the beginning of the slot, for that fraction of it.
 *
 * `sipp`: each slot by itself, as if it lasted. Shares for a fraction of an agent are weighted
 * between the whole numbers on both sides. Erlang C has no steady state with agents at or below the
 * load; what is good is then 0, the wait `null`, and the slot is counted in `overloadedSlots`.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: one evaluation of the model per slot, two where agents are a fraction.
 */
export function expectedPerformance(task: ExpectationTask): ExpectedPerformance {
  checkTask(task);
  const sums: Sums = { volume: 0, good: 0, base: 0, abandoned: 0, busy: 0, agents: 0 };
  const { overloadedSlots, ...slots } =
    task.method === 'sipp' ? expectAlone(task, sums) : expectTogether(task, sums);
  return {
    ...slots,
    total: {
      volume: sums.volume,
      serviceLevel: sums.volume === 0 ? null : share(sums.good, sums.base),
      abandonment: sums.volume === 0 ? null : Math.min(1, sums.abandoned / sums.volume),
      occupancy: sums.agents === 0 ? null : Math.min(1, sums.busy / sums.agents),
    },
    overloadedSlots,
  };
}

function expectTogether(task: ExpectationTask, sums: Sums): Omit<ExpectedPerformance, 'total'> {
  const { goal } = task;
  const outcomes = runQueue(makeCarryOverQueue(task, true), task.agents);
  for (const outcome of outcomes) {
    if (outcome === null) continue;
    const { good, base } = goodContacts(outcome, goal.definition);
    sums.volume += outcome.shares.offered;
    sums.good += good;
    sums.base += base;
    sums.abandoned += outcome.ends!.abandoned + outcome.ends!.leftAtClosing;
    sums.busy += outcome.meanBusyAgents;
    sums.agents += outcome.agents;
  }
  const { serviceLevel, averageSpeedOfAnswerSeconds, abandonment, occupancy } =
    transientPerformances(outcomes, goal);
  return {
    serviceLevel,
    averageSpeedOfAnswerSeconds,
    abandonment,
    occupancy,
    overloadedSlots: 0,
  };
}

function expectAlone(task: ExpectationTask, sums: Sums): Omit<ExpectedPerformance, 'total'> {
  let overloadedSlots = 0;
  const slots = task.volume.map((volume, slot) => {
    if (task.open[slot] !== true) return null;
    const agents = task.agents[slot]!;
    const traffic = trafficAt(task, slot);
    sums.agents += agents;
    if (volume === 0) return null;
    if (task.model === 'erlang-c' && agents <= offeredLoad(traffic)) overloadedSlots++;
    const outcome = expectSlot(task, traffic, agents);
    sums.volume += volume;
    sums.good += volume * outcome.good;
    sums.base += volume * outcome.base;
    sums.abandoned += volume * outcome.abandoned;
    sums.busy += outcome.busyAgents;
    return { ...outcome, agents };
  });
  return {
    serviceLevel: slots.map((one) => (one === null ? null : share(one.good, one.base))),
    averageSpeedOfAnswerSeconds: slots.map((one) => one?.averageSpeedOfAnswerSeconds ?? null),
    abandonment: slots.map((one) => one?.abandoned ?? null),
    occupancy: slots.map((one) =>
      one === null || one.agents === 0 ? null : one.busyAgents / one.agents,
    ),
    overloadedSlots,
  };
}

function trafficAt(task: ExpectationTask, slot: number): Traffic {
  return {
    volume: task.volume[slot]!,
    stepSeconds: task.stepSeconds,
    handleTimeSeconds: task.handleTimeSeconds[slot]!,
  };
}

/** Nobody answered and nobody left to divide by: none of them was served in time. */
function share(good: number, base: number): number {
  return base === 0 ? 0 : Math.min(1, good / base);
}

function expectSlot(task: ExpectationTask, traffic: Traffic, agents: number): SlotOutcome {
  const whole = Math.floor(agents);
  const part = agents - whole;
  const fewer = expectWhole(task, traffic, whole);
  if (part === 0) return fewer;
  const more = expectWhole(task, traffic, whole + 1);
  const mix = (a: number, b: number): number => a + part * (b - a);
  const answeredFewer = 1 - fewer.abandoned;
  const answeredMore = 1 - more.abandoned;
  const waits = [fewer.averageSpeedOfAnswerSeconds, more.averageSpeedOfAnswerSeconds] as const;
  return {
    good: mix(fewer.good, more.good),
    base: mix(fewer.base, more.base),
    abandoned: mix(fewer.abandoned, more.abandoned),
    busyAgents: mix(fewer.busyAgents, more.busyAgents),
    averageSpeedOfAnswerSeconds:
      waits[0] === null || waits[1] === null
        ? null
        : mix(answeredFewer * waits[0], answeredMore * waits[1]) / mix(answeredFewer, answeredMore),
  };
}

function expectWhole(task: ExpectationTask, traffic: Traffic, agents: number): SlotOutcome {
  const { model, patienceSeconds } = task;
  const { thresholdSeconds, definition } = task.goal;
  if (model === 'erlang-c' && agents < agentsAboveLoad(traffic)) {
    return overloaded(agents);
  }
  if (agents === 0) return unattended(task);
  const evaluate = makeEvaluator(traffic, model, patienceSeconds, thresholdSeconds);
  const performance: Performance = evaluate(agents);
  return {
    ...serviceLevelParts(definition, sharesOf(performance)),
    abandoned: performance.abandonProbability,
    busyAgents: performance.occupancy * agents,
    averageSpeedOfAnswerSeconds: performance.averageSpeedOfAnswerSeconds,
  };
}

/** Erlang C at or above the load: all are served in the end, none soon; agents are never free. */
function overloaded(agents: number): SlotOutcome {
  return {
    good: 0,
    base: 1,
    abandoned: 0,
    busyAgents: agents,
    averageSpeedOfAnswerSeconds: null,
  };
}

/** Erlang A with nobody there: everybody hangs up, when their patience ends. */
function unattended({ goal, patienceSeconds }: ExpectationTask): SlotOutcome {
  const { definition, thresholdSeconds } = goal;
  const waitedLonger = patienceSeconds === null ? 1 : Math.exp(-thresholdSeconds / patienceSeconds);
  const shares = {
    blocked: 0,
    answered: 0,
    answeredWithin: 0,
    abandonedWithin: 1 - waitedLonger,
    waitedLonger,
  };
  return {
    ...serviceLevelParts(definition, shares),
    abandoned: 1,
    busyAgents: 0,
    averageSpeedOfAnswerSeconds: null,
  };
}

function checkTask(task: ExpectationTask): void {
  checkNonNegative('thresholdSeconds', task.goal.thresholdSeconds);
  if (task.model === 'erlang-a') checkPatience(task.patienceSeconds, false);
  const { length } = task.volume;
  for (const name of ['handleTimeSeconds', 'open', 'agents'] as const) {
    if (task[name].length === length) continue;
    throw new AgnerError(
      'INVALID_INPUT',
      `expected ${name} of ${length} slots, got ${task[name].length}`,
      { name },
    );
  }
  task.agents.forEach((agents, slot) => {
    checkNonNegative('agents', agents);
    checkTraffic(trafficAt(task, slot));
  });
}
