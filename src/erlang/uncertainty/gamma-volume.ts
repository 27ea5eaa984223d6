import { adaptiveIntegral } from '../numerics/adaptive-integral.ts';
import { normalQuantile } from '../numerics/normal-quantile.ts';
import { type VolumeDistribution } from './volume-distribution.ts';

/** What lies below exp(-DROP) of the highest density does not count. */
const DROP = 34;

/** Panels to start from, over about 16 standard deviations. */
const PANELS = 4;

/** The estimate of the error is far above it: masses are within 1e-13 of the whole. */
const EXACT = 1e-9;

/**
 * The gamma distribution with a mean and a coefficient of variation.
 *
 * In the logarithm of the volume its density is exp(-k (e^t - 1 - t)) about its peak, smooth and
 * with tails that fall exponentially, whatever the shape; weighted by the volume it is the same
 * with k one larger. Densities are divided by their own integrals, so that no gamma function is
 * needed.
 *
 * @param variation standard deviation over mean, above 0
 */
export function gammaVolume(mean: number, variation: number): VolumeDistribution {
  const shape = 1 / (variation * variation);
  const plain = logGamma(shape);
  const byContacts = logGamma(shape + 1);
  const peakOfContacts = Math.log1p(1 / shape);
  const byContactsTotal = integrate(byContacts, byContacts.from, byContacts.to);
  // The narrower of the two tails is integrated, and the total is the sum of both.
  const left = integrate(plain, plain.from, 0);
  const right = integrate(plain, 0, plain.to);
  const shareBelow = (t: number): number => {
    if (t <= plain.from) return 0;
    if (t >= plain.to) return 1;
    return t < 0
      ? integrate(plain, plain.from, t) / (left + right)
      : 1 - integrate(plain, t, plain.to) / (left + right);
  };
  return {
    mean,
    variation,
    unbounded: true,
    quantile: (share) => mean * Math.exp(findShare(shareBelow, plain, shape, left + right, share)),
    shareHolding: (holds) => {
      const at = (t: number): boolean => holds(mean * Math.exp(t));
      if (!at(plain.from)) return 0;
      if (at(plain.to)) return 1;
      let held = plain.from;
      let failed = plain.to;
      for (let step = 0; step < 48; step++) {
        const middle = (held + failed) / 2;
        if (at(middle)) held = middle;
        else failed = middle;
      }
      return shareBelow(held);
    },
    contactMeans: (figuresAt, size, kinks, tolerance) => {
      const places = kinks.map((volume) => Math.log(volume / mean) - peakOfContacts);
      const breaks = splitRange(byContacts.from, byContacts.to, places);
      return adaptiveIntegral(
        breaks,
        size,
        tolerance,
        (t) => byContacts.density(t) / byContactsTotal,
        (t) => figuresAt(mean * Math.exp(t + peakOfContacts)),
      );
    },
  };
}

/** Density of the logarithm of a gamma variable about its peak, and where it ends. */
interface LogGamma {
  readonly density: (t: number) => number;
  readonly from: number;
  readonly to: number;
}

function logGamma(shape: number): LogGamma {
  return {
    density: (t) => Math.exp(-shape * expBeyondLine(t)),
    from: findDrop(shape, -1),
    to: findDrop(shape, 1),
  };
}

function integrate({ density }: LogGamma, from: number, to: number): number {
  return adaptiveIntegral(splitRange(from, to, []), 1, EXACT * (to - from), density, () => ONE)[0]!;
}

const ONE = [1] as const;

function splitRange(from: number, to: number, places: readonly number[]): number[] {
  const evenly = Array.from({ length: PANELS + 1 }, (_, i) => from + ((to - from) * i) / PANELS);
  const inside = places.filter((place) => place > from && place < to);
  return [...evenly, ...inside].sort((a, b) => a - b);
}

function findDrop(shape: number, direction: 1 | -1): number {
  const drop = (distance: number): number => shape * expBeyondLine(direction * distance);
  let inside = 0;
  let outside = 1e-9;
  while (drop(outside) < DROP) outside *= 2;
  for (let step = 0; step < 30; step++) {
    const middle = (inside + outside) / 2;
    if (drop(middle) < DROP) inside = middle;
    else outside = middle;
  }
  return direction * outside;
}

/**
 * Newton's steps inside a bracket, halved where they would leave it. After the first, a share is
 * moved by the mass between two steps. The start is the cube-root approximation.
 *
 * @see Wilson & Hilferty (1931), "The distribution of chi-square", PNAS 17.
 */
function findShare(
  shareBelow: (t: number) => number,
  law: LogGamma,
  shape: number,
  total: number,
  share: number,
): number {
  const root = 1 - 1 / (9 * shape) + normalQuantile(share) / Math.sqrt(9 * shape);
  let low = law.from;
  let high = law.to;
  let t = root > 0 ? Math.min(high, Math.max(low, 3 * Math.log(root))) : 0;
  let below = shareBelow(t);
  for (let step = 0; step < 100; step++) {
    const miss = below - share;
    if (miss > 0) high = t;
    else low = t;
    const newton = t - (miss * total) / law.density(t);
    const inside = newton > low && newton < high;
    const next = inside ? newton : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-13 * (law.to - law.from)) return next;
    below = inside
      ? below + (Math.sign(next - t) * betweenSteps(law, t, next)) / total
      : shareBelow(next);
    t = next;
  }
  return t;
}

function betweenSteps({ density }: LogGamma, from: number, to: number): number {
  const breaks = from < to ? [from, to] : [to, from];
  return adaptiveIntegral(breaks, 1, EXACT * Math.abs(to - from), density, () => ONE)[0]!;
}

/** e^t - 1 - t without cancellation: t^2 / 2 + t^3 / 6 + ... */
function expBeyondLine(t: number): number {
  if (Math.abs(t) > 0.25) return Math.expm1(t) - t;
  let term = (t * t) / 2;
  let sum = term;
  for (let power = 3; power <= 14; power++) {
    term *= t / power;
    sum += term;
  }
  return sum;
}
