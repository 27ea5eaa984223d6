import { type WaitSums } from './wait-sums.ts';

/** Positive half of the nodes of 8-point Gauss-Legendre quadrature on [-1, 1], and weights. */
const NODES = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.31370664587788727],
  [0.7966664774136267, 0.22238103445337448],
  [0.9602898564975363, 0.10122853629037626],
] as const;

const PANELS = 16;

/** What lies below exp(-DROP) of the highest density does not count. */
const DROP = 46;

interface Moments {
  density: number;
  answered: number;
  hungUp: number;
  answeredWait: number;
}

/**
 * The same sums as `infiniteWaitSums`, by quadrature of the density of the offered wait: O(1)
 * whatever the number of states, for patience that is long against the handle time.
 *
 * The density is proportional to exp(load (1 - exp(-theta x)) / theta - agents x), log-concave
 * with its peak at ln(load / agents) / theta or at 0, and is taken relative to that peak.
 *
 * Relative error about 1e-13.
 *
 * @see Zeltyn & Mandelbaum (2005), "Call centers with impatient customers: many-server asymptotics
 *   of the M/M/n+G queue", Queueing Systems 51, section 4.
 */
export function infiniteWaitIntegrals(
  load: number,
  agents: number,
  theta: number,
  threshold: number,
): WaitSums {
  // log1p keeps what little the load is above the agents.
  const rise = load > agents ? Math.log1p((load - agents) / agents) : 0;
  const peak = rise / theta;
  const atPeak = Math.min(load, agents);
  const fall = (x: number): number => {
    const beyond = x - peak;
    return (atPeak * lag(theta * beyond)) / theta + (agents - atPeak) * beyond;
  };
  const lowest = peak > 0 ? findDrop(fall, peak, -1) : 0;
  const from = Math.max(0, lowest);
  const right = findDrop(fall, peak, 1);

  const left = integrate(fall, theta, from, peak);
  const whole = addMoments(left, integrate(fall, theta, peak, right));
  const late =
    threshold < peak
      ? addMoments(
          integrate(fall, theta, Math.max(from, threshold), peak),
          integrate(fall, theta, peak, right),
        )
      : integrate(fall, theta, threshold, findDrop(fall, threshold, 1));
  return {
    logScale: (agents * lag(-rise)) / theta,
    busy: agents * whole.density,
    full: 0,
    waiting: load * agents * whole.hungUp,
    answeredWait: agents * whole.answeredWait,
    late: agents * late.density,
    answeredLate: agents * late.answered,
  };
}

/** Where the density has fallen by exp(-{@link DROP}) from a place on, in a direction. */
function findDrop(fall: (x: number) => number, from: number, direction: 1 | -1): number {
  const start = fall(from);
  let step = 1;
  const dropAfter = (distance: number): number => fall(from + direction * distance) - start;
  while (dropAfter(step) < DROP) step *= 2;
  while (dropAfter(step / 2) > DROP) step /= 2;
  // Panels that reach too far are too wide for the quadrature.
  let inside = step / 2;
  for (let round = 0; round < 4; round++) {
    const middle = (inside + step) / 2;
    if (dropAfter(middle) < DROP) inside = middle;
    else step = middle;
  }
  return from + direction * step;
}

function integrate(fall: (x: number) => number, theta: number, from: number, to: number): Moments {
  const moments: Moments = { density: 0, answered: 0, hungUp: 0, answeredWait: 0 };
  const half = (to - from) / PANELS / 2;
  if (!(half > 0)) return moments;
  for (let panel = 0; panel < PANELS; panel++) {
    const middle = from + (2 * panel + 1) * half;
    for (const [node, weight] of NODES) {
      addPoint(moments, fall, theta, middle - half * node, weight * half);
      addPoint(moments, fall, theta, middle + half * node, weight * half);
    }
  }
  return moments;
}

function addPoint(
  moments: Moments,
  fall: (x: number) => number,
  theta: number,
  x: number,
  weight: number,
): void {
  const density = weight * Math.exp(-fall(x));
  const patient = Math.exp(-theta * x);
  moments.density += density;
  moments.answered += density * patient;
  moments.hungUp += (density * -Math.expm1(-theta * x)) / theta;
  moments.answeredWait += density * patient * x;
}

function addMoments(a: Moments, b: Moments): Moments {
  return {
    density: a.density + b.density,
    answered: a.answered + b.answered,
    hungUp: a.hungUp + b.hungUp,
    answeredWait: a.answeredWait + b.answeredWait,
  };
}

/** exp(-z) - 1 + z without cancellation: z^2 / 2 - z^3 / 6 + ... */
function lag(z: number): number {
  if (Math.abs(z) > 0.25) return Math.expm1(-z) + z;
  let term = (z * z) / 2;
  let sum = term;
  for (let power = 3; power <= 14; power++) {
    term *= -z / power;
    sum += term;
  }
  return sum;
}
