/** How a level follows what comes, in steps of a day. */
export type Dynamics =
  | {
      /**
       * A slow level, and beside it a deviation that fades: the level keeps `slow` of each value,
       * the deviation `fast` of what both left of it, and `persistence` of that from day to day.
       */
      readonly kind: 'level';
      readonly slow: number;
      readonly fast: number;
      readonly persistence: number;
    }
  | {
      /** Holt's level and slope, the slope damped by a factor a day. */
      readonly kind: 'trend';
      readonly level: number;
      readonly slope: number;
      readonly damping: number;
    };

/** What was known at the end of every day: `ahead(end, steps)` forecasts from values [0, end). */
export interface Track {
  readonly ahead: (end: number, steps: number) => number;
}

/**
 * Smooths values [0, end), the gain of a value being times its own weight; the first gains are
 * greater, as in a plain mean, until a mean of all values would move less. A step further than
 * `limit` is cut to it, so one wild day moves the level little; a value of weight 0 is not known.
 *
 * @see Gardner & McKenzie (1985), "Forecasting trends in time series", Management Science 31(10).
 */
export function trackLevel(
  values: Float64Array,
  weights: Float64Array,
  end: number,
  dynamics: Dynamics,
  limit: number,
): Track {
  const levels = new Float64Array(end + 1);
  const moves = new Float64Array(end + 1);
  const cut = (step: number) => Math.max(-limit, Math.min(limit, step));
  let [level, move, known] = [0, 0, 0];
  for (let at = 0; at < end; at++) {
    const weight = weights[at]!;
    if (weight > 0) known++;
    const start = 1 / (known + 1);
    if (dynamics.kind === 'level') {
      if (weight > 0) {
        const surprise = cut(values[at]! - level - move);
        level += Math.max(dynamics.slow, start) * weight * cut(values[at]! - level);
        move += dynamics.fast * weight * surprise;
      }
      move *= dynamics.persistence;
    } else {
      level += dynamics.damping * move;
      move *= dynamics.damping;
      if (weight > 0) {
        const surprise = weight * cut(values[at]! - level);
        level += Math.max(dynamics.level, start) * surprise;
        move += dynamics.level * dynamics.slope * surprise;
      }
    }
    levels[at + 1] = level;
    moves[at + 1] = move;
  }
  const factor =
    dynamics.kind === 'level'
      ? (steps: number) => dynamics.persistence ** (steps - 1)
      : (steps: number) => dampedSum(dynamics.damping, steps);
  return { ahead: (at, steps) => levels[at]! + moves[at]! * factor(steps) };
}

/** Sum of the damped slopes over `steps` steps ahead. */
function dampedSum(damping: number, steps: number): number {
  return damping === 1 ? steps : (damping * (1 - damping ** steps)) / (1 - damping);
}
