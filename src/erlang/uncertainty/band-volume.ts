import { adaptiveIntegral } from '../numerics/adaptive-integral.ts';
import { normalQuantile, normalShare } from '../numerics/normal-quantile.ts';
import { type VolumeDistribution } from './volume-distribution.ts';

/** A quantile of a forecast: `share` of outcomes are at most `volume`. */
export interface VolumeQuantile {
  readonly share: number;
  readonly volume: number;
}

/** The normal law beyond this score has a mass of 6e-14. */
const LAST_SCORE = 7.5;

/** Volume as a line over normal scores from `from` to `to`. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly intercept: number;
  readonly slope: number;
}

/**
 * The distribution through given quantiles: between them volume is linear in the normal score of
 * its probability; beyond the outer ones it goes on with the last slope, but not below 0. All
 * volumes are then multiplied so that the mean is the one that is given.
 *
 * Where quantiles are those of counts, the noise of a Poisson count about its mean is part of their
 * spread and is taken out: deviations from the mean shrink by sqrt(1 - mean / variance), to nothing
 * where counts vary no more than Poisson's.
 *
 * @param quantiles at least 2, shares and volumes rising
 * @returns `null` where nothing varies: the mean is then certain
 */
export function bandVolume(
  mean: number,
  quantiles: readonly VolumeQuantile[],
  outcomes: 'counts' | 'means',
): VolumeDistribution | null {
  const raw = piecesThrough(quantiles);
  const moments = momentsOf(raw);
  if (moments.mean === 0) return null;
  const scale = mean / moments.mean;
  const variance = Math.max(0, moments.square * scale * scale - mean * mean);
  const kept = outcomes === 'means' ? 1 : Math.sqrt(Math.max(0, 1 - mean / variance));
  if (variance === 0 || kept === 0) return null;
  const pieces = raw.map(({ from, to, intercept, slope }): Piece => {
    return {
      from,
      to,
      intercept: mean + kept * (scale * intercept - mean),
      slope: kept * scale * slope,
    };
  });
  return distributionOf(mean, (kept * Math.sqrt(variance)) / mean, pieces);
}

function distributionOf(
  mean: number,
  variation: number,
  pieces: readonly Piece[],
): VolumeDistribution {
  const volumeAt = (score: number): number => {
    const piece = pieces.find(({ to }) => score < to) ?? pieces.at(-1)!;
    return Math.max(0, piece.intercept + piece.slope * score);
  };
  const knots = [pieces[0]!.from, ...pieces.map(({ to }) => to)];
  return {
    mean,
    variation,
    unbounded: true,
    quantile: (share) => volumeAt(normalQuantile(share)),
    shareHolding: (holds) => {
      let held = -LAST_SCORE;
      let failed = LAST_SCORE;
      if (!holds(volumeAt(held))) return 0;
      if (holds(volumeAt(failed))) return 1;
      for (let step = 0; step < 48; step++) {
        const middle = (held + failed) / 2;
        if (holds(volumeAt(middle))) held = middle;
        else failed = middle;
      }
      return normalShare(held);
    },
    contactMeans: (figuresAt, size, kinks, tolerance) => {
      const places = kinks.flatMap((volume) =>
        pieces
          .map(({ from, to, intercept, slope }) => ({ from, to, at: (volume - intercept) / slope }))
          .filter(({ from, to, at }) => at > from && at < to)
          .map(({ at }) => at),
      );
      const breaks = [...knots, -4, 4, ...places].sort((a, b) => a - b);
      // Without contacts the weight is 0: there is no queue to evaluate.
      return adaptiveIntegral(
        breaks,
        size,
        tolerance,
        (score) => (density(score) * volumeAt(score)) / mean,
        (score) => figuresAt(volumeAt(score)),
      );
    },
  };
}

function piecesThrough(quantiles: readonly VolumeQuantile[]): Piece[] {
  const knots = quantiles.map(({ share, volume }) => ({ score: normalQuantile(share), volume }));
  const pieces: Piece[] = [];
  for (let i = 1; i < knots.length; i++) {
    const [a, b] = [knots[i - 1]!, knots[i]!];
    const slope = (b.volume - a.volume) / (b.score - a.score);
    pieces.push({ from: a.score, to: b.score, intercept: a.volume - slope * a.score, slope });
  }
  const [first, last] = [pieces[0]!, pieces.at(-1)!];
  // Where the first line comes down to 0 it stays there.
  const zero = first.slope > 0 ? -first.intercept / first.slope : -Infinity;
  const bottom = Math.max(-LAST_SCORE, Math.min(zero, first.from));
  const lower: Piece[] = [{ ...first, from: bottom, to: first.from }];
  if (bottom > -LAST_SCORE)
    lower.unshift({ from: -LAST_SCORE, to: bottom, intercept: 0, slope: 0 });
  return [...lower, ...pieces, { ...last, from: last.to, to: LAST_SCORE }];
}

/** Mean and mean square of the volume, piece by piece in closed form. */
function momentsOf(pieces: readonly Piece[]): { readonly mean: number; readonly square: number } {
  let mean = 0;
  let square = 0;
  for (const { from, to, intercept, slope } of pieces) {
    const mass = normalShare(to) - normalShare(from);
    const first = density(from) - density(to);
    const second = mass + from * density(from) - to * density(to);
    mean += intercept * mass + slope * first;
    square += intercept * intercept * mass + 2 * intercept * slope * first + slope * slope * second;
  }
  return { mean, square };
}

function density(score: number): number {
  return Math.exp(-(score * score) / 2) / Math.sqrt(2 * Math.PI);
}
