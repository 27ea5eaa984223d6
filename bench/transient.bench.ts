import { afterAll, bench, describe } from 'vitest';
import type * as Transient from '../src/erlang/transient/transient.ts';
import { type TransientCase } from '../src/erlang/transient/transient.ts';
import { naiveMeansAtEnd } from './naive-transient.ts';

// The build as Node loads it; see simulation.bench.ts.
const BUILT = '../dist/src/erlang/transient/transient.js';
const { transient } = (await import(BUILT).catch((cause: unknown) => {
  throw new Error('expected a build to measure: npm run build', { cause });
})) as typeof Transient;

const HANDLE_TIME = 240;
const STEP = 900;
const INTERVALS = 96;
const MOST_AGENTS = 300;

/** A day with a high morning and a lower afternoon, nearly 300 agents at its peak. */
function dayOfIntervals(): TransientCase {
  const loads = Array.from({ length: INTERVALS }, (_, slot) => {
    const morning = 0.6 * Math.exp(-(((slot - 46) / 18) ** 2));
    const afternoon = 0.25 * Math.exp(-(((slot - 68) / 10) ** 2));
    return MOST_AGENTS * (0.35 + morning + afternoon);
  });
  return {
    callsPerInterval: loads.map((load) => (load * STEP) / HANDLE_TIME),
    intervalSeconds: STEP,
    handleTimeSeconds: HANDLE_TIME,
    patienceSeconds: 120,
    agents: loads.map((load) => Math.min(MOST_AGENTS, Math.round(load + 0.3 * Math.sqrt(load)))),
    initialCalls: 0,
    thresholdSeconds: 20,
  };
}

const day = dayOfIntervals();

function millisecondsOf(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  return process.cpuUsage(before).user / 1000;
}

function bestOf(runs: number, run: () => unknown): number {
  return Math.min(...Array.from({ length: runs }, () => millisecondsOf(run)));
}

const first = millisecondsOf(() => transient(day));

// A benchmark of wrong answers is none.
const { intervals } = transient(day);
naiveMeansAtEnd(day, HANDLE_TIME).forEach((mean, slot) => {
  const ours = intervals[slot]!.meanInSystemAtEnd;
  if (Math.abs(ours - mean) > 1e-7) throw new Error(`slot ${slot}: ${ours} instead of ${mean}`);
});

afterAll(() => {
  const ours = bestOf(50, () => transient(day));
  const naive = bestOf(3, () => naiveMeansAtEnd(day, HANDLE_TIME));
  process.stdout.write(
    `96 intervals at ${Math.max(...day.agents)} agents, service levels included: ` +
      `${ours.toFixed(1)} ms of processor time, the first call ${first.toFixed(0)} ms; ` +
      `${(naive / ours).toPrecision(3)} times as fast as all states and all jumps ` +
      `without service levels (${naive.toFixed(0)} ms)\n`,
  );
});

describe(`a day of ${INTERVALS} intervals at ${Math.max(...day.agents)} agents`, () => {
  bench('transient', () => void transient(day), {
    iterations: 20,
    time: 0,
    warmupIterations: 5,
    warmupTime: 0,
  });
});
