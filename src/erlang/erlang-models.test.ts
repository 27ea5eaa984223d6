import { describe, expect, it } from 'vitest';
import { seededRandom, simulateQueue } from '../simulation/index.ts';
import { erlangA } from './erlang-a.ts';
import { erlangB, linesForBlocking } from './erlang-b.ts';
import { erlangC } from './erlang-c.ts';
import { type Performance } from './performance.ts';

describe('referee: a simulation contact by contact', () => {
  const DAYS = 24;
  const INTERVALS = 200;
  const STEP = 900;

  /** z-scores of a model against independent simulated runs, the first intervals left out. */
  function zScores(
    load: number,
    handleTimeSeconds: number,
    patienceSeconds: number | null,
    agents: number,
    expected: Performance,
  ): Record<string, number> {
    const runs = Array.from({ length: DAYS }, (_, seed) => {
      const volume = new Array<number>(INTERVALS).fill((load * STEP) / handleTimeSeconds);
      const totals = simulateQueue(
        {
          volume,
          handleTimeSeconds: volume.map(() => handleTimeSeconds),
          agents: volume.map(() => agents),
          stepSeconds: STEP,
          patienceSeconds,
          thresholdSeconds: 20,
        },
        seededRandom(seed + 1),
      );
      const sum = (values: number[]) => values.slice(20).reduce((total, x) => total + x, 0);
      const offered = sum(totals.offered);
      return {
        level: sum(totals.answeredInThreshold) / offered,
        abandonment: sum(totals.abandoned) / offered,
        short: sum(totals.abandonedInThreshold) / offered,
        wait: sum(totals.waitAnsweredSeconds) / sum(totals.answered),
      };
    });
    const model = {
      level: expected.serviceLevels.offered,
      abandonment: expected.abandonProbability,
      short: expected.abandonedWithinThreshold,
      wait: expected.averageSpeedOfAnswerSeconds,
    };
    return Object.fromEntries(
      (Object.keys(model) as (keyof typeof model)[]).map((key) => {
        const mean = runs.reduce((total, run) => total + run[key], 0) / DAYS;
        const variance =
          runs.reduce((total, run) => total + (run[key] - mean) ** 2, 0) / (DAYS - 1);
        const error = Math.sqrt(variance / DAYS);
        return [key, error === 0 ? 0 : (mean - model[key]) / error];
      }),
    );
  }

  it('agrees with Erlang C', () => {
    const scores = zScores(10, 180, null, 13, erlangC(10, 180, 13, 20));
    for (const [key, z] of Object.entries(scores)) expect(Math.abs(z), key).toBeLessThan(3.5);
  });

  it.each([
    [10, 180, 120, 11],
    [25, 240, 90, 20],
    [3, 300, 300, 4],
  ])('agrees with Erlang A at %d erlangs, %d s, patience %d s, %d agents', (load, h, p, n) => {
    const queue = { load, handleTimeSeconds: h, patienceSeconds: p, lines: null };
    const scores = zScores(load, h, p, n, erlangA(queue, n, 20));
    for (const [key, z] of Object.entries(scores)) expect(Math.abs(z), key).toBeLessThan(3.5);
  });

  it('catches a fault: patience wrong by a tenth', () => {
    const wrong = { load: 25, handleTimeSeconds: 240, patienceSeconds: 99, lines: null };
    const scores = zScores(25, 240, 90, 20, erlangA(wrong, 20, 20));
    expect(Math.max(...Object.values(scores).map(Math.abs))).toBeGreaterThan(5);
  });
});

describe('refusals', () => {
  const refusal = (code: string, message: RegExp) =>
    expect.objectContaining({ code, message: expect.stringMatching(message) as string });

  it.each([
    ['load', () => erlangB(-1, 3), 'INVALID_INPUT', /^expected load .* got -1$/],
    ['lines below 0', () => erlangB(1, -0.5), 'INVALID_INPUT', /^expected lines .* got -0.5$/],
    ['too much', () => erlangB(2e6, 1), 'TOO_LARGE', /^expected at most 1000000 erlangs/],
    ['no loss', () => linesForBlocking(5, 0), 'UNREACHABLE_GOAL', /^expected maxBlocking above 0/],
    ['NaN', () => erlangC(Number.NaN, 180, 3, 20), 'INVALID_INPUT', /^expected load .* got NaN$/],
    ['unstable', () => erlangC(10, 180, 10, 20), 'UNSTABLE_QUEUE', /^expected more agents than 10/],
  ])('%s', (_, run, code, message) => {
    expect(run).toThrowError(refusal(code, message));
  });
});
