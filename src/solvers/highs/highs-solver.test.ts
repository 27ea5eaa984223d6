import { describe, expect, it } from 'vitest';
import { type MipModel } from '../../scheduling/index.ts';
import { createHighsSolver } from './highs-solver.ts';

const solver = createHighsSolver();

describe('mixed-integer models', () => {
  it('finds the optimum of a knapsack and proves it', async () => {
    const result = await solver.solve(knapsack());
    // Of 60/10, 100/20 and 120/30 with room for 50 the last two are best (Dantzig's example).
    expect(result.status).toBe('optimal');
    expect(result.objective).toBeCloseTo(-220, 6);
    expect(result.values!.map(Math.round)).toEqual([0, 1, 1]);
    expect(result.bound).toBeCloseTo(-220, 6);
  });

  it('tells an infeasible model as a result', async () => {
    const model = knapsack();
    const result = await solver.solve({
      ...model,
      constraints: [{ variables: [0, 1, 2], coefficients: [1, 1, 1], lower: 4, upper: 9 }],
    });
    expect(result).toEqual({ status: 'infeasible', values: null, objective: null, bound: null });
  });

  it('starts from a given point and keeps it where nothing is better', async () => {
    const result = await solver.solve({ ...knapsack(), start: [0, 1, 1] });
    expect(result.objective).toBeCloseTo(-220, 6);
  });

  it.each([
    ['a raised flag', { signal: { aborted: true } }],
    ['no time', { timeLimitSeconds: 0 }],
  ])('gives nothing for %s', async (_, change) => {
    const result = await solver.solve({ ...knapsack(), ...change });
    expect(result).toEqual({ status: 'none', values: null, objective: null, bound: null });
  });

  it('stops inside a solve when the flag is raised, with a bound that holds', async () => {
    const signal = { aborted: false };
    let calls = 0;
    const result = await solver.solve({
      ...hardModel(),
      signal: {
        get aborted() {
          calls++;
          return signal.aborted || calls > 3;
        },
      },
    });
    expect(calls).toBeGreaterThan(3);
    expect(result.status).not.toBe('optimal');
    if (result.objective !== null && result.bound !== null) {
      expect(result.bound).toBeLessThanOrEqual(result.objective + 1e-6);
    }
  });

  it('solves a model without variables', async () => {
    const result = await solver.solve({ ...knapsack(), variables: [], constraints: [] });
    expect(result).toEqual({ status: 'optimal', values: [], objective: 0, bound: 0 });
  });
});

describe('linear models', () => {
  it('gives what each row is worth', async () => {
    const result = await solver.solveLp(knapsack());
    // The relaxation takes 60/10, 100/20 and two thirds of 120/30; one more kilogram earns 4.
    expect(result.objective).toBeCloseTo(-240, 6);
    expect(result.bound).toBeCloseTo(-240, 6);
    expect(result.duals![0]).toBeCloseTo(-4, 6);
  });
});

describe('refusals', () => {
  it.each([
    ['an unknown variable', { variables: [7], coefficients: [1], lower: 0, upper: 1 }],
    ['a missing coefficient', { variables: [0], coefficients: [], lower: 0, upper: 1 }],
    ['a coefficient that is none', { variables: [0], coefficients: [NaN], lower: 0, upper: 1 }],
    ['a limit that is none', { variables: [0], coefficients: [1], lower: NaN, upper: 1 }],
  ])('%s', async (_, constraint) => {
    await expect(solver.solve({ ...knapsack(), constraints: [constraint] })).rejects.toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });

  it('a start of another length', async () => {
    await expect(solver.solve({ ...knapsack(), start: [1] })).rejects.toThrowError(
      'expected a start of 3 values, got 1',
    );
  });
});

function knapsack(): MipModel {
  const item = (cost: number) => ({ lower: 0, upper: 1, integer: true, cost });
  return {
    variables: [item(-60), item(-100), item(-120)],
    constraints: [
      { variables: [0, 1, 2], coefficients: [10, 20, 30], lower: -Infinity, upper: 50 },
    ],
    start: null,
    timeLimitSeconds: 30,
    nodeLimit: null,
    relativeGap: 0,
    signal: { aborted: false },
    onProgress: () => undefined,
  };
}

/** Market split (Cornuéjols and Dawande): tiny, and hopeless for branch and bound. */
function hardModel(): MipModel {
  const items = 40;
  const rows = 5;
  const weight = (row: number, item: number) => ((row * 7919 + item * 104_729 + 31) * 37) % 100;
  const slacks = Array.from({ length: 2 * rows }, () => ({
    lower: 0,
    upper: Infinity,
    integer: false,
    cost: 1,
  }));
  return {
    ...knapsack(),
    variables: [
      ...Array.from({ length: items }, () => ({ lower: 0, upper: 1, integer: true, cost: 0 })),
      ...slacks,
    ],
    constraints: Array.from({ length: rows }, (_, row) => {
      const weights = Array.from({ length: items }, (_w, item) => weight(row, item));
      const half = Math.floor(weights.reduce((sum, each) => sum + each, 0) / 2);
      return {
        variables: [...weights.keys(), items + 2 * row, items + 2 * row + 1],
        coefficients: [...weights, 1, -1],
        lower: half,
        upper: half,
      };
    }),
  };
}
