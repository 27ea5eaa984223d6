import { dot, drainQueue, moveQueue, type Queue } from './drain-queue.ts';
import { type Evolution } from './evolve-states.ts';
import { gaussLegendre } from '../numerics/gauss-legendre.ts';
import { type QueueRates, type QueueStates } from './queue-states.ts';
import { tagCallers } from './tagged-caller.ts';

/** A stretch of even conditions that follows an interval; its arrivals do not matter. */
export interface Phase {
  readonly agents: number;
  readonly serviceRate: number;
  /** `Infinity` for the last. */
  readonly seconds: number;
}

/** One interval as it was evolved, and what comes after it. */
export interface IntervalRun {
  readonly rates: QueueRates;
  readonly seconds: number;
  readonly start: QueueStates;
  /** With `before` at {@link edgeAges}, unless what follows is alike. */
  readonly evolution: Evolution;
  /** What follows, until the queue closes where the last one ends. */
  readonly following: readonly Phase[];
}

/** Calls by what happened until the threshold. */
export interface Within {
  answeredWithin: number;
  waitedLonger: number;
}

interface Age {
  readonly share: number;
  readonly weight: number;
}

/** Quadratures for slow, usual and fast queues; ages from the oldest on. */
const [FEW_AGES, AGES, MANY_AGES] = [4, 6, 8].map((count): readonly Age[] => {
  const { nodes, weights } = gaussLegendre(count);
  return Array.from(nodes, (share, index) => ({ share, weight: weights[index]! })).reverse();
}) as [readonly Age[], readonly Age[], readonly Age[]];

/** The more calls are served until the threshold, the more there is to see. */
function agesFor({ agents, serviceRate }: QueueRates, thresholdSeconds: number): readonly Age[] {
  const served = agents * serviceRate * thresholdSeconds;
  return served < 10 ? FEW_AGES : served < 100 ? AGES : MANY_AGES;
}

/** Of the arrivals of an interval, so few do not matter to the shares within the threshold. */
const NEGLIGIBLE = 1e-11;

/** Ages at the end of an interval at which its late arrivals are looked at, oldest first. */
export function edgeAges(
  rates: QueueRates,
  seconds: number,
  thresholdSeconds: number,
  following: readonly Phase[],
): number[] {
  if (thresholdSeconds === 0 || rates.arrivalRate === 0) return [];
  if (isAlike(rates, thresholdSeconds, following)) return [];
  const oldest = Math.min(seconds, thresholdSeconds);
  return agesFor(rates, thresholdSeconds).map(({ share }) => share * oldest);
}

/**
 * Places in line that matter to late arrivals: whoever finds more calls waiting is not answered
 * within the threshold, whichever way conditions change.
 */
export function edgePlaces(
  { agents, serviceRate, patienceRate }: QueueRates,
  thresholdSeconds: number,
  following: readonly Phase[],
): number {
  let capacity = agents * serviceRate;
  let shifts = 0;
  let before = agents;
  let seconds = 0;
  for (const phase of following) {
    if (seconds >= thresholdSeconds) break;
    capacity = Math.max(capacity, phase.agents * phase.serviceRate);
    shifts += Math.abs(phase.agents - before);
    before = phase.agents;
    seconds += phase.seconds;
  }
  const lifetimes = patienceRate * thresholdSeconds;
  // At closing all are sent away; and where many hang up, lines of any length get short.
  if (seconds < thresholdSeconds || lifetimes > 2) return Infinity;
  const served = capacity * thresholdSeconds;
  return Math.ceil((served + 6 * Math.sqrt(served) + 8 + shifts) * Math.exp(lifetimes));
}

/** Whether a caller at the end of the interval sees no change until the threshold. */
function isAlike(
  { agents, serviceRate }: QueueRates,
  thresholdSeconds: number,
  following: readonly Phase[],
): boolean {
  let seconds = 0;
  for (const phase of following) {
    if (phase.agents !== agents || phase.serviceRate !== serviceRate) return false;
    seconds += phase.seconds;
    if (seconds >= thresholdSeconds) return true;
  }
  return false;
}

/** Corrects what the closed forms take for granted: that conditions last until the threshold. */
export function followLateArrivals(
  run: IntervalRun,
  thresholdSeconds: number,
  within: Within,
): void {
  const { rates, seconds, evolution, following } = run;
  const oldest = Math.min(seconds, thresholdSeconds);
  const negligible = NEGLIGIBLE * rates.arrivalRate * seconds;
  const places = edgePlaces(rates, thresholdSeconds, following);
  const ages = agesFor(rates, thresholdSeconds);
  evolution.before.forEach((states, index) => {
    const { share, weight } = ages[index]!;
    const age = share * oldest;
    const arrivals = rates.arrivalRate * weight * oldest;
    const waiting = drainQueue(
      queueOf(states, rates.agents, places, arrivals),
      rates,
      age,
      negligible,
    );
    if (waiting.length === 0) return;
    const rest = thresholdSeconds - age;
    const lasting = tagCallers(rates, rest, waiting.length);
    within.answeredWithin -= dot(waiting, lasting.answeredWithin);
    within.waitedLonger -= dot(waiting, lasting.waitedLonger);
    followPhases(waiting, rates, rest, following, negligible, within);
  });
}

function followPhases(
  waiting: Queue,
  rates: QueueRates,
  thresholdSeconds: number,
  following: readonly Phase[],
  negligible: number,
  within: Within,
): void {
  let queue = waiting;
  let { agents } = rates;
  let rest = thresholdSeconds;
  for (const phase of following) {
    const { queue: moved, free } = moveQueue(queue, agents - phase.agents);
    const phaseRates = { ...rates, ...phase };
    const tags = tagCallers(phaseRates, Math.min(rest, phase.seconds), moved.length);
    within.answeredWithin += free + dot(moved, tags.answeredWithin);
    if (rest <= phase.seconds) {
      within.waitedLonger += dot(moved, tags.waitedLonger);
      return;
    }
    queue = drainQueue(moved, phaseRates, phase.seconds, negligible);
    rest -= phase.seconds;
    ({ agents } = phase);
    if (queue.length === 0) return;
  }
  for (const callers of queue) within.waitedLonger += callers;
}

/** Callers by the number of calls waiting before them, of those who find given states. */
function queueOf(
  { first, mass }: QueueStates,
  agents: number,
  places: number,
  callers: number,
): Queue {
  const queue = new Float64Array(Math.max(0, Math.min(places, first + mass.length - agents)));
  for (let k = Math.max(0, first - agents); k < queue.length; k++) {
    queue[k] = callers * Math.max(0, mass[agents + k - first]!);
  }
  return queue;
}
