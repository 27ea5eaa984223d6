import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/forecast-models.json' with { type: 'json' };
import { countQuantile, countScore, normalQuantile } from './count-quantiles.ts';
import { solveRidge } from './linear-algebra.ts';
import { filterLevel } from './ridge-regression.ts';
import { singularVectors } from './singular-vectors.ts';
import { type Dynamics, trackLevel } from './smoothers.ts';
import { stackMembers } from './stack-members.ts';

const track = (values: readonly number[], dynamics: Dynamics, limit = Infinity) => {
  const weights = Float64Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));
  const outlying = new Uint8Array(values.length);
  const days = { values: Float64Array.from(values), weights, outlying };
  return trackLevel(days, values.length, dynamics, limit);
};

function expectClose(actual: Float64Array, expected: readonly number[], digits: number): void {
  expect(actual).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) expect(actual[at]).toBeCloseTo(value, digits);
}

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
    expectClose(actual, row.expected, 10);
  });

  it.each(golden.level)('level, slow $slow, fast $fast, persistence $persistence', (row) => {
    const { slow, fast, persistence } = row;
    const dynamics = { kind: 'level', slow, fast, persistence } as const;
    expect(track(row.values, dynamics).ahead(40, row.ahead)).toBeCloseTo(row.expected, 12);
  });

  it.each(golden.trend)('damped trend, $level/$slope/$damping', (row) => {
    const { level, slope, damping } = row;
    const dynamics = { kind: 'trend', level, slope, damping } as const;
    expect(track(row.values, dynamics).ahead(30, row.ahead)).toBeCloseTo(row.expected, 12);
  });

  it.each(golden.weekly)('Holt-Winters level and week, $level/$weekday', (row) => {
    const { level, weekday } = row;
    const dynamics = { kind: 'weekly', level, weekday } as const;
    expect(track(row.values, dynamics).ahead(40, row.ahead)).toBeCloseTo(row.expected, 12);
  });

  it.each(golden.singular)('singular vectors, $rows rows and $columns columns', (row) => {
    const values = Float64Array.from(row.matrix);
    const found = singularVectors({ rows: row.rows, columns: row.columns, values });
    expectClose(found.values.slice(0, row.values.length), row.values, 9);
    for (const [at, vector] of row.vectors.entries()) expectClose(found.vectors[at]!, vector, 8);
  });

  it.each(golden.filter)('level filter, gain $gain', (row) => {
    const { rows, columns } = row;
    const days = {
      matrix: { rows, columns, values: Float64Array.from(row.design) },
      response: Float64Array.from(row.response),
      weights: new Float64Array(rows).fill(1),
      priorDeviations: new Float64Array(columns).fill(1),
    };
    const { matrix, response } = filterLevel(days, row.gain);
    expectClose(matrix.values, row.expectedDesign, 12);
    expectClose(response, row.expectedResponse, 12);
  });

  it.each(golden.stack)('stacked weights of $members members', ({ members, errors, expected }) => {
    const rows = errors.map((row) => Float64Array.from(row));
    expectClose(stackMembers(rows, members), expected, 5);
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
    const dynamics = { kind: 'level', slow: 0.5, fast: 0, persistence: 1 } as const;
    const level = track([1, Number.NaN, 2], dynamics);
    expect(level.ahead(1, 1)).toBe(0.5);
    expect(level.ahead(2, 1)).toBe(0.5);
    expect(level.ahead(3, 1)).toBeCloseTo(0.5 + 0.5 * 1.5, 12);
  });

  it('what is fast fades, what is slow stays', () => {
    const dynamics = { kind: 'level', slow: 0.01, fast: 0.5, persistence: 0.8 } as const;
    const level = track([...Array.from({ length: 300 }, () => 0), 1], dynamics);
    expect(level.ahead(301, 1)).toBeCloseTo(0.01 + 0.4, 12);
    expect(level.ahead(301, 100)).toBeCloseTo(0.01, 8);
  });

  it('what has just gone out of the ordinary is followed, and forgotten once it is over', () => {
    const values = Float64Array.of(0, 0, 0, 0, 8, 8, 0, 0);
    const outlying = Uint8Array.from(values, (value) => (value > 0 ? 1 : 0));
    const weights = Float64Array.from(outlying, (flag) => 1 - flag);
    const dynamics = { kind: 'level', slow: 0.5, fast: 0, persistence: 1 } as const;
    const level = trackLevel({ values, weights, outlying }, 8, dynamics, Infinity);
    const ahead = Array.from({ length: 9 }, (_, end) => level.ahead(end, 1));
    expect(ahead).toEqual([0, 0, 0, 0, 0, 4, 6, 0, 0]);
  });

  it('a mean of the same weekday skips what is not known, and is 0 of nothing', () => {
    const values = Array.from({ length: 21 }, (_, at) => (at === 14 ? Number.NaN : at));
    const mean = track(values, { kind: 'same-weekday', weeks: 2 });
    expect(mean.ahead(21, 1)).toBe((7 + 0) / 2);
    expect(mean.ahead(21, 9)).toBe((15 + 8) / 2);
    expect(mean.ahead(3, 6)).toBe(1);
    expect(mean.ahead(3, 5)).toBe(0);
  });

  it('a matrix of rank 1 has one singular vector, one of zeros none', () => {
    const values = Float64Array.of(3, 0, 4, 6, 0, 8);
    const { vectors } = singularVectors({ rows: 2, columns: 3, values });
    expect(vectors).toHaveLength(1);
    expectClose(vectors[0]!, [0.6, 0, 0.8], 12);
    expect(singularVectors({ rows: 2, columns: 3, values: new Float64Array(6) }).vectors).toEqual(
      [],
    );
  });

  it('a wild step moves a level by the limit at most', () => {
    const dynamics = { kind: 'level', slow: 0.5, fast: 0, persistence: 1 } as const;
    expect(track([1000], dynamics, 2).ahead(1, 1)).toBe(1);
  });

  it('weights are shares of 1, equal where nothing tells members apart', () => {
    const errors = [Float64Array.of(0, 0, 0), Float64Array.of(0, 0, 0)];
    expectClose(stackMembers(errors, 3), [1 / 3, 1 / 3, 1 / 3], 12);
    const alike = [Float64Array.of(1, 1), Float64Array.of(-2, -2)];
    expectClose(stackMembers(alike, 2), [0.5, 0.5], 12);
  });

  it('members that go wrong in opposite ways cancel', () => {
    const errors = [1, -1, 1, -1].map((sign) => Float64Array.of(sign, -sign, 3 * sign));
    const weights = stackMembers(errors, 3);
    expect(weights[1]).toBeGreaterThan(weights[0]!);
    expect(weights[2]).toBeLessThan(weights[0]! / 2);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
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
