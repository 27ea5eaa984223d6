import { bench, describe } from 'vitest';
import type * as Simulation from '../src/simulation/index.ts';
import { type AgentGroup, type Centre, type QueueModel } from '../src/simulation/index.ts';
import { simulateNaively } from './naive-queue.ts';

// What is shipped is measured, as Node loads it (vitest.config.ts leaves it alone): the test runner
// turns every import of a source file into a getter, which takes more time than what it gets.
// `npm run build` makes it.
const BUILT = '../dist/src/simulation/index.js';
const { simulateCentre, seededRandom } = (await import(BUILT).catch((cause: unknown) => {
  throw new Error('expected a build to measure: npm run build', { cause });
})) as typeof Simulation;

const STEP = 900;
const OPTIONS = { iterations: 5, time: 0, warmupIterations: 1, warmupTime: 0 };
const RUN = { seed: 1, replication: 0, withLog: false };

function queue(
  name: string,
  rate: number,
  intervals: number,
  rest: Pick<QueueModel, 'routing' | 'priority'>,
): QueueModel {
  return {
    name,
    contacts: {
      kind: 'poisson',
      volume: new Array<number>(intervals).fill(rate * STEP),
      patience: { kind: 'exponential', meanSeconds: 120 },
      handleTimes: { laws: [{ kind: 'exponential', meanSeconds: 240 }], byGroup: [] },
    },
    lines: null,
    thresholdSeconds: 20,
    redial: null,
    closings: [],
    ...rest,
  };
}

function centre(
  queues: QueueModel[],
  groups: readonly [string, number][],
  intervals: number,
): Centre {
  return {
    intervals,
    stepSeconds: STEP,
    queues,
    groups: groups.map(([name, agents]): AgentGroup => ({
      name,
      agents: new Array<number>(intervals).fill(agents),
      slowdowns: [1],
      spread: 'as-assigned',
    })),
    shiftEnd: 'finish',
    atEnd: 'stop',
  };
}

const RATE = 95 / 240;
const INTERVALS = Math.round(1e6 / RATE / STEP);
const single = centre(
  [queue('a', RATE, INTERVALS, { priority: 0, routing: [{ groups: ['g'], afterSeconds: 0 }] })],
  [['g', 100]],
  INTERVALS,
);

describe('1,000,000 contacts through 100 agents', () => {
  bench('engine', () => void simulateCentre(single, RUN), OPTIONS);
  bench(
    'objects in a sorted array',
    () => void simulateNaively(seededRandom(1), 1e6, RATE, 240, 120, 100),
    OPTIONS,
  );
});

// Six queues, a group for each, and two that help where the wait is 15 and 40 s.
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const EACH = 16 / 240;
const MANY = Math.round(300_000 / (EACH * NAMES.length) / STEP);
const skilled = centre(
  NAMES.map((name, index) =>
    queue(name, EACH, MANY, {
      priority: index % 2,
      routing: [
        { groups: [`only-${name}`], afterSeconds: 0 },
        { groups: [index < 3 ? 'first-three' : 'last-three'], afterSeconds: 15 },
        { groups: [index < 3 ? 'last-three' : 'first-three'], afterSeconds: 40 },
      ],
    }),
  ),
  [
    ...NAMES.map((name): [string, number] => [`only-${name}`, 14]),
    ['first-three', 6],
    ['last-three', 6],
  ],
  MANY,
);

describe('300,000 contacts through 6 queues and 8 groups', () => {
  bench('engine', () => void simulateCentre(skilled, RUN), OPTIONS);
});
