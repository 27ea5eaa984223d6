import { checkNonNegative, checkPositive } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type Estimate } from '../../domain/forecast.ts';
import { bandVolume, type VolumeQuantile } from './band-volume.ts';
import { gammaVolume } from './gamma-volume.ts';
import { sampledVolume } from './sampled-volume.ts';
import { type VolumeDistribution } from './volume-distribution.ts';

/**
 * How the mean volume of an interval may turn out. Given the mean, contacts arrive by Poisson's law,
 * which the staffing models hold already.
 *
 * - `certain`: it is `mean`
 * - `gamma`: "busyness" with a coefficient of variation, standard deviation over mean
 * - `band`: a forecast's own quantiles and mean
 * - `paths`: volumes that are equally likely
 * - `scaled`: a multiple of another: what of it is at hand in an interval, earlier contacts included
 *
 * `outcomes` says what quantiles and paths are of: `counts` that will be seen, Poisson noise included
 * (as forecasts of this house), or of the `means` behind them.
 */
export type VolumeLaw =
  | { readonly kind: 'certain'; readonly mean: number }
  | { readonly kind: 'gamma'; readonly mean: number; readonly variation: number }
  | {
      readonly kind: 'band';
      readonly mean: number;
      readonly quantiles: readonly VolumeQuantile[];
      readonly outcomes: 'counts' | 'means';
    }
  | {
      readonly kind: 'paths';
      readonly volumes: readonly number[];
      readonly outcomes: 'counts' | 'means';
    }
  | { readonly kind: 'scaled'; readonly law: VolumeLaw; readonly factor: number };

/** Least and largest coefficient of variation of the gamma law, but for 0. */
const MIN_VARIATION = 1e-5;
const MAX_VARIATION = 5;

/**
 * The law of each slot of a forecast, by its median and bands.
 *
 * @throws {AgnerError} `INVALID_INPUT` for bands whose length or levels make no sense
 */
export function bandLaws(estimate: Estimate, outcomes: 'counts' | 'means'): VolumeLaw[] {
  for (const values of [
    estimate.median,
    ...estimate.bands.flatMap((band) => [band.lower, band.upper]),
  ]) {
    if (values.length !== estimate.mean.length) {
      refuse(`bands of ${estimate.mean.length} slots`, `${values.length}`);
    }
  }
  const bands = [...estimate.bands].sort((a, b) => b.level - a.level);
  return estimate.mean.map((mean, slot): VolumeLaw => {
    const lower = bands.map(({ level, lower: values }) => ({
      share: (1 - level) / 2,
      volume: values[slot]!,
    }));
    const upper = bands.map(({ level, upper: values }) => ({
      share: (1 + level) / 2,
      volume: values[slot]!,
    }));
    const middle = { share: 0.5, volume: estimate.median[slot]! };
    return { kind: 'band', mean, quantiles: [...lower, middle, ...upper.reverse()], outcomes };
  });
}

/**
 * The distribution of a law.
 *
 * @throws {AgnerError} `INVALID_INPUT`
 */
export function volumeDistribution(law: VolumeLaw): VolumeDistribution {
  switch (law.kind) {
    case 'certain':
      checkNonNegative('volume mean', law.mean);
      return sampledVolume([law.mean]);
    case 'gamma':
      checkNonNegative('volume mean', law.mean);
      checkVariation(law.variation);
      return law.mean === 0 || law.variation === 0
        ? sampledVolume([law.mean])
        : gammaVolume(law.mean, law.variation);
    case 'band':
      checkNonNegative('volume mean', law.mean);
      checkQuantiles(law.quantiles);
      return (
        (law.mean === 0 ? null : bandVolume(law.mean, law.quantiles, law.outcomes)) ??
        sampledVolume([law.mean])
      );
    case 'paths':
      if (law.volumes.length === 0) refuse('at least 1 path', 'none');
      for (const volume of law.volumes) checkNonNegative('volume', volume);
      return sampledVolume(law.outcomes === 'counts' ? calmed(law.volumes) : law.volumes);
    case 'scaled':
      checkPositive('factor of a volume', law.factor);
      return scaledVolume(volumeDistribution(law.law), law.factor);
  }
}

function scaledVolume(volume: VolumeDistribution, factor: number): VolumeDistribution {
  return {
    ...volume,
    mean: volume.mean * factor,
    quantile: (share) => volume.quantile(share) * factor,
    shareHolding: (holds) => volume.shareHolding((one) => holds(one * factor)),
    contactMeans: (figuresAt, size, kinks, tolerance) =>
      volume.contactMeans(
        (one) => figuresAt(one * factor),
        size,
        kinks.map((kink) => kink / factor),
        tolerance,
      ),
  };
}

/** Sampled counts without the Poisson noise, as in {@link bandVolume}. */
function calmed(counts: readonly number[]): number[] {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
  const kept = variance === 0 ? 0 : Math.sqrt(Math.max(0, 1 - mean / variance));
  return counts.map((count) => Math.max(0, mean + kept * (count - mean)));
}

function checkVariation(variation: number): void {
  if (variation === 0 || (variation >= MIN_VARIATION && variation <= MAX_VARIATION)) return;
  refuse(`a variation of 0 or from ${MIN_VARIATION} to ${MAX_VARIATION}`, String(variation));
}

function checkQuantiles(quantiles: readonly VolumeQuantile[]): void {
  if (quantiles.length < 2) refuse('at least 2 quantiles', String(quantiles.length));
  quantiles.forEach(({ share, volume }, index) => {
    if (!(share >= 1e-6 && share <= 1 - 1e-6)) {
      refuse('shares from 0.000001 to 0.999999', String(share));
    }
    checkNonNegative('quantile volume', volume);
    const before = quantiles[index - 1];
    if (before === undefined) return;
    if (!(share > before.share)) refuse('shares that rise', `${share} after ${before.share}`);
    if (!(volume >= before.volume)) {
      refuse('volumes that never fall', `${volume} after ${before.volume}`);
    }
  });
}

function refuse(expected: string, got: string): never {
  throw new AgnerError('INVALID_INPUT', `expected a law of volume with ${expected}, got ${got}`, {
    name: 'volume',
    expected,
    got,
  });
}
