import { checkNonNegative } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type ServiceLevelDefinition, type StaffingModel } from '../../domain/requirement.ts';
import { checkPatience } from '../waiting/erlang-a.ts';
import { type Performance, serviceLevelParts, sharesOf } from '../performance.ts';
import { makeEvaluator } from './staffing.ts';
import { agentsAboveLoad, checkTraffic, offeredLoad, type Traffic } from '../traffic.ts';

/** A queue's forecast and the agents who will really be there, slot by slot. */
export interface ExpectationTask {
  readonly volume: readonly number[];
  readonly handleTimeSeconds: readonly number[];
  /** On the phones, after shrinkage; may be a fraction. */
  readonly agents: readonly number[];
  readonly stepSeconds: number;
  readonly thresholdSeconds: number;
  readonly definition: ServiceLevelDefinition;
  readonly model: StaffingModel;
  readonly patienceSeconds: number | null;
}

/** What is to be expected; `null` where nothing is offered, or where no such mean exists. */
export interface ExpectedPerformance {
  readonly serviceLevel: readonly (number | null)[];
  /** Also `null` where the queue grows without end, or nobody is there to answer. */
  readonly averageSpeedOfAnswerSeconds: readonly (number | null)[];
  readonly abandonment: readonly (number | null)[];
  readonly occupancy: readonly (number | null)[];
  /** Over all slots: ratios of sums, so contacts weigh, not slots; `null` without contacts. */
  readonly total: {
    readonly volume: number;
    readonly serviceLevel: number | null;
    readonly abandonment: number | null;
    /** Time spent on contacts over time on the phones, slots without contacts included. */
    readonly occupancy: number | null;
  };
  /** Slots in which Erlang C has no steady state: agents at or below the load. */
  readonly overloadedSlots: number;
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
 * Performance to expect from given agents.
 *
 * A fraction of an agent is there for that fraction of the interval: shares are weighted between
 * the whole numbers on both sides. Erlang C has no steady state with agents at or below the load;
 * what is good is then 0, the wait `null`, and the slot is counted in `overloadedSlots`.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: two evaluations of the model per slot.
 */
export function expectedPerformance(task: ExpectationTask): ExpectedPerformance {
  checkTask(task);
  const sums = { volume: 0, good: 0, base: 0, abandoned: 0, busy: 0, agents: 0 };
  let overloadedSlots = 0;
  const slots = task.volume.map((volume, slot) => {
    const agents = task.agents[slot]!;
    checkNonNegative('agents', agents);
    const traffic: Traffic = {
      volume,
      stepSeconds: task.stepSeconds,
      handleTimeSeconds: task.handleTimeSeconds[slot]!,
    };
    checkTraffic(traffic);
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
    total: {
      volume: sums.volume,
      serviceLevel: sums.volume === 0 ? null : share(sums.good, sums.base),
      abandonment: sums.volume === 0 ? null : sums.abandoned / sums.volume,
      occupancy: sums.agents === 0 ? null : sums.busy / sums.agents,
    },
    overloadedSlots,
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
  const { model, patienceSeconds, thresholdSeconds, definition } = task;
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
function unattended({ definition, patienceSeconds, thresholdSeconds }: ExpectationTask) {
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
  checkNonNegative('thresholdSeconds', task.thresholdSeconds);
  if (task.model === 'erlang-a') checkPatience(task.patienceSeconds, false);
  const { length } = task.volume;
  for (const name of ['handleTimeSeconds', 'agents'] as const) {
    if (task[name].length === length) continue;
    throw new AgnerError(
      'INVALID_INPUT',
      `expected ${name} of ${length} slots, got ${task[name].length}`,
      { name },
    );
  }
}
