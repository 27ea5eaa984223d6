import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, simulateQueue } from '../simulation/index.ts';
import { erlangA, type ImpatientQueue } from './erlang-a.ts';
import { erlangB, linesForBlocking } from './erlang-b.ts';
import { erlangC } from './erlang-c.ts';
import { type Performance } from './performance.ts';
import { infiniteWaitIntegrals } from './wait-integrals.ts';
import { infiniteWaitSums } from './wait-sums.ts';

const impatientQueue = fc.record({
  load: fc.double({ min: 0.01, max: 200, noNaN: true }),
  handleTimeSeconds: fc.integer({ min: 10, max: 1800 }),
  patienceSeconds: fc.integer({ min: 5, max: 3600 }),
  lines: fc.constant(null),
});
const agentCount = fc.integer({ min: 1, max: 250 });
const threshold = fc.integer({ min: 0, max: 300 });

describe('laws of Erlang A', () => {
  it('one more agent makes nothing worse', () => {
    fc.assert(
      fc.property(impatientQueue, agentCount, threshold, (queue, agents, seconds) => {
        const fewer = erlangA(queue, agents, seconds);
        const more = erlangA(queue, agents + 1, seconds);
        for (const [definition, level] of Object.entries(more.serviceLevels)) {
          const before = fewer.serviceLevels[definition as keyof Performance['serviceLevels']];
          expect(level, definition).toBeGreaterThanOrEqual(before - 1e-12);
        }
        expect(more.abandonProbability).toBeLessThanOrEqual(fewer.abandonProbability + 1e-12);
        expect(more.occupancy).toBeLessThanOrEqual(fewer.occupancy + 1e-12);
        expect(more.averageWaitSeconds).toBeLessThanOrEqual(fewer.averageWaitSeconds + 1e-9);
        expect(more.averageSpeedOfAnswerSeconds).toBeLessThanOrEqual(
          fewer.averageSpeedOfAnswerSeconds + 1e-9,
        );
      }),
    );
  });

  it('callers are answered, hang up or are turned away, and agents do the answered work', () => {
    fc.assert(
      fc.property(
        impatientQueue,
        agentCount,
        threshold,
        fc.nat(40),
        (queue, agents, seconds, q) => {
          for (const lines of [null, agents + q]) {
            const actual = erlangA({ ...queue, lines }, agents, seconds);
            const answered = (actual.occupancy * agents) / queue.load;
            expect(answered + actual.abandonProbability + actual.blockedProbability).toBeCloseTo(
              1,
              9,
            );
            const soon = actual.answeredWithinThreshold + actual.abandonedWithinThreshold;
            expect(soon).toBeCloseTo(
              actual.serviceLevels.includingShortAbandons * (1 - actual.blockedProbability),
              9,
            );
          }
        },
      ),
    );
  });

  it('does not depend on the unit of time', () => {
    fc.assert(
      fc.property(impatientQueue, agentCount, threshold, (queue, agents, seconds) => {
        const slower = {
          ...queue,
          handleTimeSeconds: queue.handleTimeSeconds * 7,
          patienceSeconds: queue.patienceSeconds * 7,
        };
        const a = erlangA(queue, agents, seconds);
        const b = erlangA(slower, agents, seconds * 7);
        expect(b.serviceLevels.answered).toBeCloseTo(a.serviceLevels.answered, 10);
        expect(b.averageWaitSeconds / 7).toBeCloseTo(a.averageWaitSeconds, 8);
      }),
    );
  });

  it('with ever longer patience becomes Erlang C', () => {
    const patient = { load: 10, handleTimeSeconds: 180, patienceSeconds: 1e11, lines: null };
    const a = erlangA(patient, 12, 20);
    const c = erlangC(10, 180, 12, 20);
    expect(a.serviceLevels.offered).toBeCloseTo(c.serviceLevels.offered, 7);
    expect(a.averageSpeedOfAnswerSeconds).toBeCloseTo(c.averageSpeedOfAnswerSeconds, 5);
  });

  it('with many lines and endless patience becomes Erlang C, with none to wait Erlang B', () => {
    const queue: ImpatientQueue = {
      load: 10,
      handleTimeSeconds: 180,
      patienceSeconds: null,
      lines: 2000,
    };
    const c = erlangC(10, 180, 12, 20);
    expect(erlangA(queue, 12, 20).serviceLevels.offered).toBeCloseTo(c.serviceLevels.offered, 12);
    expect(erlangA({ ...queue, lines: 12 }, 12, 20).blockedProbability).toBeCloseTo(
      erlangB(10, 12),
      14,
    );
  });

  it('sums and integrals agree', () => {
    const heavy = fc.record({
      load: fc.double({ min: 50, max: 20_000, noNaN: true }),
      staffing: fc.double({ min: 0.7, max: 1.05, noNaN: true }),
      theta: fc.double({ min: 1e-5, max: 1e-3, noNaN: true }),
      threshold: fc.double({ min: 0, max: 20, noNaN: true }),
    });
    fc.assert(
      fc.property(heavy, ({ load, staffing, theta, threshold: seconds }) => {
        const agents = Math.ceil(load * staffing);
        fc.pre((load - agents) / theta < 20_000);
        const a = infiniteWaitSums(load, agents, theta, seconds);
        const b = infiniteWaitIntegrals(load, agents, theta, seconds);
        expect(b.waiting / b.busy / (a.waiting / a.busy)).toBeCloseTo(1, 9);
        expect(b.answeredWait / b.busy / (a.answeredWait / a.busy)).toBeCloseTo(1, 9);
        expect(b.late / b.busy).toBeCloseTo(a.late / a.busy, 9);
        expect(b.answeredLate / b.busy).toBeCloseTo(a.answeredLate / a.busy, 9);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    [50_000, 180, 1e9, 40_000],
    [50_000, 1, 1e12, 50_000],
    [1_000_000, 180, 120, 1],
    [1e-300, 180, 120, 3],
    [0, 180, 120, 1],
    [3, 1e9, 0.001, 3],
  ])('stays finite at %d erlangs, %d s, patience %d s, %d agents', (load, handle, patience, n) => {
    const queue = { load, handleTimeSeconds: handle, patienceSeconds: patience, lines: null };
    const { serviceLevels, ...rest } = erlangA(queue, n, 20);
    for (const value of [...Object.values(rest), ...Object.values(serviceLevels)]) {
      expect(value === null || (Number.isFinite(value) && value >= 0)).toBe(true);
    }
  });
});

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
    ['fraction of a line', () => erlangB(1, 2.5), 'INVALID_INPUT', /^expected lines .* got 2.5$/],
    ['too much', () => erlangB(2e6, 1), 'TOO_LARGE', /^expected at most 1000000 erlangs/],
    ['no loss', () => linesForBlocking(5, 0), 'UNREACHABLE_GOAL', /^expected maxBlocking above 0/],
    ['NaN', () => erlangC(Number.NaN, 180, 3, 20), 'INVALID_INPUT', /^expected load .* got NaN$/],
    ['unstable', () => erlangC(10, 180, 10, 20), 'UNSTABLE_QUEUE', /^expected more agents than 10/],
    [
      'endless patience without a limit',
      () => erlangA({ ...base, patienceSeconds: null }, 12, 20),
      'INVALID_INPUT',
      /^expected patienceSeconds from 0.001 to .* got null$/,
    ],
    [
      'fewer lines than agents',
      () => erlangA({ ...base, lines: 11 }, 12, 20),
      'INVALID_INPUT',
      /^expected lines of at least 12 agents, got 11$/,
    ],
    ['threshold', () => erlangA(base, 12, -1), 'INVALID_INPUT', /^expected thresholdSeconds/],
    ['no agents', () => erlangA(base, 0, 20), 'INVALID_INPUT', /^expected agents .* got 0$/],
  ])('%s', (_, run, code, message) => {
    expect(run).toThrowError(refusal(code, message));
  });
});

const base = { load: 10, handleTimeSeconds: 180, patienceSeconds: 120, lines: null };
