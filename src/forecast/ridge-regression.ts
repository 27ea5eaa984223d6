import { medianSorted } from 'simple-statistics';
import { type Matrix, makeMatrix, predictRow, solveRidge } from './linear-algebra.ts';

/** Days to regress on: all but those of weight 0. */
export interface RegressionDays {
  readonly matrix: Matrix;
  readonly response: Float64Array;
  /** Weight of each day, 0 where its response is not to be used. */
  readonly weights: Float64Array;
  /** How far from 0 each coefficient may lie, in the response's unit. */
  readonly priorDeviations: Float64Array;
}

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
 * Takes a wandering level out of a regression: of the response and of every column alike, what
 * exponential smoothing of the days before would have said of the day is subtracted. What is left
 * of the errors is then nearly independent from day to day, so effects are learned from how days
 * differ from their neighbours and not from where the level happened to be.
 *
 * Row t reads rows up to t alone, so one filtering serves every origin. Cost: O(days x columns).
 *
 * @param gain of the smoothing: the errors are taken as an IMA(1, 1) process with theta 1 - gain
 * @see Harvey & Phillips (1979), "Maximum likelihood estimation of regression models with
 *   autoregressive-moving average disturbances", Biometrika 66(1).
 */
export function filterLevel(days: RegressionDays, gain: number): RegressionDays {
  const { columns, values } = days.matrix;
  const rows = days.response.length;
  const matrix = makeMatrix(rows, columns);
  const response = new Float64Array(rows).fill(Number.NaN);
  const levels = new Float64Array(columns);
  let level = 0;
  for (let row = 0; row < rows; row++) {
    const weight = days.weights[row]!;
    if (weight === 0) continue;
    for (let j = 0; j < columns; j++) {
      const left = values[row * columns + j]! - levels[j]!;
      matrix.values[row * columns + j] = left;
      levels[j]! += gain * weight * left;
    }
    response[row] = days.response[row]! - level;
    level += gain * weight * response[row]!;
  }
  return { ...days, matrix, response };
}

/**
 * Robust, time-discounted ridge regression on days [0, end): iteratively reweighted by Huber's
 * weights, each coefficient shrunk towards 0 by its prior deviation.
 *
 * @returns one coefficient per column
 *
 * Cost: O(days x columns^2), thrice.
 *
 * @see Huber (1981), "Robust Statistics", section 7.8.
 */
export function fitRidge(days: RegressionDays, end: number, options: RidgeOptions): Float64Array {
  const { matrix, response } = days;
  const first = Math.max(0, end - Math.ceil(HALF_LIVES * options.halfLifeDays));
  const discounted = new Float64Array(end);
  for (let day = first; day < end; day++) {
    discounted[day] = days.weights[day]! * 2 ** (-(end - 1 - day) / options.halfLifeDays);
  }
  const penalties = days.priorDeviations.map((prior) => (options.deviation / prior) ** 2);
  const robust = Float64Array.from(discounted);
  let coefficients = solveRidge(matrix, response, robust, penalties, first, end);
  for (let round = 0; round < ROBUST_ROUNDS; round++) {
    const sizes: number[] = [];
    const residuals = new Float64Array(end);
    for (let day = first; day < end; day++) {
      if (discounted[day] === 0) continue;
      residuals[day] = Math.abs(response[day]! - predictRow(matrix, day, coefficients));
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
    coefficients = solveRidge(matrix, response, robust, penalties, first, end);
  }
  return coefficients;
}
