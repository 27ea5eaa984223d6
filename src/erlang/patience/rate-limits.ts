import { gammaQuantile } from './gamma-law.ts';

/**
 * Confidence limits of a rate of which `events` were seen in an exposure: exact for a Poisson
 * count (Garwood). Without events the lower limit is 0.
 *
 * @see Garwood (1936), "Fiducial limits for the Poisson distribution", Biometrika 28.
 */
export function rateLimits(
  events: number,
  exposureSeconds: number,
  confidence: number,
): { readonly lowerPerSecond: number; readonly upperPerSecond: number } {
  const tail = (1 - confidence) / 2;
  const lower = events === 0 ? 0 : gammaQuantile(events, tail);
  return {
    lowerPerSecond: lower / exposureSeconds,
    upperPerSecond: gammaQuantile(events + 1, 1 - tail) / exposureSeconds,
  };
}
