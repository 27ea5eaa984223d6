import { describe, expect, it } from 'vitest';
import { batchInterval, ratioInterval } from './batch-interval.ts';
import { seededRandom, standardNormal } from './random.ts';
import { studentQuantile } from './student-quantile.ts';

describe("Student's t", () => {
  it.each([
    // By the incomplete beta function in 30 digits.
    [0.975, 1, 12.7062047361747],
    [0.975, 2, 4.302652729749462],
    [0.975, 3, 3.182446305284263],
    [0.975, 10, 2.228138851986275],
    [0.995, 29, 2.756385903670605],
    [0.9, 7, 1.414923927650509],
    [0.975, 100_000, 1.9599877075346],
  ])('P %d, %d degrees', (probability, degrees, expected) => {
    expect(studentQuantile(probability, degrees) / expected).toBeCloseTo(1, 11);
  });

  it('is 0 in the middle', () => {
    expect(studentQuantile(0.5, 4)).toBeCloseTo(0, 12);
  });

  it.each([
    [0.4, 3],
    [1, 3],
    [95, 3],
    [Number.NaN, 3],
    [0.975, 0],
    [0.975, 1.5],
  ])('refuses P %d, %d degrees', (probability, degrees) => {
    expect(() => studentQuantile(probability, degrees)).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });
});

describe('intervals', () => {
  it('mean and half-width by hand', () => {
    // Variance 0.0004, error sqrt(0.0004 / 3), t of 2 degrees 4.3027.
    const { mean, halfWidth } = batchInterval([0.81, 0.79, 0.83]);
    expect(mean).toBeCloseTo(0.81, 12);
    expect(halfWidth).toBeCloseTo(4.30265273 * Math.sqrt(0.0004 / 3), 9);
  });

  it('values that do not differ have no width, however large', () => {
    expect(batchInterval([0.1, 0.1, 0.1])).toEqual({ mean: 0.1, halfWidth: 0 });
    expect(batchInterval([1e12, 1e12 + 2]).halfWidth).toBeCloseTo(12.7062047364, 6);
  });

  it('a ratio is totals over totals', () => {
    expect(ratioInterval([1, 9], [10, 10])!.mean).toBe(0.5);
    expect(ratioInterval([1, 90], [2, 100])!.mean).toBeCloseTo(91 / 102, 12);
    // Always half: no width, though parts and wholes differ.
    expect(ratioInterval([1, 50, 3], [2, 100, 6])).toEqual({ mean: 0.5, halfWidth: 0 });
    expect(ratioInterval([0, 0], [0, 0])).toBeNull();
  });

  it('holds the truth 95 times in 100', () => {
    const random = seededRandom(5);
    let held = 0;
    for (let trial = 0; trial < 4000; trial++) {
      const wholes = Array.from({ length: 12 }, () => 50 + 5 * standardNormal(random));
      const parts = wholes.map((whole) => 0.8 * whole + 2 * standardNormal(random));
      const { mean, halfWidth } = ratioInterval(parts, wholes)!;
      if (Math.abs(mean - 0.8) <= halfWidth) held++;
    }
    expect(held / 4000).toBeGreaterThan(0.935);
    expect(held / 4000).toBeLessThan(0.965);
  });

  it.each([
    ['one value', [1], [1]],
    ['unequal lengths', [1, 2], [1, 2, 3]],
    ['what is no number', [1, Number.NaN], [1, 1]],
    ['what is endless', [1, 2], [1, Infinity]],
  ])('refuses %s', (_, parts, wholes) => {
    expect(() => ratioInterval(parts, wholes)).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(/^expected .* got /) as string,
      }),
    );
  });
});
