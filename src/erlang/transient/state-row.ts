import { AgnerError } from '../../domain/errors.ts';
import { departureRate, type QueueRates, type QueueStates } from './queue-states.ts';
import { type StateRow } from './uniformisation.ts';

const MOST_STATES = 4_000_000;

/** A row of states that the process hardly leaves: wider with `spread`, in standard deviations. */
export function rowAround(
  rates: QueueRates,
  start: QueueStates,
  seconds: number,
  spread: number,
): { readonly first: number; readonly row: StateRow; readonly mass: Float64Array } {
  const { arrivalRate } = rates;
  const lowest = start.first;
  const highest = start.first + start.mass.length - 1;
  const reach = (mean: number): number => mean + spread * Math.sqrt(mean) + spread;
  const negligible = Math.exp((-spread * spread) / 2);
  const first = Math.max(
    0,
    walkDown(rates, start, negligible),
    Math.ceil(lowest - reach(departureRate(rates, highest) * seconds)),
  );
  const drift = Math.max(0, arrivalRate - rates.agents * rates.serviceRate) * seconds;
  const noise = (arrivalRate + departureRate(rates, Math.max(highest, rates.agents))) * seconds;
  const bound = Math.max(highest, rates.agents) + drift + reach(spread * Math.sqrt(noise));
  const last = walkUp(
    rates,
    start,
    negligible,
    Math.floor(Math.min(bound, highest + reach(arrivalRate * seconds))),
  );
  const states = last - first + 1;
  if (states > MOST_STATES) {
    throw new AgnerError('TOO_LARGE', `expected at most ${MOST_STATES} states, got ${states}`, {
      states,
    });
  }
  const departures = new Float64Array(states);
  for (let state = 0; state < states; state++) {
    departures[state] = departureRate(rates, first + state);
  }
  const mass = new Float64Array(states);
  mass.set(start.mass, lowest - first);
  return { first, row: { arrivalRate, departures }, mass };
}

/** Most likely state in equilibrium; `Infinity` where the queue grows without end. */
function modeOf({ arrivalRate, serviceRate, patienceRate, agents }: QueueRates): number {
  const all = agents * serviceRate;
  if (arrivalRate < all) return Math.floor(arrivalRate / serviceRate);
  return patienceRate === 0 ? Infinity : Math.floor(agents + (arrivalRate - all) / patienceRate);
}

/**
 * The state below which neither the equilibrium nor a dip from the start has weight: a dip by
 * some states has about the probability of their equilibrium ratio.
 */
function walkDown(rates: QueueRates, start: QueueStates, negligible: number): number {
  const walk = (from: number, begin: number): number => {
    let calls = from;
    for (let weight = begin; weight > negligible && calls > 0; calls--) {
      weight *= departureRate(rates, calls) / rates.arrivalRate;
    }
    return calls;
  };
  const mode = modeOf(rates);
  if (mode < start.first) return walk(mode, 1);
  const dip = walk(start.first, start.mass[0]!);
  // An equilibrium so far above has no weight at the start.
  return mode > 2 * start.first + 1e6 ? dip : Math.min(dip, walk(mode, 1));
}

/** Likewise the state above which nothing has weight, at most `bound`. */
function walkUp(rates: QueueRates, start: QueueStates, negligible: number, bound: number): number {
  const walk = (from: number, begin: number): number => {
    let calls = from;
    for (let weight = begin; weight > negligible && calls < bound;) {
      calls++;
      weight *= rates.arrivalRate / departureRate(rates, calls);
    }
    return Math.min(calls, bound);
  };
  const highest = start.first + start.mass.length - 1;
  const mode = modeOf(rates);
  if (mode > highest) return Math.max(highest, walk(mode, 1));
  return Math.max(walk(highest, start.mass.at(-1)!), walk(mode, 1));
}
