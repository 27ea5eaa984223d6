import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cancelEvent,
  growEventTree,
  makeEventTree,
  nextEvent,
  scheduleEvent,
} from './event-tree.ts';

describe('event tree', () => {
  it('gives what is to come in order, whatever was moved and taken out', () => {
    const step = fc.record({
      id: fc.nat(30),
      // Few different times, so that many are the same.
      time: fc.oneof(fc.nat(8), fc.constant(Infinity)),
      rank: fc.nat(3),
      cancels: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const tree = makeEventTree(3);
        growEventTree(tree, 31);
        const expected = new Map<number, { time: number; rank: number }>();
        for (const { id, time, rank, cancels } of steps) {
          if (cancels) cancelEvent(tree, id);
          else scheduleEvent(tree, id, time, rank);
          if (cancels || time === Infinity) expected.delete(id);
          else expected.set(id, { time, rank });
        }
        const order = [...expected]
          .sort(([a, x], [b, y]) => x.time - y.time || x.rank - y.rank || a - b)
          .map(([id]) => id);
        const actual: number[] = [];
        for (let id = nextEvent(tree); tree.times[id] !== Infinity; id = nextEvent(tree)) {
          actual.push(id);
          cancelEvent(tree, id);
        }
        expect(actual).toEqual(order);
      }),
      { numRuns: 500 },
    );
  });
});
