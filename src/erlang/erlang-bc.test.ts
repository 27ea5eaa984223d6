import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgnerError } from '../domain/errors.ts';
import { erlangB, linesForBlocking } from './blocking/erlang-b.ts';
import { erlangC, waitQuantileC } from './waiting/erlang-c.ts';
import { extendedB } from './blocking/extended-b.ts';
import { loadForBlocking } from './blocking/load-for-blocking.ts';

const someLoad = fc.oneof(
  fc.double({ min: 1e-6, max: 10, noNaN: true }),
  fc.double({ min: 10, max: 2000, noNaN: true }),
);
/** A load and agents above it, whole or not. */
const stable = fc
  .record({
    load: someLoad,
    spare: fc.double({ min: 1e-3, max: 4, noNaN: true }),
    isWhole: fc.boolean(),
  })
  .map(({ load, spare, isWhole }) => {
    const agents = load + spare * Math.sqrt(load) + 1e-9;
    return { load, agents: isWhole ? Math.floor(agents) + 1 : agents };
  });
const handleTime = fc.double({ min: 0.1, max: 3600, noNaN: true });
const threshold = fc.double({ min: 0, max: 600, noNaN: true });
const share = fc.double({ min: 1e-6, max: 0.999, noNaN: true });

/** Holds but for the last bits. */
function expectAtMost(lower: number, upper: number) {
  expect(lower).toBeLessThanOrEqual(upper * (1 + 1e-12) + 1e-300);
}

describe('laws of Erlang B', () => {
  const lines = fc.double({ min: 0, max: 3000, noNaN: true });

  it('falls with lines, rises with load, and carries less than both', () => {
    fc.assert(
      fc.property(someLoad, lines, fc.double({ min: 0, max: 5, noNaN: true }), (load, x, more) => {
        const blocked = erlangB(load, x);
        expectAtMost(erlangB(load, x + more), blocked);
        expectAtMost(blocked, erlangB(load + more, x));
        expectAtMost(load * (1 - blocked), Math.min(load, x) + 1e-12 * load);
      }),
    );
  });

  it('keeps its recursion between whole numbers', () => {
    fc.assert(
      fc.property(someLoad, lines, (load, x) => {
        const fewer = erlangB(load, x);
        const more = (load * fewer) / (x + 1 + load * fewer);
        expectAtMost(erlangB(load, x + 1), more);
        expectAtMost(more, erlangB(load, x + 1));
      }),
    );
  });

  it('has no step at whole numbers', () => {
    fc.assert(
      fc.property(someLoad, fc.integer({ min: 1, max: 3000 }), (load, n) => {
        const whole = erlangB(load, n);
        fc.pre(whole > 1e-290);
        for (const near of [n * (1 - 2e-16), n * (1 + 4e-16)]) {
          expect(Math.abs(erlangB(load, near) / whole - 1)).toBeLessThan(1e-11);
        }
      }),
    );
  });

  it('agrees with its first members', () => {
    fc.assert(
      fc.property(someLoad, (load) => {
        expect(erlangB(load, 0)).toBe(1);
        expect(erlangB(load, 1)).toBeCloseTo(load / (1 + load), 14);
      }),
    );
  });

  it('is turned over in the lines and in the load', () => {
    fc.assert(
      fc.property(
        someLoad,
        share,
        fc.double({ min: 0.05, max: 500, noNaN: true }),
        (load, p, x) => {
          const n = linesForBlocking(load, p);
          expect(erlangB(load, n)).toBeLessThanOrEqual(p * (1 + 1e-11));
          if (n > 1) expect(erlangB(load, n - 1)).toBeGreaterThan(p * (1 - 1e-11));
          expect(erlangB(loadForBlocking(x, p), x) / p).toBeCloseTo(1, 10);
        },
      ),
    );
  });

  it.each([
    [1, 0.2, 2],
    [1, 0.2 - 2 ** -54, 3],
    [1, 0.5, 1],
    [2, 0.4, 2],
    [0.25, 0.2, 1],
    [2 / 3, 0.4, 1],
    [2 / 3 + 2 ** -53, 0.4, 1],
  ])('%d erlangs that lose at most %d need %d lines', (load, maxBlocking, expected) => {
    expect(linesForBlocking(load, maxBlocking)).toBe(expected);
  });

  it('takes a load from the traffic that it comes from', () => {
    const traffic = { volume: 20, stepSeconds: 1800, handleTimeSeconds: 60 };
    expect(linesForBlocking(traffic, 0.4)).toBe(1);
    expect(linesForBlocking({ ...traffic, volume: 20.000000000000004 }, 0.4)).toBe(2);
    expect(linesForBlocking({ ...traffic, volume: 0 }, 0.4)).toBe(1);
  });

  it('answers the same for every form of a load, on both sides of a tie', () => {
    // n lines lose exactly B(n, A) of A whole erlangs: as decimals where that has few digits.
    const ties = [
      [1, 0.5, 1],
      [1, 0.2, 2],
      [3, 0.75, 1],
      [4, 0.8, 1],
      [9, 0.9, 1],
      [0.25, 0.2, 1],
    ] as const;
    for (const [load, blocking, lines] of ties) {
      for (const [stepSeconds, handleTimeSeconds] of [
        [900, 90],
        [1800, 60],
        [3600, 0.1],
        [60, 7],
        [1, 1],
      ] as const) {
        const volume = (load * stepSeconds) / handleTimeSeconds;
        // A volume that does not come out even is another load.
        if (!Number.isInteger(volume * 1000)) continue;
        const traffic = { volume, stepSeconds, handleTimeSeconds };
        expect(linesForBlocking(traffic, blocking)).toBe(lines);
        expect(linesForBlocking(load, blocking)).toBe(lines);
        expect(linesForBlocking({ ...traffic, volume: volume * 1.001 }, blocking)).toBe(lines + 1);
      }
    }
  });
});

describe('laws of Erlang C', () => {
  it('gets better with agents, worse with load', () => {
    fc.assert(
      fc.property(stable, handleTime, threshold, share, ({ load, agents }, h, seconds, p) => {
        const before = erlangC(load, h, agents, seconds);
        for (const [l, n] of [
          [load, agents + 1],
          [load * 0.99, agents],
        ] as const) {
          const better = erlangC(l, h, n, seconds);
          expectAtMost(better.waitProbability, before.waitProbability);
          expectAtMost(better.averageWaitSeconds, before.averageWaitSeconds);
          expectAtMost(better.occupancy, before.occupancy);
          expectAtMost(before.serviceLevels.offered, better.serviceLevels.offered);
          expectAtMost(waitQuantileC(l, h, n, p), waitQuantileC(load, h, agents, p));
        }
      }),
    );
  });

  it('waits more often than Erlang B loses, and never surely', () => {
    fc.assert(
      fc.property(stable, ({ load, agents }) => {
        const { waitProbability } = erlangC(load, 60, agents, 0);
        expectAtMost(erlangB(load, agents), waitProbability);
        expect(waitProbability).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("keeps Little's law, and the wait of the delayed", () => {
    fc.assert(
      fc.property(stable, handleTime, ({ load, agents }, h) => {
        const actual = erlangC(load, h, agents, 20);
        const queue = (load / h) * actual.averageWaitSeconds;
        expect(actual.meanQueueLength).toBeCloseTo(queue, 9 - Math.ceil(Math.log10(1 + queue)));
        expect(actual.averageWaitOfDelayedSeconds! * actual.waitProbability).toBeCloseTo(
          actual.averageWaitSeconds,
          9 - Math.ceil(Math.log10(1 + actual.averageWaitSeconds)),
        );
      }),
    );
  });

  it('does not depend on the unit of time', () => {
    fc.assert(
      fc.property(stable, handleTime, threshold, share, ({ load, agents }, h, seconds, p) => {
        const slow = erlangC(load, h * 64, agents, seconds * 64);
        const quick = erlangC(load, h, agents, seconds);
        // A power of two, so that not even the last bit may differ.
        expect(slow.serviceLevels.offered).toBe(quick.serviceLevels.offered);
        expect(slow.averageSpeedOfAnswerSeconds).toBe(64 * quick.averageSpeedOfAnswerSeconds);
        expect(waitQuantileC(load, h * 64, agents, p)).toBe(64 * waitQuantileC(load, h, agents, p));
      }),
    );
  });

  it('serves a share within its quantile', () => {
    fc.assert(
      fc.property(stable, handleTime, share, ({ load, agents }, h, p) => {
        const seconds = waitQuantileC(load, h, agents, p);
        const level = erlangC(load, h, agents, seconds).serviceLevels.offered;
        if (seconds === 0) expect(level).toBeGreaterThanOrEqual(p * (1 - 1e-12));
        else expect(level).toBeCloseTo(p, 11);
      }),
    );
  });

  it('waits for nobody without a load', () => {
    const idle = erlangC(0, 180, 1, 0);
    expect(idle.serviceLevels.offered).toBe(1);
    expect(idle.averageSpeedOfAnswerSeconds).toBe(0);
    expect(waitQuantileC(0, 180, 1, 0.99)).toBe(0);
  });
});

describe('laws of Extended Erlang B', () => {
  const queue = fc.record({
    load: someLoad,
    lines: fc.integer({ min: 1, max: 1500 }),
    recallFraction: fc.double({ min: 0, max: 0.999999, noNaN: true }),
  });

  it('settles: what comes is carried, lost or tries again', () => {
    fc.assert(
      fc.property(queue, (one) => {
        const { totalLoad, blockedProbability, carriedLoad, lostLoad } = extendedB(one);
        expect((carriedLoad + lostLoad) / one.load).toBeCloseTo(1, 11);
        const again = one.recallFraction * totalLoad * blockedProbability;
        expect((one.load + again) / totalLoad).toBeCloseTo(1, 11);
        expect(carriedLoad).toBeLessThanOrEqual(one.lines);
      }),
    );
  });

  it('is Erlang B where nobody tries again, and blocks more the more do', () => {
    fc.assert(
      fc.property(queue, (one) => {
        const none = extendedB({ ...one, recallFraction: 0 });
        expect(none.totalLoad).toBe(one.load);
        const blocked = erlangB(one.load, one.lines);
        expectAtMost(none.blockedProbability, blocked);
        expectAtMost(blocked, none.blockedProbability);
        expectAtMost(blocked, extendedB(one).blockedProbability);
      }),
    );
  });

  it('needs no line for no load', () => {
    expect(extendedB({ load: 0, lines: 0, recallFraction: 1 }).totalLoad).toBe(0);
    expect(extendedB({ load: 3, lines: 0, recallFraction: 0.5 })).toEqual({
      totalLoad: 6,
      blockedProbability: 1,
      carriedLoad: 0,
      lostLoad: 3,
    });
  });
});

describe('refusals', () => {
  const calls: [string, () => unknown, AgnerError['code'], RegExp][] = [
    ['NaN lines', () => erlangB(1, NaN), 'INVALID_INPUT', /^expected lines .* got NaN$/],
    ['endless load', () => erlangB(Infinity, 1), 'INVALID_INPUT', /^expected load .* got Infinity/],
    ['too many lines', () => erlangB(1, 3e6), 'TOO_LARGE', /^expected lines of at most 2000000/],
    ['no agents', () => erlangC(0, 60, 0, 0), 'INVALID_INPUT', /^expected agents .* got 0$/],
    ['agents below 0', () => erlangC(1, 60, -2, 0), 'INVALID_INPUT', /^expected agents .* got -2$/],
    ['a hair', () => erlangC(2.5, 60, 2.5, 0), 'UNSTABLE_QUEUE', /^expected more agents than 2.5/],
    ['no handle time', () => erlangC(1, 0, 2, 0), 'INVALID_INPUT', /^expected handleTimeSeconds/],
    ['a sure wait', () => waitQuantileC(1, 60, 2, 1), 'INVALID_INPUT', /^expected share .* got 1$/],
    ['per cent', () => waitQuantileC(1, 60, 2, 95), 'INVALID_INPUT', /^expected share .* got 95$/],
    ['overload', () => waitQuantileC(3, 60, 3, 0.5), 'UNSTABLE_QUEUE', /^expected more agents/],
    ['no lines', () => loadForBlocking(0, 0.1), 'UNREACHABLE_GOAL', /^expected lines above 0/],
    ['a full share', () => loadForBlocking(5, 1), 'INVALID_INPUT', /^expected maxBlocking/],
    [
      'a vast load',
      () => loadForBlocking(10, 0.999999),
      'TOO_LARGE',
      /^expected a load of at most/,
    ],
    ['a tiny load', () => loadForBlocking(1e-5, 0.1), 'UNREACHABLE_GOAL', /^expected maxBlocking/],
    ['per cent lost', () => linesForBlocking(1, 2), 'INVALID_INPUT', /^expected maxBlocking/],
    [
      'traffic without handle time',
      () => linesForBlocking({ volume: 1, stepSeconds: 900, handleTimeSeconds: 0 }, 0.1),
      'INVALID_INPUT',
      /^expected handleTimeSeconds/,
    ],
    [
      'recalls without end',
      () => extendedB({ load: 10, lines: 10, recallFraction: 1 }),
      'UNSTABLE_QUEUE',
      /^expected a load below 10 lines where every blocked call tries again, got 10$/,
    ],
    [
      'a recall share above 1',
      () => extendedB({ load: 1, lines: 2, recallFraction: 1.1 }),
      'INVALID_INPUT',
      /^expected recallFraction/,
    ],
    [
      'half a line',
      () => extendedB({ load: 1, lines: 2.5, recallFraction: 0 }),
      'INVALID_INPUT',
      /^expected lines .* got 2.5$/,
    ],
  ];

  it.each(calls)('%s', (_, run, code, message) => {
    expect(run).toThrowError(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    );
  });
});
