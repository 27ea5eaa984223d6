import { AgnerError } from '../../domain/errors.ts';
import { poissonWeights } from '../numerics/poisson-weights.ts';
import { type BlendRates, type BlendStates } from './blend-chain.ts';

/** What becomes of calls in, as fractions of all of them, and their waits in seconds. */
export interface BlendWaits {
  readonly waits: number;
  readonly answeredAfterWait: number;
  readonly answeredWithin: number;
  readonly abandonedWithin: number;
  /** Mean over all calls of the wait if answered, 0 if not. */
  readonly answeredWaitSeconds: number;
  readonly meanQueueLength: number;
}

/** Masses below this do not count. */
const NEGLIGIBLE = 1e-19;

/** Masses below this are left out; all of them together stay below 1e-18. */
const DUST = 1e-25;

/** Most additions that the waits may take: about ten seconds. */
const MAX_WORK = 2e9;

/**
 * Waits of calls in, from the states that arrivals find (they see time averages).
 *
 * Who finds q waiting and y calls out in hand is answered after q + 1 departures. Until then no
 * call out is begun, so y only falls; the pair (calls ahead, calls out) walks down a grid, and the
 * caller may hang up at every step. Shares and mean waits come of one sweep over the grid; what
 * happens within the threshold of the walk's jumps at the instants of a Poisson process.
 *
 * @throws {AgnerError} `TOO_LARGE` for a threshold of too many jumps
 *
 * Cost: O(states with waiting x (1 + jumps within the threshold)).
 */
export function blendWaits(
  rates: BlendRates,
  states: BlendStates,
  thresholdSeconds: number,
): BlendWaits {
  const { agents, outboundAgents } = rates;
  const first = agents - outboundAgents;
  const places = states.most - agents + 1;
  const width = outboundAgents + 1;
  /** By calls ahead, then calls out in hand: probability to be found by an arrival. */
  const found = new Float64Array(places * width);
  let waits = 0;
  let meanQueueLength = 0;
  states.probabilities.forEach((row, y) => {
    for (let q = 0; q < places; q++) {
      const mass = row[first + q]!;
      found[q * width + y] = mass;
      waits += mass;
      meanQueueLength += q * mass;
    }
  });
  return {
    waits,
    meanQueueLength,
    ...sweep(rates, found, width),
    ...within(rates, found, width, thresholdSeconds),
  };
}

/** Shares answered and their waits, by one pass from nobody ahead upwards. */
function sweep(
  rates: BlendRates,
  found: Float64Array,
  width: number,
): { readonly answeredAfterWait: number; readonly answeredWaitSeconds: number } {
  const { agents, inboundPerSecond, outboundPerSecond, hangUpsPerSecond } = rates;
  // Of a caller with q - 1 ahead, by calls out: probability to be answered, and wait where he is.
  let answered = new Float64Array(width).fill(1);
  let wait = new Float64Array(width);
  let answeredAfterWait = 0;
  let answeredWaitSeconds = 0;
  for (let q = 0; q * width < found.length; q++) {
    const nextAnswered = new Float64Array(width);
    const nextWait = new Float64Array(width);
    for (let y = 0; y < width; y++) {
      // A call in ahead leaves, a call out ends, or the caller hangs up.
      const leave = (agents - y) * inboundPerSecond + q * hangUpsPerSecond;
      const end = y * outboundPerSecond;
      const all = leave + end + hangUpsPerSecond;
      const fewer = y === 0 ? 0 : answered[y - 1]!;
      const fewerWait = y === 0 ? 0 : wait[y - 1]!;
      nextAnswered[y] = (leave * answered[y]! + end * fewer) / all;
      nextWait[y] = (nextAnswered[y]! + leave * wait[y]! + end * fewerWait) / all;
      answeredAfterWait += found[q * width + y]! * nextAnswered[y]!;
      answeredWaitSeconds += found[q * width + y]! * nextWait[y]!;
    }
    answered = nextAnswered;
    wait = nextWait;
  }
  return { answeredAfterWait, answeredWaitSeconds };
}

/** Shares answered and hung up after a wait of at most the threshold. */
function within(
  rates: BlendRates,
  found: Float64Array,
  width: number,
  seconds: number,
): { readonly answeredWithin: number; readonly abandonedWithin: number } {
  const { agents, inboundPerSecond, outboundPerSecond, hangUpsPerSecond } = rates;
  const mass = Float64Array.from(found);
  let places = found.length / width;
  /** Per row of calls ahead, one more than the most calls out that carry mass. */
  const tops = Int32Array.from({ length: places + 1 }, (_, q) => topOf(mass, q * width, width));
  while (places > 0 && tops[places - 1] === 0) places--;
  if (places === 0) return { answeredWithin: 0, abandonedWithin: 0 };
  const widest = tops.reduce((most, top) => Math.max(most, top), 0) - 1;
  const rate =
    Math.max(
      agents * inboundPerSecond,
      (agents - widest) * inboundPerSecond + widest * outboundPerSecond,
    ) +
    places * hangUpsPerSecond;
  const { first, beyond } = poissonWeights(rate * seconds);
  const jumps = first + beyond.length;
  let waiting = 1;
  let answeredWithin = 0;
  let abandonedWithin = 0;
  let work = 0;
  for (let jump = 0; jump < jumps && waiting > NEGLIGIBLE; jump++) {
    const weight = jump < first ? 1 : beyond[jump - first]!;
    let answered = 0;
    waiting = 0;
    for (let q = 0; q < places; q++) {
      const top = tops[q]!;
      work += top;
      for (let y = 0; y < top; y++) {
        const at = q * width + y;
        const here = mass[at]!;
        const leave = ((agents - y) * inboundPerSecond + q * hangUpsPerSecond) / rate;
        const end = (y * outboundPerSecond) / rate;
        if (q === 0) {
          answered += here * (leave + end);
        } else {
          // The row of fewer ahead was jumped already, so what it gets stays for the next jump.
          mass[at - width]! += here * leave;
          if (y > 0) mass[at - width - 1]! += here * end;
        }
        mass[at] = here * Math.max(0, 1 - leave - end - hangUpsPerSecond / rate);
        waiting += here;
      }
      if (q > 0 && top > tops[q - 1]!) tops[q - 1] = top;
    }
    answeredWithin += weight * answered;
    abandonedWithin += (weight * waiting * hangUpsPerSecond) / rate;
    tops[places - 1] = topOf(mass, (places - 1) * width, tops[places - 1]!);
    while (places > 1 && tops[places - 1] === 0) places--;
    if (work > MAX_WORK) {
      throw new AgnerError(
        'TOO_LARGE',
        `expected a threshold of fewer than ${jumps} jumps among ${places} places, got ${seconds} s`,
        { thresholdSeconds: seconds },
      );
    }
  }
  return { answeredWithin, abandonedWithin };
}

/** One more than the last of a row's masses that counts; clears those after it. */
function topOf(mass: Float64Array, start: number, width: number): number {
  let top = width;
  while (top > 0 && (mass[start + top - 1] ?? 0) < DUST) {
    if (start + top <= mass.length) mass[start + top - 1] = 0;
    top--;
  }
  return top;
}
