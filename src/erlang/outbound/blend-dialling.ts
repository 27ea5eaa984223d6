import {
  checkNonNegative,
  checkNonNegativeInteger,
  checkPositiveInteger,
  checkShare,
} from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type ServiceLevelDefinition } from '../../domain/requirement.ts';
import { type BlendRates, type BlendStates, blendStates } from './blend-chain.ts';
import { blendWaits } from './blend-waits.ts';
import { checkPatience } from '../waiting/erlang-a.ts';
import { checkAgents, checkHandleTime, checkLoad } from '../limits.ts';
import { type Performance, serviceLevelParts } from '../performance.ts';

/** A team that answers calls in and, when enough of it is idle, makes calls out. */
export interface BlendedTeam {
  readonly agents: number;
  /** Calls in, arriving by chance at an even rate. */
  readonly callsPerSecond: number;
  readonly handleTimeSeconds: number;
  /** Mean patience of callers; `null` for callers who never hang up. */
  readonly patienceSeconds: number | null;
  /** Mean time that a call out holds an agent, ringing and unanswered ones included. */
  readonly outboundHandleTimeSeconds: number;
}

/** Calls in and calls out of a blended team, in steady state. */
export interface BlendPerformance {
  /** Of the calls in. `occupancy` is the share of agent time spent on them. */
  readonly inbound: Performance;
  readonly outboundCallsPerSecond: number;
  /** Share of agent time spent on calls out. */
  readonly outboundOccupancy: number;
  readonly idleAgents: number;
}

/** The least reserve that keeps calls in at a service level, or what they get without calls out. */
export type LeastReserve =
  | {
      readonly status: 'met';
      readonly reserveAgents: number;
      readonly performance: BlendPerformance;
    }
  | { readonly status: 'short'; readonly withoutOutbound: BlendPerformance };

/** Most states that are kept: 80 MB. */
const MAX_STATES = 1e7;

/** Share of the last states above which more are needed. */
const NEGLIGIBLE = 1e-18;

/** Slack of comparisons with a share: rounding of sums. */
const ROUNDING = 1e-12;

/**
 * Performance of a team that answers calls in and fills its idle time with calls out.
 *
 * Model: a Markov chain in two dimensions, solved exactly. Calls in are Poisson, with exponential
 * handle times and patience, first come first served. A call out is begun whenever more than
 * `reserveAgents` agents are idle, so after it that many still are; there is always somebody to
 * call. A call out is not laid aside. Mean handle times may differ.
 *
 * @param reserveAgents from 0 to the agents; all of them means no calls out
 * @param thresholdSeconds answer-time target of the calls in, at least 0
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNSTABLE_QUEUE` without patience if agents are
 *   at or below the load
 *
 * Cost: O(agents x contacts in the system), and as much again per jump within the threshold: 200
 * agents take some hundredths of a second, more close to the load.
 *
 * @see docs/models/outbound.md
 */
export function evaluateBlend(
  team: BlendedTeam,
  reserveAgents: number,
  thresholdSeconds: number,
): BlendPerformance {
  checkTeam(team, thresholdSeconds);
  checkNonNegativeInteger('reserveAgents', reserveAgents);
  if (reserveAgents > team.agents) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected reserveAgents of at most ${team.agents} agents, got ${reserveAgents}`,
      { name: 'reserveAgents' },
    );
  }
  const rates: BlendRates = {
    agents: team.agents,
    outboundAgents: team.agents - reserveAgents,
    arrivalsPerSecond: team.callsPerSecond,
    inboundPerSecond: 1 / team.handleTimeSeconds,
    outboundPerSecond: 1 / team.outboundHandleTimeSeconds,
    hangUpsPerSecond: team.patienceSeconds === null ? 0 : 1 / team.patienceSeconds,
  };
  return performanceOf(rates, statesOf(rates), thresholdSeconds);
}

/**
 * Fewest idle agents to hold back from calls out so that calls in keep a service level.
 *
 * Every reserve is tried from 0 on: where handle times differ it is not proven that more reserve
 * is always better.
 *
 * @param serviceLevel fraction in [0, 1]
 * @throws {AgnerError} as {@link evaluateBlend}
 *
 * Cost: (reserve + 1) times {@link evaluateBlend}.
 */
export function leastReserve(
  team: BlendedTeam,
  serviceLevel: number,
  definition: ServiceLevelDefinition,
  thresholdSeconds: number,
): LeastReserve {
  checkTeam(team, thresholdSeconds);
  checkShare('serviceLevel', serviceLevel);
  for (let reserveAgents = 0; ; reserveAgents++) {
    const performance = evaluateBlend(team, reserveAgents, thresholdSeconds);
    if (performance.inbound.serviceLevels[definition] >= serviceLevel - ROUNDING) {
      return { status: 'met', reserveAgents, performance };
    }
    if (reserveAgents === team.agents) return { status: 'short', withoutOutbound: performance };
  }
}

/** The chain, cut off where what lies beyond does not count. */
function statesOf(rates: BlendRates): BlendStates {
  const { agents, outboundAgents } = rates;
  for (let places = 60; ; places = Math.ceil(1.6 * places)) {
    const count = (outboundAgents + 1) * (agents - outboundAgents + places + 1);
    if (count > MAX_STATES) {
      throw new AgnerError(
        'TOO_LARGE',
        `expected a team of at most ${MAX_STATES} states of any weight, got ${count}`,
        { agents, states: count },
      );
    }
    const states = blendStates(rates, agents + places);
    const last = states.probabilities.reduce((sum, row) => sum + row.at(-1)!, 0);
    if (last < NEGLIGIBLE) return states;
  }
}

function performanceOf(
  rates: BlendRates,
  states: BlendStates,
  thresholdSeconds: number,
): BlendPerformance {
  const { agents, outboundAgents, arrivalsPerSecond } = rates;
  const waits = blendWaits(rates, states, thresholdSeconds);
  let immediate = 0;
  let outbound = 0;
  let idleAgents = 0;
  states.probabilities.forEach((row, y) => {
    row.forEach((mass, level) => {
      const x = outboundAgents + level;
      outbound += y * mass;
      if (x < agents) {
        immediate += mass;
        idleAgents += (agents - x) * mass;
      }
    });
  });
  // Sums of shares may end some last bits above 1.
  const answered = Math.min(1, immediate + waits.answeredAfterWait);
  const abandoned =
    arrivalsPerSecond === 0
      ? 0
      : Math.min(1, (waits.meanQueueLength * rates.hangUpsPerSecond) / arrivalsPerSecond);
  const answeredWithin = Math.min(answered, immediate + waits.answeredWithin);
  const abandonedWithin = Math.min(abandoned, waits.abandonedWithin);
  const shares = {
    blocked: 0,
    answered,
    answeredWithin,
    abandonedWithin,
    // At least 0 but for the last bits of rounding.
    waitedLonger: Math.max(0, 1 - answeredWithin - abandonedWithin),
  };
  const level = (definition: ServiceLevelDefinition): number => {
    const { good, base } = serviceLevelParts(definition, shares);
    return Math.min(1, good / base);
  };
  const averageWait = arrivalsPerSecond === 0 ? 0 : waits.meanQueueLength / arrivalsPerSecond;
  return {
    inbound: {
      blockedProbability: 0,
      waitProbability: Math.min(1, waits.waits),
      abandonProbability: abandoned,
      answeredProbability: answered,
      answeredWithinThreshold: answeredWithin,
      abandonedWithinThreshold: abandonedWithin,
      serviceLevels: {
        offered: level('offered'),
        entered: level('entered'),
        answered: level('answered'),
        excludingShortAbandons: level('excludingShortAbandons'),
        includingShortAbandons: level('includingShortAbandons'),
      },
      averageSpeedOfAnswerSeconds: waits.answeredWaitSeconds / answered,
      averageWaitSeconds: averageWait,
      averageWaitOfDelayedSeconds: waits.waits === 0 ? null : averageWait / waits.waits,
      averageTimeToAbandonSeconds:
        abandoned === 0 ? null : (averageWait - waits.answeredWaitSeconds) / abandoned,
      meanQueueLength: waits.meanQueueLength,
      occupancy: Math.min(1, (answered * arrivalsPerSecond) / rates.inboundPerSecond / agents),
    },
    outboundCallsPerSecond: outbound * rates.outboundPerSecond,
    outboundOccupancy: Math.min(1, outbound / agents),
    idleAgents,
  };
}

function checkTeam(team: BlendedTeam, thresholdSeconds: number): void {
  checkPositiveInteger('agents', team.agents);
  checkAgents('agents', team.agents);
  checkNonNegative('callsPerSecond', team.callsPerSecond);
  checkHandleTime(team.handleTimeSeconds);
  checkHandleTime(team.outboundHandleTimeSeconds);
  checkPatience(team.patienceSeconds, true);
  checkNonNegative('thresholdSeconds', thresholdSeconds);
  const load = team.callsPerSecond * team.handleTimeSeconds;
  checkLoad(load);
  if (team.patienceSeconds === null && team.agents <= load) {
    throw new AgnerError(
      'UNSTABLE_QUEUE',
      `expected more agents than ${load} erlangs, got ${team.agents}`,
      { agents: team.agents, load },
    );
  }
}
