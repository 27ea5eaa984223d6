/**
 * Simple exponential smoothing of values [0, end), the weight of a value being `gain` times its
 * own weight. A step further than `limit` from the level is cut to it, so one wild day moves the
 * level little.
 *
 * @returns the level after the last value, starting from 0
 */
export function smoothLevel(
  values: Float64Array,
  weights: Float64Array,
  end: number,
  gain: number,
  limit: number,
): number {
  let level = 0;
  for (let at = 0; at < end; at++) {
    if (weights[at] === 0) continue;
    const step = Math.max(-limit, Math.min(limit, values[at]! - level));
    level += gain * weights[at]! * step;
  }
  return level;
}

/** Level and slope after the last value. */
export interface LevelAndSlope {
  readonly level: number;
  readonly slope: number;
}

/**
 * Holt's linear smoothing with a damped slope, of values [0, end) at unit spacing; unknown values
 * (weight 0) only carry the level on.
 *
 * @see Gardner & McKenzie (1985), "Forecasting trends in time series", Management Science 31(10).
 */
export function smoothTrend(
  values: Float64Array,
  weights: Float64Array,
  end: number,
  gains: { readonly level: number; readonly slope: number; readonly damping: number },
  limit: number,
): LevelAndSlope {
  let level = 0;
  let slope = 0;
  for (let at = 0; at < end; at++) {
    const expected = level + gains.damping * slope;
    const step =
      weights[at] === 0
        ? 0
        : Math.max(-limit, Math.min(limit, values[at]! - expected)) * weights[at]!;
    slope = gains.damping * slope + gains.level * gains.slope * step;
    level = expected + gains.level * step;
  }
  return { level, slope };
}

/** Sum of the damped slopes over `steps` steps ahead. */
export function dampedSum(damping: number, steps: number): number {
  return damping === 1 ? steps : (damping * (1 - damping ** steps)) / (1 - damping);
}
