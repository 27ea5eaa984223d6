/**
 * Sums over the states of a birth-death queue with impatience in which all agents are busy. The
 * unit of time is the mean handle time. Weights are relative to the state "all agents busy,
 * nobody waits", times `exp(-logScale)`.
 */
export interface WaitSums {
  logScale: number;
  /** Sum of the weights of all states with all agents busy. */
  busy: number;
  /** Weight of the state in which the next call is turned away; 0 without a limit. */
  full: number;
  /** Sum of weight x calls waiting. */
  waiting: number;
  /** Offered wait times weight, over the calls that are answered after a wait. */
  answeredWait: number;
  /** Weight of states whose next call would wait longer than the threshold, were it patient. */
  late: number;
  /** The part of `late` that is answered in the end. */
  answeredLate: number;
}

const LARGE = 1e120;
const LOG_LARGE = Math.log(LARGE);
const NEGLIGIBLE = 1e-17;
const SMALL = 1e-15;

/**
 * Sums for an unlimited queue.
 *
 * Weights are r(k) = prod_{i=1..k} load / (agents + i theta). Integrating the density of the
 * offered wait from the threshold on gives the same series with load x exp(-theta T).
 *
 * @param theta handle time over patience, above 0
 * @param threshold in handle times
 *
 * Cost: O(number of states that carry weight), about sqrt(80 load / theta) at most under a load
 * near the agents. Ends where the rest, bounded by a geometric series, is below 1e-18.
 */
export function infiniteWaitSums(
  load: number,
  agents: number,
  theta: number,
  threshold: number,
): WaitSums {
  const patient = Math.exp(-theta * threshold);
  const lateLoad = load * patient;
  let logScale = 0;
  let lateLogScale = 0;
  let weight = 1;
  let lateWeight = 1;
  let busy = 1;
  let lateBusy = 1;
  let waiting = 0;
  let harmonic = 0;
  let answeredWait = 0;
  for (let k = 1; ; k++) {
    const perState = 1 / (agents + k * theta);
    const ratio = load * perState;
    weight *= ratio;
    lateWeight *= lateLoad * perState;
    harmonic += perState;
    busy += weight;
    lateBusy += lateWeight;
    waiting += k * weight;
    answeredWait += weight * harmonic;
    if (weight < SMALL * busy) {
      // The late weights fall faster, so that they have ended too, or nearly.
      const rest = 1 - ratio;
      if (weight < NEGLIGIBLE * rest * rest * busy && lateWeight < NEGLIGIBLE * rest * lateBusy) {
        break;
      }
    } else if (weight > LARGE) {
      weight /= LARGE;
      busy /= LARGE;
      waiting /= LARGE;
      answeredWait /= LARGE;
      logScale += LOG_LARGE;
    }
    if (lateWeight > LARGE) {
      lateWeight /= LARGE;
      lateBusy /= LARGE;
      lateLogScale += LOG_LARGE;
    }
  }
  const perLoad = agents / load;
  const drift = (-load * Math.expm1(-theta * threshold)) / theta - agents * threshold;
  const density = Math.exp(drift + lateLogScale - logScale);
  // The first term of the series is the density at T itself; without it stays what is answered.
  const lateAfterFirst = lateLogScale === 0 ? lateBusy - 1 : lateBusy;
  return {
    logScale,
    busy,
    full: 0,
    waiting,
    answeredWait: perLoad * answeredWait,
    late: density * lateBusy,
    answeredLate: perLoad * density * lateAfterFirst,
  };
}

/**
 * Sums for a queue that holds at most `places` waiting calls; `theta` may be 0.
 *
 * A call that finds j waiting would be served after j + 1 departures, so it is late with the
 * negative-binomial (theta = 0: Poisson) probability that fewer than j + 1 happen in time.
 *
 * Cost: O(places).
 */
export function finiteWaitSums(
  load: number,
  agents: number,
  theta: number,
  threshold: number,
  places: number,
): WaitSums {
  const patient = Math.exp(-theta * threshold);
  const span = theta === 0 ? threshold : -Math.expm1(-theta * threshold) / theta;
  let logScale = 0;
  let lateLogScale = -agents * threshold;
  let weight = 1;
  let busy = 1;
  let waiting = 0;
  let harmonic = 0;
  let answeredWait = 0;
  let term = 1;
  let below = 1;
  let answeredBelow = patient;
  let late = 0;
  let answeredLate = 0;
  for (let k = 1; k <= places; k++) {
    late += weight * below;
    const perState = 1 / (agents + k * theta);
    weight *= load * perState;
    harmonic += perState;
    busy += weight;
    waiting += k * weight;
    answeredWait += weight * harmonic;
    answeredLate += weight * answeredBelow;
    term *= ((agents + (k - 1) * theta) * span) / k;
    below += term;
    answeredBelow += (patient * term * (agents + k * theta)) / agents;
    if (weight > LARGE) {
      weight /= LARGE;
      busy /= LARGE;
      waiting /= LARGE;
      answeredWait /= LARGE;
      late /= LARGE;
      answeredLate /= LARGE;
      logScale += LOG_LARGE;
    }
    if (below > LARGE) {
      term /= LARGE;
      below /= LARGE;
      answeredBelow /= LARGE;
      late /= LARGE;
      answeredLate /= LARGE;
      lateLogScale += LOG_LARGE;
    }
  }
  const perLoad = agents / load;
  const scale = Math.exp(lateLogScale);
  return {
    logScale,
    busy,
    full: weight,
    waiting,
    answeredWait: perLoad * answeredWait,
    late: scale * late,
    answeredLate: perLoad * scale * answeredLate,
  };
}
