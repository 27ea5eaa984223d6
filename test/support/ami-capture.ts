import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type AmiMessage, textField } from '../../src/acd/asterisk/ami/message.ts';
import { translateAmiEvent } from '../../src/acd/asterisk/ami/translate.ts';
import { type LiveSettings, type LiveState } from '../../src/use-cases/index.ts';

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

/** Server's clock at the first chunk of `load450`, from the first event beside its chunk. */
export const CAPTURE_BEGAN = 1_795_300_567.189;

/** What the state of a capture is opened with. */
export const CAPTURE_SETTINGS: LiveSettings = {
  name: 'test',
  system: 'asterisk',
  zone: 'UTC',
  stepSeconds: 60,
  agentNames: {},
  wrapUpReasons: [],
  wrapUpSecondsOf: () => 0,
  thresholdSecondsOf: () => null,
  staleAfterSeconds: 1e9,
};

/** Hands messages to a state as the connector does; `onSnapshot` decides about the lists. */
export function hearMessages(
  state: LiveState,
  onSnapshot: (items: readonly AmiMessage[], at: number) => void,
): (message: AmiMessage, at: number) => void {
  const lists = new Map<string, AmiMessage[]>();
  state.onHeard(CAPTURE_BEGAN * 1000);
  state.onUp({ at: CAPTURE_BEGAN, startedAt: CAPTURE_BEGAN });
  return (message, at) => {
    const id = textField(message, 'actionid');
    if (id === null) {
      const event = translateAmiEvent(message, at);
      if (event !== null) state.onEvent(event);
    } else if (message.fields.has('response')) {
      if (textField(message, 'message') === 'Queue status will follow') lists.set(id, []);
    } else if (textField(message, 'event') === 'QueueStatusComplete') {
      onSnapshot(lists.get(id)!, at);
    } else {
      lists.get(id)?.push(message);
    }
  };
}
