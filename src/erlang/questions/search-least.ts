/**
 * Least whole number from `least` to `most` that passes, for a test that stays passed; `null`
 * where none does.
 *
 * Gallops from the guess to a bracket of one that fails and one that passes, then halves: a guess
 * that is off by d costs about 2 log2 d tests, whatever the range.
 */
export function searchLeast(
  least: number,
  most: number,
  guess: number,
  passes: (value: number) => boolean,
): number | null {
  if (least > most) return null;
  let below = least - 1;
  let above = Math.min(most, Math.max(least, guess));
  if (passes(above)) {
    for (let step = 1; above > least; step *= 2) {
      const next = Math.max(least, above - step);
      if (!passes(next)) {
        below = next;
        break;
      }
      above = next;
    }
  } else {
    for (let step = 1; ; step *= 2) {
      below = above;
      if (below === most) return null;
      above = Math.min(most, below + step);
      if (passes(above)) break;
    }
  }
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (passes(middle)) above = middle;
    else below = middle;
  }
  return above;
}
