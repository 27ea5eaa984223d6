import {
  checkFraction,
  checkNonNegative,
  checkNonNegativeInteger,
  checkPositive,
} from '../domain/check.ts';
import { AgnerError } from '../domain/errors.ts';

/** Largest load that the models take, in erlangs. */
export const MAX_LOAD = 1_000_000;

/** Most agents or lines that the models take. */
export const MAX_AGENTS = 2_000_000;

/**
 * Erlang B: probability that a call finds all lines busy and is lost.
 *
 * Model: M/G/n/n. Poisson arrivals, any handle-time law, no queue, steady state.
 *
 * @param load offered load in erlangs, at least 0
 * @param lines lines (or agents), whole number of at least 0
 * @returns fraction in [0, 1]
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: O(lines). Relative error below 1e-13 up to 50,000 erlangs.
 *
 * @see Erlang (1917); the recursion in 1/B has positive terms alone, so nothing cancels.
 *
 * @example
 * erlangB(10, 14); // => 0.0568...
 */
export function erlangB(load: number, lines: number): number {
  checkLoad(load);
  checkAgents('lines', lines);
  if (load === 0) return lines === 0 ? 1 : 0;
  return 1 / inverseBlocking(load, lines);
}

/**
 * Fewest lines that lose at most a given share of calls.
 *
 * @param maxBlocking fraction in [0, 1)
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNREACHABLE_GOAL` for a share of 0 with
 *   traffic, since every number of lines loses some calls
 *
 * Cost: O(answer).
 */
export function linesForBlocking(load: number, maxBlocking: number): number {
  checkLoad(load);
  checkFraction('maxBlocking', maxBlocking);
  if (load === 0) return 1;
  if (maxBlocking === 0) {
    throw new AgnerError(
      'UNREACHABLE_GOAL',
      'expected maxBlocking above 0: any finite number of lines loses some calls, got 0',
      { part: 'maxBlocking' },
    );
  }
  let inverse = 1;
  let lines = 0;
  while (inverse * maxBlocking < 1) {
    lines++;
    inverse = 1 + (inverse * lines) / load;
  }
  return lines;
}

/** 1 / B(load, lines) for a positive load; `Infinity` where it exceeds the range of doubles. */
export function inverseBlocking(load: number, lines: number): number {
  let inverse = 1;
  for (let k = 1; k <= lines; k++) inverse = 1 + inverse * (k / load);
  return inverse;
}

/** Throws unless `load` is a finite number in [0, {@link MAX_LOAD}]. */
export function checkLoad(load: number): void {
  checkNonNegative('load', load);
  if (load > MAX_LOAD) {
    throw new AgnerError('TOO_LARGE', `expected at most ${MAX_LOAD} erlangs, got ${load}`, {
      load,
    });
  }
}

/** Longest mean handle time that the models take: 31 years. */
const MAX_HANDLE_TIME_SECONDS = 1e9;

/** Throws unless `handleTimeSeconds` is in (0, {@link MAX_HANDLE_TIME_SECONDS}]. */
export function checkHandleTime(handleTimeSeconds: number): void {
  checkPositive('handleTimeSeconds', handleTimeSeconds);
  if (handleTimeSeconds > MAX_HANDLE_TIME_SECONDS) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected handleTimeSeconds of at most ${MAX_HANDLE_TIME_SECONDS}, got ${handleTimeSeconds}`,
      { handleTimeSeconds },
    );
  }
}

/** Throws unless `agents` is a whole number in [0, {@link MAX_AGENTS}]. */
export function checkAgents(name: string, agents: number): void {
  checkNonNegativeInteger(name, agents);
  if (agents > MAX_AGENTS) {
    throw new AgnerError('TOO_LARGE', `expected ${name} of at most ${MAX_AGENTS}, got ${agents}`, {
      name,
      got: agents,
    });
  }
}
