import { checkNonNegative, checkPositiveInteger } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { checkAgents, checkHandleTime, checkLoad, inverseBlocking } from '../blocking/erlang-b.ts';
import { type Performance, serviceLevelParts } from '../performance.ts';
import { boundedWaitSums, likeliestWaiting } from './bounded-wait-sums.ts';
import { logWeight } from './state-weights.ts';
import { infiniteWaitIntegrals } from './wait-integrals.ts';
import {
  type DetailedWaitSums,
  finiteWaitSums,
  infiniteWaitSums,
  patientWaitSums,
  type WaitSums,
} from './wait-sums.ts';

/** Shortest and longest mean patience that Erlang A takes; beyond it the doubles run out. */
const MIN_PATIENCE_SECONDS = 1e-3;
const MAX_PATIENCE_SECONDS = 1e12;

/** More states than this, and quadrature is quicker than their sum. */
const MANY_STATES = 2000;

/** A limit of lines whose weight is exp(-UNREACHED) of the highest is never reached. */
const UNREACHED = 60;

/** A queue of impatient callers in steady state. */
export interface ImpatientQueue {
  /** Offered load in erlangs, at least 0. */
  readonly load: number;
  readonly handleTimeSeconds: number;
  /** Mean patience; `null` for callers who never hang up, which needs a limit of lines. */
  readonly patienceSeconds: number | null;
  /** Most calls in the system, waiting ones included, at least the agents; `null` for no limit. */
  readonly lines: number | null;
}

/**
 * Erlang A: performance of a queue whose callers hang up when their patience ends.
 *
 * Model: M/M/n+M, with a limit of lines M/M/n/K+M. Poisson arrivals, exponential handle times,
 * exponential patience, first come first served, steady state. A steady state exists at any load.
 *
 * @param agents agents on the phones, whole number of at least 1: with nobody there all hang up, and
 *   no mean wait of the answered exists
 * @param thresholdSeconds answer-time target, at least 0
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: microseconds; some 10 at 50,000 erlangs. With lines O(states that carry weight), 10 ms for a
 * million of them. Probabilities within 1e-12, times within 1e-11 of themselves, from 1e-6 to
 * 1,000,000 erlangs; docs/models/erlang-a.md says where less.
 *
 * @see Palm (1957); Mandelbaum & Zeltyn (2007), "Service engineering in action".
 *   docs/models/erlang-a.md derives the sums.
 *
 * @example
 * const queue = { load: 10, handleTimeSeconds: 180, patienceSeconds: 120, lines: null };
 * erlangA(queue, 12, 20).serviceLevels.offered; // => 0.8255...
 */
export function erlangA(
  queue: ImpatientQueue,
  agents: number,
  thresholdSeconds: number,
): Performance {
  checkQueue(queue);
  checkPositiveInteger('agents', agents);
  checkAgents('agents', agents);
  checkNonNegative('thresholdSeconds', thresholdSeconds);
  checkLineCount(queue.lines, agents);
  const { load } = queue;
  const inverse = load === 0 ? 1 : inverseBlocking(load, agents - 1);
  return erlangAFrom(inverse, queue, agents, thresholdSeconds);
}

/** {@link erlangA} for a queue whose 1 / B(load, agents - 1) is known; refuses nothing. */
export function erlangAFrom(
  inverse: number,
  queue: ImpatientQueue,
  agents: number,
  thresholdSeconds: number,
): Performance {
  // Nobody waits, to the last double, where a load is too small to divide by.
  if (agents / queue.load === Infinity) return { ...IDLE, occupancy: queue.load / agents };
  const sums = waitSums(queue, agents, thresholdSeconds);
  const unit = sums.logScale === 0 ? 1 : Math.exp(-sums.logScale);
  const free = inverse * (agents / queue.load) * unit;
  const performance = performanceFrom(sums, free, queue, agents, thresholdSeconds);
  // By rounding alone.
  return performance.occupancy <= 1 ? performance : { ...performance, occupancy: 1 };
}

/** The sums over the states with all agents busy, each way of taking them where it is best. */
export function waitSums(
  { load, handleTimeSeconds, patienceSeconds, lines }: ImpatientQueue,
  agents: number,
  thresholdSeconds: number,
): DetailedWaitSums {
  const theta = patienceSeconds === null ? 0 : handleTimeSeconds / patienceSeconds;
  const threshold = thresholdSeconds / handleTimeSeconds;
  if (lines === null) return unlimited(load, agents, theta, threshold);
  const places = lines - agents;
  if (places <= MANY_STATES) return finiteWaitSums(load, agents, theta, threshold, places);
  const likeliest = likeliestWaiting(load, agents, theta, places);
  const rise = logWeight(load, agents, theta, places) - logWeight(load, agents, theta, likeliest);
  if (rise > -UNREACHED) return boundedWaitSums(load, agents, theta, threshold, places);
  const sums = unlimited(load, agents, theta, threshold);
  const full = Math.exp(logWeight(load, agents, theta, places) - sums.logScale);
  return { ...sums, full };
}

function unlimited(
  load: number,
  agents: number,
  theta: number,
  threshold: number,
): DetailedWaitSums {
  if (theta === 0) return patientWaitSums(load, agents, threshold);
  return statesWithWeight(load, agents, theta) > MANY_STATES
    ? infiniteWaitIntegrals(load, agents, theta, threshold)
    : infiniteWaitSums(load, agents, theta, threshold);
}

/** About how many states of the waiting queue have to be summed. */
function statesWithWeight(load: number, agents: number, theta: number): number {
  const spread = Math.sqrt((80 * load) / theta);
  if (load >= agents) return (load - agents) / theta + spread;
  return Math.min(spread, (40 * agents) / (agents - load));
}

/**
 * Performance from the weights of states: `free` is that of all states with an agent free, in the
 * scale of `sums`.
 */
export function performanceFrom(
  sums: WaitSums,
  free: number,
  { load, handleTimeSeconds, patienceSeconds }: ImpatientQueue,
  agents: number,
  thresholdSeconds: number,
): Performance {
  const theta = patienceSeconds === null ? 0 : handleTimeSeconds / patienceSeconds;
  const { waited, answered: answeredWeight, hungUpWait } = detailsOf(sums, load, agents);
  // Beyond the range of doubles nobody ever waits.
  const norm = free === Infinity ? 0 : 1 / (free + sums.busy);
  const immediate = free === Infinity ? 1 : free * norm;
  const blocked = sums.full * norm;
  const answeredAfterWait = answeredWeight * norm;
  const answered = immediate + answeredAfterWait;
  const meanQueueLength = sums.waiting * norm;
  const abandoned = (meanQueueLength * theta) / load;
  const entered = answered + abandoned;
  const waitedLonger = Math.exp((-theta * thresholdSeconds) / handleTimeSeconds) * sums.late * norm;
  const answeredLate = sums.answeredLate * norm;
  // These differences are at least 0 but for the last bits of rounding.
  const answeredWithin = immediate + Math.max(0, answeredAfterWait - answeredLate);
  const abandonedLate = Math.max(0, waitedLonger - answeredLate);
  const abandonedWithin = theta === 0 ? 0 : Math.max(0, abandoned - abandonedLate);
  const shares = { blocked, answered, answeredWithin, abandonedWithin, waitedLonger };
  // Conditional means are of weights, which do not vanish where the probabilities do.
  return {
    blockedProbability: blocked,
    waitProbability: waited * norm,
    abandonProbability: abandoned,
    answeredProbability: answered,
    answeredWithinThreshold: answeredWithin,
    abandonedWithinThreshold: abandonedWithin,
    serviceLevels: {
      offered: answeredWithin,
      entered: Math.min(1, answeredWithin / entered),
      answered: ratio(serviceLevelParts('answered', shares)),
      excludingShortAbandons: ratio(serviceLevelParts('excludingShortAbandons', shares)),
      includingShortAbandons: Math.min(1, (answeredWithin + abandonedWithin) / entered),
    },
    averageSpeedOfAnswerSeconds: (sums.answeredWait * norm * handleTimeSeconds) / answered,
    averageWaitSeconds: (meanQueueLength / load / entered) * handleTimeSeconds,
    averageWaitOfDelayedSeconds:
      waited === 0 ? null : (sums.waiting / waited / load) * handleTimeSeconds,
    averageTimeToAbandonSeconds:
      theta === 0 || waited === 0
        ? null
        : (hungUpWait / sums.waiting) * (load / theta) * handleTimeSeconds,
    meanQueueLength,
    occupancy: (answered * load) / agents,
  };
}

/** What sums do not say in detail, as differences. */
function detailsOf(sums: WaitSums | DetailedWaitSums, load: number, agents: number) {
  if ('hungUpWait' in sums) return sums;
  return {
    waited: sums.busy - sums.full,
    answered: (agents / load) * (sums.busy - Math.exp(-sums.logScale)),
    hungUpWait: Math.max(0, sums.waiting / load - sums.answeredWait),
  };
}

function ratio({ good, base }: { readonly good: number; readonly base: number }): number {
  return Math.min(1, good / base);
}

/** Throws unless the queue is one that Erlang A takes. */
export function checkQueue({
  load,
  handleTimeSeconds,
  patienceSeconds,
  lines,
}: ImpatientQueue): void {
  checkLoad(load);
  checkHandleTime(handleTimeSeconds);
  if (lines !== null) checkAgents('lines', lines);
  checkPatience(patienceSeconds, lines !== null);
}

/** Throws unless there are as many lines as agents, or no limit. */
export function checkLineCount(lines: number | null, agents: number): void {
  if (lines === null || lines >= agents) return;
  throw new AgnerError(
    'INVALID_INPUT',
    `expected lines of at least ${agents} agents, got ${lines}`,
    { lines, agents },
  );
}

/** Throws unless `patienceSeconds` is one that Erlang A takes, or `null` where allowed. */
export function checkPatience(patienceSeconds: number | null, allowEndless: boolean): void {
  const taken =
    patienceSeconds === null
      ? allowEndless
      : patienceSeconds >= MIN_PATIENCE_SECONDS && patienceSeconds <= MAX_PATIENCE_SECONDS;
  if (taken) return;
  throw new AgnerError(
    'INVALID_INPUT',
    `expected patienceSeconds from ${MIN_PATIENCE_SECONDS} to ${MAX_PATIENCE_SECONDS} for Erlang A, got ${String(patienceSeconds)}`,
    { name: 'patienceSeconds', got: String(patienceSeconds) },
  );
}

export const IDLE: Performance = {
  blockedProbability: 0,
  waitProbability: 0,
  abandonProbability: 0,
  answeredProbability: 1,
  answeredWithinThreshold: 1,
  abandonedWithinThreshold: 0,
  serviceLevels: {
    offered: 1,
    entered: 1,
    answered: 1,
    excludingShortAbandons: 1,
    includingShortAbandons: 1,
  },
  averageSpeedOfAnswerSeconds: 0,
  averageWaitSeconds: 0,
  averageWaitOfDelayedSeconds: null,
  averageTimeToAbandonSeconds: null,
  meanQueueLength: 0,
  occupancy: 0,
};
