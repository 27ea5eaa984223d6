/**
 * Where an increasing function is 0, between a place where it is negative and one where it is not.
 *
 * Chandrupatla's method: inverse quadratic steps where they can be trusted, halves elsewhere.
 * Ends when the places that enclose the answer are neighbours but for `relative`, so it ends for any
 * function.
 *
 * @param below a place where `excess` is negative
 * @param above a place where it is at least 0
 * @param relative width of the enclosure against its place; never finer than doubles are
 *
 * Cost: some ten evaluations for a smooth function; never more than about three times those of
 * halving.
 *
 * @see Chandrupatla (1997), "A new hybrid quadratic/bisection algorithm for finding the zero of a
 *   nonlinear function", Advances in Engineering Software 28(3).
 */
export function solveIncreasing(
  excess: (at: number) => number,
  below: number,
  above: number,
  relative: number,
): number {
  let a = above;
  let fa = excess(above);
  let b = below;
  let fb = excess(below);
  let part = 0.5;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const at = a + part * (b - a);
    const value = excess(at);
    let c: number;
    let fc: number;
    if (value < 0 === fa < 0) {
      c = a;
      fc = fa;
    } else {
      c = b;
      fc = fb;
      b = a;
      fb = fa;
    }
    a = at;
    fa = value;
    const best = Math.abs(fa) < Math.abs(fb) ? a : b;
    const width = Math.abs(b - a);
    const least = Math.abs(best) * Math.max(relative, Number.EPSILON);
    if (fa === 0 || width <= least) return best;
    const smallest = least / (2 * width);
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    // Inverse quadratic interpolation is monotone between the two there.
    const trusted = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    part = trusted
      ? (fa / (fb - fa)) * (fc / (fb - fc)) +
        ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb))
      : 0.5;
    part = Math.min(1 - smallest, Math.max(smallest, part));
  }
  return Math.abs(fa) < Math.abs(fb) ? a : b;
}

/** Halving takes 1100 rounds from one end of the doubles to the other at most. */
const MAX_ROUNDS = 4000;
