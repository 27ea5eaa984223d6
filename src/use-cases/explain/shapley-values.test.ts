import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapleyValues } from './shapley-values.ts';

const count = (flags: readonly boolean[]) => flags.filter(Boolean).length;

describe('Shapley values', () => {
  it('give each its own where worths add up', () => {
    const own = [3, -1, 0.5];
    const worth = (flags: readonly boolean[]) =>
      flags.reduce((sum, isIn, at) => sum + (isIn ? own[at]! : 0), 10);
    expect(shapleyValues(3, worth)).toEqual([3, -1, 0.5]);
  });

  // Who holds a left glove and two who hold a right one: a pair is worth 1.
  it('are those of the gloves', () => {
    const values = shapleyValues(3, ([left, one, other]) => (left! && (one! || other!) ? 1 : 0));
    expect(values[0]).toBeCloseTo(2 / 3, 12);
    expect(values[1]).toBeCloseTo(1 / 6, 12);
    expect(values[2]).toBeCloseTo(1 / 6, 12);
  });

  it('sum to the worth of all less that of none, and give nothing to who changes nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 16, maxLength: 16 }),
        (worths) => {
          const worth = (flags: readonly boolean[]) =>
            worths[flags.slice(0, 4).reduce((sum, isIn, at) => sum + (isIn ? 2 ** at : 0), 0)]!;
          const values = shapleyValues(5, worth);
          const total = values.reduce((sum, value) => sum + value, 0);
          expect(total).toBeCloseTo(worths[15]! - worths[0]!, 12);
          expect(values[4]).toBe(0);
        },
      ),
    );
  });

  it('share alike among alike, and of nobody are none', () => {
    const values = shapleyValues(5, (flags) => count(flags) ** 2);
    for (const value of values) expect(value).toBeCloseTo(5, 12);
    expect(shapleyValues(0, () => 1)).toEqual([]);
  });
});
