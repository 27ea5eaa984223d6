import { AgnerError } from '../../domain/errors.ts';
import {
  departureRate,
  massOf,
  type QueueRates,
  type QueueStates,
  trimStates,
} from './queue-states.ts';
import { chiOf, sumResolvents } from './resolvent-sum.ts';
import { rowAround } from './state-row.ts';
import { type StateRow, uniformise } from './uniformisation.ts';

/** What became of the states of a queue over a stretch of even conditions. */
export interface Evolution {
  readonly end: QueueStates;
  /** Share of time spent in each state; by PASTA also what the calls that arrive find. */
  readonly average: QueueStates;
  /** One per age: the states at that many seconds before the end, at least those asked for. */
  readonly before: readonly QueueStates[];
  /** Mass that was cut off or lost in quadrature, at most; 1 is all. */
  readonly error: number;
}

/** How exactly states are followed. */
export interface Precision {
  /** Nodes of the contour, and of the finer one that checks it. */
  readonly nodes: number;
  readonly finerNodes: number;
  /** Two contours that agree to this in the sum of absolute differences are right. */
  readonly agreed: number;
  /** Mass that may leave the row of states before the row is widened. */
  readonly lost: number;
  /** Mass that may be cut off at either end of the states. */
  readonly cut: number;
  /** Standard deviations on either side of what a row of states has to hold. */
  readonly spread: number;
}

/** States within 1e-11, averages over time within 1e-12. */
export const FINE: Precision = {
  nodes: 26,
  finerNodes: 34,
  agreed: 1e-11,
  lost: 2e-11,
  cut: 1e-14,
  spread: 8,
};

/** States within 1e-9, averages over time within 1e-9; for searches. */
export const QUICK: Precision = {
  nodes: 20,
  finerNodes: 26,
  agreed: 2e-9,
  lost: 1e-9,
  cut: 1e-11,
  spread: 6.5,
};

/** What is asked of an evolution. */
export interface Wanted {
  /** Seconds before the end at which states are wanted, falling, each above 0. */
  readonly ages: readonly number[];
  /** Of those states, the ones with all agents busy and fewer than this waiting. */
  readonly places: number;
  readonly precision: Precision;
}

/** Up to here the contour's error is proven to be small, and seen to be much smaller. */
const NEAR_EQUILIBRIUM = 500;
/** Beyond this no contour will do. */
const HOPELESS = 1e30;
/** A row that loses mass though it is this wide is not to blame: the contour is. */
const WIDE = 30;
/** Jumps of uniformisation before the contour is tried again. */
const JUMPS = 400;
/** Largest number of states times jumps in one stretch. */
const MOST_WORK = 5e10;

/**
 * The states of an M/M/n+M queue after a stretch of even conditions, and on average over it.
 *
 * The row of states is chosen from the start, the equilibrium and the drift between them; what
 * leaves it is lost, so that the sum of the end tells the error, and the row is widened if it is
 * too much. Near equilibrium a sum of resolvents gives the answer at a cost that does not depend
 * on the stretch. Further away the sum is taken again, by a contour of more nodes; where they
 * do not agree the process is uniformised for a while, which brings it nearer, and so on.
 *
 * @throws {AgnerError} `TOO_LARGE` beyond 4,000,000 states, or 5e10 states times jumps
 *
 * Cost: half the nodes x states x 20 ns.
 */
export function evolveStates(
  rates: QueueRates,
  start: QueueStates,
  seconds: number,
  wanted: Wanted,
): Evolution {
  if (rates.arrivalRate === 0 && start.mass.length === 1 && start.first === 0) {
    return { end: start, average: start, before: wanted.ages.map(() => start), error: 0 };
  }
  return evolveFrom(rates, start, seconds, wanted, JUMPS);
}

function evolveFrom(
  rates: QueueRates,
  start: QueueStates,
  seconds: number,
  wanted: Wanted,
  jumps: number,
): Evolution {
  const { precision } = wanted;
  const [oldest, ...ages] = wanted.ages;
  const younger = { ...wanted, ages };
  if (oldest !== undefined && oldest >= seconds) {
    const rest = evolveFrom(rates, start, seconds, younger, jumps);
    return { ...rest, before: [start, ...rest.before] };
  }
  // The contour reaches back a quarter of the stretch; what lies before is a stretch of its own.
  if (oldest !== undefined && oldest > seconds / 4) {
    const early = evolveFrom(rates, start, seconds - oldest, { ...wanted, ages: [] }, jumps);
    const late = evolveFrom(rates, early.end, oldest, younger, jumps);
    return {
      ...joinEvolutions(early, seconds - oldest, late, oldest),
      before: [early.end, ...late.before],
    };
  }
  for (let { spread } = precision; spread < WIDE; spread *= 2) {
    const { first, row, mass } = rowAround(rates, start, seconds, spread);
    const contour = tryContour(rates, first, row, mass, seconds, wanted);
    if (contour === null) break;
    const lost = massOf(start) - massOf(contour.end);
    if (lost < precision.lost) {
      return trimEnd(contour, precision, Math.abs(lost) + precision.agreed);
    }
  }
  return uniformiseFirst(rates, start, seconds, wanted, jumps);
}

function tryContour(
  rates: QueueRates,
  first: number,
  row: StateRow,
  mass: Float64Array,
  seconds: number,
  { ages, places, precision }: Wanted,
): Evolution | null {
  const chi = chiOf(row, mass);
  if (chi > HOPELESS && rates.arrivalRate > 0) return null;
  const busyFrom = Math.max(0, rates.agents - first);
  const busyTo = Math.min(mass.length, busyFrom + places);
  const sum = sumResolvents(row, mass, seconds, precision.nodes, ages, busyFrom, busyTo);
  const evolution = {
    end: { first, mass: sum.end },
    average: { first, mass: sum.integral.map((value) => value / seconds) },
    before: sum.before.map((one) => ({ first: first + busyFrom, mass: one })),
    error: 0,
  };
  if (chi <= NEAR_EQUILIBRIUM) return evolution;
  const finer = sumResolvents(row, mass, seconds, precision.finerNodes, [], 0, 0);
  let apart = 0;
  for (let state = 0; state < mass.length; state++) {
    apart += Math.abs(finer.end[state]! - sum.end[state]!);
    apart += Math.abs(finer.integral[state]! - sum.integral[state]!) / seconds;
  }
  return apart < precision.agreed ? evolution : null;
}

/** Uniformises a beginning of the stretch, ever longer ones, then goes on as before. */
function uniformiseFirst(
  rates: QueueRates,
  start: QueueStates,
  seconds: number,
  wanted: Wanted,
  jumps: number,
): Evolution {
  const fastest = rates.arrivalRate + departureRate(rates, start.first + start.mass.length);
  const free = seconds - (wanted.ages[0] ?? 0);
  // What little would be left before the first age is no use to the contour.
  const part = Math.min(free, (1.25 * jumps) / fastest) === free ? free : jumps / fastest;
  const early = uniformiseStates(rates, start, part, wanted.precision);
  if (part === seconds) return { ...early, before: [] };
  const late = evolveFrom(rates, early.end, seconds - part, wanted, 2 * jumps);
  return { ...joinEvolutions(early, part, late, seconds - part), before: late.before };
}

function uniformiseStates(
  rates: QueueRates,
  start: QueueStates,
  seconds: number,
  precision: Precision,
): Evolution {
  for (let { spread } = precision; ; spread *= 2) {
    const { first, row, mass } = rowAround(rates, start, seconds, spread);
    const fastest = rates.arrivalRate + departureRate(rates, first + mass.length);
    if (fastest * seconds * mass.length > MOST_WORK) {
      throw new AgnerError(
        'TOO_LARGE',
        `expected at most ${MOST_WORK} steps for one interval, got ${fastest * seconds * mass.length}`,
        { states: mass.length, jumps: fastest * seconds },
      );
    }
    const { end, integral } = uniformise(row, mass, seconds);
    const whole = { first, mass: end };
    const error = massOf(start) - massOf(whole);
    if (error >= precision.lost && spread < WIDE) continue;
    const average = { first, mass: integral.map((value) => value / seconds) };
    return trimEnd({ end: whole, average, before: [], error: 0 }, precision, Math.abs(error));
  }
}

function trimEnd(evolution: Evolution, { cut }: Precision, error: number): Evolution {
  return { ...evolution, end: trimStates(evolution.end, cut), error: error + 2 * cut };
}

function joinEvolutions(
  early: Evolution,
  earlySeconds: number,
  late: Evolution,
  lateSeconds: number,
): Evolution {
  const share = earlySeconds / (earlySeconds + lateSeconds);
  const first = Math.min(early.average.first, late.average.first);
  const last = Math.max(
    early.average.first + early.average.mass.length,
    late.average.first + late.average.mass.length,
  );
  const mass = new Float64Array(last - first);
  early.average.mass.forEach((value, state) => {
    mass[early.average.first + state - first]! += share * value;
  });
  late.average.mass.forEach((value, state) => {
    mass[late.average.first + state - first]! += (1 - share) * value;
  });
  return {
    end: late.end,
    average: { first, mass },
    before: late.before,
    error: early.error + late.error,
  };
}
