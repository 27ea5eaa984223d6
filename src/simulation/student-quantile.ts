import { checkFraction, checkPositiveInteger } from '../domain/check.ts';

/**
 * Quantile of Student's t law: P(T <= quantile) = probability.
 *
 * @param probability fraction in [0.5, 1)
 * @param degrees of freedom, whole number of at least 1
 * @throws {AgnerError} `INVALID_INPUT`
 *
 * Cost: O(degrees) times some 60 halvings. Within 1e-12 relative up to 0.9999.
 *
 * @see Abramowitz & Stegun (1964), 26.7.3 and 26.7.4: for whole degrees the law is a finite sum in
 *   sines and cosines of atan(t / sqrt(degrees)).
 *
 * @example
 * studentQuantile(0.975, 10); // => 2.2281...
 */
export function studentQuantile(probability: number, degrees: number): number {
  checkFraction('probability', probability);
  checkFraction('1 - probability, doubled,', 1 - probability === 0.5 ? 0 : 2 * (1 - probability));
  checkPositiveInteger('degrees', degrees);
  const inside = 2 * probability - 1;
  let low = 0;
  let high = Math.PI / 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return Math.sqrt(degrees) * Math.tan(middle);
    if (shareWithin(middle, degrees) < inside) low = middle;
    else high = middle;
  }
}

/** P(|T| <= sqrt(degrees) tan(angle)). */
function shareWithin(angle: number, degrees: number): number {
  const sine = Math.sin(angle);
  const cosine = Math.cos(angle);
  const square = cosine * cosine;
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < degrees; k += 2) {
    term *= ((k - 1) / k) * square;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
