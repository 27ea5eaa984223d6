/** Weights below this, relative to the likeliest, do not count. */
const NEGLIGIBLE = 1e-19;

/** Probabilities of a Poisson number: of `first`, `first` + 1, ... */
export interface PoissonWeights {
  /** Fewer come with a probability that does not count. */
  readonly first: number;
  readonly weights: Float64Array;
  /** For each of them, the probability of a larger number. */
  readonly beyond: Float64Array;
}

/**
 * The probabilities of a Poisson number that count, from the likeliest outwards by the ratio of
 * neighbours, so that no factorial is needed.
 *
 * @param mean at least 0
 *
 * Cost: O(sqrt(mean)).
 */
export function poissonWeights(mean: number): PoissonWeights {
  const mode = Math.floor(mean);
  const left: number[] = [];
  for (let weight = 1, k = mode; k > 0 && weight > NEGLIGIBLE; k--) {
    weight *= k / mean;
    left.push(weight);
  }
  const values = [...left.reverse(), 1];
  for (let weight = 1, k = mode + 1; weight > NEGLIGIBLE; k++) {
    weight *= mean / k;
    values.push(weight);
  }
  const beyond = new Float64Array(values.length);
  let sum = 0;
  for (let index = values.length - 1; index >= 0; index--) {
    beyond[index] = sum;
    sum += values[index]!;
  }
  return {
    first: mode - left.length,
    weights: Float64Array.from(values, (value) => value / sum),
    beyond: beyond.map((value) => value / sum),
  };
}
