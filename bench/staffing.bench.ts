import { afterAll, bench, describe } from 'vitest';
import { eightyTwenty as goal } from '../test/support/eighty-twenty.ts';
import {
  erlangB,
  erlangC,
  requireAgentsA,
  requireAgentsC,
  requiredAgents,
} from '../src/erlang/index.ts';
import { naiveAgents, naiveServiceLevel, naiveServiceLevelA } from './naive-erlang.ts';
import { INTERVALS, yearOfIntervals } from './year-of-intervals.ts';

const PATIENCE = 120;
const level = { serviceLevel: 0.8, thresholdSeconds: 20, definition: 'offered' } as const;
const year = yearOfIntervals();
const { volume, handleTimeSeconds, stepSeconds } = year;

/** Each interval by a naive search; Erlang A may need fewer agents than the load. */
function naiveYear(model: 'erlang-c' | 'erlang-a', slots: number): Int32Array {
  return Int32Array.from({ length: slots }, (_, slot) => {
    const handleTime = handleTimeSeconds[slot]!;
    const load = (volume[slot]! * handleTime) / stepSeconds;
    return model === 'erlang-c'
      ? naiveAgents(Math.floor(load) + 1, 0.8, (agents) =>
          naiveServiceLevel(load, handleTime, agents, 20),
        )
      : naiveAgents(Math.max(1, Math.floor(0.6 * load)), 0.8, (agents) =>
          naiveServiceLevelA(load, handleTime, PATIENCE, agents, 20),
        );
  });
}

// A benchmark of wrong answers is none.
const FEW = 2000;
for (const [model, answers] of [
  ['erlang-c', requireAgentsC(year, goal)],
  ['erlang-a', requireAgentsA(year, level, PATIENCE)],
] as const) {
  naiveYear(model, FEW).forEach((agents, slot) => {
    if (agents !== answers[slot]) throw new Error(`${model}, slot ${slot}: ${answers[slot]}`);
  });
}

const lines: string[] = [];

/** Answers a second, the best of some runs: what the machine does when nobody else is on it. */
function rate(answers: number, runs: number, run: () => unknown): number {
  let best = Infinity;
  for (let k = 0; k < runs; k++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return (answers / best) * 1000;
}

function compare(name: string, ours: number, naive: number): void {
  const each = 1e6 / ours;
  lines.push(
    `${name}: ${Math.round(ours).toLocaleString('en')}/s (${each.toPrecision(3)} us each), ` +
      `${(ours / naive).toPrecision(3)} times the naive search (${Math.round(naive).toLocaleString('en')}/s)`,
  );
}

const single = (load: number) => ({ volume: load * 5, stepSeconds: 900, handleTimeSeconds: 180 });
const times = (count: number, run: () => unknown) => () => {
  for (let k = 0; k < count; k++) run();
};

afterAll(() => {
  compare(
    'Erlang C, a year of intervals at once',
    rate(INTERVALS, 100, () => requireAgentsC(year, goal)),
    rate(INTERVALS, 5, () => naiveYear('erlang-c', INTERVALS)),
  );
  compare(
    'Erlang A, a year of intervals at once',
    rate(INTERVALS, 20, () => requireAgentsA(year, level, PATIENCE)),
    rate(FEW, 5, () => naiveYear('erlang-a', FEW)),
  );
  compare(
    'Erlang C, one interval after another',
    rate(INTERVALS, 10, () => {
      for (let slot = 0; slot < INTERVALS; slot++) {
        const handleTime = handleTimeSeconds[slot]!;
        const traffic = { volume: volume[slot]!, stepSeconds, handleTimeSeconds: handleTime };
        requiredAgents(traffic, goal, 'erlang-c', null);
      }
    }),
    rate(INTERVALS, 5, () => naiveYear('erlang-c', INTERVALS)),
  );
  for (const load of [50, 1000, 10_000, 50_000]) {
    const agents = Math.ceil(load + Math.sqrt(load));
    compare(
      `Erlang B of ${load} erlangs`,
      rate(
        100,
        50,
        times(100, () => erlangB(load, agents)),
      ),
      rate(
        100,
        10,
        times(100, () => naiveServiceLevel(load, 180, agents, 20)),
      ),
    );
    compare(
      `Erlang C of ${load} erlangs`,
      rate(
        100,
        50,
        times(100, () => erlangC(load, 180, agents, 20)),
      ),
      rate(
        100,
        10,
        times(100, () => naiveServiceLevel(load, 180, agents, 20)),
      ),
    );
    compare(
      `agents for ${load} erlangs by Erlang C`,
      rate(
        100,
        50,
        times(100, () => requiredAgents(single(load), goal, 'erlang-c', null)),
      ),
      rate(1, 3, () =>
        naiveAgents(load + 1, 0.8, (count) => naiveServiceLevel(load, 180, count, 20)),
      ),
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
});

const OPTIONS = { iterations: 20, time: 0, warmupIterations: 5, warmupTime: 0 };

describe(`a year of ${INTERVALS} intervals to 80 % in 20 s`, () => {
  bench('Erlang C', () => void requireAgentsC(year, goal), OPTIONS);
  bench('Erlang C, naive', () => void naiveYear('erlang-c', INTERVALS), {
    ...OPTIONS,
    iterations: 3,
  });
  bench('Erlang A', () => void requireAgentsA(year, level, PATIENCE), OPTIONS);
});
