import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangA } from './erlang-a.ts';
import { waitQuantileA } from './wait-quantile-a.ts';

const anyQueue = fc.record({
  load: fc.double({ min: 0.1, max: 150, noNaN: true }),
  handleTimeSeconds: fc.integer({ min: 10, max: 1800 }),
  patienceSeconds: fc.integer({ min: 5, max: 3600 }),
});
const agentCount = fc.integer({ min: 1, max: 160 });
const anyShare = fc.double({ min: 0.01, max: 0.999, noNaN: true });

describe('laws', () => {
  it('is the threshold at which the share has stopped waiting', () => {
    const places = fc.option(fc.nat(60));
    fc.assert(
      fc.property(anyQueue, agentCount, places, anyShare, (one, agents, q, share) => {
        const queue = { ...one, lines: q === null ? null : agents + q };
        const { enteredSeconds, answeredSeconds } = waitQuantileA(queue, agents, share);
        const stopped = erlangA(queue, agents, enteredSeconds).serviceLevels.includingShortAbandons;
        const answered = erlangA(queue, agents, answeredSeconds).serviceLevels.answered;
        if (enteredSeconds > 0) expect(stopped).toBeCloseTo(share, 12);
        else expect(stopped).toBeGreaterThanOrEqual(share - 1e-13);
        if (answeredSeconds > 0) expect(answered).toBeCloseTo(share, 12);
        else expect(answered).toBeGreaterThanOrEqual(share - 1e-13);
      }),
    );
  });

  it('never falls with the share, and counts in the unit of time', () => {
    fc.assert(
      fc.property(anyQueue, agentCount, anyShare, (one, agents, share) => {
        const queue = { ...one, lines: null };
        const less = waitQuantileA(queue, agents, share / 2);
        const more = waitQuantileA(queue, agents, share);
        expect(more.enteredSeconds).toBeGreaterThanOrEqual(less.enteredSeconds);
        expect(more.answeredSeconds).toBeGreaterThanOrEqual(less.answeredSeconds);
        const slower = {
          ...queue,
          handleTimeSeconds: 7 * one.handleTimeSeconds,
          patienceSeconds: 7 * one.patienceSeconds,
        };
        const scaled = waitQuantileA(slower, agents, share).enteredSeconds / 7;
        expect(scaled).toBeCloseTo(more.enteredSeconds, 9);
      }),
    );
  });

  it('is that of a single agent in closed form', () => {
    // One line to wait in, endless patience: who waits does so for one handle time on average.
    const queue = { load: 2, handleTimeSeconds: 60, patienceSeconds: null, lines: 2 };
    // States 0, 1, 2 weigh 1, 2, 4: of those who enter, two of three wait.
    const { enteredSeconds, answeredSeconds } = waitQuantileA(queue, 1, 0.8);
    expect(enteredSeconds).toBeCloseTo(60 * Math.log(2 / 3 / 0.2), 11);
    expect(answeredSeconds).toBeCloseTo(enteredSeconds, 11);
  });

  it('is 0 where nobody waits', () => {
    const queue = { load: 10, handleTimeSeconds: 180, patienceSeconds: 120, lines: 12 };
    const none = { enteredSeconds: 0, answeredSeconds: 0 };
    expect(waitQuantileA(queue, 12, 0.999)).toEqual(none);
    expect(waitQuantileA({ ...queue, load: 0, lines: null }, 1, 0.999)).toEqual(none);
    expect(waitQuantileA({ ...queue, lines: null }, 12, 0)).toEqual(none);
  });
});

describe('refusals', () => {
  const queue = { load: 10, handleTimeSeconds: 180, patienceSeconds: 120, lines: null };

  it.each([
    ['percent', () => waitQuantileA(queue, 12, 90), /^expected share to be .* got 90$/],
    ['all of them', () => waitQuantileA(queue, 12, 1), /^expected share to be .* got 1$/],
    ['NaN', () => waitQuantileA(queue, 12, NaN), /^expected share to be .* got NaN$/],
    ['agents', () => waitQuantileA(queue, 2.5, 0.9), /^expected agents .* got 2.5$/],
    [
      'lines',
      () => waitQuantileA({ ...queue, lines: 3 }, 12, 0.9),
      /^expected lines of at least 12/,
    ],
    [
      'patience',
      () => waitQuantileA({ ...queue, patienceSeconds: 0 }, 12, 0.9),
      /^expected patienceSeconds from/,
    ],
  ])('%s', (_, run, message) => {
    expect(run).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});
