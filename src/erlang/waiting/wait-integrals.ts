import { type DetailedWaitSums } from './wait-sums.ts';

/** Positive half of the nodes of 8-point Gauss-Legendre quadrature on [-1, 1], and weights. */
const NODES = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363];
const WEIGHTS = [0.362683783378362, 0.31370664587788727, 0.22238103445337448, 0.10122853629037626];

/** What lies below exp(-DROP) of the highest density does not count. */
const DROP = 42;

/** Above this the sums are taken per state with all agents busy. */
const LARGE = 1e60;

/** A fall by this much leaves no double. */
const NOTHING = 800;

/** Agents over theta below which the density has a long tail, and panels there may grow. */
const LONG_TAIL = 30;

/** Density of the offered wait, as a function of the distance u from its peak. */
interface Density {
  readonly agents: number;
  readonly theta: number;
  /** Peak, in handle times. */
  readonly peak: number;
  /** Share of callers who are patient until the peak. */
  readonly staying: number;
  readonly leaving: number;
  /** The density falls by exp(bend x lag(theta u) + slope x u), bend being the next over theta. */
  readonly atPeak: number;
  readonly bend: number;
  readonly slope: number;
}

/** Integrals over the density; waits count in mean patiences. */
interface Moments {
  density: number;
  answered: number;
  hungUp: number;
  answeredWait: number;
  hungUpWait: number;
}

/**
 * The same sums as `infiniteWaitSums`, by quadrature of the density of the offered wait: O(1)
 * whatever the number of states.
 *
 * The density is proportional to exp(load (1 - exp(-theta x)) / theta - agents x), log-concave
 * with its peak at ln(load / agents) / theta or at 0, and is taken relative to that peak. Panels
 * go from the peak to both sides, cut at the threshold, until nothing is left.
 *
 * @see Zeltyn & Mandelbaum (2005), "Call centers with impatient customers: many-server asymptotics
 *   of the M/M/n+G queue", Queueing Systems 51, section 4.
 */
export function infiniteWaitIntegrals(
  load: number,
  agents: number,
  theta: number,
  threshold: number,
): DetailedWaitSums {
  // log1p keeps what little the load is above the agents.
  const rise = load > agents ? Math.log1p((load - agents) / agents) : 0;
  const shape: Density = {
    agents,
    theta,
    peak: rise / theta,
    staying: load > agents ? agents / load : 1,
    leaving: load > agents ? (load - agents) / load : 0,
    atPeak: Math.min(load, agents),
    bend: Math.min(load, agents) / theta,
    slope: load > agents ? 0 : agents - load,
  };
  const cut = threshold - shape.peak;
  const inTime = emptyMoments();
  const late = emptyMoments();
  if (cut <= 0) {
    march(shape, late, 0, Infinity, 1);
    march(shape, late, 0, cut, -1);
    march(shape, inTime, cut, -shape.peak, -1);
  } else {
    march(shape, inTime, 0, -shape.peak, -1);
    march(shape, inTime, 0, cut, 1);
    if (cut < Infinity) march(shape, late, cut, Infinity, 1);
  }
  const density = inTime.density + late.density;
  // With the longest patience doubles would not hold a queue times the weights of its states.
  const scale = density > LARGE ? density : 1;
  const part = agents / scale;
  return {
    logScale: (agents * lag(-rise)) / theta + Math.log(scale),
    busy: part * density,
    full: 0,
    waited: part * density,
    waiting: (load * (part * (inTime.hungUp + late.hungUp))) / theta,
    answered: part * (inTime.answered + late.answered),
    answeredWait: (part * (inTime.answeredWait + late.answeredWait)) / theta,
    hungUpWait: (part * (inTime.hungUpWait + late.hungUpWait)) / theta,
    late: part * late.density,
    answeredLate: part * late.answered,
  };
}

function emptyMoments(): Moments {
  return { density: 0, answered: 0, hungUp: 0, answeredWait: 0, hungUpWait: 0 };
}

/** Adds panels away from the peak, until the density is negligible against its start. */
function march(
  density: Density,
  moments: Moments,
  from: number,
  to: number,
  direction: 1 | -1,
): void {
  const { theta, agents, atPeak, bend, slope } = density;
  const growth = direction > 0 && agents < LONG_TAIL * theta ? 1.3 : 1;
  const reach = (to - from) * direction;
  if (!(reach > 0)) return;
  const start = bend * lag(theta * from) + slope * from;
  if (!(start < NOTHING)) return;
  const drop = DROP + start;
  const still = Math.exp(-theta * from);
  // Wide enough for eight points: 1.2 standard deviations, 3 lengths of an exponential, and less
  // than what it takes for the bend to go.
  const steepness = Math.abs(atPeak * -Math.expm1(-theta * from) + slope);
  let width = Math.min(1.2 / Math.sqrt(atPeak * theta * still), 0.6 / theta, 3 / steepness);
  let at = 0;
  while (at < reach) {
    // Never a sliver at the end.
    const next = at + 1.5 * width > reach ? reach : at + width;
    addPanel(density, moments, from + direction * at, from + direction * next);
    at = next;
    const u = from + direction * at;
    if (bend * lag(theta * u) + slope * u > drop) return;
    if (width * growth * agents < 3) width *= growth;
  }
}

function addPanel(density: Density, moments: Moments, from: number, to: number): void {
  const { theta, peak, staying, leaving, bend, slope } = density;
  const middle = (from + to) / 2;
  const half = Math.abs(to - from) / 2;
  for (let point = -4; point < 4; point++) {
    const index = point < 0 ? -1 - point : point;
    const u = point < 0 ? middle - half * NODES[index]! : middle + half * NODES[index]!;
    const z = theta * u;
    const bent = lag(z);
    const weight = half * WEIGHTS[index]! * Math.exp(-bend * bent - slope * u);
    const patient = staying * (1 - z + bent);
    const gone = leaving + staying * (z - bent);
    const age = theta * (peak + u);
    const goneAge = age < 0.25 ? patient * lag(-age) : gone - patient * age;
    moments.density += weight;
    moments.answered += weight * patient;
    moments.hungUp += weight * gone;
    moments.answeredWait += weight * patient * age;
    moments.hungUpWait += weight * goneAge;
  }
}

/** exp(-z) - 1 + z without cancellation: z^2 / 2 - z^3 / 6 + ... */
function lag(z: number): number {
  if (Math.abs(z) > 0.25) return Math.expm1(-z) + z;
  let sum = 1;
  for (let power = 12; power >= 3; power--) sum = 1 - (sum * z) / power;
  return (z * z * sum) / 2;
}
