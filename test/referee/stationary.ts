import { type Patience, SERVICE_LEVEL_DEFINITIONS } from '../../src/domain/index.ts';
import { type Performance } from '../../src/erlang/index.ts';
import {
  type AgentGroup,
  ratioInterval,
  type Redial,
  serviceShare,
  simulateCentre,
  type SimulatedCentre,
  type TimeLaw,
} from '../../src/simulation/index.ts';
import { type Estimates, type Figures } from './score.ts';

/** An even stretch of traffic in one queue. */
export interface StationaryCase {
  readonly load: number;
  readonly handleTime: TimeLaw & { readonly kind: 'exponential' | 'log-normal' | 'erlang' };
  readonly agents: number;
  readonly patience: Patience | null;
  readonly lines: number | null;
  readonly thresholdSeconds: number;
  readonly redial: Redial | null;
  readonly slowdowns: readonly number[];
  readonly spread: AgentGroup['spread'];
  /** First attempts per run in the three intervals that are measured. */
  readonly contacts: number;
  /** Intervals before those that are measured, as long as each of them. */
  readonly warmUpIntervals: number;
  readonly runs: number;
}

export interface Simulated {
  readonly estimates: Estimates;
  readonly runs: number;
}

const MEASURED = 3;

/** A queue of telephones with defaults that most cases share. */
export function stationaryCase(
  given: Pick<StationaryCase, 'load' | 'agents'> &
    Partial<StationaryCase> & { readonly handleTimeSeconds: number },
): StationaryCase {
  const { handleTimeSeconds, ...rest } = given;
  return {
    handleTime: { kind: 'exponential', meanSeconds: handleTimeSeconds },
    patience: null,
    lines: null,
    thresholdSeconds: 20,
    redial: null,
    slowdowns: [1],
    spread: 'as-assigned',
    contacts: 6000,
    warmUpIntervals: 1,
    runs: 100,
    ...rest,
  };
}

/** Runs a case many times and estimates every figure of it. */
export function simulateStationary(one: StationaryCase, seed: number): Simulated {
  const { load, handleTime, contacts, warmUpIntervals, runs, agents } = one;
  const rate = load / handleTime.meanSeconds;
  const stepSeconds = contacts / rate / MEASURED;
  const intervals = warmUpIntervals + MEASURED;
  const rows = Array.from({ length: runs }, (_, replication) =>
    sumUp(
      simulateCentre(
        {
          intervals,
          stepSeconds,
          queues: [
            {
              name: 'queue',
              contacts: {
                kind: 'poisson',
                volume: new Array<number>(intervals).fill(rate * stepSeconds),
                patience: one.patience,
                handleTimes: { laws: [handleTime], byGroup: [] },
              },
              priority: 0,
              lines: one.lines,
              thresholdSeconds: one.thresholdSeconds,
              routing: [{ groups: ['agents'], afterSeconds: 0 }],
              redial: one.redial,
              closings: [],
            },
          ],
          groups: [
            {
              name: 'agents',
              agents: new Array<number>(intervals).fill(agents),
              slowdowns: one.slowdowns,
              spread: one.spread,
            },
          ],
          shiftEnd: 'finish',
          atEnd: 'serve-waiting',
        },
        { seed, replication, withLog: false },
      ),
      warmUpIntervals,
      stepSeconds,
    ),
  );
  return { estimates: estimate(rows, one), runs };
}

type Row = ReturnType<typeof sumUp>;

/** Totals of a run, its warm-up left out. */
function sumUp({ queues, groups }: SimulatedCentre, warmUpIntervals: number, stepSeconds: number) {
  const queue = queues[0]!;
  const group = groups[0]!;
  const sum = (values: readonly number[]): number =>
    values.slice(warmUpIntervals).reduce((total, value) => total + value, 0);
  return {
    offered: sum(queue.offered),
    blocked: sum(queue.blocked),
    delayed: sum(queue.delayed),
    answered: sum(queue.answered),
    answeredInThreshold: sum(queue.answeredInThreshold),
    abandoned: sum(queue.abandoned),
    abandonedInThreshold: sum(queue.abandonedInThreshold),
    waitAnsweredSeconds: sum(queue.waitAnsweredSeconds),
    waitAbandonedSeconds: sum(queue.waitAbandonedSeconds),
    handleSeconds: sum(queue.handleSeconds),
    redials: sum(queue.redials),
    seconds: MEASURED * stepSeconds,
    waitingSeconds: sum(queue.meanQueueLength) * stepSeconds,
    busySeconds: sum(group.meanBusy) * stepSeconds,
    presentSeconds: sum(group.meanPresent) * stepSeconds,
    inHandSeconds: sum(group.meanContacts) * stepSeconds,
  };
}

function estimate(rows: readonly Row[], one: StationaryCase): Estimates {
  const ratio = (part: (row: Row) => number, whole: (row: Row) => number) =>
    ratioInterval(rows.map(part), rows.map(whole));
  const offered = (row: Row): number => row.offered;
  const entered = (row: Row): number => row.offered - row.blocked;
  const seconds = (row: Row): number => row.seconds;
  const waits = (row: Row): number => row.waitAnsweredSeconds + row.waitAbandonedSeconds;
  const handleTimeSeconds = one.handleTime.meanSeconds;
  return {
    blocked: ratio((row) => row.blocked, offered),
    waits: ratio((row) => row.delayed, offered),
    abandons: ratio((row) => row.abandoned, offered),
    'abandons in T': ratio((row) => row.abandonedInThreshold, offered),
    ...Object.fromEntries(
      SERVICE_LEVEL_DEFINITIONS.map((definition) => [
        `level: ${definition}`,
        ratio(
          (row) => serviceShare(definition, row).good,
          (row) => serviceShare(definition, row).base,
        ),
      ]),
    ),
    'speed of answer': ratio(
      (row) => row.waitAnsweredSeconds,
      (row) => row.answered,
    ),
    'mean wait': ratio(waits, entered),
    'mean wait of delayed': ratio(waits, (row) => row.delayed),
    'time to abandon': ratio(
      (row) => row.waitAbandonedSeconds,
      (row) => row.abandoned,
    ),
    'queue length': ratio((row) => row.waitingSeconds, seconds),
    occupancy: ratio(
      (row) => row.busySeconds,
      (row) => row.presentSeconds,
    ),
    'load of all attempts': ratio((row) => row.offered * handleTimeSeconds, seconds),
    'attempts per caller': ratio(offered, (row) => row.offered - row.redials),
    'carried load': ratio((row) => row.busySeconds, seconds),
    'slot occupancy': ratio(
      (row) => row.inHandSeconds,
      (row) => row.presentSeconds * one.slowdowns.length,
    ),
    'mean concurrency': ratio(
      (row) => row.inHandSeconds,
      (row) => row.busySeconds,
    ),
    'mean handle time': ratio(
      (row) => row.handleSeconds,
      (row) => row.answered,
    ),
  };
}

/** The figures of a formula by the names under which they are simulated. */
export function figuresOf(performance: Omit<Performance, 'occupancy'>): Figures {
  return {
    blocked: performance.blockedProbability,
    waits: performance.waitProbability,
    abandons: performance.abandonProbability,
    'abandons in T': performance.abandonedWithinThreshold,
    ...Object.fromEntries(
      SERVICE_LEVEL_DEFINITIONS.map((definition) => [
        `level: ${definition}`,
        performance.serviceLevels[definition],
      ]),
    ),
    'speed of answer': performance.averageSpeedOfAnswerSeconds,
    'mean wait': performance.averageWaitSeconds,
    'mean wait of delayed': performance.averageWaitOfDelayedSeconds,
    'time to abandon': performance.averageTimeToAbandonSeconds,
    'queue length': performance.meanQueueLength,
  };
}
