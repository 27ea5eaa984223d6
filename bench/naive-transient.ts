import { type TransientCase } from '../src/erlang/transient/transient.ts';

/** States beyond the agents that are kept. */
const PLACES = 300;

/**
 * Mean number in the system at the end of each interval by uniformisation as textbooks have it:
 * every state, every jump. No service levels.
 */
export function naiveMeansAtEnd(input: TransientCase, handleTimeSeconds: number): number[] {
  const states = Math.max(...input.agents) + PLACES;
  let mass = new Float64Array(states);
  mass[input.initialCalls] = 1;
  return input.callsPerInterval.map((calls, interval) => {
    const arrivals = calls / input.intervalSeconds;
    const leave = input.patienceSeconds === null ? 0 : 1 / input.patienceSeconds;
    const agents = input.agents[interval]!;
    const departures = Float64Array.from({ length: states }, (_, state) => {
      const busy = Math.min(state, agents);
      return busy / handleTimeSeconds + (state - busy) * leave;
    });
    const rate = arrivals + departures.at(-1)!;
    const mean = rate * input.intervalSeconds;
    const jumps = Math.ceil(mean + 8 * Math.sqrt(mean) + 20);
    const end = new Float64Array(states);
    let logWeight = -mean;
    for (let jump = 0; jump <= jumps; jump++) {
      const weight = Math.exp(logWeight);
      const next = new Float64Array(states);
      for (let state = 0; state < states; state++) {
        const here = mass[state]!;
        end[state]! += weight * here;
        const up = state + 1 < states ? arrivals / rate : 0;
        const down = departures[state]! / rate;
        next[state]! += here * (1 - up - down);
        if (up > 0) next[state + 1]! += here * up;
        if (state > 0) next[state - 1]! += here * down;
      }
      mass = next;
      logWeight += Math.log(mean / (jump + 1));
    }
    mass = end;
    return end.reduce((sum, probability, state) => sum + probability * state, 0);
  });
}
