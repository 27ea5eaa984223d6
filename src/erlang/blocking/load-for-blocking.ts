import { checkFraction } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { inverseBlocking } from './inverse-blocking.ts';
import { checkAgentsOrPart, MAX_LOAD } from '../limits.ts';

/** More steps than Newton's method was ever seen to take, ten times over. */
const MAX_STEPS = 200;

/**
 * Largest load of which lines lose at most a given share: Erlang B turned over in the load.
 *
 * ln B is concave and rising in ln A: its slope is x - A (1 - B), the mean number of free lines.
 * So Newton's method in these lands left of the root and comes to it from there. It starts where B
 * is too small for certain: I = integral of e^-u (1 + u / A)^x over u > 0 is at
 * least (1 + 1 / A)^x / e, the same without e for x of at least 1, where the power is convex.
 *
 * @param lines above 0, whole or a fraction
 * @param maxBlocking fraction in [0, 1)
 * @returns load in erlangs; 0 for a share of 0
 * @throws {AgnerError} `INVALID_INPUT`; `TOO_LARGE` for a load above {@link MAX_LOAD};
 *   `UNREACHABLE_GOAL` without lines, which lose every call, or where the load is below the
 *   least double
 *
 * Cost: about 8 evaluations of Erlang B. Relative error below 1e-12.
 *
 * @example
 * loadForBlocking(15, 0.01); // => 8.108...
 */
export function loadForBlocking(lines: number, maxBlocking: number): number {
  checkAgentsOrPart('lines', lines);
  checkFraction('maxBlocking', maxBlocking);
  if (lines === 0) refuse('lines above 0: without lines every call is lost', 'lines', lines);
  if (maxBlocking === 0) return 0;
  if (blocking(MAX_LOAD, lines) < maxBlocking) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected a load of at most ${MAX_LOAD} erlangs, got a share of ${maxBlocking} that ${lines} lines lose of more`,
      { lines, maxBlocking },
    );
  }
  const start = lines >= 1 ? maxBlocking : maxBlocking / Math.E;
  let left = Math.pow(start, 1 / lines) / -Math.expm1(Math.log(start) / lines);
  if (left === 0) refuse('maxBlocking that a load above 0 has', 'maxBlocking', maxBlocking);
  // At least 1 - lines / load is lost.
  let right = Math.min(MAX_LOAD, lines / (1 - maxBlocking));
  let load = left;
  for (let step = 0; step < MAX_STEPS; step++) {
    const share = blocking(load, lines);
    if (share < maxBlocking) left = load;
    else right = load;
    const gap = Math.log(maxBlocking / share);
    const next = load * Math.exp(gap / (lines - load * (1 - share)));
    if (Math.abs(next - load) <= 1e-15 * load) return next;
    // Outside lie shares too small for doubles, and the roundings of the last steps.
    load = next > left && next < right ? next : Math.sqrt(left) * Math.sqrt(right);
    if (!(load > left && load < right)) return right;
  }
  throw new AgnerError('INTERNAL', `expected a load for ${lines} lines, got no end of steps`, {
    lines,
    maxBlocking,
  });
}

function blocking(load: number, lines: number): number {
  return 1 / inverseBlocking(load, lines);
}

function refuse(expected: string, part: string, got: number): never {
  throw new AgnerError('UNREACHABLE_GOAL', `expected ${expected}, got ${got}`, { part, got });
}
