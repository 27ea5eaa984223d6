/**
 * Sums over the states of a birth-death queue with impatience in which all agents are busy. The
 * unit of time is the mean handle time. Weights are relative to the state "all agents busy,
 * nobody waits", times `exp(-logScale)`.
 */
export interface WaitSums {
  readonly logScale: number;
  /** Sum of the weights of all states with all agents busy. */
  readonly busy: number;
  /** Weight of the state in which the next call is turned away; 0 without a limit. */
  readonly full: number;
  /** Sum of weight x calls waiting. */
  readonly waiting: number;
  /** Offered wait times weight, over the calls that are answered after a wait. */
  readonly answeredWait: number;
  /** Weight of states whose next call would wait longer than the threshold, were it patient. */
  readonly late: number;
  /** The part of `late` that is answered in the end. */
  readonly answeredLate: number;
}

/** {@link WaitSums} with what would otherwise be differences of them, so that nothing cancels. */
export interface DetailedWaitSums extends WaitSums {
  /** `busy` less `full`: weight of states whose next call waits. */
  readonly waited: number;
  /** The part of `waited` that is answered in the end. */
  readonly answered: number;
  /** Wait times weight, over the calls that hang up. */
  readonly hungUpWait: number;
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
): DetailedWaitSums {
  const lateLoad = load * Math.exp(-theta * threshold);
  let logScale = 0;
  let lateLogScale = 0;
  let weight = 1;
  let lateWeight = 1;
  // Beyond the first state, whose weight is 1.
  let beyond = 0;
  let lateBeyond = 0;
  let waiting = 0;
  let harmonic = 0;
  let gone = 0;
  let answeredWait = 0;
  let hungUpWait = 0;
  for (let k = 1; ; k++) {
    const perState = 1 / (agents + k * theta);
    const ratio = load * perState;
    weight *= ratio;
    lateWeight *= lateLoad * perState;
    harmonic += perState;
    gone += k * perState;
    beyond += weight;
    lateBeyond += lateWeight;
    waiting += k * weight;
    answeredWait += weight * harmonic;
    hungUpWait += weight * gone;
    if (weight < SMALL * beyond) {
      // The late weights fall faster, so that they have ended too, or nearly.
      const rest = 1 - ratio;
      if (
        weight < NEGLIGIBLE * rest * rest * beyond &&
        lateWeight <= NEGLIGIBLE * rest * lateBeyond
      ) {
        break;
      }
    } else if (weight > LARGE) {
      weight /= LARGE;
      beyond /= LARGE;
      waiting /= LARGE;
      answeredWait /= LARGE;
      hungUpWait /= LARGE;
      logScale += LOG_LARGE;
    } else if (weight === 0) {
      break;
    }
    if (lateWeight > LARGE) {
      lateWeight /= LARGE;
      lateBeyond /= LARGE;
      lateLogScale += LOG_LARGE;
    }
  }
  const perLoad = agents / load;
  const busy = Math.exp(-logScale) + beyond;
  const density = Math.exp(driftTo(load, agents, theta, threshold) + lateLogScale - logScale);
  return {
    logScale,
    busy,
    full: 0,
    waited: busy,
    waiting,
    answered: perLoad * beyond,
    answeredWait: perLoad * answeredWait,
    hungUpWait: (theta / load) * hungUpWait,
    late: density * (Math.exp(-lateLogScale) + lateBeyond),
    answeredLate: perLoad * density * lateBeyond,
  };
}

/** Logarithm of the density of the offered wait at the threshold, over that at 0. */
function driftTo(load: number, agents: number, theta: number, threshold: number): number {
  const angle = theta * threshold;
  // As load x (span - threshold) - (agents - load) x threshold, of which neither part is large
  // where the whole is not.
  if (angle < 0.5) {
    return -load * threshold * shortfall(angle) - (agents - load) * threshold;
  }
  return (-load * Math.expm1(-angle)) / theta - agents * threshold;
}

/** 1 - (1 - exp(-z)) / z for z in [0, 0.5]: z / 2 - z^2 / 6 + ... */
function shortfall(z: number): number {
  let sum = 0;
  for (let power = 16; power >= 2; power--) sum = (1 - sum) * (z / power);
  return sum;
}

/** Sums for an unlimited queue that nobody leaves: geometric weights. For load below the agents. */
export function patientWaitSums(load: number, agents: number, threshold: number): DetailedWaitSums {
  const idle = agents - load;
  const busy = agents / idle;
  const late = busy * Math.exp(-idle * threshold);
  return {
    logScale: 0,
    busy,
    full: 0,
    waited: busy,
    waiting: (load / idle) * busy,
    answered: busy,
    answeredWait: busy / idle,
    hungUpWait: 0,
    late,
    answeredLate: late,
  };
}

/**
 * Sums for a queue that holds at most `places` waiting calls; `theta` may be 0.
 *
 * A call that finds j waiting would be served after j + 1 departures, so it is late with the
 * negative-binomial (theta = 0: Poisson) probability that fewer than j + 1 happen in time.
 *
 * Cost: O(places). For few places; see `boundedWaitSums` for many.
 */
export function finiteWaitSums(
  load: number,
  agents: number,
  theta: number,
  threshold: number,
  places: number,
): DetailedWaitSums {
  const patient = Math.exp(-theta * threshold);
  const span = theta === 0 ? threshold : -Math.expm1(-theta * threshold) / theta;
  let logScale = 0;
  let lateLogScale = -agents * threshold;
  let weight = 1;
  let unit = 1;
  let waited = 0;
  let beyond = 0;
  let waiting = 0;
  let harmonic = 0;
  let gone = 0;
  let answeredWait = 0;
  let hungUpWait = 0;
  let term = 1;
  let below = 1;
  let answeredBelow = patient;
  let late = 0;
  let answeredLate = 0;
  for (let k = 1; k <= places; k++) {
    late += weight * below;
    waited += weight;
    const perState = 1 / (agents + k * theta);
    weight *= load * perState;
    harmonic += perState;
    gone += k * perState;
    beyond += weight;
    waiting += k * weight;
    answeredWait += weight * harmonic;
    hungUpWait += weight * gone;
    answeredLate += weight * answeredBelow;
    term *= ((agents + (k - 1) * theta) * span) / k;
    below += term;
    answeredBelow += (patient * term * (agents + k * theta)) / agents;
    if (weight > LARGE) {
      weight /= LARGE;
      unit /= LARGE;
      waited /= LARGE;
      beyond /= LARGE;
      waiting /= LARGE;
      answeredWait /= LARGE;
      hungUpWait /= LARGE;
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
  // Infinity x 0 where nothing is late by far.
  const scale = lateLogScale < -1e4 ? 0 : Math.exp(lateLogScale);
  return {
    logScale,
    busy: unit + beyond,
    full: weight,
    waited,
    waiting,
    answered: perLoad * beyond,
    answeredWait: perLoad * answeredWait,
    hungUpWait: (theta / load) * hungUpWait,
    late: scale === 0 ? 0 : scale * late,
    answeredLate: scale === 0 ? 0 : perLoad * scale * answeredLate,
  };
}
