/** What is known about something that the server holds. */
import { type Signal, signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Problem, problemOf } from '../api/problem.ts';

export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly problem: Problem };

export interface Resource<T> {
  readonly state: Signal<Loaded<T>>;
  /** Asks again; what was known stays on the screen meanwhile. */
  readonly refresh: () => Promise<void>;
}

/** A thing that several screens show and that is asked for again when it may have changed. */
export function resource<T>(load: () => Promise<T>): Resource<T> {
  const state = signal<Loaded<T>>({ kind: 'loading' });
  let asked = 0;
  const refresh = async (): Promise<void> => {
    const turn = ++asked;
    if (state.peek().kind === 'failed') state.value = { kind: 'loading' };
    const next = await settle(load);
    // Of several questions under way only the last one's answer counts.
    if (turn === asked) state.value = next;
  };
  return { state, refresh };
}

/**
 * A thing of one screen, asked for whenever `key` changes; an answer that comes too late is
 * dropped. `null` as key asks for nothing. The second value asks again.
 */
export function useLoaded<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
): readonly [Loaded<T>, () => void] {
  const [attempt, setAttempt] = useState(0);
  const [held, setHeld] = useState<{ readonly key: string | null; readonly state: Loaded<T> }>({
    key: null,
    state: { kind: 'loading' },
  });
  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    setHeld({ key, state: { kind: 'loading' } });
    void settle(() => load(abort.signal)).then((state) => {
      if (!abort.signal.aborted) setHeld({ key, state });
    });
    return () => {
      abort.abort();
    };
  }, [key, attempt]);
  // Between a new key and its effect the old key's value must not be shown.
  const state: Loaded<T> = held.key === key ? held.state : { kind: 'loading' };
  return [
    state,
    () => {
      setAttempt(attempt + 1);
    },
  ];
}

/** The last value that was not `null`: figures stay while they are asked for anew. */
export function useLatest<T>(value: T | null): T | null {
  const held = useRef<T | null>(null);
  if (value !== null) held.current = value;
  return held.current;
}

async function settle<T>(load: () => Promise<T>): Promise<Loaded<T>> {
  try {
    return { kind: 'ready', value: await load() };
  } catch (error) {
    return { kind: 'failed', problem: problemOf(error) };
  }
}
