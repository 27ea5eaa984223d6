import { AgnerError } from '../domain/index.ts';

/** An `AbortSignal` of this thread that another thread can raise, and how to raise it from here. */
export interface SharedSignal {
  readonly signal: AbortSignal;
  readonly raise: () => void;
}

/**
 * An `AbortSignal` whose `aborted` (and `throwIfAborted`) look at shared memory: it turns true in
 * the middle of a computation that never lets a message in. "abort" is dispatched at the first
 * look that finds the flag, or by `raise`.
 *
 * @param flag one 32-bit number, 1 for aborted
 */
export function sharedSignal(flag: SharedArrayBuffer): SharedSignal {
  const controller = new AbortController();
  const { signal } = controller;
  const cell = new Int32Array(flag);
  let isRaised = false;
  const raise = () => {
    if (isRaised) return;
    isRaised = true;
    controller.abort(new AgnerError('CANCELLED', 'the work was cancelled'));
  };
  const look = () => {
    if (Atomics.load(cell, 0) === 1) raise();
    return isRaised;
  };
  Object.defineProperties(signal, {
    aborted: { get: look },
    throwIfAborted: {
      value: () => {
        if (look()) throw signal.reason;
      },
    },
  });
  return { signal, raise };
}
