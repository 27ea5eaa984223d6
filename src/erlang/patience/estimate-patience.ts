import { checkPositiveInteger } from '../../domain/check.ts';
import { type Patience } from '../../domain/patience.ts';
import { type CallWait, checkConfidence, tieWaits, type WaitTie } from './call-waits.ts';
import { normalQuantile } from '../numerics/normal-quantile.ts';
import { rateLimits } from './rate-limits.ts';

/** Fewest hang-ups that a piece rests on: its hazard is then known to about 1 / sqrt(50) = 14 %. */
const ABANDONED_PER_PIECE = 50;

const MAX_PIECES = 12;

/** The hazard of hanging up over one stretch of waiting: after `fromSeconds`, up to `toSeconds`. */
export interface HazardPiece {
  readonly fromSeconds: number;
  /** `null` for the last: to the end. */
  readonly toSeconds: number | null;
  /** Calls that waited longer than `fromSeconds`. */
  readonly waiting: number;
  readonly abandoned: number;
  /** Time that all of them waited inside the piece. */
  readonly exposureSeconds: number;
  readonly hazardPerSecond: number;
  readonly lowerPerSecond: number;
  readonly upperPerSecond: number;
}

/** Callers who hung up at 0 seconds, among all who were not answered at once. */
export interface BalkingEstimate {
  readonly waiting: number;
  readonly abandoned: number;
  readonly share: number;
  readonly lower: number;
  readonly upper: number;
}

/** A law of patience from calls. */
export type PatienceEstimate = {
  readonly confidence: number;
  readonly balking: BalkingEstimate;
} & (
  | {
      readonly status: 'estimated';
      readonly patience: Extract<Patience, { readonly kind: 'piecewise-hazard' }>;
      readonly pieces: readonly HazardPiece[];
    }
  /** Nobody hung up in so much waiting: the hazard is at most this. */
  | {
      readonly status: 'none-abandoned';
      readonly exposureSeconds: number;
      readonly upperPerSecond: number;
    }
  /** All that is known are hang-ups at 0 seconds; what a caller who stays would do is not. */
  | { readonly status: 'all-at-once' }
);

/** How finely the hazard is told apart. */
export interface HazardDetail {
  /** Fewest hang-ups in a piece, whole number of at least 1. */
  readonly abandonedPerPiece: number;
  readonly maxPieces: number;
}

/**
 * Patience as calls show it: the share that hangs up at once, and from then on a hazard that is
 * constant piece by piece, hang-ups over time waited in each.
 *
 * The breaks are times of hang-ups that part all later than 0 into pieces with about equally many,
 * at least `abandonedPerPiece` each if there are so many, so that each hazard is known about
 * equally well. The last piece holds the longest hang-up and goes on for ever: beyond the longest
 * wait that is an extrapolation. A caller answered at once tells nothing and is left out.
 *
 * @param confidence fraction in [0.5, 0.9999]; of the hazards exact for Poisson counts, of the
 *   balking share Wilson's
 * @throws {AgnerError} `INVALID_INPUT`; `INSUFFICIENT_HISTORY` if no call waited or hung up
 *
 * Cost: O(calls log calls).
 *
 * @see Gans, Koole & Mandelbaum (2003), "Telephone call centers", M&SOM 5(2), section 6.3.3.
 *   Friedman (1982), "Piecewise exponential models for survival data", Annals of Statistics 10.
 */
export function estimatePatience(
  calls: readonly CallWait[],
  confidence = 0.95,
  detail: HazardDetail = { abandonedPerPiece: ABANDONED_PER_PIECE, maxPieces: MAX_PIECES },
): PatienceEstimate {
  checkConfidence(confidence);
  checkPositiveInteger('abandonedPerPiece', detail.abandonedPerPiece);
  checkPositiveInteger('maxPieces', detail.maxPieces);
  const ties = tieWaits(calls);
  const balking = estimateBalking(ties, confidence);
  const later = ties.filter(({ seconds }) => seconds > 0);
  if (later.length === 0) return { status: 'all-at-once', confidence, balking };
  const abandoned = countOf(later, 'abandoned');
  if (abandoned === 0) {
    const exposureSeconds = exposure(later, 0, Infinity);
    const { upperPerSecond } = rateLimits(0, exposureSeconds, confidence);
    const status = 'none-abandoned';
    return { status, confidence, balking, exposureSeconds, upperPerSecond };
  }
  const breaks = chooseBreaks(later, abandoned, detail);
  const pieces = breaks.map((from, i) =>
    pieceOf(later, from, breaks[i + 1] ?? Infinity, confidence),
  );
  return {
    status: 'estimated',
    confidence,
    balking,
    patience: {
      kind: 'piecewise-hazard',
      balkingShare: balking.share,
      breaksSeconds: breaks,
      hazardPerSecond: pieces.map(({ hazardPerSecond }) => hazardPerSecond),
    },
    pieces,
  };
}

/** 0 and the times by which each further part of the hang-ups is complete, but for the last. */
function chooseBreaks(
  ties: readonly WaitTie[],
  abandoned: number,
  { abandonedPerPiece, maxPieces }: HazardDetail,
): readonly number[] {
  const wanted = Math.floor(abandoned / abandonedPerPiece);
  const part = abandoned / Math.min(maxPieces, Math.max(1, wanted));
  const breaks = [0];
  let before = 0;
  let sinceBreak = 0;
  let target = part;
  for (const tie of ties) {
    before += tie.abandoned;
    sinceBreak += tie.abandoned;
    const left = abandoned - before;
    if (before < target || sinceBreak < abandonedPerPiece || left < abandonedPerPiece) continue;
    breaks.push(tie.seconds);
    sinceBreak = 0;
    // A tie may complete several parts.
    target = (Math.floor(before / part) + 1) * part;
  }
  return breaks;
}

function pieceOf(
  ties: readonly WaitTie[],
  from: number,
  to: number,
  confidence: number,
): HazardPiece {
  const later = ties.filter(({ seconds }) => seconds > from);
  const abandoned = countOf(
    later.filter(({ seconds }) => seconds <= to),
    'abandoned',
  );
  const exposureSeconds = exposure(later, from, to);
  return {
    fromSeconds: from,
    toSeconds: to === Infinity ? null : to,
    waiting: countOf(later, 'abandoned') + countOf(later, 'answered'),
    abandoned,
    exposureSeconds,
    hazardPerSecond: abandoned / exposureSeconds,
    ...rateLimits(abandoned, exposureSeconds, confidence),
  };
}

function countOf(ties: readonly WaitTie[], key: 'abandoned' | 'answered'): number {
  return ties.reduce((sum, tie) => sum + tie[key], 0);
}

/** Time that calls waited between two times. */
function exposure(ties: readonly WaitTie[], from: number, to: number): number {
  return ties.reduce(
    (sum, { seconds, abandoned, answered }) =>
      sum + (abandoned + answered) * Math.max(0, Math.min(seconds, to) - from),
    0,
  );
}

/** With Wilson's limits, which stay inside [0, 1]. */
function estimateBalking(ties: readonly WaitTie[], confidence: number): BalkingEstimate {
  const waiting = countOf(ties, 'abandoned') + countOf(ties, 'answered');
  const abandoned = ties[0]?.seconds === 0 ? ties[0].abandoned : 0;
  const share = abandoned / waiting;
  const z2 = normalQuantile(0.5 + confidence / 2) ** 2;
  const centre = share + z2 / (2 * waiting);
  const spread = Math.sqrt(z2 * ((share * (1 - share)) / waiting + z2 / (4 * waiting * waiting)));
  const scale = 1 + z2 / waiting;
  return {
    waiting,
    abandoned,
    share,
    lower: abandoned === 0 ? 0 : (centre - spread) / scale,
    upper: abandoned === waiting ? 1 : (centre + spread) / scale,
  };
}
