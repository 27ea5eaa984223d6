import { type Random } from '../src/simulation/index.ts';

interface Caller {
  readonly arrival: number;
  readonly patience: number;
  readonly handle: number;
  waiting: boolean;
}

interface Happening {
  readonly time: number;
  readonly act: () => void;
}

/**
 * The event loop that one writes first: an object and a closure per event, kept in a sorted array.
 * One queue, exponential throughout. What the engine is measured against.
 */
export function simulateNaively(
  random: Random,
  contacts: number,
  rate: number,
  handleSeconds: number,
  patienceSeconds: number,
  agents: number,
): { readonly answered: number; readonly waitSeconds: number } {
  const events: Happening[] = [];
  const waiting: Caller[] = [];
  let now = 0;
  let free = agents;
  let answered = 0;
  let waitSeconds = 0;
  let arrived = 0;

  const exponential = (mean: number): number => -mean * Math.log(random());
  const at = (time: number, act: () => void): void => {
    let low = 0;
    let high = events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // Latest first, so that the next one is popped.
      if (events[middle]!.time > time) low = middle + 1;
      else high = middle;
    }
    events.splice(low, 0, { time, act });
  };
  const serve = (caller: Caller): void => {
    free--;
    answered++;
    waitSeconds += now - caller.arrival;
    at(now + caller.handle, () => {
      free++;
      const next = waiting.shift();
      if (next === undefined) return;
      next.waiting = false;
      serve(next);
    });
  };
  const arrive = (): void => {
    if (++arrived < contacts) at(now + exponential(1 / rate), arrive);
    const caller: Caller = {
      arrival: now,
      patience: exponential(patienceSeconds),
      handle: exponential(handleSeconds),
      waiting: false,
    };
    if (free > 0) {
      serve(caller);
      return;
    }
    caller.waiting = true;
    waiting.push(caller);
    at(now + caller.patience, () => {
      if (caller.waiting) waiting.splice(waiting.indexOf(caller), 1);
    });
  };
  at(exponential(1 / rate), arrive);
  for (let next = events.pop(); next !== undefined; next = events.pop()) {
    now = next.time;
    next.act();
  }
  return { answered, waitSeconds };
}
