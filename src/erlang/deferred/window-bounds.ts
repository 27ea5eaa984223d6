import { checkNonNegative } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';

/** How far work strays from its mean. */
export interface WorkSpread {
  /** Coefficient of variation of one item's handle time: 0 all alike, 1 exponential. */
  readonly handleTimeVariation: number;
  /** Variance over mean of the number of items per interval, at least 1: Poisson. */
  readonly countDispersion: number;
}

/** Work that must be done within a span of open positions. */
export interface Obligation {
  readonly from: number;
  readonly due: number;
  readonly items: number;
  readonly handleTimeSeconds: number;
  /** The number of items is known; only their handle times are left to chance. */
  readonly counted: boolean;
}

/** Throws `INVALID_INPUT` unless the spread is one that the cumulants take. */
export function checkSpread({ handleTimeVariation, countDispersion }: WorkSpread): void {
  checkNonNegative('handleTimeVariation', handleTimeVariation);
  if (!(Number.isFinite(countDispersion) && countDispersion >= 1)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected countDispersion to be a finite number of at least 1, got ${countDispersion}`,
      { name: 'countDispersion', got: String(countDispersion) },
    );
  }
}

/** Mean, variance and third central moment of the work of an obligation. */
function workCumulants(
  { items, handleTimeSeconds: h, counted }: Obligation,
  { handleTimeVariation, countDispersion }: WorkSpread,
): readonly [number, number, number] {
  // Handle times are gamma; the number of items is negative binomial, Poisson for dispersion 1.
  const v = handleTimeVariation * handleTimeVariation;
  if (counted) return [items * h, items * h * h * v, 2 * items * h * h * h * v * v];
  const excess = countDispersion - 1;
  return [
    items * h,
    items * h * h * (1 + v + excess),
    items * h * h * h * ((1 + v) * (1 + 2 * v) + 3 * excess * (1 + v) + 2 * excess * excess),
  ];
}

/**
 * Work that must fit into every window of open positions, in agent seconds: entry
 * `s * positions + t` is for the window from s to t, both included.
 *
 * The work that comes in at or after s and is due by t has a mean, a variance and a third
 * cumulant, which add up over obligations. The bound is its quantile by Cornish and Fisher's
 * first correction for skewness, never below the mean:
 * `mean + z sd + (z^2 - 1) / 6 * third / variance`.
 *
 * @param z normal quantile of the probability that a window's work fits; `null` for the mean
 *
 * Cost: O(positions^2 + obligations).
 *
 * @see Cornish & Fisher (1938), "Moments and cumulants in the specification of distributions",
 *   Revue de l'Institut International de Statistique 5(4).
 */
export function windowBounds(
  obligations: readonly Obligation[],
  positions: number,
  spread: WorkSpread,
  z: number | null,
): Float64Array {
  const bounds = new Float64Array(positions * positions);
  const byFrom = Array.from({ length: positions }, (): Obligation[] => []);
  for (const obligation of obligations) byFrom[obligation.from]!.push(obligation);
  const means = new Float64Array(positions);
  const variances = new Float64Array(positions);
  const thirds = new Float64Array(positions);
  for (let s = positions - 1; s >= 0; s--) {
    for (const obligation of byFrom[s]!) {
      const [mean, variance, third] = workCumulants(obligation, spread);
      for (let t = obligation.due; t < positions; t++) {
        means[t]! += mean;
        variances[t]! += variance;
        thirds[t]! += third;
      }
    }
    for (let t = s; t < positions; t++) {
      const mean = means[t]!;
      const variance = variances[t]!;
      const reserve =
        z === null || variance === 0
          ? 0
          : z * Math.sqrt(variance) + ((z * z - 1) / 6) * (thirds[t]! / variance);
      bounds[s * positions + t] = mean + Math.max(0, reserve);
    }
  }
  return bounds;
}
