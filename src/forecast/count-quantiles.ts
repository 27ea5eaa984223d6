/** Mean and variance of a count that is to come. */
export interface CountLaw {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Quantile of a count with a mean and a variance, as a real number of at least 0.
 *
 * Model: gamma, by the cube-root approximation, which is within 0.02 standard deviations of it
 * where mean^2 / variance is above 1.5.
 * Not rounded: integers inside [lower, upper] then hold the level on average over slots.
 *
 * @param z quantile of the standard normal law, 1.2816 for the upper end of the 80 % band
 *
 * @see Wilson & Hilferty (1931), "The distribution of chi-square", PNAS 17.
 */
export function countQuantile(law: CountLaw, z: number): number {
  if (law.mean <= 0) return 0;
  const ninth = law.variance / (law.mean * law.mean) / 9;
  const root = 1 - ninth + z * Math.sqrt(ninth);
  return root <= 0 ? 0 : law.mean * root ** 3;
}

/** Standard normal score of a count under a law: {@link countQuantile} the other way round. */
export function countScore(law: CountLaw, count: number): number {
  const ninth = law.variance / (law.mean * law.mean) / 9;
  return (Math.cbrt(count / law.mean) - 1 + ninth) / Math.sqrt(ninth);
}

/** z with `level` of the standard normal law in [-z, z]. */
export function centralDeviate(level: number): number {
  return normalQuantile((1 + level) / 2);
}

/**
 * Quantile of the standard normal law, p in (0, 1). Relative error below 1.2e-9.
 *
 * @see Acklam (2003), "An algorithm for computing the inverse normal cumulative distribution function".
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(TAIL_TOP, q) / (polynomial(TAIL_BOTTOM, q) * q + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(MIDDLE_TOP, r) * q) / (polynomial(MIDDLE_BOTTOM, r) * r + 1);
}

const MIDDLE_TOP = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2,
  -3.066479806614716e1, 2.506628277459239,
];
const MIDDLE_BOTTOM = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
  -1.328068155288572e1,
];
const TAIL_TOP = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734,
  4.374664141464968, 2.938163982698783,
];
const TAIL_BOTTOM = [
  7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416,
];

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
