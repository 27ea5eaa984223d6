import { lateShares } from './late-shares.ts';
import { callsLostOf, logWeight, timeToClear } from './state-weights.ts';
import { type DetailedWaitSums } from './wait-sums.ts';

/** What lies below exp(-DROP) of the highest weight does not count. */
const DROP = 45;

/**
 * The same sums as `finiteWaitSums`, for many places: over the states that carry weight alone.
 *
 * The weights rise to one peak, at (load - agents) / theta or at the limit, and fall from there.
 * Sums begin below the peak where the weights begin to count; what the states before them add
 * up to is known in closed form.
 *
 * Cost: O(states from there to the limit).
 */
export function boundedWaitSums(
  load: number,
  agents: number,
  theta: number,
  threshold: number,
  places: number,
): DetailedWaitSums {
  const from = firstWithWeight(load, agents, theta, places);
  const patient = Math.exp(-theta * threshold);
  const span = theta === 0 ? threshold : -Math.expm1(-theta * threshold) / theta;
  const start = lateShares(agents, theta, threshold, Math.max(0, from - 1), places);
  // Late shares with one call less ahead than in the state at hand.
  let term = 0;
  let below = 0;
  let answeredBelow = 0;
  let weight = 1;
  let harmonic = timeToClear(agents, theta, from);
  let lost = callsLostOf(agents, theta, from);
  let beyond = 0;
  let waited = 0;
  let waiting = 0;
  let answeredWait = 0;
  let hungUpWait = 0;
  let late = 0;
  let answeredLate = 0;
  for (let k = Math.max(0, from - 1); ; k++) {
    if (k > from || (k === from && from > 0)) {
      beyond += weight;
      waiting += k * weight;
      answeredWait += weight * harmonic;
      hungUpWait += weight * lost;
      answeredLate += weight * answeredBelow;
    }
    if (k === start.at) {
      ({ term, below, answeredBelow } = start);
    } else if (term > 0) {
      term *= ((agents + (k - 1) * theta) * span) / k;
      below += term;
      answeredBelow += patient * term * (1 + (k * theta) / agents);
    }
    if (k === places) break;
    if (k < from) continue;
    waited += weight;
    late += weight * below;
    const perState = 1 / (agents + (k + 1) * theta);
    weight *= load * perState;
    harmonic += perState;
    lost += (k + 1) * theta * perState;
  }
  const perLoad = agents / load;
  return {
    logScale: logWeight(load, agents, theta, from),
    busy: from === 0 ? 1 + beyond : beyond,
    full: weight,
    waited,
    waiting,
    answered: perLoad * beyond,
    answeredWait: perLoad * answeredWait,
    hungUpWait: hungUpWait / load,
    late,
    answeredLate: perLoad * answeredLate,
  };
}

/** Number waiting that is likeliest. */
export function likeliestWaiting(
  load: number,
  agents: number,
  theta: number,
  places: number,
): number {
  if (load <= agents) return 0;
  return theta === 0 ? places : Math.min(places, Math.floor((load - agents) / theta));
}

/** First state with more than exp(-{@link DROP}) of the highest weight. */
function firstWithWeight(load: number, agents: number, theta: number, places: number): number {
  let from = likeliestWaiting(load, agents, theta, places);
  const least = logWeight(load, agents, theta, from) - DROP;
  if (least < 0) return 0;
  let below = 0;
  while (from - below > 1) {
    const middle = Math.floor((below + from) / 2);
    if (logWeight(load, agents, theta, middle) < least) below = middle;
    else from = middle;
  }
  return from;
}
