/**
 * The least positive double at which a condition holds that holds from some time on.
 *
 * Doubling and halving find a factor of two, bisection then ends at neighbouring doubles.
 *
 * @param start above 0; a guess
 * @param reached must hold for all large times and not hold at 0
 *
 * Cost: 54 evaluations and those that the guess is off by, in powers of two.
 */
export function leastTime(start: number, reached: (seconds: number) => boolean): number {
  let high = start;
  while (!reached(high)) high *= 2;
  let low = high / 2;
  while (low > 0 && reached(low)) {
    high = low;
    low /= 2;
  }
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (reached(middle)) high = middle;
    else low = middle;
  }
}
