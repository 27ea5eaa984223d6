import { checkNonNegative, checkPositive } from '../domain/check.ts';
import { AgnerError } from '../domain/errors.ts';
import { exponential, poisson, type Random } from './random.ts';
import { type Contacts, serveContacts } from './serve-contacts.ts';

/** One queue over a run of equal intervals. */
export interface QueueSimulation {
  /** Mean contacts per interval; arrivals are Poisson within it. */
  readonly volume: readonly number[];
  /** Mean of the exponential handle time of contacts that arrive in the interval. */
  readonly handleTimeSeconds: readonly number[];
  /** On the phones, whole numbers of at least 0. */
  readonly agents: readonly number[];
  readonly stepSeconds: number;
  /** Mean of the exponential patience; `null` for callers who never hang up. */
  readonly patienceSeconds: number | null;
  readonly thresholdSeconds: number;
}

/** Totals by the interval in which contacts arrived. */
export interface IntervalTotals {
  readonly offered: number[];
  readonly answered: number[];
  readonly answeredInThreshold: number[];
  readonly abandoned: number[];
  readonly abandonedInThreshold: number[];
  readonly waitAnsweredSeconds: number[];
  readonly waitAbandonedSeconds: number[];
  /** Of the answered. */
  readonly handleSeconds: number[];
}

/**
 * One run of a queue, contact by contact, from empty: the referee of the staffing models.
 *
 * Contacts that nobody will ever answer and who never hang up are offered, and nothing else.
 *
 * @throws {AgnerError} `INVALID_INPUT`
 *
 * Cost: O(contacts x log(agents)), about a million contacts a second.
 */
export function simulateQueue(simulation: QueueSimulation, random: Random): IntervalTotals {
  checkSimulation(simulation);
  const { stepSeconds, agents, thresholdSeconds } = simulation;
  const contacts = drawContacts(simulation, random);
  const { waitSeconds, answered } = serveContacts(contacts, agents, stepSeconds);

  const totals = emptyTotals(simulation.volume.length);
  contacts.arrivalSeconds.forEach((arrival, contact) => {
    const interval = Math.min(Math.floor(arrival / stepSeconds), simulation.volume.length - 1);
    const wait = waitSeconds[contact]!;
    totals.offered[interval]!++;
    if (answered[contact] === 1) {
      totals.answered[interval]!++;
      totals.waitAnsweredSeconds[interval]! += wait;
      totals.handleSeconds[interval]! += contacts.handleSeconds[contact]!;
      if (wait <= thresholdSeconds) totals.answeredInThreshold[interval]!++;
    } else if (wait < Infinity) {
      totals.abandoned[interval]!++;
      totals.waitAbandonedSeconds[interval]! += wait;
      if (wait <= thresholdSeconds) totals.abandonedInThreshold[interval]!++;
    }
  });
  return totals;
}

function checkSimulation(simulation: QueueSimulation): void {
  const { volume, handleTimeSeconds, agents } = simulation;
  checkPositive('stepSeconds', simulation.stepSeconds);
  checkNonNegative('thresholdSeconds', simulation.thresholdSeconds);
  if (simulation.patienceSeconds !== null) {
    checkPositive('patienceSeconds', simulation.patienceSeconds);
  }
  if (handleTimeSeconds.length !== volume.length || agents.length !== volume.length) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected handle times and agents of ${volume.length} intervals, got ${handleTimeSeconds.length} and ${agents.length}`,
    );
  }
  for (const seconds of handleTimeSeconds) checkPositive('handleTimeSeconds', seconds);
}

function drawContacts(simulation: QueueSimulation, random: Random): Contacts {
  const { volume, handleTimeSeconds, stepSeconds, patienceSeconds } = simulation;
  const counts = volume.map((mean) => poisson(random, mean));
  const size = counts.reduce((sum, count) => sum + count, 0);
  const arrivalSeconds = new Float64Array(size);
  const handleSeconds = new Float64Array(size);
  const patience = new Float64Array(size).fill(Infinity);
  let contact = 0;
  counts.forEach((count, interval) => {
    const arrivals = arrivalSeconds.subarray(contact, contact + count);
    for (let one = 0; one < count; one++) {
      arrivals[one] = (interval + random()) * stepSeconds;
      handleSeconds[contact + one] = exponential(random, handleTimeSeconds[interval]!);
      if (patienceSeconds !== null) {
        patience[contact + one] = exponential(random, patienceSeconds);
      }
    }
    // Handle time and patience do not depend on the moment within the interval.
    arrivals.sort();
    contact += count;
  });
  return { arrivalSeconds, handleSeconds, patienceSeconds: patience };
}

function emptyTotals(length: number): IntervalTotals {
  const zeros = (): number[] => new Array<number>(length).fill(0);
  return {
    offered: zeros(),
    answered: zeros(),
    answeredInThreshold: zeros(),
    abandoned: zeros(),
    abandonedInThreshold: zeros(),
    waitAnsweredSeconds: zeros(),
    waitAbandonedSeconds: zeros(),
    handleSeconds: zeros(),
  };
}
