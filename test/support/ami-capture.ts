import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const FOLDER = join(import.meta.dirname, '../fixtures/asterisk');

/** A piece of bytes as it came from the server's socket; `t` in milliseconds since the start. */
export interface CapturedChunk {
  readonly t: number;
  readonly bytes: Buffer;
}

/** What the driver of the calls knows of one of them; instants are epoch milliseconds. */
export interface DrivenCall {
  readonly queue: string;
  readonly uniqueid: string;
  readonly join: number;
  readonly leave?: number;
  readonly connect?: number;
  readonly done?: number;
  readonly outcome: string;
  readonly agent?: string;
}

function unpack(name: string): Buffer {
  return gunzipSync(readFileSync(join(FOLDER, `${name}.gz`)));
}

export function capturedChunks(name: string): readonly CapturedChunk[] {
  const bytes = unpack(`${name}.rx`);
  return unpack(`${name}.idx.jsonl`)
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { t: number; d: string; o: number; n: number })
    .filter(({ d }) => d === 'r')
    .map(({ t, o, n }) => ({ t, bytes: bytes.subarray(o, o + n) }));
}

export function drivenCalls(name: string): readonly DrivenCall[] {
  return JSON.parse(unpack(`${name}.calls.json`).toString('utf8')) as readonly DrivenCall[];
}
