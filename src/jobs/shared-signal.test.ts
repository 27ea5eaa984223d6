import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SharedSignal, sharedSignal } from './shared-signal.ts';

let flag: SharedArrayBuffer;
let shared: SharedSignal;
beforeEach(() => {
  flag = new SharedArrayBuffer(4);
  shared = sharedSignal(flag);
});
const raiseElsewhere = () => Atomics.store(new Int32Array(flag), 0, 1);

describe('a shared signal', () => {
  it('is an AbortSignal that looks at the flag', () => {
    const { signal } = shared;
    expect(signal).toBeInstanceOf(AbortSignal);
    expect(signal.aborted).toBe(false);
    signal.throwIfAborted();
    raiseElsewhere();
    expect(signal.aborted).toBe(true);
    expect(() => {
      signal.throwIfAborted();
    }).toThrowError(
      expect.objectContaining({ code: 'CANCELLED', message: 'the work was cancelled' }),
    );
  });

  it('throws at the first look too', () => {
    raiseElsewhere();
    expect(() => {
      shared.signal.throwIfAborted();
    }).toThrowError(expect.objectContaining({ code: 'CANCELLED' }));
  });

  it.each([
    [
      'a look that finds the flag',
      () => {
        raiseElsewhere();
        void shared.signal.aborted;
      },
    ],
    [
      'raising it',
      () => {
        shared.raise();
      },
    ],
  ])('dispatches "abort" once by %s', (_, abort) => {
    let times = 0;
    shared.signal.addEventListener('abort', () => times++);
    abort();
    shared.raise();
    expect([times, shared.signal.aborted]).toEqual([1, true]);
  });

  it('is taken by what takes a signal', async () => {
    const waiting = sleep(60_000, null, { signal: shared.signal });
    shared.raise();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
