import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangA, type ImpatientQueue } from './erlang-a.ts';
import { erlangB } from './erlang-b.ts';
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
    ['threshold', () => erlangA(base, 12, -1), 'INVALID_INPUT', /^expected thresholdSeconds/],
    ['no agents', () => erlangA(base, 0, 20), 'INVALID_INPUT', /^expected agents .* got 0$/],
  ])('%s', (_, run, code, message) => {
    expect(run).toThrowError(refusal(code, message));
  });
});

const base = { load: 10, handleTimeSeconds: 180, patienceSeconds: 120, lines: null };
