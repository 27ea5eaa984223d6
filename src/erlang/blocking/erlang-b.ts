import { inverseBlocking } from './inverse-blocking.ts';
import { checkAgentsOrPart, checkLoad } from '../limits.ts';

export { inverseBlocking } from './inverse-blocking.ts';
export { checkAgents, checkHandleTime, checkLoad, MAX_AGENTS, MAX_LOAD } from '../limits.ts';
export { linesForBlocking } from './lines-for-blocking.ts';

/**
 * Erlang B: probability that a call finds all lines busy and is lost.
 *
 * Model: M/G/n/n. Poisson arrivals, any handle-time law, no queue, steady state.
 *
 * @param load offered load in erlangs, at least 0
 * @param lines lines (or agents), at least 0; between whole numbers by the incomplete gamma
 *   function, A^x e^-A / Gamma(x + 1, A)
 * @returns fraction in [0, 1]
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: O(6 square roots of load + lines above load), microseconds at 50,000 erlangs. Relative
 * error below 1e-13 up to 1,000,000 erlangs.
 *
 * @see Erlang (1917); Jagerman (1974), "Some properties of the Erlang loss function", BSTJ 53(3).
 *   docs/models/erlang-b.md.
 *
 * @example
 * erlangB(10, 14); // => 0.0568...
 * erlangB(10, 13.25); // => 0.0767...
 */
export function erlangB(load: number, lines: number): number {
  checkLoad(load);
  checkAgentsOrPart('lines', lines);
  if (load === 0) return lines === 0 ? 1 : 0;
  return 1 / inverseBlocking(load, lines);
}
