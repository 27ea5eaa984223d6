import { leastTime } from '../numerics/least-time.ts';

/** From here on Stirling's series has an error below 1e-16. */
const STIRLING_FROM = 12;

/** Logarithm of the gamma function, for a positive argument. */
function logGamma(a: number): number {
  let shift = 0;
  let x = a;
  for (; x < STIRLING_FROM; x++) shift += Math.log(x);
  const y = 1 / (x * x);
  const series =
    1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - (y * 691) / 360360))));
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series / x - shift;
}

/**
 * Shares of a gamma law with `shape` and scale 1 below and above `x`: the regularised incomplete
 * gamma functions. By the power series below the mean, by Legendre's continued fraction (modified
 * Lentz) above; the other share is the rest.
 *
 * @see DLMF 8.7.1 and 8.9.2.
 *
 * Cost: O(sqrt(shape)) terms.
 */
export function gammaShares(
  shape: number,
  x: number,
): { readonly below: number; readonly above: number } {
  if (x <= 0) return { below: 0, above: 1 };
  const logScale = shape * Math.log(x) - x - logGamma(shape);
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let k = shape + 1; term > 1e-17 * sum; k++) {
      term *= x / k;
      sum += term;
    }
    const below = sum * Math.exp(logScale);
    return { below, above: 1 - below };
  }
  let b = x + 1 - shape;
  let c = Infinity;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; ; k++) {
    const a = k * (shape - k);
    b += 2;
    d = 1 / (b + a * d);
    c = b + a / c;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  const above = fraction * Math.exp(logScale);
  return { below: 1 - above, above };
}

/**
 * The value that a gamma variable of `shape` and scale 1 stays below with a probability.
 *
 * @param shape above 0
 * @param share in (0, 1)
 */
export function gammaQuantile(shape: number, share: number): number {
  return leastTime(shape, (x) => {
    const { below, above } = gammaShares(shape, x);
    return share < 0.5 ? below >= share : above <= 1 - share;
  });
}
