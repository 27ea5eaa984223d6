import { poissonWeights } from '../numerics/poisson-weights.ts';

/** A birth-death process on a row of states; what leaves the row at either end is lost. */
export interface StateRow {
  readonly arrivalRate: number;
  /** Departures per second from each state; the first leaves the row. */
  readonly departures: Float64Array;
}

/** Probabilities at the end of a stretch, and their integrals over it in seconds. */
export interface RowEvolution {
  readonly end: Float64Array;
  readonly integral: Float64Array;
}

/** States with less mass do not count. */
const NEGLIGIBLE = 1e-19;

/**
 * How probabilities evolve in a birth-death process, by uniformisation.
 *
 * The process jumps at the instants of a Poisson process of rate L, the largest rate out of a
 * state, by a chain with probabilities P. After N jumps, N Poisson with mean L t, the
 * probabilities are sum_k P(N = k) start P^k, and their integral over time
 * sum_k P(N > k) start P^k / L. All terms are positive, so that nothing cancels.
 *
 * Cost: about (L t + 8 sqrt(L t)) x states that carry mass.
 *
 * @see Jensen (1953), "Markoff chains as an aid in the study of Markoff processes"; Fox & Glynn
 *   (1988), "Computing Poisson probabilities", CACM 31(4).
 */
export function uniformise(
  { arrivalRate, departures }: StateRow,
  start: Float64Array,
  seconds: number,
): RowEvolution {
  const states = start.length;
  let rate = 0;
  for (const departure of departures) rate = Math.max(rate, arrivalRate + departure);
  const end = new Float64Array(states);
  const integral = new Float64Array(states);
  if (rate === 0 || seconds === 0) {
    end.set(start);
    for (let state = 0; state < states; state++) integral[state] = start[state]! * seconds;
    return { end, integral };
  }
  const up = arrivalRate / rate;
  // One more than there are states, so that the last state needs no case of its own.
  const down = new Float64Array(states + 1);
  const stay = new Float64Array(states);
  for (let state = 0; state < states; state++) {
    down[state] = departures[state]! / rate;
    stay[state] = (rate - arrivalRate - departures[state]!) / rate;
  }
  const mass = new Float64Array(states + 1);
  mass.set(start);
  let low = 0;
  let high = states - 1;
  const { first, weights, beyond } = poissonWeights(rate * seconds);
  const jumps = first + weights.length - 1;
  for (let jump = 0; ; jump++) {
    const weight = jump < first ? 0 : weights[jump - first]!;
    const perRate = (jump < first ? 1 : beyond[jump - first]!) / rate;
    while (low < high && mass[low]! < NEGLIGIBLE) mass[low++] = 0;
    while (high > low && mass[high]! < NEGLIGIBLE) mass[high--] = 0;
    if (weight === 0) {
      for (let state = low; state <= high; state++) integral[state]! += perRate * mass[state]!;
    } else {
      for (let state = low; state <= high; state++) {
        const here = mass[state]!;
        end[state]! += weight * here;
        integral[state]! += perRate * here;
      }
    }
    if (jump === jumps) return { end, integral };
    if (low > 0) low--;
    if (high < states - 1) high++;
    let before = 0;
    for (let state = low; state <= high; state++) {
      const here = mass[state]!;
      mass[state] = here * stay[state]! + before * up + mass[state + 1]! * down[state + 1]!;
      before = here;
    }
  }
}
