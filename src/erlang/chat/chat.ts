import { checkNonNegative, checkPositive, checkPositiveInteger } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import {
  checkPatience,
  IDLE,
  type ImpatientQueue,
  performanceFrom,
  waitSums,
} from '../waiting/erlang-a.ts';
import { checkAgents, checkHandleTime, checkLoad } from '../blocking/erlang-b.ts';
import { type Performance } from '../performance.ts';
import { agentsAboveLoad } from '../traffic.ts';
import { type WaitSums } from '../waiting/wait-sums.ts';

/** Contacts of which an agent holds several at a time, in steady state. */
export interface ChatQueue {
  /** Contacts offered in the interval, at least 0; may be a fraction. */
  readonly volume: number;
  /** Length of the interval. */
  readonly stepSeconds: number;
  /**
   * Mean handle time of a contact while its agent holds 1, 2, ... contacts; the last entry is the
   * most that an agent may hold. A measured table: never the handle time of one divided by
   * the concurrency.
   */
  readonly handleTimeByConcurrencySeconds: readonly number[];
  /** Mean patience until the first reply; `null` for contacts who never give up. */
  readonly patienceSeconds: number | null;
  /** Most contacts in the system, waiting ones included; `null` for no limit. */
  readonly lines: number | null;
}

/**
 * What contacts live through until the first reply, and agents. A contact is "answered" when an
 * agent takes it up. A single occupancy would be ambiguous, so there are two figures.
 */
export interface ChatPerformance extends Omit<Performance, 'occupancy'> {
  /** Contacts in hand over agents times most contacts, fraction in [0, 1]. */
  readonly slotOccupancy: number;
  /** Share of agent time with at least one contact in hand, fraction in [0, 1]. */
  readonly busyAgentShare: number;
  /** Mean number of contacts in hand of an agent who has any; `null` if nobody ever has. */
  readonly meanConcurrency: number | null;
  /** Mean handle time that comes of the levels at which contacts are handled; `null` likewise. */
  readonly meanHandleTimeSeconds: number | null;
}

/**
 * Performance of a queue whose agents hold several contacts at a time.
 *
 * Model: birth and death. Poisson arrivals; a contact ends at rate 1 / handle time of the level its
 * agent is at; contacts are spread evenly (levels of agents differ by one at most, at every moment);
 * contacts wait once every agent is full, first come first served, with exponential patience.
 * With one contact at a time this is Erlang A, or Erlang C for endless patience.
 *
 * @param agents agents who take chats, whole number of at least 1
 * @param thresholdSeconds target of the first reply, at least 0
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNSTABLE_QUEUE` without patience and lines if
 *   full agents end no more contacts than arrive
 *
 * Cost: O(agents x most contacts + states that carry weight).
 *
 * @see docs/models/chat.md for the sums and for what spreading evenly leaves out.
 *
 * @example
 * const queue = { volume: 60, stepSeconds: 900, handleTimeByConcurrencySeconds: [300, 420, 600],
 *   patienceSeconds: 120, lines: null };
 * chat(queue, 15, 30).serviceLevels.offered; // => 0.9829...
 */
export function chat(queue: ChatQueue, agents: number, thresholdSeconds: number): ChatPerformance {
  checkChatQueue(queue);
  checkPositiveInteger('agents', agents);
  const slots = agents * queue.handleTimeByConcurrencySeconds.length;
  checkAgents('agents x most contacts of an agent', slots);
  checkNonNegative('thresholdSeconds', thresholdSeconds);
  const { lines } = queue;
  if (lines !== null && lines < slots) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected lines of at least ${slots} contacts in hand of ${agents} agents, got ${lines}`,
      { lines, agents, slots },
    );
  }
  if (slots < leastChatSlots(queue)) {
    const load = fullLoad(queue);
    throw new AgnerError(
      'UNSTABLE_QUEUE',
      `expected agents to hold more than ${load} contacts when full, got ${slots}`,
      { agents, slots, load },
    );
  }
  return chatFrom(queue, agents, thresholdSeconds);
}

/** {@link chat} for a queue known to be right and to have a steady state; refuses nothing. */
export function chatFrom(
  queue: ChatQueue,
  agents: number,
  thresholdSeconds: number,
): ChatPerformance {
  const load = fullLoad(queue);
  const { handleTimeByConcurrencySeconds: table, patienceSeconds, lines } = queue;
  const slots = agents * table.length;
  if (load === 0) return IDLE_CHAT;
  if (load < FEWEST) return rarelyAnybody(load, slots, table);
  const full: ImpatientQueue = {
    load,
    handleTimeSeconds: table[table.length - 1]!,
    patienceSeconds,
    lines,
  };
  const sums =
    patienceSeconds === null && lines === null
      ? patientWaitSums(load, slots, thresholdSeconds / full.handleTimeSeconds)
      : waitSums(full, slots, thresholdSeconds);
  const states = freeStates(load, agents, table);
  const free = states.inverse * (slots / load) * Math.exp(states.logScale - sums.logScale);
  const { occupancy, ...performance } = performanceFrom(sums, free, full, slots, thresholdSeconds);

  const freeShare = free === Infinity ? 1 : free / (free + sums.busy);
  const fullShare = free === Infinity ? 0 : sums.busy / (free + sums.busy);
  const inHand = freeShare * states.meanInHand + fullShare * slots;
  const busyAgents = freeShare * states.meanBusyAgents + fullShare * agents;
  // Mean handle time by Little's law; `occupancy` holds who is answered, at the full handle time.
  const meanHandleTimeSeconds = (full.handleTimeSeconds * inHand) / (occupancy * slots);
  return {
    ...performance,
    slotOccupancy: inHand / slots,
    busyAgentShare: busyAgents / agents,
    meanConcurrency: inHand / busyAgents,
    meanHandleTimeSeconds,
  };
}

/** Fewest slots with a steady state; 1 where patience or lines give one to any number. */
export function leastChatSlots(queue: ChatQueue): number {
  if (queue.patienceSeconds !== null || queue.lines !== null || queue.volume === 0) return 1;
  return agentsAboveLoad({
    volume: queue.volume,
    stepSeconds: queue.stepSeconds,
    handleTimeSeconds: queue.handleTimeByConcurrencySeconds.at(-1)!,
  });
}

/** Contacts per handle time of full agents, erlangs. */
export function fullLoad(queue: ChatQueue): number {
  return (queue.volume * queue.handleTimeByConcurrencySeconds.at(-1)!) / queue.stepSeconds;
}

/**
 * Lowest number of contacts with which an agent ends fewer of them per second than with one less;
 * `null` if each more makes an agent at least as quick. To let agents hold that many is a loss.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a table that is empty or holds no handle times
 *
 * @example
 * throughputFallsFrom([300, 420, 700]); // => 3: 3 / 700 is below 2 / 420
 */
export function throughputFallsFrom(
  handleTimeByConcurrencySeconds: readonly number[],
): number | null {
  checkTable(handleTimeByConcurrencySeconds);
  for (let level = 2; level <= handleTimeByConcurrencySeconds.length; level++) {
    const before = handleTimeByConcurrencySeconds[level - 2]!;
    const here = handleTimeByConcurrencySeconds[level - 1]!;
    if (level * before < (level - 1) * here) return level;
  }
  return null;
}

/** Throws unless the queue is one that the model takes. */
export function checkChatQueue(queue: ChatQueue): void {
  checkNonNegative('volume', queue.volume);
  checkPositive('stepSeconds', queue.stepSeconds);
  checkTable(queue.handleTimeByConcurrencySeconds);
  checkPatience(queue.patienceSeconds, true);
  if (queue.lines !== null) checkAgents('lines', queue.lines);
  checkLoad(fullLoad(queue));
}

function checkTable(table: readonly number[]): void {
  if (table.length === 0) {
    throw new AgnerError(
      'INVALID_INPUT',
      'expected handleTimeByConcurrencySeconds of at least 1 handle time, got none',
      { name: 'handleTimeByConcurrencySeconds' },
    );
  }
  for (const handleTime of table) checkHandleTime(handleTime);
}

/** States in which somebody has room, relative to the highest of them, times exp(-logScale). */
interface FreeStates {
  readonly logScale: number;
  readonly inverse: number;
  /** Means over these states. */
  readonly meanInHand: number;
  readonly meanBusyAgents: number;
}

/** A power of 2, so that rescaling rounds nothing. */
const LARGE = 2 ** 400;

/**
 * Erlang B's recursion with the service rate of each state. Where throughput falls with the level
 * the sum may rise beyond the doubles and come back, so its scale goes with it; the means need
 * none, being moved by the share of each new state.
 */
function freeStates(load: number, agents: number, table: readonly number[]): FreeStates {
  const fullHandleTime = table[table.length - 1]!;
  // Contacts that an agent ends per full handle time, by level.
  const rates = [
    0,
    ...table.map((handleTime, below) => (below + 1) * (fullHandleTime / handleTime)),
  ];
  const slots = agents * table.length;
  let scales = 0;
  let unit = 1;
  let inverse = 1;
  let meanInHand = 0;
  let meanBusyAgents = 0;
  for (let inHand = 1; inHand < slots; inHand++) {
    const level = Math.floor(inHand / agents);
    const above = inHand - level * agents;
    const rate =
      level === 0
        ? above * rates[1]!
        : above * rates[level + 1]! + (agents - above) * rates[level]!;
    inverse = unit + inverse * (rate / load);
    if (inverse > LARGE) {
      inverse /= LARGE;
      unit = LARGE ** -++scales;
    } else if (scales > 0 && inverse < 1) {
      inverse *= LARGE;
      unit = LARGE ** -(--scales);
    }
    const share = unit / inverse;
    meanInHand += (inHand - meanInHand) * share;
    meanBusyAgents += (Math.min(inHand, agents) - meanBusyAgents) * share;
  }
  return { logScale: scales * Math.log(LARGE), inverse, meanInHand, meanBusyAgents };
}

/** Sums for an unlimited queue that nobody leaves: geometric weights. For load below the agents. */
function patientWaitSums(load: number, agents: number, threshold: number): WaitSums {
  const idle = agents - load;
  const busy = agents / idle;
  const late = Math.exp(-idle * threshold);
  return {
    logScale: 0,
    busy,
    full: 0,
    waiting: (load / idle) * busy,
    answeredWait: busy / idle,
    late: late * busy,
    answeredLate: late * busy,
  };
}

/** Load below which nobody ever meets another contact, by far more than doubles can tell. */
const FEWEST = 1e-100;

function rarelyAnybody(load: number, slots: number, table: readonly number[]): ChatPerformance {
  const handleTimeSeconds = table[0]!;
  const inHand = load * (handleTimeSeconds / table[table.length - 1]!);
  return {
    ...IDLE_CHAT,
    slotOccupancy: inHand / slots,
    busyAgentShare: (inHand / slots) * table.length,
    meanConcurrency: 1,
    meanHandleTimeSeconds: handleTimeSeconds,
  };
}

const { occupancy: nothing, ...IDLE_WAITS } = IDLE;

const IDLE_CHAT: ChatPerformance = {
  ...IDLE_WAITS,
  slotOccupancy: nothing,
  busyAgentShare: nothing,
  meanConcurrency: null,
  meanHandleTimeSeconds: null,
};
