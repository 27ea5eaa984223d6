import { checkFraction, checkNonNegative, checkPositiveInteger } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { inverseBlocking } from '../blocking/inverse-blocking.ts';
import { checkAgents, checkHandleTime, checkLoad, MAX_LOAD } from '../limits.ts';

/**
 * Share of answered calls that get no agent within the silence allowed.
 *
 * Model: M/M/n+D. People answer by chance at an even rate, take the first free agent in order of
 * answer, and are lost when the silence allowed has passed. With no silence allowed it is Erlang B.
 * Rises with the load and falls with the agents.
 *
 * @param load answered calls per second times handle time, in erlangs, at least 0
 * @param handleTimeSeconds mean time that a connected call holds an agent
 * @param agents whole number of at least 1
 * @param maxSilenceSeconds at least 0
 * @returns fraction in [0, 1)
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: as Erlang B.
 *
 * @see Baccelli & Hebuterne (1981), "On queues with impatient customers"; docs/models/outbound.md
 *   turns their integrals into the closed form.
 *
 * @example
 * silentShare(10, 180, 14, 0); // => 0.0568..., Erlang B
 * silentShare(10, 180, 14, 2); // => 0.0540...
 */
export function silentShare(
  load: number,
  handleTimeSeconds: number,
  agents: number,
  maxSilenceSeconds: number,
): number {
  checkLoad(load);
  checkHandleTime(handleTimeSeconds);
  checkPositiveInteger('agents', agents);
  checkAgents('agents', agents);
  checkNonNegative('maxSilenceSeconds', maxSilenceSeconds);
  return silentShareOf(load, maxSilenceSeconds / handleTimeSeconds, agents);
}

/** {@link silentShare} without its checks; silence in handle times. */
function silentShareOf(load: number, silence: number, agents: number): number {
  if (load === 0) return 0;
  // Both terms are positive and fall with the load, so nothing cancels and the share rises.
  const x = (load - agents) * silence;
  const wait = x === 0 ? silence : (silence * -Math.expm1(-x)) / x;
  const free = (inverseBlocking(load, agents - 1) * Math.exp(-x)) / load;
  return 1 / (1 + agents * (free + wait));
}

/**
 * Greatest load of answered calls whose {@link silentShare} is at most a share.
 *
 * The share rises with the load, is 0 without load, and exceeds the cap where even agents who are
 * never idle would leave more than that: above `agents / (1 - cap)`. Between them the last double
 * that passes is found by halving.
 *
 * @param maxSilentShare fraction in [0, 1); for 0 no chance may be taken, and the load is 0
 * @returns erlangs
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: about 60 evaluations.
 */
export function loadForSilentShare(
  handleTimeSeconds: number,
  agents: number,
  maxSilenceSeconds: number,
  maxSilentShare: number,
): number {
  checkHandleTime(handleTimeSeconds);
  checkPositiveInteger('agents', agents);
  checkAgents('agents', agents);
  checkNonNegative('maxSilenceSeconds', maxSilenceSeconds);
  checkFraction('maxSilentShare', maxSilentShare);
  if (maxSilentShare === 0) return 0;
  let low = 0;
  let high = agents / (1 - maxSilentShare);
  if (high > MAX_LOAD) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected agents / (1 - maxSilentShare) of at most ${MAX_LOAD}, got ${high}`,
      { agents, maxSilentShare },
    );
  }
  const silence = maxSilenceSeconds / handleTimeSeconds;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return low;
    if (silentShareOf(middle, silence, agents) <= maxSilentShare) low = middle;
    else high = middle;
  }
}
