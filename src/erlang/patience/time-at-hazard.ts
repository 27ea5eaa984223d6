import { leastTime } from '../numerics/least-time.ts';

/**
 * The time at which the cumulative hazard of a law reaches `hazard`, for a law with a smooth
 * survival function that has no inverse in closed form.
 *
 * @param gone P(patience <= t), precise where small
 * @param survival P(patience > t), precise where small
 */
export function timeAtHazard(
  hazard: number,
  scale: number,
  gone: (seconds: number) => number,
  survival: (seconds: number) => number,
): number {
  if (hazard === 0) return 0;
  const share = -Math.expm1(-hazard);
  const left = Math.exp(-hazard);
  // Whichever of the two is small is the one that still tells times apart.
  return leastTime(scale, (seconds) =>
    share < 0.5 ? gone(seconds) >= share : survival(seconds) <= left,
  );
}
