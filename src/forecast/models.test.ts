import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/forecast-models.json' with { type: 'json' };
import { countQuantile, countScore, normalQuantile } from './count-quantiles.ts';
import { solveRidge } from './linear-algebra.ts';
import { dampedSum, smoothLevel, smoothTrend } from './smoothers.ts';

describe('golden values', () => {
  it.each(golden.ridge)('ridge, $rows rows and $columns columns', (row) => {
    const design = {
      rows: row.rows,
      columns: row.columns,
      values: Float64Array.from(row.design),
    };
    const actual = solveRidge(
      design,
      Float64Array.from(row.response),
      Float64Array.from(row.weights),
      Float64Array.from(row.penalties),
    );
    for (const [at, expected] of row.expected.entries())
      expect(actual[at]).toBeCloseTo(expected, 10);
  });

  it.each(golden.level)('level smoother, gain $gain', ({ gain, values, expected }) => {
    const weights = new Float64Array(values.length).fill(1);
    const actual = smoothLevel(Float64Array.from(values), weights, values.length, gain, Infinity);
    expect(actual).toBeCloseTo(expected, 12);
  });

  it.each(golden.trend)('damped trend, $level/$slope/$damping', (row) => {
    const weights = new Float64Array(row.values.length).fill(1);
    const values = Float64Array.from(row.values);
    const actual = smoothTrend(values, weights, values.length, row, Infinity);
    expect(actual.level).toBeCloseTo(row.expectedLevel, 12);
    expect(actual.slope).toBeCloseTo(row.expectedSlope, 12);
    const ahead = actual.level + actual.slope * dampedSum(row.damping, row.ahead);
    expect(ahead).toBeCloseTo(row.expectedAhead, 12);
  });

  it.each(golden.gamma)('gamma quantile, mean $mean, variance $variance, z $z', (row) => {
    const off = Math.abs(countQuantile(row, row.z) - row.expected);
    expect(off / Math.sqrt(row.variance)).toBeLessThan(0.02);
  });

  it.each(golden.normal)('normal quantile of $p', ({ p, expected }) => {
    expect(normalQuantile(p)).toBeCloseTo(expected, 7);
  });
});

describe('laws', () => {
  it('a score is the quantile turned round', () => {
    const law = { mean: 40, variance: 90 };
    for (const z of [-2, -0.5, 0, 1, 2.5]) {
      expect(countScore(law, countQuantile(law, z))).toBeCloseTo(z, 10);
    }
  });

  it('unknown values leave a level as it is', () => {
    const values = Float64Array.of(1, Number.NaN, 2);
    const actual = smoothLevel(values, Float64Array.of(1, 0, 1), 3, 0.5, Infinity);
    expect(actual).toBeCloseTo(0.5 + 0.5 * 1.5, 12);
  });

  it('a wild step moves a level by the limit at most', () => {
    const weights = Float64Array.of(1);
    expect(smoothLevel(Float64Array.of(1000), weights, 1, 0.5, 2)).toBe(1);
  });
});

describe('refusals', () => {
  it('INVALID_INPUT where nothing determines a coefficient', () => {
    const design = { rows: 1, columns: 2, values: Float64Array.of(1, 0) };
    const one = Float64Array.of(1);
    expect(() => solveRidge(design, one, one, new Float64Array(2))).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: 'expected a positive definite matrix, got pivot 0 in column 1',
      }),
    );
  });
});
