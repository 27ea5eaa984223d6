import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPieces } from './json-pieces.ts';

describe('jsonPieces', () => {
  it('writes what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value));
      }),
    );
  });

  it('leaves keys without a value out', () => {
    expect([...jsonPieces({ a: undefined, b: [], c: {} })]).toEqual(['{"b":[],"c":{}}']);
  });

  it('gives a large document in pieces that are short to write', () => {
    const slots = Array.from({ length: 10_000 }, (_, i) => i / 7);
    const queues = Array.from({ length: 20 }, () => ({ volume: { mean: slots, median: slots } }));
    const stored = { header: { id: 'fc_1' }, document: { queues } };
    const pieces = [...jsonPieces(stored)];
    const longest = Math.max(...pieces.map((piece) => piece.length));
    expect(pieces.length).toBeGreaterThan(20);
    expect(longest).toBeLessThan(400_000);
    expect(pieces.join('')).toBe(JSON.stringify(stored));
  });
});
