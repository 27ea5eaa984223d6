import { medianSorted } from 'simple-statistics';
import { type CalendarDesign } from './calendar-features.ts';
import { predictRow, solveRidge } from './linear-algebra.ts';

/** How a regression forgets and distrusts. */
export interface RidgeOptions {
  /** Weight of a day halves with this many days of age. */
  readonly halfLifeDays: number;
  /** Standard deviation of days around the model, in the response's unit: sets the penalties. */
  readonly deviation: number;
}

/** Coefficients beyond which a residual loses weight, in robust deviations (Huber). */
const HUBER = 1.5;
const ROBUST_ROUNDS = 2;
/** Days older than this many half-lives weigh under 2 % and are left out. */
const HALF_LIVES = 6;

/**
 * Robust, time-discounted ridge regression on days [0, end): iteratively reweighted by Huber's
 * weights, each coefficient shrunk towards 0 by its prior deviation.
 *
 * @param weights of the days, 0 for those whose response is not to be used
 * @returns one coefficient per column of the design
 *
 * Cost: O(days x columns^2), thrice.
 *
 * @see Huber (1981), "Robust Statistics", section 7.8.
 */
export function fitRidge(
  design: CalendarDesign,
  response: Float64Array,
  weights: Float64Array,
  end: number,
  options: RidgeOptions,
): Float64Array {
  const first = Math.max(0, end - Math.ceil(HALF_LIVES * options.halfLifeDays));
  const discounted = new Float64Array(end);
  for (let day = first; day < end; day++) {
    discounted[day] = weights[day]! * 2 ** (-(end - 1 - day) / options.halfLifeDays);
  }
  const penalties = design.priorDeviations.map((prior) => (options.deviation / prior) ** 2);
  const robust = Float64Array.from(discounted);
  let coefficients = solveRidge(design.matrix, response, robust, penalties, first, end);
  for (let round = 0; round < ROBUST_ROUNDS; round++) {
    const sizes: number[] = [];
    const residuals = new Float64Array(end);
    for (let day = first; day < end; day++) {
      if (discounted[day] === 0) continue;
      residuals[day] = Math.abs(response[day]! - predictRow(design.matrix, day, coefficients));
      sizes.push(residuals[day]!);
    }
    if (sizes.length === 0) return coefficients;
    sizes.sort((a, b) => a - b);
    const limit = HUBER * 1.4826 * medianSorted(sizes);
    if (limit <= 0) return coefficients;
    for (let day = first; day < end; day++) {
      const size = residuals[day]!;
      robust[day] = size > limit ? (discounted[day]! * limit) / size : discounted[day]!;
    }
    coefficients = solveRidge(design.matrix, response, robust, penalties, first, end);
  }
  return coefficients;
}
