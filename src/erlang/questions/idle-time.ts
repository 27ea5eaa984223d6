import { checkNonNegative, checkNonNegativeInteger, checkPositive } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { usableIdleAgents } from '../deferred/fill-idle.ts';
import { erlangA } from '../waiting/erlang-a.ts';
import { erlangC } from '../waiting/erlang-c.ts';

/**
 * Time in which others may do deferred work:
 * - `agents`: mean number of idle agents per interval
 * - `voice`: what a queue of calls leaves, one value per interval
 */
export type IdleTime =
  | { readonly kind: 'agents'; readonly agents: readonly number[] }
  | {
      readonly kind: 'voice';
      readonly callsPerInterval: readonly number[];
      readonly handleTimeSeconds: readonly number[];
      /** Mean; `null` for callers who never hang up. */
      readonly patienceSeconds: number | null;
      readonly agents: readonly number[];
      /** Idle agents who are left alone, so that a call finds one. */
      readonly reserveAgents: number;
    };

/**
 * Mean number of agents free for deferred work, per interval; 0 where it is closed.
 *
 * Each interval of a queue of calls by itself, in steady state, by Erlang A or, without patience,
 * Erlang C.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNSTABLE_QUEUE` without patience where agents
 *   are at or below the load
 *
 * Cost: O(agents) per interval.
 */
export function idleAgentsOf(
  idle: IdleTime,
  open: readonly boolean[],
  stepSeconds: number,
): readonly number[] {
  if (idle.kind === 'agents') return idle.agents;
  const { callsPerInterval, handleTimeSeconds, agents, patienceSeconds, reserveAgents } = idle;
  for (const [name, values] of Object.entries({ callsPerInterval, handleTimeSeconds, agents })) {
    if (values.length === open.length) continue;
    throw new AgnerError(
      'INVALID_INPUT',
      `expected idle ${name} of ${open.length} intervals, got ${values.length}`,
      { name },
    );
  }
  checkPositive('stepSeconds', stepSeconds);
  checkNonNegativeInteger('reserveAgents', reserveAgents);
  return open.map((isOpen, slot) => {
    const count = agents[slot]!;
    const calls = callsPerInterval[slot]!;
    checkNonNegativeInteger('idle agents', count);
    checkNonNegative('idle callsPerInterval', calls);
    if (!isOpen || count === 0) return 0;
    const reserve = Math.min(reserveAgents, count);
    // No calls have no handle time that would have to be known.
    if (calls === 0) return count - reserve;
    const handleTime = handleTimeSeconds[slot]!;
    const load = (calls * handleTime) / stepSeconds;
    const queue = { load, handleTimeSeconds: handleTime, patienceSeconds, lines: null };
    const { waitProbability } =
      patienceSeconds === null ? erlangC(load, handleTime, count, 0) : erlangA(queue, count, 0);
    return usableIdleAgents(load, count, 1 - waitProbability, reserve);
  });
}
