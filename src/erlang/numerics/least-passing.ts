/**
 * Least whole number in [least, most] that passes a test which, once passed, stays passed; `null`
 * if none does. Strides from a guess double until they straddle the answer; then halves.
 *
 * Cost: about 2 log2(distance from the guess) tests.
 */
export function leastPassing(
  least: number,
  most: number,
  guess: number,
  passes: (count: number) => boolean,
): number | null {
  if (least > most) return null;
  let below = least - 1;
  let above = Math.min(most, Math.max(least, guess));
  let stride = 1;
  if (passes(above)) {
    while (above - below > 1) {
      const next = Math.max(least, above - stride);
      if (!passes(next)) {
        below = next;
        break;
      }
      above = next;
      stride *= 2;
    }
  } else {
    do {
      below = above;
      if (below === most) return null;
      above = Math.min(most, below + stride);
      stride *= 2;
    } while (!passes(above));
  }
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (passes(middle)) above = middle;
    else below = middle;
  }
  return above;
}
