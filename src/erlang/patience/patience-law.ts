import { type Patience } from '../../domain/patience.ts';
import { erlangStages } from './erlang-stages.ts';
import { timeAtHazard } from './time-at-hazard.ts';

/** A time, as the last place before it at which a law is not smooth, and what is beyond that. */
export interface LawPlace {
  readonly edge: number;
  /** Known better than the sum of both, and far below the distance to the next edge if need be. */
  readonly offset: number;
}

/**
 * A law of patience as the integrals of a queue need it. "Those who stay" are the callers who do
 * not hang up at once; all but `balking` is about them. Times in seconds.
 */
export interface PatienceLaw {
  /** Share of all callers that hangs up at once if it cannot be served at once. */
  readonly balking: number;
  /** Share that never hangs up. */
  readonly endless: number;
  /** From here on nobody hangs up any more; `Infinity` if there is no such time. */
  readonly endlessFrom: number;
  /** All that are still there hang up at this moment; `Infinity` if there is none. */
  readonly certainAt: number;
  /** Places at which the hazard jumps, rising. */
  readonly edges: readonly number[];
  /** Whether the law is smooth in the logarithm of time rather than in time. */
  readonly graded: boolean;
  /** The length that the law's times are of. */
  readonly scaleSeconds: number;
  /** P(patience > t). */
  readonly survival: (seconds: number) => number;
  /** P(patience <= t), with full relative precision where it is small. */
  readonly gone: (seconds: number) => number;
  /** P(patience <= from + by | patience > from), likewise; no edge may lie in between. */
  readonly leaving: (from: LawPlace) => (by: number) => number;
  /** Longest stretch from here on that a polynomial of degree 19 follows. */
  readonly reach: (from: LawPlace) => number;
  /** The least time at which the cumulative hazard, -ln(survival), is `hazard` or more. */
  readonly timeAtHazard: (hazard: number) => LawPlace;
  /** Hazard just after t, per second; `null` where everybody hangs up at one moment. */
  readonly hazard: (seconds: number) => number | null;
}

/**
 * Largest exponent over one stretch: exp(4 t) on [0, 1] is a polynomial of degree 19 up to 1e-16.
 */
const SPAN = 4;

/** Largest factor between the ends of a stretch that is graded: exp(2.5). */
const LOG_SPAN = 2.5;

/** Logarithm of a share of callers that need not be followed. */
const LOG_NEGLIGIBLE = -80;

/** The law's functions; takes a patience that has been checked. */
export function patienceLaw(patience: Patience): PatienceLaw {
  switch (patience.kind) {
    case 'exponential':
      return exponentialLaw(patience.meanSeconds, 0);
    case 'balking-exponential':
      return exponentialLaw(patience.meanSeconds, patience.balkingShare);
    case 'hyperexponential':
      return hyperexponentialLaw(patience.weights, patience.meansSeconds);
    case 'erlang':
      return patience.stages === 1
        ? exponentialLaw(patience.meanSeconds, 0)
        : stagesLaw(patience.stages, patience.meanSeconds);
    case 'weibull':
      return patience.shape === 1
        ? exponentialLaw(patience.scaleSeconds, 0)
        : weibullLaw(patience.scaleSeconds, patience.shape);
    case 'deterministic':
      return deterministicLaw(patience.valueSeconds);
    case 'piecewise-hazard':
      return piecewiseLaw(patience);
  }
}

const SMOOTH = {
  balking: 0,
  endless: 0,
  endlessFrom: Infinity,
  certainAt: Infinity,
  edges: [],
  graded: false,
} as const;

function exponentialLaw(mean: number, balking: number): PatienceLaw {
  const leave = (by: number): number => -Math.expm1(-by / mean);
  return {
    ...SMOOTH,
    balking,
    scaleSeconds: mean,
    survival: (seconds) => Math.exp(-seconds / mean),
    gone: leave,
    leaving: () => leave,
    reach: () => SPAN * mean,
    timeAtHazard: (hazard) => ({ edge: 0, offset: hazard * mean }),
    hazard: () => 1 / mean,
  };
}

function hyperexponentialLaw(given: readonly number[], means: readonly number[]): PatienceLaw {
  const total = given.reduce((sum, weight) => sum + weight, 0);
  const weights = given.map((weight) => weight / total);
  const present = means.filter((_, i) => weights[i]! > 0);
  const longest = Math.max(...present);
  /** Shares of the kinds among those who are still there. */
  const sharesAt = (seconds: number): number[] => {
    // Against the most patient kind, so that not all of them underflow.
    const left = weights.map((w, i) => w * Math.exp(-seconds * (1 / means[i]! - 1 / longest)));
    const sum = left.reduce((a, b) => a + b, 0);
    return left.map((share) => share / sum);
  };
  const leaving = ({ edge, offset }: LawPlace) => {
    const shares = sharesAt(edge + offset);
    return (by: number): number => {
      let sum = 0;
      for (let i = 0; i < means.length; i++) sum -= shares[i]! * Math.expm1(-by / means[i]!);
      return sum;
    };
  };
  const gone = leaving({ edge: 0, offset: 0 });
  const survival = (seconds: number): number =>
    weights.reduce((sum, weight, i) => sum + weight * Math.exp(-seconds / means[i]!), 0);
  return {
    ...SMOOTH,
    scaleSeconds: longest,
    survival,
    gone,
    leaving,
    reach: ({ edge, offset }) => {
      const shares = sharesAt(edge + offset);
      return SPAN * Math.min(...means.filter((_, i) => shares[i]! > 1e-18));
    },
    timeAtHazard: (hazard) => ({
      edge: 0,
      offset: timeAtHazard(hazard, longest, gone, survival),
    }),
    hazard: (seconds) => sharesAt(seconds).reduce((sum, share, i) => sum + share / means[i]!, 0),
  };
}

function stagesLaw(stages: number, mean: number): PatienceLaw {
  const law = erlangStages(stages, mean);
  return {
    ...SMOOTH,
    scaleSeconds: mean,
    survival: law.survival,
    gone: law.gone,
    leaving: ({ edge, offset }) => law.leaving(edge + offset),
    reach: ({ edge, offset }) => law.reach(edge + offset),
    timeAtHazard: (hazard) => ({
      edge: 0,
      offset: timeAtHazard(hazard, mean, law.gone, law.survival),
    }),
    hazard: law.hazard,
  };
}

function weibullLaw(scale: number, shape: number): PatienceLaw {
  const cumulative = (seconds: number): number => (seconds / scale) ** shape;
  const gone = (seconds: number): number => -Math.expm1(-cumulative(seconds));
  return {
    ...SMOOTH,
    graded: true,
    scaleSeconds: scale,
    survival: (seconds) => Math.exp(-cumulative(seconds)),
    gone,
    leaving: ({ edge, offset }) => {
      const from = edge + offset;
      if (from === 0) return gone;
      const before = cumulative(from);
      return (by) => -Math.expm1(-before * Math.expm1(shape * Math.log1p(by / from)));
    },
    // In the logarithm of time the cumulative hazard is an exponential function.
    reach: ({ edge, offset }) => {
      const from = edge + offset;
      if (from === 0) return scale * Math.exp(LOG_NEGLIGIBLE / shape);
      const hazardSpan = Math.log1p(SPAN / cumulative(from)) / shape;
      return from * Math.expm1(Math.min(LOG_SPAN, SPAN / shape, hazardSpan));
    },
    timeAtHazard: (hazard) => ({ edge: 0, offset: scale * hazard ** (1 / shape) }),
    hazard: (seconds) => {
      if (seconds === 0) return shape > 1 ? 0 : null;
      return (shape / scale) * (seconds / scale) ** (shape - 1);
    },
  };
}

function deterministicLaw(value: number): PatienceLaw {
  return {
    ...SMOOTH,
    certainAt: value,
    edges: [value],
    scaleSeconds: value,
    survival: (seconds) => (seconds < value ? 1 : 0),
    gone: (seconds) => (seconds < value ? 0 : 1),
    leaving: () => () => 0,
    reach: () => Infinity,
    timeAtHazard: () => ({ edge: value, offset: 0 }),
    hazard: (seconds) => (seconds === value ? null : 0),
  };
}

function piecewiseLaw({
  balkingShare,
  breaksSeconds: breaks,
  hazardPerSecond: hazards,
}: Extract<Patience, { readonly kind: 'piecewise-hazard' }>): PatienceLaw {
  const last = breaks.length - 1;
  const before = [0];
  for (let i = 0; i < last; i++) {
    before.push(before[i]! + hazards[i]! * (breaks[i + 1]! - breaks[i]!));
  }
  const pieceAt = (seconds: number): number => {
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (breaks[middle]! <= seconds) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const cumulative = (seconds: number): number => {
    const piece = pieceAt(seconds);
    return before[piece]! + hazards[piece]! * (seconds - breaks[piece]!);
  };
  // Trailing pieces without hazard are one.
  let flat = hazards.length;
  while (flat > 0 && hazards[flat - 1] === 0) flat--;
  const ends = flat < hazards.length;
  return {
    ...SMOOTH,
    balking: balkingShare,
    endless: ends ? Math.exp(-before[flat]!) : 0,
    endlessFrom: ends ? breaks[flat]! : Infinity,
    edges: breaks.slice(1, ends ? flat + 1 : undefined),
    scaleSeconds: breaks[1] ?? 1 / (hazards[0]! || 1),
    survival: (seconds) => Math.exp(-cumulative(seconds)),
    gone: (seconds) => -Math.expm1(-cumulative(seconds)),
    leaving: ({ edge }) => {
      const hazard = hazards[pieceAt(edge)]!;
      return (by) => -Math.expm1(-hazard * by);
    },
    reach: ({ edge }) => SPAN / hazards[pieceAt(edge)]!,
    timeAtHazard: (hazard) => {
      let piece = last;
      while (piece > 0 && before[piece]! >= hazard) piece--;
      const beyond = hazard - before[piece]!;
      return { edge: breaks[piece]!, offset: beyond <= 0 ? 0 : beyond / hazards[piece]! };
    },
    hazard: (seconds) => hazards[pieceAt(seconds)]!,
  };
}
