import { PURPOSES, streamOf, uniformAt } from './random-streams.ts';
import { type RunState } from './run-state.ts';

/** When the next caller of a queue comes; `Infinity` if none does before the end. */
export function nextArrival(state: RunState, queue: number): number {
  const source = state.sources[queue]!;
  const caller = state.callers[queue]!++;
  if (source.kind !== 'poisson') {
    return caller < source.arrivalSeconds.length ? source.arrivalSeconds[caller]! : Infinity;
  }
  const { arrivalClock, arrivalInterval } = state;
  const { intervals, stepSeconds } = state.centre;
  // Contacts that pass until the next one, as a process of rate 1.
  let rest = -Math.log(uniformAt(state.keys, streamOf(queue, PURPOSES.arrival), caller, 0));
  let clock = arrivalClock[queue]!;
  let interval = arrivalInterval[queue]!;
  for (; interval < intervals; interval++) {
    const end = (interval + 1) * stepSeconds;
    const volume = source.volume[interval]!;
    const expected = (volume * (end - clock)) / stepSeconds;
    if (rest < expected) {
      clock += (rest / volume) * stepSeconds;
      break;
    }
    rest -= expected;
    clock = end;
  }
  arrivalClock[queue] = clock;
  arrivalInterval[queue] = interval;
  return interval < intervals ? clock : Infinity;
}
