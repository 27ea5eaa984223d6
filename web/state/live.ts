/** The live day as the server streams it. */
import { signal } from '@preact/signals';
import {
  type AgentState,
  type LiveCentre,
  type LiveSource,
  type QueueSnapshot,
} from '../../src/domain/live.ts';
import { addressOf } from '../api/client.ts';

/** What a change holds: queues and people whole, where they differ from before. */
export interface LiveChange {
  readonly version: number;
  readonly madeAt: string;
  readonly source: LiveSource;
  readonly queues: readonly QueueSnapshot[];
  readonly agents: readonly AgentState[];
  readonly gone: { readonly queues: readonly string[]; readonly agents: readonly string[] };
}

export type LiveState =
  | { readonly kind: 'waiting' }
  /** `isHeard` is false once the server itself is not heard any more. */
  | { readonly kind: 'heard'; readonly centre: LiveCentre; readonly isHeard: boolean }
  /** The server follows no ACD, or may not be asked. */
  | { readonly kind: 'none' };

/** The server says something at least every second; so long it may be silent. */
const SILENT_MS = 10_000;

/** Follows the stream until the returned function is called. */
export function followLive(onState: (state: LiveState) => void): () => void {
  let centre: LiveCentre | null = null;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const stream = new EventSource(addressOf('live/events'));
  const tell = (isHeard: boolean): void => {
    if (centre !== null) onState({ kind: 'heard', centre, isHeard });
  };
  const hear = (next: LiveCentre): void => {
    centre = next;
    clearTimeout(silence);
    silence = setTimeout(() => {
      tell(false);
    }, SILENT_MS);
    tell(true);
  };
  stream.addEventListener('centre', ({ data }: MessageEvent<string>) => {
    hear(JSON.parse(data) as LiveCentre);
  });
  stream.addEventListener('change', ({ data }: MessageEvent<string>) => {
    if (centre !== null) hear(applyChange(centre, JSON.parse(data) as LiveChange));
  });
  stream.addEventListener('error', () => {
    // A refusal closes the stream for good; a lost connection is tried again by the browser.
    if (stream.readyState === EventSource.CLOSED && centre === null) onState({ kind: 'none' });
    else tell(false);
  });
  return () => {
    clearTimeout(silence);
    stream.close();
  };
}

/** A centre after a change. */
export function applyChange(centre: LiveCentre, change: LiveChange): LiveCentre {
  const { version, madeAt, source, gone } = change;
  return {
    version,
    madeAt,
    source,
    queues: merge(centre.queues, change.queues, gone.queues, ({ queue }) => queue),
    agents: merge(centre.agents, change.agents, gone.agents, ({ agent }) => agent),
  };
}

function merge<T>(
  before: readonly T[],
  changed: readonly T[],
  gone: readonly string[],
  nameOf: (item: T) => string,
): readonly T[] {
  const items = new Map(before.map((item) => [nameOf(item), item]));
  for (const name of gone) items.delete(name);
  for (const item of changed) items.set(nameOf(item), item);
  return [...items.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

export const live = signal<LiveState>({ kind: 'waiting' });
