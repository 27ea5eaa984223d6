/** Gauss-Legendre quadrature on [0, 1], with the integrals up to each node. */
export interface Quadrature {
  readonly nodes: Float64Array;
  /** Sum to 1. */
  readonly weights: Float64Array;
  /**
   * Row i holds the weights of the integral from 0 to node i, exact for polynomials of a degree
   * below the number of nodes.
   */
  readonly upTo: readonly Float64Array[];
}

/**
 * The quadrature with `count` nodes, exact for polynomials of degree 2 `count` - 1.
 *
 * The integral up to a node is that of the interpolating polynomial, written in Legendre
 * polynomials: from -1 to x, P_k integrates to (P_{k+1}(x) - P_{k-1}(x)) / (2k + 1).
 *
 * Cost: O(count^3).
 */
export function gaussLegendre(count: number): Quadrature {
  const roots = Array.from({ length: count }, (_, i) => legendreRoot(count, count - 1 - i));
  const weights = roots.map((x) => {
    const slope = legendreSlope(count, x);
    return 1 / ((1 - x * x) * slope * slope);
  });
  const values = roots.map((x) => legendreValues(count, x));
  return {
    nodes: Float64Array.from(roots, (x) => (1 + x) / 2),
    weights: Float64Array.from(weights),
    upTo: roots.map((x, i) =>
      Float64Array.from(weights, (weight, j) => {
        let sum = x + 1;
        for (let k = 1; k < count; k++) {
          sum += values[j]![k]! * (values[i]![k + 1]! - values[i]![k - 1]!);
        }
        // Half for the polynomials' norm has met twice for the weight on [-1, 1]; half for [0, 1].
        return (weight * sum) / 2;
      }),
    ),
  };
}

/** P_0(x) to P_count(x). */
function legendreValues(count: number, x: number): number[] {
  const values = [1, x];
  for (let k = 1; k < count; k++) {
    values.push(((2 * k + 1) * x * values[k]! - k * values[k - 1]!) / (k + 1));
  }
  return values;
}

function legendreSlope(count: number, x: number): number {
  const values = legendreValues(count, x);
  return (count * (x * values[count]! - values[count - 1]!)) / (x * x - 1);
}

/** Newton from Tricomi's estimate, which is within reach of the root for every index. */
function legendreRoot(count: number, index: number): number {
  let x = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
  for (let round = 0; round < 6; round++) {
    x -= legendreValues(count, x)[count]! / legendreSlope(count, x);
  }
  return x;
}
