import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Estimate } from '../../domain/forecast.ts';
import { adaptiveIntegral } from '../numerics/adaptive-integral.ts';
import { normalQuantile } from '../numerics/normal-quantile.ts';
import { bandLaws, volumeDistribution, type VolumeLaw } from './volume-law.ts';

const moment = (law: VolumeLaw, power: number): number => {
  const { mean, contactMeans } = volumeDistribution(law);
  // Means over contacts: E[volume x f] / E[volume].
  return mean * contactMeans((volume) => [volume ** (power - 1)], 1, [], 1e-7 * mean ** power)[0]!;
};

describe('integrals by halving panels', () => {
  const integral = (breaks: number[], f: (x: number) => number, tolerance = 1e-7) =>
    adaptiveIntegral(
      breaks,
      1,
      tolerance,
      () => 1,
      (x) => [f(x)],
    )[0]!;

  it('are exact for polynomials that a panel holds, up to degree 22', () => {
    for (const power of [0, 1, 7, 12, 22]) {
      expect(integral([0, 1], (x) => x ** power)).toBeCloseTo(1 / (power + 1), 14);
    }
  });

  it('are far better than the tolerance for smooth functions', () => {
    expect(integral([-9, 0, 9], (x) => Math.exp(-x * x))).toBeCloseTo(Math.sqrt(Math.PI), 11);
    expect(integral([0, 3], (x) => 1 / (1e-3 + (x - 1) ** 2), 1e-9)).toBeCloseTo(
      (Math.atan(2 / Math.sqrt(1e-3)) + Math.atan(1 / Math.sqrt(1e-3))) / Math.sqrt(1e-3),
      9,
    );
  });

  it('take a jump at a break as it is, and end at one that is not', () => {
    const jump = (x: number) => (x < 0.3 ? 1 : 5);
    expect(integral([0, 0.3, 1], jump)).toBeCloseTo(3.8, 14);
    expect(integral([0, 1], jump)).toBeCloseTo(3.8, 6);
  });
});

describe('gamma', () => {
  // 40-digit values of the inverse of the incomplete gamma function, mean 1.
  it.each([
    [0.2, 0.9, 1.2633424201145265],
    [0.2, 0.025, 0.6471472739131731],
    [2, 0.5, 0.17469520941149363],
    [1.5, 0.1, 0.009658304948689553],
    [0.001, 0.975, 1.0019609109654504],
    [5, 0.9, 1.0846033832278308],
  ])('variation %d: quantile %d is %d', (variation, share, expected) => {
    const { quantile, shareHolding } = volumeDistribution({ kind: 'gamma', mean: 40, variation });
    expect(Math.abs(quantile(share) / (40 * expected) - 1)).toBeLessThan(1e-10);
    expect(shareHolding((volume) => volume <= 40 * expected)).toBeCloseTo(share, 10);
  });

  it('with a whole shape k is the wait for k arrivals', () => {
    for (const [shape, reached] of [
      [1, 0.7],
      [4, 3],
      [25, 31],
    ] as const) {
      let below = 1;
      let term = Math.exp(-reached);
      for (let i = 0; i < shape; i++) {
        below -= term;
        term *= reached / (i + 1);
      }
      const law = { kind: 'gamma', mean: shape, variation: 1 / Math.sqrt(shape) } as const;
      expect(volumeDistribution(law).shareHolding((volume) => volume <= reached)).toBeCloseTo(
        below,
        11,
      );
    }
  });

  it('has the mean and the variation that it says', () => {
    for (const variation of [1e-5, 0.01, 0.2, 1, 2.5, 5]) {
      const law = { kind: 'gamma', mean: 7, variation } as const;
      expect(moment(law, 1)).toBeCloseTo(7, 11);
      expect(moment(law, 2) / 49).toBeCloseTo(1 + variation ** 2, 9);
      expect(moment(law, 3) / 343).toBeCloseTo((1 + variation ** 2) * (1 + 2 * variation ** 2), 7);
    }
  });
});

describe('band', () => {
  const z = (share: number) => normalQuantile(share);
  const normal = (mean: number, deviation: number, shares: number[]) =>
    shares.map((share) => ({ share, volume: mean + deviation * z(share) }));

  it('through the quantiles of a normal law is that law', () => {
    const quantiles = normal(100, 15, [0.025, 0.1, 0.5, 0.9, 0.975]);
    const law = { kind: 'band', mean: 100, quantiles, outcomes: 'means' } as const;
    const { quantile, shareHolding } = volumeDistribution(law);
    expect(moment(law, 1)).toBeCloseTo(100, 9);
    expect(Math.sqrt(moment(law, 2) - 1e4)).toBeCloseTo(15, 6);
    for (const share of [0.001, 0.3, 0.77, 0.999]) {
      expect(quantile(share)).toBeCloseTo(100 + 15 * z(share), 7);
      expect(shareHolding((volume) => volume <= 100 + 15 * z(share))).toBeCloseTo(share, 10);
    }
  });

  it('of counts is that law less the noise of Poisson counts', () => {
    const quantiles = normal(100, 15, [0.025, 0.1, 0.5, 0.9, 0.975]);
    const law = { kind: 'band', mean: 100, quantiles, outcomes: 'counts' } as const;
    expect(moment(law, 1)).toBeCloseTo(100, 9);
    expect(moment(law, 2) - 1e4).toBeCloseTo(225 - 100, 5);
    const poisson = normal(100, 9.9, [0.1, 0.5, 0.9]);
    const calm = volumeDistribution({
      kind: 'band',
      mean: 100,
      quantiles: poisson,
      outcomes: 'counts',
    });
    expect(calm).toMatchObject({ variation: 0, unbounded: false });
    expect(calm.quantile(0.99)).toBe(100);
  });

  it('keeps the mean, never falls, never goes below 0', () => {
    const anyBand = fc
      .record({
        mean: fc.double({ min: 0.05, max: 500, noNaN: true }),
        steps: fc.array(fc.double({ min: 0, max: 60, noNaN: true }), {
          minLength: 5,
          maxLength: 5,
        }),
        outcomes: fc.constantFrom('counts' as const, 'means' as const),
      })
      .map(({ mean, steps, outcomes }): VolumeLaw => {
        let volume = 0;
        const shares = [0.025, 0.1, 0.5, 0.9, 0.975];
        const quantiles = steps.map((step, i) => ({ share: shares[i]!, volume: (volume += step) }));
        return { kind: 'band', mean, quantiles, outcomes };
      });
    fc.assert(
      fc.property(anyBand, (law) => {
        const { mean, quantile, variation } = volumeDistribution(law);
        expect(Math.abs(moment(law, 1) / mean - 1)).toBeLessThan(1e-9);
        expect(Math.abs(moment(law, 2) / mean ** 2 - 1 - variation ** 2)).toBeLessThan(
          1e-6 * (1 + variation ** 2),
        );
        let before = 0;
        for (let i = 1; i < 40; i++) {
          const here = quantile(i / 40);
          expect(here).toBeGreaterThanOrEqual(before * (1 - 1e-12));
          before = here;
        }
      }),
    );
  });

  it('of a forecast, slot by slot', () => {
    const estimate: Estimate = {
      mean: [10, 0, 0.04],
      median: [9.5, 0, 0],
      bands: [
        { level: 0.8, lower: [5, 0, 0], upper: [16, 0, 0] },
        { level: 0.95, lower: [3, 0, 0], upper: [20, 0, 0] },
      ],
    };
    const laws = bandLaws(estimate, 'counts');
    expect(laws[0]).toEqual({
      kind: 'band',
      mean: 10,
      quantiles: [
        { share: expect.closeTo(0.025, 12) as number, volume: 3 },
        { share: expect.closeTo(0.1, 12) as number, volume: 5 },
        { share: 0.5, volume: 9.5 },
        { share: 0.9, volume: 16 },
        { share: 0.975, volume: 20 },
      ],
      outcomes: 'counts',
    });
    expect(volumeDistribution(laws[0]!).variation).toBeGreaterThan(0.2);
    expect(volumeDistribution(laws[1]!).quantile(0.9)).toBe(0);
    expect(volumeDistribution(laws[2]!).quantile(0.9)).toBe(0.04);
  });
});

describe('paths', () => {
  it('have the least quantile that a share of them does not exceed', () => {
    const { quantile, mean, shareHolding } = volumeDistribution({
      kind: 'paths',
      volumes: [30, 10, 20, 20, 50],
      outcomes: 'means',
    });
    expect(mean).toBe(26);
    expect([0.1, 0.2, 0.21, 0.6, 0.61, 0.8, 0.81].map(quantile)).toEqual([
      10, 10, 20, 20, 30, 30, 50,
    ]);
    expect(shareHolding((volume) => volume <= 20)).toBeCloseTo(0.6, 14);
    expect(shareHolding(() => false)).toBe(0);
    expect(shareHolding(() => true)).toBe(1);
  });

  it('of counts lose the noise of Poisson counts', () => {
    const volumes = [80, 90, 100, 110, 120];
    const calm = volumeDistribution({ kind: 'paths', volumes, outcomes: 'counts' });
    expect(calm.mean).toBeCloseTo(100, 12);
    expect(calm.variation).toBeCloseTo(Math.sqrt(200 - 100) / 100, 12);
    const still = volumeDistribution({ kind: 'paths', volumes: [95, 105], outcomes: 'counts' });
    expect(still.variation).toBe(0);
  });
});

describe('refusals', () => {
  const band = (quantiles: [number, number][]) => ({
    kind: 'band' as const,
    mean: 10,
    quantiles: quantiles.map(([share, volume]) => ({ share, volume })),
    outcomes: 'means' as const,
  });
  it.each([
    ['mean', { kind: 'certain', mean: -1 }, /^expected volume mean .* got -1$/],
    [
      'NaN',
      { kind: 'gamma', mean: Number.NaN, variation: 0.1 },
      /^expected volume mean .* got NaN$/,
    ],
    [
      'percent',
      { kind: 'gamma', mean: 10, variation: 20 },
      /^expected a law .* variation of 0 or from .* got 20$/,
    ],
    ['negative', { kind: 'gamma', mean: 10, variation: -0.1 }, /got -0.1$/],
    ['no path', { kind: 'paths', volumes: [], outcomes: 'means' }, /at least 1 path, got none$/],
    [
      'a path',
      { kind: 'paths', volumes: [3, -2], outcomes: 'means' },
      /^expected volume .* got -2$/,
    ],
    ['one quantile', band([[0.5, 10]]), /at least 2 quantiles, got 1$/],
    [
      'order of shares',
      band([
        [0.5, 9],
        [0.1, 10],
      ]),
      /shares that rise, got 0.1 after 0.5$/,
    ],
    [
      'order of volumes',
      band([
        [0.1, 9],
        [0.5, 8],
      ]),
      /volumes that never fall, got 8 after 9$/,
    ],
    [
      'shares in percent',
      band([
        [10, 9],
        [90, 12],
      ]),
      /shares from 0.000001 to 0.999999, got 10$/,
    ],
    [
      'a volume',
      band([
        [0.1, -1],
        [0.9, 12],
      ]),
      /^expected quantile volume .* got -1$/,
    ],
  ] as [string, VolumeLaw, RegExp][])('%s', (_, law, message) => {
    expect(() => volumeDistribution(law)).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  it('bands of another length', () => {
    const estimate = { mean: [1, 2], median: [1], bands: [] };
    expect(() => bandLaws(estimate, 'counts')).toThrowError(
      /expected a law of volume with bands of 2 slots, got 1/,
    );
  });
});
