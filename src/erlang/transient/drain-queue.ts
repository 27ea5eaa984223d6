import { type QueueRates } from './queue-states.ts';
import { uniformise } from './uniformisation.ts';

/** Callers, or what they carry, by the number of calls waiting before them. */
export type Queue = Float64Array;

/** With more calls served than this the law's first term is below the doubles. */
const MANY_SERVED = 500;
/** Terms of the law below this end it. */
const NEGLIGIBLE = 1e-13;
/**
 * Those still waiting after a while, by the calls still before them.
 *
 * The calls before depart at rates n mu + i theta: their number falls by a binomial law, with
 * c = n mu / theta calls that never run out added to those in line.
 *
 * @param negligible so few callers that they may be forgotten, the last ones in line
 *
 * Cost: O(length x numbers that may be served).
 */
export function drainQueue(
  queue: Queue,
  rates: QueueRates,
  seconds: number,
  negligible: number,
): Queue {
  const capacity = rates.agents * rates.serviceRate;
  const served = capacity * seconds;
  const stay = Math.exp(-rates.patienceRate * seconds);
  let { length } = queue;
  let still = 0;
  for (let k = length - 1; k >= 0; k--) {
    still += queue[k]! * stay * notServedBound(served, k);
    if (still > negligible) break;
    length = k;
  }
  if (length === 0) return new Float64Array(0);
  if (served > MANY_SERVED) {
    const departures = new Float64Array(length);
    for (let k = 0; k < length; k++) departures[k] = capacity + k * rates.patienceRate;
    const { end } = uniformise({ arrivalRate: 0, departures }, queue.subarray(0, length), seconds);
    return end.map((callers) => callers * stay);
  }
  const span =
    rates.patienceRate === 0
      ? seconds
      : -Math.expm1(-rates.patienceRate * seconds) / rates.patienceRate;
  // Factor k of the law for going from k places to fewer; one over the number of steps.
  const factors = new Float64Array(length);
  const perStep = new Float64Array(length);
  for (let k = 1; k < length; k++) {
    factors[k] = (capacity + k * rates.patienceRate) * span;
    perStep[k] = 1 / k;
  }
  const rest = new Float64Array(length);
  let none = Math.exp(-served) * stay;
  for (let place = 0; place < length; place++) {
    let probability = none;
    let sum = queue[place]! * none;
    for (let steps = 1; place + steps < length; steps++) {
      const factor = factors[place + steps]! * perStep[steps]!;
      probability *= factor;
      sum += queue[place + steps]! * probability;
      if (factor < 1 && probability < NEGLIGIBLE) break;
    }
    rest[place] = sum;
    none *= stay;
  }
  return rest;
}

/** At least the probability that k or fewer are served, by Chernoff's bound. */
function notServedBound(served: number, k: number): number {
  if (k >= served) return 1;
  return k === 0 ? Math.exp(-served) : Math.exp(k - served + k * Math.log(served / k));
}

/** The queue seen with `shift` agents fewer; those who need wait no more are counted apart. */
export function moveQueue(
  queue: Queue,
  shift: number,
): { readonly queue: Queue; readonly free: number } {
  if (shift === 0) return { queue, free: 0 };
  const moved = new Float64Array(Math.max(0, queue.length + shift));
  let free = 0;
  for (let k = 0; k < queue.length; k++) {
    if (k + shift < 0) free += queue[k]!;
    else moved[k + shift] = queue[k]!;
  }
  return { queue: moved, free };
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}
