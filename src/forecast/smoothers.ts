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
    }
  | {
      /** Holt-Winters without slope: a level, and what each of seven days in turn lies off it. */
      readonly kind: 'weekly';
      readonly level: number;
      readonly weekday: number;
    }
  | {
      /** Mean of the last known values 7, 14, ... days before. */
      readonly kind: 'same-weekday';
      readonly weeks: number;
    };

/** What was known at the end of every day: `ahead(end, steps)` forecasts from values [0, end). */
export interface Track {
  readonly ahead: (end: number, steps: number) => number;
}

/**
 * Smooths values [0, end), the gain of a value being times its own weight; the first gains are
 * greater, as in a plain mean, until a mean of all values would move less. A step further than
 * `limit` is cut to it, so one wild day moves the level little; a week of them is a new level and
 * is taken at once, as is the first week if 0 was far off. A value of weight 0 is not known.
 *
 * @see Gardner & McKenzie (1985), "Forecasting trends in time series", Management Science 31(10);
 *   Winters (1960), "Forecasting sales by exponentially weighted moving averages", Management Science 6(3).
 */
export function trackLevel(
  values: Float64Array,
  weights: Float64Array,
  end: number,
  dynamics: Dynamics,
  limit: number,
): Track {
  if (dynamics.kind === 'same-weekday') return sameWeekdayMean(values, weights, dynamics.weeks);
  const levels = new Float64Array(end + 1);
  const moves = new Float64Array(end + 1);
  const weeks = dynamics.kind === 'weekly' ? new Float64Array((end + 1) * WEEK) : null;
  const week = new Float64Array(WEEK);
  const shifts = findShifts(values, weights, end, limit);
  const cut = (step: number) => Math.max(-limit, Math.min(limit, step));
  let [level, move] = [0, 0];
  // The first level is thought to be 0, as much as one value says, until a week says otherwise.
  let known = 1;
  for (let at = 0; at < end; at++) {
    const weight = weights[at]!;
    if (shifts.has(at)) {
      known = SHIFT_DAYS;
      level = shifts.get(at)!;
      move = 0;
    }
    if (weight > 0) known++;
    const start = 1 / known;
    if (dynamics.kind === 'level') {
      if (weight > 0) {
        const surprise = cut(values[at]! - level - move);
        level += Math.max(dynamics.slow, start) * weight * cut(values[at]! - level);
        move += dynamics.fast * weight * surprise;
      }
      move *= dynamics.persistence;
    } else if (dynamics.kind === 'weekly') {
      if (weight > 0) {
        const surprise = weight * cut(values[at]! - level - week[at % WEEK]!);
        level += Math.max(dynamics.level, start) * surprise;
        week[at % WEEK]! += dynamics.weekday * surprise;
      }
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
    weeks?.set(week, (at + 1) * WEEK);
  }
  switch (dynamics.kind) {
    case 'level':
      return {
        ahead: (at, steps) => levels[at]! + moves[at]! * dynamics.persistence ** (steps - 1),
      };
    case 'trend':
      return {
        ahead: (at, steps) => levels[at]! + moves[at]! * dampedSum(dynamics.damping, steps),
      };
    case 'weekly':
      return { ahead: (at, steps) => levels[at]! + weeks![at * WEEK + ((at + steps - 1) % WEEK)]! };
  }
}

const WEEK = 7;

function sameWeekdayMean(values: Float64Array, weights: Float64Array, weeks: number): Track {
  return {
    ahead: (end, steps) => {
      let [sum, known] = [0, 0];
      const last = end + steps - 1 - WEEK * Math.ceil(steps / WEEK);
      for (let at = last; at >= 0 && known < weeks; at -= WEEK) {
        if (weights[at] === 0) continue;
        sum += values[at]!;
        known++;
      }
      return known === 0 ? 0 : sum / known;
    },
  };
}

/** So many values in a row far off on one side, a whole week, are a new level. */
const SHIFT_DAYS = 7;
/** ... if they are further off than this: what is less, the gains follow, and it may pass. */
const SHIFT_LOG = Math.log(1.25);
/** Gain of the level that shifts are told against. */
const WATCH_GAIN = 0.15;

/**
 * Where a level shifts, and the level it shifts to: before the value after the last of
 * {@link SHIFT_DAYS} in a row that lie further than `limit` and {@link SHIFT_LOG} from a smoothed
 * level, all on one side.
 */
function findShifts(
  values: Float64Array,
  weights: Float64Array,
  end: number,
  limit: number,
): ReadonlyMap<number, number> {
  const shifts = new Map<number, number>();
  const far = Math.max(limit, SHIFT_LOG);
  let [level, known] = [0, 1];
  let run: number[] = [];
  for (let at = 0; at < end; at++) {
    if (weights[at] === 0) continue;
    const step = values[at]! - level;
    if (run.length > 0 && Math.sign(run[0]! - level) !== Math.sign(step)) run = [];
    run = Math.abs(step) > far ? [...run, values[at]!] : [];
    known++;
    if (run.length === SHIFT_DAYS) {
      level = run.reduce((sum, value) => sum + value, 0) / SHIFT_DAYS;
      shifts.set(at + 1, level);
      known = SHIFT_DAYS;
      run = [];
    } else {
      const gain = Math.max(WATCH_GAIN, 1 / known) * weights[at]!;
      level += gain * Math.max(-limit, Math.min(limit, step));
    }
  }
  return shifts;
}

/** Sum of the damped slopes over `steps` steps ahead. */
function dampedSum(damping: number, steps: number): number {
  return damping === 1 ? steps : (damping * (1 - damping ** steps)) / (1 - damping);
}
