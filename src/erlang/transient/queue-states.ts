/** Probabilities of the number of calls in a system: of `first`, `first + 1`, ... */
export interface QueueStates {
  readonly first: number;
  readonly mass: Float64Array;
}

/** One stretch of even conditions: M/M/n+M, with rates per second. */
export interface QueueRates {
  readonly arrivalRate: number;
  /** One over the mean handle time. */
  readonly serviceRate: number;
  /** One over the mean patience; 0 for callers who never hang up. */
  readonly patienceRate: number;
  readonly agents: number;
}

/** Weights of the Poisson law below this, relative to the largest, do not count. */
const NEGLIGIBLE = 1e-16;

/** Calls per second that leave when `calls` are there: finished, or hung up. */
export function departureRate(rates: QueueRates, calls: number): number {
  const busy = Math.min(calls, rates.agents);
  return busy * rates.serviceRate + (calls - busy) * rates.patienceRate;
}

/** A known number of calls. */
export function knownState(calls: number): QueueStates {
  return { first: calls, mass: Float64Array.of(1) };
}

/** The Poisson law: what infinitely many agents would have in hand. Cost: O(sqrt(mean)). */
export function poissonStates(mean: number): QueueStates {
  const mode = Math.floor(mean);
  const below: number[] = [];
  for (let weight = 1, k = mode; k > 0; k--) {
    weight *= k / mean;
    if (weight < NEGLIGIBLE) break;
    below.push(weight);
  }
  const mass = [...below.reverse(), 1];
  for (let weight = 1, k = mode + 1; ; k++) {
    weight *= mean / k;
    if (weight < NEGLIGIBLE) break;
    mass.push(weight);
  }
  const sum = mass.reduce((total, one) => total + one, 0);
  return { first: mode - below.length, mass: Float64Array.from(mass, (one) => one / sum) };
}

/** The states that carry weight; cut off is at most `most` of mass at either end. */
export function trimStates({ first, mass }: QueueStates, most: number): QueueStates {
  let from = 0;
  let to = mass.length;
  for (let cut = Math.max(0, mass[from]!); cut <= most && from < to - 1;) {
    from++;
    cut += Math.max(0, mass[from]!);
  }
  for (let cut = Math.max(0, mass[to - 1]!); cut <= most && to > from + 1;) {
    to--;
    cut += Math.max(0, mass[to - 1]!);
  }
  const kept = mass.slice(from, to);
  // Rounding leaves a few states of no weight a hair below 0.
  for (let state = 0; state < kept.length; state++) if (kept[state]! < 0) kept[state] = 0;
  return { first: first + from, mass: kept };
}

export function massOf({ mass }: QueueStates): number {
  let sum = 0;
  for (const one of mass) sum += one;
  return sum;
}

export function meanCalls({ first, mass }: QueueStates): number {
  let sum = 0;
  for (let state = 0; state < mass.length; state++) sum += (first + state) * mass[state]!;
  return sum;
}

/** Mean number of calls that wait when `agents` are there. */
export function meanWaiting({ first, mass }: QueueStates, agents: number): number {
  let sum = 0;
  for (let state = Math.max(0, agents - first); state < mass.length; state++) {
    sum += (first + state - agents) * mass[state]!;
  }
  return sum;
}

/** Probability that all `agents` are busy. */
export function busyProbability({ first, mass }: QueueStates, agents: number): number {
  // What was cut off of the states must not look like somebody free where nobody is.
  if (agents === 0) return 1;
  let sum = 0;
  for (let state = Math.max(0, agents - first); state < mass.length; state++) sum += mass[state]!;
  return sum;
}

/** Mean of a value of the number of calls that wait, over the states with all `agents` busy. */
export function shareOfQueue(
  { first, mass }: QueueStates,
  agents: number,
  values: Float64Array,
): number {
  let sum = 0;
  for (let state = Math.max(0, agents - first); state < mass.length; state++) {
    sum += mass[state]! * values[first + state - agents]!;
  }
  return sum;
}

/** For k = 0, 1, ..., the expected number of waiting calls that have k others waiting before them. */
export function waitingByPlace({ first, mass }: QueueStates, agents: number): Float64Array {
  const places = Math.max(0, first + mass.length - 1 - agents);
  const waiting = new Float64Array(places);
  let beyond = 0;
  for (let place = places - 1; place >= 0; place--) {
    beyond += mass[agents + place + 1 - first] ?? 0;
    waiting[place] = beyond;
  }
  return waiting;
}

/** Sum of the absolute differences of two distributions. */
export function distanceOf(a: QueueStates, b: QueueStates): number {
  const from = Math.min(a.first, b.first);
  const to = Math.max(a.first + a.mass.length, b.first + b.mass.length);
  let sum = 0;
  for (let calls = from; calls < to; calls++) {
    sum += Math.abs((a.mass[calls - a.first] ?? 0) - (b.mass[calls - b.first] ?? 0));
  }
  return sum;
}
