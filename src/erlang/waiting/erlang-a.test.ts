import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangA, type ImpatientQueue } from './erlang-a.ts';
import { erlangB } from '../blocking/erlang-b.ts';
import { erlangC } from './erlang-c.ts';
import { type Performance } from '../performance.ts';

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

  it('more load makes nothing better', () => {
    const places = fc.option(fc.nat(60));
    fc.assert(
      fc.property(impatientQueue, agentCount, threshold, places, (queue, agents, seconds, q) => {
        const lines = q === null ? null : agents + q;
        const less = erlangA({ ...queue, lines }, agents, seconds);
        const more = erlangA({ ...queue, load: queue.load * 1.1, lines }, agents, seconds);
        expect(more.serviceLevels.offered).toBeLessThanOrEqual(less.serviceLevels.offered + 1e-12);
        expect(more.blockedProbability).toBeGreaterThanOrEqual(less.blockedProbability - 1e-14);
        expect(more.answeredProbability).toBeLessThanOrEqual(less.answeredProbability + 1e-14);
        expect(more.occupancy).toBeGreaterThanOrEqual(less.occupancy - 1e-14);
        expect(more.meanQueueLength).toBeGreaterThanOrEqual(less.meanQueueLength * (1 - 1e-12));
      }),
    );
  });

  it('keeps the balance of calls and of time', () => {
    const places = fc.option(fc.nat(3000));
    fc.assert(
      fc.property(impatientQueue, agentCount, threshold, places, (queue, agents, seconds, q) => {
        const lines = q === null ? null : agents + q;
        const of = erlangA({ ...queue, lines }, agents, seconds);
        const { answeredProbability: answered, abandonProbability: abandoned } = of;
        const entered = answered + abandoned;
        const { handleTimeSeconds, patienceSeconds, load } = queue;
        // Every call is turned away, answered or hangs up; agents do the answered work.
        expectSame(of.blockedProbability + entered, 1);
        expectSame(of.occupancy * agents, answered * load);
        // Little's law, and hanging up at the rate of those who wait.
        const arrivals = load / handleTimeSeconds;
        expectSame(of.meanQueueLength, arrivals * entered * of.averageWaitSeconds);
        expectSame(of.meanQueueLength / patienceSeconds, arrivals * abandoned);
        // The waits of all are those of the answered and of those who hang up.
        expectSame(
          entered * of.averageWaitSeconds,
          answered * of.averageSpeedOfAnswerSeconds +
            abandoned * (of.averageTimeToAbandonSeconds ?? 0),
        );
        expectSame(
          entered * of.averageWaitSeconds,
          of.waitProbability * (of.averageWaitOfDelayedSeconds ?? 0),
        );
      }),
    );
  });

  it('holds the five service levels in their order', () => {
    const places = fc.option(fc.nat(60));
    fc.assert(
      fc.property(impatientQueue, agentCount, threshold, places, (queue, agents, seconds, q) => {
        const of = erlangA({ ...queue, lines: q === null ? null : agents + q }, agents, seconds);
        const { offered, entered, answered, ...rest } = of.serviceLevels;
        const { excludingShortAbandons, includingShortAbandons } = rest;
        const all = of.answeredProbability + of.abandonProbability;
        expectSame(offered, of.answeredWithinThreshold);
        expectSame(entered * all, offered);
        expectSame(answered * of.answeredProbability, offered);
        expectSame(includingShortAbandons * all, offered + of.abandonedWithinThreshold);
        expect(entered).toBeGreaterThanOrEqual(offered - 1e-15);
        expect(Math.min(answered, excludingShortAbandons)).toBeGreaterThanOrEqual(entered - 1e-15);
        expect(includingShortAbandons).toBeGreaterThanOrEqual(excludingShortAbandons - 1e-13);
      }),
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

  it('with ever shorter patience turns away whom Erlang B does', () => {
    const queue = { load: 10, handleTimeSeconds: 180, patienceSeconds: 0.001, lines: null };
    const of = erlangA(queue, 12, 0);
    expect(of.answeredProbability).toBeCloseTo(1 - erlangB(10, 12), 5);
    expect(of.abandonProbability).toBeCloseTo(erlangB(10, 12), 5);
    // Until patience ends or an agent is free.
    expect(of.averageTimeToAbandonSeconds).toBeCloseTo(1 / (1000 + 12 / 180), 9);
  });

  it('with ever more lines becomes unlimited', () => {
    for (const load of [5, 12, 60]) {
      const queue = { load, handleTimeSeconds: 180, patienceSeconds: 1800, lines: null };
      const unlimited = erlangA(queue, 12, 200);
      for (const lines of [1500, 2012, 2013, 5000, 2_000_000]) {
        const limited = erlangA({ ...queue, lines }, 12, 200);
        for (const key of ['offered', 'answered', 'includingShortAbandons'] as const) {
          expectSame(limited.serviceLevels[key], unlimited.serviceLevels[key]);
        }
        expectSame(limited.averageSpeedOfAnswerSeconds, unlimited.averageSpeedOfAnswerSeconds);
        expect(limited.blockedProbability).toBeLessThan(1e-15);
      }
    }
  });

  it.each([
    [50_000, 180, 1e9, 40_000],
    [50_000, 1, 1e12, 50_000],
    [1_000_000, 180, 120, 1],
    [1e-300, 180, 120, 3],
    [0, 180, 120, 1],
    [3, 1e9, 0.001, 3],
    [1e-320, 0.1, 1e-3, 1],
    [1e6, 1e-6, 1e12, 1_000_000],
    [1e6, 1e-6, 1e12, 999_999],
    [10, 1e-250, 1e12, 12],
    [10, 1e-250, 1e12, 9],
  ])('stays finite at %d erlangs, %d s, patience %d s, %d agents', (load, handle, patience, n) => {
    for (const lines of [null, n, n + 1, n + 3000, 2_000_000]) {
      const queue = { load, handleTimeSeconds: handle, patienceSeconds: patience, lines };
      for (const seconds of [0, 20, 1e308]) {
        const { serviceLevels, ...rest } = erlangA(queue, n, seconds);
        for (const value of [...Object.values(rest), ...Object.values(serviceLevels)]) {
          expect(value === null || (Number.isFinite(value) && value >= 0)).toBe(true);
        }
        for (const level of Object.values(serviceLevels)) expect(level).toBeLessThanOrEqual(1);
        const all = rest.answeredProbability + rest.abandonProbability + rest.blockedProbability;
        expectSame(all, 1);
      }
    }
  });
});

describe('refusals', () => {
  const refusal = (code: string, message: RegExp) =>
    expect.objectContaining({ code, message: expect.stringMatching(message) as string });

  it.each([
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
    [
      'lines as a fraction',
      () => erlangA({ ...base, lines: 12.5 }, 12, 20),
      'INVALID_INPUT',
      /^expected lines to be a whole number .* got 12.5$/,
    ],
    [
      'no patience',
      () => erlangA({ ...base, patienceSeconds: 0 }, 12, 20),
      'INVALID_INPUT',
      /^expected patienceSeconds from 0.001 .* got 0$/,
    ],
    [
      'patience that is no number',
      () => erlangA({ ...base, patienceSeconds: NaN }, 12, 20),
      'INVALID_INPUT',
      /^expected patienceSeconds from 0.001 .* got NaN$/,
    ],
    ['load', () => erlangA({ ...base, load: -1 }, 12, 20), 'INVALID_INPUT', /load .* got -1$/],
    [
      'handle time',
      () => erlangA({ ...base, handleTimeSeconds: 0 }, 12, 20),
      'INVALID_INPUT',
      /^expected handleTimeSeconds .* got 0$/,
    ],
    ['endless threshold', () => erlangA(base, 12, Infinity), 'INVALID_INPUT', /got Infinity$/],
    ['part of an agent', () => erlangA(base, 1.5, 20), 'INVALID_INPUT', /^expected agents .* 1.5$/],
    ['too many agents', () => erlangA(base, 3e6, 20), 'TOO_LARGE', /^expected agents of at most/],
    ['threshold', () => erlangA(base, 12, -1), 'INVALID_INPUT', /^expected thresholdSeconds/],
    ['no agents', () => erlangA(base, 0, 20), 'INVALID_INPUT', /^expected agents .* got 0$/],
  ])('%s', (_, run, code, message) => {
    expect(run).toThrowError(refusal(code, message));
  });
});

const base = { load: 10, handleTimeSeconds: 180, patienceSeconds: 120, lines: null };

/** Equal but for rounding, relative to the larger and to 1. */
function expectSame(a: number, b: number): void {
  expect(Math.abs(a - b) / Math.max(1e-3, Math.abs(a), Math.abs(b))).toBeLessThan(1e-12);
}
