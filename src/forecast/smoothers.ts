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

/** Consecutive days to follow. */
export interface TrackedDays {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  /** 1 for a day of weight 0 whose value is known but out of the ordinary. */
  readonly outlying: Uint8Array;
}

interface State {
  readonly level: number;
  readonly move: number;
  readonly known: number;
}

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
 * Outlying days, of weight 0, are followed while they last, since what has just begun may stay, and
 * less for days far ahead; the next ordinary day shows that it did not, and they are forgotten.
 *
 * @see Gardner & McKenzie (1985), "Forecasting trends in time series", Management Science 31(10);
 *   Winters (1960), "Forecasting sales by exponentially weighted moving averages", Management Science 6(3).
 */
export function trackLevel(
  { values, weights, outlying }: TrackedDays,
  end: number,
  dynamics: Dynamics,
  limit: number,
): Track {
  if (dynamics.kind === 'same-weekday') return sameWeekdayMean(values, weights, dynamics.weeks);
  const sureStates = new Float64Array((end + 1) * 2);
  const lastStates = new Float64Array((end + 1) * 2);
  const weeks = dynamics.kind === 'weekly' ? new Float64Array((end + 1) * WEEK) : null;
  const week = new Float64Array(WEEK);
  const shifts = findShifts(values, weights, end, limit);
  const cut = (step: number) => Math.max(-limit, Math.min(limit, step));
  const follow = ({ level, move, known: before }: State, at: number, weight: number): State => {
    const known = weight > 0 ? before + 1 : before;
    const start = 1 / known;
    // An unknown value may be NaN.
    const step = (from: number) => (weight > 0 ? weight * cut(values[at]! - from) : 0);
    switch (dynamics.kind) {
      case 'level':
        return {
          level: level + Math.max(dynamics.slow, start) * step(level),
          move: (move + dynamics.fast * step(level + move)) * dynamics.persistence,
          known,
        };
      case 'weekly':
        return {
          level: level + Math.max(dynamics.level, start) * step(level + week[at % WEEK]!),
          move: 0,
          known,
        };
      case 'trend': {
        const sloped = dynamics.damping * move;
        const surprise = step(level + sloped);
        return {
          level: level + sloped + Math.max(dynamics.level, start) * surprise,
          move: sloped + dynamics.level * dynamics.slope * surprise,
          known,
        };
      }
    }
  };
  // The first level is thought to be 0, as much as one value says, until a week says otherwise.
  let sure: State = { level: 0, move: 0, known: 1 };
  let last = sure;
  for (let at = 0; at < end; at++) {
    const weight = weights[at]!;
    if (shifts.has(at)) last = sure = { level: shifts.get(at)!, move: 0, known: SHIFT_DAYS };
    const before = sure;
    sure = follow(sure, at, weight);
    if (weight > 0) last = sure;
    else if (outlying[at] === 1) last = follow(last, at, 1);
    else last = last === before ? sure : follow(last, at, 0);
    if (dynamics.kind === 'weekly' && weight > 0) {
      week[at % WEEK]! +=
        dynamics.weekday * weight * cut(values[at]! - before.level - week[at % WEEK]!);
    }
    sureStates.set([sure.level, sure.move], 2 * at + 2);
    lastStates.set([last.level, last.move], 2 * at + 2);
    weeks?.set(week, (at + 1) * WEEK);
  }
  const moved = (steps: number) => {
    switch (dynamics.kind) {
      case 'level':
        return dynamics.persistence ** (steps - 1);
      case 'trend':
        return dampedSum(dynamics.damping, steps);
      case 'weekly':
        return 0;
    }
  };
  return {
    ahead: (at, steps) => {
      const factor = moved(steps);
      const of = (states: Float64Array) => states[2 * at]! + states[2 * at + 1]! * factor;
      const ahead = of(sureStates);
      const fresh = (of(lastStates) - ahead) * FRESH_LEFT ** (steps - 1);
      return ahead + fresh + (weeks?.[at * WEEK + ((at + steps - 1) % WEEK)] ?? 0);
    },
  };
}

/** What is left from day to day of a change that may pass, where nothing has come of it yet. */
const FRESH_LEFT = 0.9;

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
