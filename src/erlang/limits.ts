import { checkNonNegative, checkNonNegativeInteger, checkPositive } from '../domain/check.ts';
import { AgnerError } from '../domain/errors.ts';

/** Largest load that the models take, in erlangs. */
export const MAX_LOAD = 1_000_000;

/** Most agents or lines that the models take. */
export const MAX_AGENTS = 2_000_000;

/** Longest mean handle time that the models take: 31 years. */
export const MAX_HANDLE_TIME_SECONDS = 1e9;

/** Throws `UNREACHABLE_GOAL`: more than {@link MAX_AGENTS} would be needed. */
export function refuseBeyondAgents(): never {
  throw new AgnerError(
    'UNREACHABLE_GOAL',
    `expected a goal within reach of ${MAX_AGENTS} agents, got one beyond`,
    { part: 'agents' },
  );
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

/** Throws unless `agents`, a whole number or a fraction, is in [0, {@link MAX_AGENTS}]. */
export function checkAgentsOrPart(name: string, agents: number): void {
  checkNonNegative(name, agents);
  checkMost(name, agents);
}

/** Throws unless `agents` is a whole number in [0, {@link MAX_AGENTS}]. */
export function checkAgents(name: string, agents: number): void {
  checkNonNegativeInteger(name, agents);
  checkMost(name, agents);
}

function checkMost(name: string, agents: number): void {
  if (agents > MAX_AGENTS) {
    throw new AgnerError('TOO_LARGE', `expected ${name} of at most ${MAX_AGENTS}, got ${agents}`, {
      name,
      got: agents,
    });
  }
}
