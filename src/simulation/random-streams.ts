import { type Random } from './random.ts';

/** What a stream of draws is for; each purpose has a key of its own. */
export const PURPOSES = { arrival: 0, patience: 1, handleTime: 2, redial: 3 } as const;
const PURPOSE_COUNT = 4;

/** Keys of all streams of one run: two words per queue and purpose. */
export type StreamKeys = Int32Array;

/** Draws may go through so many blocks before they run into those of the next attempt. */
const BLOCKS_PER_ATTEMPT = 1 << 10;

const word = new Int32Array(2);

/**
 * Threefry-2x32 with 13 rounds: a keyed permutation of 64 bits, so that the draw belonging to any
 * counter is had without those before it. Leaves its two words in `out`.
 *
 * @see Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC11.
 */
export function threefry(
  out: Int32Array,
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
): void {
  const key2 = 0x1bd11bda ^ key0 ^ key1;
  let x = (counter0 + key0) | 0;
  let y = (counter1 + key1) | 0;
  x = (x + y) | 0;
  y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0;
  y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0;
  y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0;
  y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + key1) | 0;
  y = (y + key2 + 1) | 0;
  x = (x + y) | 0;
  y = ((y << 17) | (y >>> 15)) ^ x;
  x = (x + y) | 0;
  y = ((y << 29) | (y >>> 3)) ^ x;
  x = (x + y) | 0;
  y = ((y << 16) | (y >>> 16)) ^ x;
  x = (x + y) | 0;
  y = ((y << 24) | (y >>> 8)) ^ x;
  x = (x + key2) | 0;
  y = (y + key0 + 2) | 0;
  x = (x + y) | 0;
  y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0;
  y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0;
  y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0;
  y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + key0) | 0;
  y = (y + key1 + 3) | 0;
  x = (x + y) | 0;
  y = ((y << 17) | (y >>> 15)) ^ x;
  out[0] = x;
  out[1] = y;
}

/**
 * Keys for all queues and purposes. The same seed, replication and place of a queue give the same
 * draws, whatever else differs between two centres.
 *
 * @param seed any whole number; @param replication whole number of at least 0
 */
export function makeStreamKeys(seed: number, replication: number, queues: number): StreamKeys {
  const keys = new Int32Array(queues * PURPOSE_COUNT * 2);
  for (let stream = 0; stream < queues * PURPOSE_COUNT; stream++) {
    threefry(word, seed | 0, Math.floor(seed / 2 ** 32) | 0, stream, replication);
    keys[2 * stream] = word[0]!;
    keys[2 * stream + 1] = word[1]!;
  }
  return keys;
}

/** Place of a stream's key in {@link StreamKeys}. */
export function streamOf(queue: number, purpose: number): number {
  return 2 * (queue * PURPOSE_COUNT + purpose);
}

/** The draw on (0, 1) that belongs to a contact's ordinal and a block, 53 bits fine. */
export function uniformAt(keys: StreamKeys, stream: number, ordinal: number, block: number) {
  threefry(word, keys[stream]!, keys[stream + 1]!, ordinal, block);
  return ((word[0]! >>> 5) * 67_108_864 + (word[1]! >>> 6) + 0.5) / 9_007_199_254_740_992;
}

/** First block of an attempt of a contact: 0 for the first call, 1 for its first redial. */
export function blockOf(attempt: number): number {
  return attempt * BLOCKS_PER_ATTEMPT;
}

/** A {@link Random} that can be set to the draws of any contact, for laws that need several. */
export interface SeekableRandom {
  readonly seek: (keys: StreamKeys, stream: number, ordinal: number, block: number) => void;
  readonly random: Random;
}

export function makeSeekableRandom(): SeekableRandom {
  const at = new Int32Array(3);
  let source: StreamKeys = new Int32Array(0);
  return {
    seek(keys, stream, ordinal, block) {
      source = keys;
      at[0] = stream;
      at[1] = ordinal;
      at[2] = block;
    },
    random: () => uniformAt(source, at[0]!, at[1]!, at[2]!++),
  };
}
