import { type Estimate } from '../domain/index.ts';
import { centralDeviate } from './count-quantiles.ts';

/**
 * Variance that a band says of a value: that of the law whose quantiles it is made of. `null`
 * where there is no band, or its ends are those of no such law.
 *
 * Of several bands the one nearest to 80 % is read: its ends are neither noise nor tail. The
 * half-width of a band was fitted to what the past showed, so this is the variance as calibrated.
 */
export function impliedVariance({ mean, bands }: Estimate, at: number): number | null {
  const centre = mean[at]!;
  const band = bands.toSorted((a, b) => Math.abs(a.level - 0.8) - Math.abs(b.level - 0.8))[0];
  if (band === undefined || !(centre > 0)) return null;
  const z = centralDeviate(band.level);
  const upper = Math.cbrt(band.upper[at]! / centre);
  const lower = Math.cbrt(band.lower[at]! / centre);
  // Cube roots of the ends lie at 1 - n - z r and 1 - n + z r with r² = n; a lower end may be cut.
  const inside = z * z - 4 * (upper - 1);
  const root =
    lower > 0 ? (upper - lower) / (2 * z) : inside >= 0 ? (z - Math.sqrt(inside)) / 2 : -1;
  return root >= 0 ? 9 * root * root * centre * centre : null;
}

/** Per band, its half-width as a multiple of the one that {@link impliedVariance} reads. */
export function relativeDeviates(estimate: Estimate): readonly number[] {
  return estimate.bands.map((band) => {
    let [own, read] = [0, 0];
    for (const [at, mean] of estimate.mean.entries()) {
      const variance = impliedVariance({ ...estimate, bands: [band] }, at);
      const reference = impliedVariance(estimate, at);
      if (variance === null || reference === null) continue;
      own += Math.sqrt(variance) * mean;
      read += Math.sqrt(reference) * mean;
    }
    return read > 0 ? own / read : 1;
  });
}
