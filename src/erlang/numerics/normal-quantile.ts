import { AgnerError } from '../../domain/errors.ts';

/**
 * Value that a standard normal variable stays below with a probability.
 *
 * Newton's method on Marsaglia's series of the distribution; absolute error below 1e-12 for
 * probabilities from 1e-6 to 1 - 1e-6.
 *
 * @param probability in [1e-9, 1 - 1e-9]
 * @throws {AgnerError} `INVALID_INPUT`
 *
 * @see Marsaglia (2004), "Evaluating the normal distribution", Journal of Statistical Software
 *   11(4).
 *
 * @example
 * normalQuantile(0.95); // => 1.6448...
 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 1e-9 && probability <= 1 - 1e-9)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected probability to be a fraction in [1e-9, 1 - 1e-9], got ${probability}`,
      { name: 'probability', got: String(probability) },
    );
  }
  let low = -7;
  let high = 7;
  let z = 0;
  // The distribution rises, so the bracket holds; Newton steps that leave it are halved instead.
  for (let step = 0; step < 200 && high - low > 1e-15; step++) {
    const miss = normalShare(z) - probability;
    if (miss === 0) return z;
    if (miss > 0) high = z;
    else low = z;
    const next = z - miss / density(z);
    const inside = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(inside - z) < 1e-15) return inside;
    z = inside;
  }
  return z;
}

/** Probability that a standard normal variable is at most `z`. Absolute error below 1e-15. */
export function normalShare(z: number): number {
  if (z > 8) return 1;
  if (z < -8) return 0;
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + sum * density(z);
}

function density(z: number): number {
  return Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
}
