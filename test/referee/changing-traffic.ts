import { SERVICE_LEVEL_DEFINITIONS } from '../../src/domain/index.ts';
import { erlangA } from '../../src/erlang/index.ts';
import { transient } from '../../src/erlang/transient/transient.ts';
import { ratioInterval, serviceShare, simulateQueue } from '../../src/simulation/index.ts';
import { type Judged } from './models.ts';
import {
  type Check,
  type Estimates,
  type Fault,
  type Figures,
  score,
  scoreFault,
} from './score.ts';

const SEED = 1909;
const MODEL = 'transient';

interface Day {
  readonly name: string;
  readonly calls: readonly number[];
  readonly agents: readonly number[];
  readonly handleTimeSeconds: number;
  readonly patienceSeconds: number;
  readonly runs: number;
}

const STEP = 900;
const THRESHOLD = 20;

const DAYS: readonly Day[] = [
  {
    name: 'ramp',
    calls: [5, 20, 45, 60, 50, 20, 5],
    agents: [3, 8, 15, 19, 18, 8, 3],
    handleTimeSeconds: 300,
    patienceSeconds: 120,
    runs: 4000,
  },
  {
    name: 'agents go while the queue is full',
    calls: [40, 60, 40, 30, 30, 10],
    agents: [14, 12, 6, 14, 3, 9],
    handleTimeSeconds: 240,
    patienceSeconds: 300,
    runs: 4000,
  },
];

/** Formula and simulation of whole days, interval by interval. */
export function judgeTransient(): Judged {
  const checks: Check[] = [];
  const faults: Fault[] = [];
  DAYS.forEach((day, place) => {
    const simulated = simulateDays(day, SEED + place);
    const model = (agents: readonly number[]) =>
      transient({
        callsPerInterval: day.calls,
        intervalSeconds: STEP,
        handleTimeSeconds: day.handleTimeSeconds,
        patienceSeconds: day.patienceSeconds,
        agents,
        initialCalls: 0,
        thresholdSeconds: THRESHOLD,
      }).intervals;
    model(day.agents).forEach((_, interval) => {
      const name = `${day.name}, interval ${interval + 1}`;
      const figures = figuresOf(model(day.agents)[interval]!);
      checks.push(...score(MODEL, name, figures, simulated[interval]!));
    });
    const last = day.calls.length - 2;
    const load = (day.calls[last]! * day.handleTimeSeconds) / STEP;
    const { handleTimeSeconds, patienceSeconds } = day;
    const steady = erlangA(
      { load, handleTimeSeconds, patienceSeconds, lines: null },
      day.agents[last]!,
      THRESHOLD,
    );
    faults.push(
      scoreFault(
        MODEL,
        `${day.name}: nothing taken over from the interval before`,
        {
          'level: offered': steady.serviceLevels.offered,
          waits: steady.waitProbability,
          'queue length': steady.meanQueueLength,
        },
        simulated[last]!,
      ),
      scoreFault(
        MODEL,
        `${day.name}: agents change an interval late`,
        figuresOf(model([day.agents[0]!, ...day.agents.slice(0, -1)])[last]!),
        simulated[last]!,
      ),
    );
  });
  return { checks, faults };
}

function figuresOf(interval: ReturnType<typeof transient>['intervals'][number]): Figures {
  return {
    'calls at the end': interval.meanInSystemAtEnd,
    'waiting at the end': interval.meanQueueAtEnd,
    'queue length': interval.meanQueue,
    'busy agents': interval.meanBusyAgents,
    'completed in it': interval.completed,
    'abandoned in it': interval.abandoned,
    waits: interval.waitProbability,
    ...Object.fromEntries(
      SERVICE_LEVEL_DEFINITIONS.map((definition) => [
        `level: ${definition}`,
        interval.serviceLevels![definition],
      ]),
    ),
    'abandons in T': interval.arrivals.abandonedWithin / interval.arrivals.offered,
    'abandons ever': interval.arrivals.abandoned / interval.arrivals.offered,
  };
}

function simulateDays(
  day: Day,
  seed: number,
): { readonly estimates: Estimates; readonly runs: number }[] {
  const runs = Array.from({ length: day.runs }, (_, replication) =>
    simulateQueue(
      {
        volume: day.calls,
        handleTimeSeconds: day.calls.map(() => day.handleTimeSeconds),
        agents: day.agents,
        slowdowns: [1],
        closings: [],
        stepSeconds: STEP,
        patience: { kind: 'exponential', meanSeconds: day.patienceSeconds },
        thresholdSeconds: THRESHOLD,
        lines: null,
        redial: null,
        shiftEnd: 'return',
        atEnd: 'serve-waiting',
      },
      seed,
      replication,
    ),
  );
  return day.calls.map((_, interval) => {
    const mean = (value: (run: (typeof runs)[number]) => number) =>
      ratioInterval(
        runs.map(value),
        runs.map(() => 1),
      );
    const share = (
      part: (run: (typeof runs)[number]) => number,
      whole: (run: (typeof runs)[number]) => number,
    ) => ratioInterval(runs.map(part), runs.map(whole));
    const countsOf = ({ queue }: (typeof runs)[number]) => ({
      offered: queue.offered[interval]!,
      blocked: 0,
      answered: queue.answered[interval]!,
      answeredInThreshold: queue.answeredInThreshold[interval]!,
      abandonedInThreshold: queue.abandonedInThreshold[interval]!,
    });
    const offered = (run: (typeof runs)[number]): number => run.queue.offered[interval]!;
    return {
      runs: day.runs,
      estimates: {
        'calls at the end': mean(({ queue }) => queue.inSystemAtEnd[interval]!),
        'waiting at the end': mean(({ queue }) => queue.queueLengthAtEnd[interval]!),
        'queue length': mean(({ queue }) => queue.meanQueueLength[interval]!),
        'busy agents': mean(({ agents }) => agents.meanBusy[interval]!),
        'completed in it': mean(({ queue }) => queue.completedDuring[interval]!),
        'abandoned in it': mean(({ queue }) => queue.abandonedDuring[interval]!),
        waits: share(({ queue }) => queue.delayed[interval]!, offered),
        'abandons in T': share(({ queue }) => queue.abandonedInThreshold[interval]!, offered),
        'abandons ever': share(({ queue }) => queue.abandoned[interval]!, offered),
        ...Object.fromEntries(
          SERVICE_LEVEL_DEFINITIONS.map((definition) => [
            `level: ${definition}`,
            share(
              (run) => serviceShare(definition, countsOf(run)).good,
              (run) => serviceShare(definition, countsOf(run)).base,
            ),
          ]),
        ),
      },
    };
  });
}
