import { checkNonNegative, checkPositive } from '../domain/check.ts';

/** Draws from the uniform law on (0, 1). Injected, never global, so that runs repeat. */
export type Random = () => number;

/**
 * Seeded generator (sfc32, period about 2^127), the same on every machine.
 *
 * @param seed any whole number; neighbours give unrelated streams
 */
export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = seed >>> 0;
  let c = Math.floor(seed / 2 ** 32) >>> 0;
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum;
  };
  // The first draws still show the seed.
  for (let draw = 0; draw < 20; draw++) next();
  return () => (next() + 0.5) / 2 ** 32;
}

/** Draw from the exponential law with the given mean. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(random());
}

/**
 * Draw from the standard normal law, by the polar method: of sines and cosines not every machine
 * has the same last bit.
 *
 * @see Marsaglia & Bray (1964), "A convenient method for generating normal variables", SIAM
 *   Review 6(3).
 */
export function standardNormal(random: Random): number {
  for (;;) {
    const x = 2 * random() - 1;
    const y = 2 * random() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/**
 * Draw from the gamma law with the given mean; variance is mean squared over `shape`.
 *
 * @param shape at least 1
 * @see Marsaglia & Tsang (2000), "A simple method for generating gamma variables", ACM TOMS 26(3).
 */
export function gamma(random: Random, mean: number, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = standardNormal(random);
    const root = 1 + c * x;
    const v = root * root * root;
    if (v > 0 && Math.log(random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return (d * v * mean) / shape;
    }
  }
}

/**
 * Draw from the Poisson law.
 *
 * Counts the arrivals of a unit-rate process; large means are halved by the gamma law of the
 * middle arrival first, so cost grows with the logarithm of the mean.
 *
 * @throws {AgnerError} `INVALID_INPUT` unless `mean` is a finite number of at least 0
 * @see Ahrens & Dieter (1974), "Computer methods for sampling from gamma, beta, Poisson and
 *   binomial distributions", Computing 12.
 */
export function poisson(random: Random, mean: number): number {
  checkNonNegative('mean', mean);
  let rest = mean;
  let count = 0;
  while (rest > 16) {
    const half = Math.floor(rest * 0.875);
    const reached = gamma(random, half, half);
    if (reached > rest) return count + binomial(random, half - 1, rest / reached);
    count += half;
    rest -= reached;
  }
  for (let clock = exponential(random, 1); clock <= rest; clock += exponential(random, 1)) count++;
  return count;
}

/** Draw of how many of `trials` succeed. Cost: O(trials). */
function binomial(random: Random, trials: number, share: number): number {
  let count = 0;
  for (let trial = 0; trial < trials; trial++) if (random() < share) count++;
  return count;
}

/** Draw from the log-normal law with the given mean and coefficient of variation. */
export function logNormal(random: Random, mean: number, variation: number): number {
  checkPositive('mean', mean);
  const variance = Math.log1p(variation * variation);
  return mean * Math.exp(Math.sqrt(variance) * standardNormal(random) - variance / 2);
}
