import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverOf, gapsOf, nextGap } from './coverage.ts';

const coverage = [
  { queue: 'en', required: [2, 2, 2], scheduled: [3, 2, 0] },
  { queue: 'de', required: [1, 1, 1], scheduled: [0, 1, 2] },
];

describe('cover', () => {
  it('does not let one queue fill the gap of another', () => {
    const cover = coverOf(coverage, null, 3);
    expect([...cover.required]).toEqual([3, 3, 3]);
    expect([...cover.scheduled]).toEqual([3, 3, 2]);
    expect([...cover.under]).toEqual([1, 0, 2]);
    expect([...cover.over]).toEqual([1, 0, 1]);
  });

  it('shows one queue alone', () => {
    const cover = coverOf(coverage, 'de', 3);
    expect([...cover.under]).toEqual([1, 0, 0]);
    expect([cover.highest, cover.widest]).toEqual([2, 1]);
  });

  it('balances: scheduled - required = over - under in every slot', () => {
    const agents = fc.array(fc.nat(50), { minLength: 5, maxLength: 5 });
    const part = fc.record({ queue: fc.string(), required: agents, scheduled: agents });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        const cover = coverOf(parts, null, 5);
        for (let slot = 0; slot < 5; slot++) {
          expect(cover.over[slot]! - cover.under[slot]!).toBe(
            cover.scheduled[slot]! - cover.required[slot]!,
          );
        }
      }),
    );
  });
});

describe('gaps', () => {
  const gaps = gapsOf([1, 3, 0, 0, 2, 2]);

  it('are runs with their worst slot', () => {
    expect(gaps).toEqual([
      { from: 0, to: 2, worst: 3, worstSlot: 1 },
      { from: 4, to: 6, worst: 2, worstSlot: 4 },
    ]);
    expect(gapsOf([0, 0])).toEqual([]);
  });

  it('are walked in order and round to the first', () => {
    expect(nextGap(gaps, -1)?.from).toBe(0);
    expect(nextGap(gaps, 0)?.from).toBe(4);
    expect(nextGap(gaps, 4)?.from).toBe(0);
    expect(nextGap([], 0)).toBeNull();
  });

  it('hold every slot that is short, and no other', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 60 }), (under) => {
        const short = under.flatMap((agents, slot) => (agents > 0 ? [slot] : []));
        const held = gapsOf(under).flatMap(({ from, to }) =>
          Array.from({ length: to - from }, (_, at) => from + at),
        );
        expect(held).toEqual(short);
      }),
    );
  });
});
