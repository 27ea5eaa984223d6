import { dot, drainQueue, moveQueue, type Queue } from './drain-queue.ts';
import { type Phase } from './late-arrivals.ts';
import { type QueueRates } from './queue-states.ts';
import { tagWaits } from './tagged-caller.ts';

/** How the calls that still waited at the end of an interval end. */
export interface LateEnds {
  readonly answered: number;
  readonly answeredWaitSeconds: number;
  /** Waited from the end of the interval on; `Infinity` where it never ends. */
  readonly waitSeconds: number;
  readonly leftAtClosing: number;
}

/**
 * Follows the calls that wait at the end of an interval until they are answered, hang up or are
 * sent away at closing.
 *
 * In each phase the closed forms of endless waiting hold for those at its start, less the same for
 * those still there at its end.
 *
 * @param waiting callers by place
 * @param ages the seconds they have waited, summed, by place
 * @param negligible so few callers that they may be forgotten
 */
export function followToEnd(
  waiting: Queue,
  ages: Queue,
  rates: QueueRates,
  following: readonly Phase[],
  negligible: number,
): LateEnds {
  let queue = waiting;
  let waited = ages;
  let { agents } = rates;
  let answered = 0;
  let answeredWaitSeconds = 0;
  let waitSeconds = 0;
  for (const phase of following) {
    if (sumOf(queue) <= negligible)
      return { answered, answeredWaitSeconds, waitSeconds, leftAtClosing: 0 };
    const callers = moveQueue(queue, agents - phase.agents);
    const seconds = moveQueue(waited, agents - phase.agents);
    const phaseRates = { ...rates, agents: phase.agents, serviceRate: phase.serviceRate };
    const ends = tagWaits(phaseRates, callers.queue.length);
    const last = phase.seconds === Infinity;
    const rest = last ? NOBODY : drainQueue(callers.queue, phaseRates, phase.seconds, negligible);
    const restWaited = last
      ? NOBODY
      : drainQueue(seconds.queue, phaseRates, phase.seconds, negligible);
    const restAnswered = dot(rest, ends.answered);
    answered += callers.free + dot(callers.queue, ends.answered) - restAnswered;
    answeredWaitSeconds +=
      seconds.free +
      dot(seconds.queue, ends.answered) -
      dot(restWaited, ends.answered) +
      dot(callers.queue, ends.answeredWaitSeconds) -
      dot(rest, ends.answeredWaitSeconds) -
      (last ? 0 : phase.seconds * restAnswered);
    waitSeconds +=
      phase.agents === 0 && rates.patienceRate === 0
        ? sumOf(callers.queue) * phase.seconds
        : dot(callers.queue, ends.waitSeconds) - dot(rest, ends.waitSeconds);
    queue = rest;
    waited = rest.map((sum, place) => (restWaited[place] ?? 0) + phase.seconds * sum);
    ({ agents } = phase);
    if (last) return { answered, answeredWaitSeconds, waitSeconds, leftAtClosing: 0 };
  }
  return { answered, answeredWaitSeconds, waitSeconds, leftAtClosing: sumOf(queue) };
}

const NOBODY: Queue = new Float64Array(0);

function sumOf(queue: Queue): number {
  let sum = 0;
  for (const callers of queue) sum += callers;
  return sum;
}
