import { checkPositive } from '../domain/check.ts';
import { AgnerError } from '../domain/errors.ts';
import { type Patience } from '../domain/patience.ts';
import { type AgentGroup, type AtEnd, type Centre, type Redial, type ShiftEnd } from './centre.ts';
import { simulateCentre, type SimulatedGroup, type SimulatedQueue } from './simulate-centre.ts';

/** One queue over a run of equal intervals, served by one group of agents. */
export interface QueueSimulation {
  /** Mean contacts per interval; arrivals are Poisson within it. */
  readonly volume: readonly number[];
  /** Mean of the exponential handle time of contacts that arrive in the interval. */
  readonly handleTimeSeconds: readonly number[];
  /** On the phones, whole numbers of at least 0. */
  readonly agents: readonly number[];
  /**
   * How many times as long a contact takes while its agent has 1, 2, ... of them; `[1]` for
   * telephones.
   */
  readonly slowdowns: readonly number[];
  /** Intervals, counted from 0, at whose start all who still wait are sent away. */
  readonly closings: readonly number[];
  readonly stepSeconds: number;
  /** `null` for callers who never hang up. */
  readonly patience: Patience | null;
  readonly thresholdSeconds: number;
  /** Most contacts in the system; `null` for no limit. */
  readonly lines: number | null;
  readonly redial: Redial | null;
  readonly shiftEnd: ShiftEnd;
  readonly atEnd: AtEnd;
}

export interface SimulatedService {
  readonly queue: SimulatedQueue;
  readonly agents: SimulatedGroup;
}

/**
 * One run of a queue, contact by contact, from empty: {@link simulateCentre} for one queue.
 *
 * @param seed any whole number; @param replication which of several independent runs
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * @example
 * const { queue } = simulateQueue({
 *   volume: [50, 60], handleTimeSeconds: [180, 180], agents: [12, 14], slowdowns: [1], closings: [], stepSeconds: 900,
 *   patience: { kind: 'exponential', meanSeconds: 120 }, thresholdSeconds: 20, lines: null,
 *   redial: null, shiftEnd: 'finish', atEnd: 'serve-waiting',
 * }, 1, 0);
 * queue.answeredInThreshold; // => one count per interval
 */
export function simulateQueue(
  simulation: QueueSimulation,
  seed: number,
  replication: number,
): SimulatedService {
  const centre = centreOf(simulation);
  const { queues, groups } = simulateCentre(centre, { seed, replication, withLog: false });
  return { queue: queues[0]!, agents: groups[0]! };
}

/** The centre that has this queue alone. */
function centreOf(simulation: QueueSimulation): Centre {
  const { volume, handleTimeSeconds, agents, slowdowns } = simulation;
  if (handleTimeSeconds.length !== volume.length || agents.length !== volume.length) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected handle times and agents of ${volume.length} intervals, got ${handleTimeSeconds.length} and ${agents.length}`,
    );
  }
  for (const seconds of handleTimeSeconds) checkPositive('handleTimeSeconds', seconds);
  const group: AgentGroup = { name: 'agents', agents, slowdowns, spread: 'as-assigned' };
  return {
    intervals: volume.length,
    stepSeconds: simulation.stepSeconds,
    queues: [
      {
        name: 'queue',
        contacts: {
          kind: 'poisson',
          volume,
          patience: simulation.patience,
          handleTimes: {
            laws: handleTimeSeconds.map((meanSeconds) => ({ kind: 'exponential', meanSeconds })),
            byGroup: [],
          },
        },
        priority: 0,
        lines: simulation.lines,
        thresholdSeconds: simulation.thresholdSeconds,
        routing: [{ groups: [group.name], afterSeconds: 0 }],
        redial: simulation.redial,
        closings: simulation.closings,
      },
    ],
    groups: [group],
    shiftEnd: simulation.shiftEnd,
    atEnd: simulation.atEnd,
  };
}
