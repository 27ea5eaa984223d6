import { factorCholesky, solveFactored } from '../linear-algebra.ts';
import { type DayCourse } from './learn-course.ts';

/** An interval of the day that is under way. */
export interface DaySlot {
  /** Place in the day, from any origin. */
  readonly startSeconds: number;
  /** Contacts forecast, above 0. */
  readonly mean: number;
  /** What has come in the share of the interval that is known, in (0, 1]; `null` where unknown. */
  readonly seen: { readonly contacts: number; readonly share: number } | null;
}

/** The day after what was seen: per slot, and of any sum of slots. */
export interface RevisedCounts {
  /** Contacts expected per slot if the whole of it were still to come. */
  readonly means: Float64Array;
  /** Relative variance of those means, Poisson noise apart. */
  readonly relativeVariances: Float64Array;
  /** Variance of the sum of `shares[i]` of each slot, Poisson noise included. */
  readonly varianceOfSum: (shares: Float64Array) => number;
}

const MAX_ROUNDS = 50;
const TOLERANCE = 1e-9;

/**
 * Revises the slots of a day by what has come of it so far.
 *
 * Model: contacts of a slot are Poisson around the forecast times `exp(x)`; x is a level of the
 * whole day (variance `dayVariance`), a wave that dies away along it, and an error of the slot's
 * own, all Gaussian with the factor's mean at 1 before anything is seen. With the level alone this
 * is, to second order, the gamma-Poisson rule: (a + seen) / (a + expected) with a = 1 / variance.
 * The posterior is taken at its mode with the curvature there (Laplace), which is within 1 % of the
 * exact mean for days that stray by up to 30 %.
 *
 * @param dayVariance relative variance of the day's level, at least 0
 *
 * Cost: O(slots³) a round, some five rounds.
 *
 * @see Rasmussen & Williams (2006), "Gaussian processes for machine learning", algorithm 3.1.
 * @see Møller, Syversveen & Waagepetersen (1998), "Log Gaussian Cox processes", SJS 25.
 */
export function reviseCounts(
  slots: readonly DaySlot[],
  dayVariance: number,
  course: DayCourse,
): RevisedCounts {
  const prior = priorOf(slots, dayVariance, course);
  const size = slots.length;
  const known = [...slots.keys()].filter((at) => slots[at]!.seen !== null);
  const { gradient, factor, roots } = findMode(slots, known, prior);

  // Posterior covariance: K - K_s R (I + R K R)^-1 R K_s with R the roots of the known slots.
  const posterior = Float64Array.from(prior);
  const solved = Array.from({ length: size }, (_, at) => {
    const column = Float64Array.from(known, (of, k) => roots[k]! * prior[of * size + at]!);
    const start = Float64Array.from(column);
    solveFactored(factor, known.length, column);
    return { start, column };
  });
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      let sum = 0;
      for (let k = 0; k < known.length; k++) sum += solved[a]!.start[k]! * solved[b]!.column[k]!;
      posterior[a * size + b]! -= sum;
    }
  }
  const means = Float64Array.from(slots, ({ mean }, at) => {
    let log = -prior[at * size + at]! / 2;
    for (const [k, of] of known.entries()) log += prior[at * size + of]! * gradient[k]!;
    return mean * Math.exp(log + Math.max(0, posterior[at * size + at]!) / 2);
  });
  return {
    means,
    relativeVariances: Float64Array.from(means, (_, at) =>
      Math.expm1(Math.max(0, posterior[at * size + at]!)),
    ),
    varianceOfSum: (shares) => {
      let sum = 0;
      for (let a = 0; a < size; a++) {
        if (shares[a] === 0) continue;
        const own = shares[a]! * means[a]!;
        sum += own;
        for (let b = 0; b < size; b++) {
          if (shares[b] === 0) continue;
          sum += own * shares[b]! * means[b]! * Math.expm1(posterior[a * size + b]!);
        }
      }
      return sum;
    },
  };
}

/** Covariance of the logs of the slots' factors before anything is seen. */
function priorOf(slots: readonly DaySlot[], dayVariance: number, course: DayCourse): Float64Array {
  const size = slots.length;
  const day = Math.log1p(dayVariance);
  const wave = Math.log1p(course.waveVariance);
  const own = Math.log1p(course.slotVariance);
  const prior = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      const apart = Math.abs(slots[a]!.startSeconds - slots[b]!.startSeconds);
      prior[a * size + b] =
        day + wave * 2 ** (-apart / course.waveHalfLifeSeconds) + (a === b ? own : 0);
    }
  }
  return prior;
}

/** Newton's method, halving a step that does not climb: the posterior is concave, so it arrives. */
function findMode(slots: readonly DaySlot[], known: readonly number[], prior: Float64Array) {
  const size = slots.length;
  const count = known.length;
  const rates = known.map((at) => slots[at]!.mean * slots[at]!.seen!.share);
  const contacts = known.map((at) => slots[at]!.seen!.contacts);
  const at = (i: number, j: number) => prior[known[i]! * size + known[j]!]!;
  const centre = Float64Array.from(known, (_, i) => -at(i, i) / 2);

  /** x = centre + K a; its posterior log density, up to a constant. */
  const place = (a: Float64Array) => {
    const x = new Float64Array(count);
    let density = 0;
    for (let i = 0; i < count; i++) {
      let off = 0;
      for (let j = 0; j < count; j++) off += at(i, j) * a[j]!;
      x[i] = centre[i]! + off;
      density += contacts[i]! * x[i]! - rates[i]! * Math.exp(x[i]!) - (a[i]! * off) / 2;
    }
    return { a, x, density };
  };
  let now = place(new Float64Array(count));
  let factor = new Float64Array(count * count);
  let roots = new Float64Array(count);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    roots = Float64Array.from(now.x, (x, i) => Math.sqrt(rates[i]! * Math.exp(x)));
    factor = new Float64Array(count * count);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j <= i; j++) factor[i * count + j] = roots[i]! * at(i, j) * roots[j]!;
      factor[i * count + i]! += 1;
    }
    factorCholesky(factor, count);
    const towards = Float64Array.from(now.x, (x, i) => {
      const curve = roots[i]! ** 2;
      return curve * (x - centre[i]!) + contacts[i]! - curve;
    });
    const inner = Float64Array.from(roots, (root, i) => {
      let sum = 0;
      for (let j = 0; j < count; j++) sum += at(i, j) * towards[j]!;
      return root * sum;
    });
    solveFactored(factor, count, inner);
    const goal = towards.map((value, i) => value - roots[i]! * inner[i]!);
    let step = 1;
    let next = place(goal);
    while (!(next.density >= now.density) && step > 1e-6) {
      step /= 2;
      const from = now.a;
      next = place(goal.map((value, i) => from[i]! + step * (value - from[i]!)));
    }
    const gain = next.density - now.density;
    if (!(gain >= 0)) break;
    now = next;
    if (gain < TOLERANCE * (1 + Math.abs(now.density))) break;
  }
  return { gradient: now.a, factor, roots };
}
