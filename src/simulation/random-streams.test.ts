import { describe, expect, it } from 'vitest';
import {
  blockOf,
  makeSeekableRandom,
  makeStreamKeys,
  PURPOSES,
  streamOf,
  threefry,
  uniformAt,
} from './random-streams.ts';

describe('threefry', () => {
  it.each([
    // Known answers of Random123, for 13 rounds: counter, key, result.
    [0, 0, 0, 0, 0x9d1c5ec6, 0x8bd50731],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xfd36d048, 0x2d17272c],
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xba3e4725, 0xf27d669e],
  ])('%d %d', (counter0, counter1, key0, key1, first, second) => {
    const out = new Int32Array(2);
    threefry(out, key0, key1, counter0, counter1);
    expect([out[0]! >>> 0, out[1]! >>> 0]).toEqual([first, second]);
  });
});

describe('streams', () => {
  const keys = makeStreamKeys(7, 0, 3);

  it('have a key of their own each', () => {
    const all = new Set<string>();
    for (const seed of [7, 8, -7, 7 + 2 ** 32]) {
      for (const replication of [0, 1]) {
        const some = makeStreamKeys(seed, replication, 3);
        for (let at = 0; at < some.length; at += 2) all.add(`${some[at]} ${some[at + 1]}`);
      }
    }
    expect(all.size).toBe(4 * 2 * 3 * 4);
  });

  it('do not depend on how many queues there are', () => {
    expect([...makeStreamKeys(7, 0, 9)].slice(0, keys.length)).toEqual([...keys]);
  });

  it('give draws on (0, 1) that are uniform and hang together with nothing near', () => {
    const stream = streamOf(1, PURPOSES.patience);
    const draws = Array.from({ length: 40_000 }, (_, ordinal) =>
      uniformAt(keys, stream, ordinal, 0),
    );
    const bins = new Array<number>(100).fill(0);
    for (const draw of draws) bins[Math.floor(draw * 100)]!++;
    const chiSquare = bins.reduce((sum, count) => sum + (count - 400) ** 2 / 400, 0);
    // 99 degrees: mean 99, standard deviation 14.
    expect(chiSquare).toBeGreaterThan(50);
    expect(chiSquare).toBeLessThan(155);
    const others: [string, (ordinal: number) => number][] = [
      ['the next contact', (ordinal) => uniformAt(keys, stream, ordinal + 1, 0)],
      ['the next attempt', (ordinal) => uniformAt(keys, stream, ordinal, blockOf(1))],
      [
        'the handle time',
        (ordinal) => uniformAt(keys, streamOf(1, PURPOSES.handleTime), ordinal, 0),
      ],
      ['another queue', (ordinal) => uniformAt(keys, streamOf(2, PURPOSES.patience), ordinal, 0)],
    ];
    for (const [name, other] of others) {
      const product = draws.reduce(
        (sum, draw, ordinal) => sum + (draw - 0.5) * (other(ordinal) - 0.5),
        0,
      );
      // Correlation times the square root of the number of draws.
      expect(Math.abs((12 * product) / Math.sqrt(draws.length)), name).toBeLessThan(4);
    }
  });

  it('are sought by contact', () => {
    const stream = streamOf(0, PURPOSES.redial);
    const { seek, random } = makeSeekableRandom();
    seek(keys, stream, 5, 2);
    expect([random(), random()]).toEqual([
      uniformAt(keys, stream, 5, 2),
      uniformAt(keys, stream, 5, 3),
    ]);
  });
});
