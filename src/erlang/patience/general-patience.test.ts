import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patienceSchema } from '../../documents/patience-text.ts';
import { type Patience } from '../../domain/patience.ts';
import { erlangA } from '../waiting/erlang-a.ts';
import { erlangB } from '../blocking/erlang-b.ts';
import { erlangC } from '../waiting/erlang-c.ts';
import { type GeneralQueue, generalPatience, waitQuantileG } from './general-patience.ts';
import { patienceSurvival } from './patience-survival.ts';
import { type Performance } from '../performance.ts';

function readGolden<T>(name: string): readonly T[] {
  const text = readFileSync(new URL(`../../../test/golden/${name}`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { cases: readonly T[] }).cases;
}

interface TruthCase {
  readonly id: string;
  readonly inputs: {
    readonly calls_per_interval: number;
    readonly interval_seconds: number;
    readonly aht_seconds: number;
    readonly agents: number;
    readonly answer_time_seconds: number;
    readonly patience: unknown;
  };
  readonly expected: Readonly<Record<string, number>>;
}

describe('the reference values', () => {
  it.each(readGolden<TruthCase>('truth-general-patience.json').map((entry) => [entry.id, entry]))(
    '%s',
    (_, { inputs, expected }) => {
      const handleTimeSeconds = inputs.aht_seconds;
      const load = (inputs.calls_per_interval * handleTimeSeconds) / inputs.interval_seconds;
      const patience = patienceSchema.parse(inputs.patience);
      const threshold = inputs.answer_time_seconds;
      const actual = generalPatience(
        { load, handleTimeSeconds, patience },
        inputs.agents,
        threshold,
      );
      const waitedLonger = 1 - actual.answeredWithinThreshold - actual.abandonedWithinThreshold;
      const probabilities: [number, string][] = [
        [actual.waitProbability, 'wait_probability'],
        [actual.answeredProbability, 'answered_probability'],
        [actual.abandonProbability, 'abandon_probability'],
        [actual.answeredWithinThreshold, 'answered_within_t_probability'],
        [actual.abandonedWithinThreshold, 'abandoned_within_t_probability'],
        [actual.serviceLevels.excludingShortAbandons, 'service_level_excl_short_abandons'],
        [actual.occupancy, 'occupancy'],
      ];
      for (const [value, name] of probabilities) {
        expect(Math.abs(value - expected[name]!), name).toBeLessThan(1e-12);
      }
      const offeredLonger = expected['virtual_wait_longer_than_t_probability']!;
      expect(waitedLonger).toBeCloseTo(patienceSurvival(patience, threshold) * offeredLonger, 12);
      const times: [number, string][] = [
        [actual.averageWaitSeconds, 'asa_all_entered_seconds'],
        [actual.averageSpeedOfAnswerSeconds, 'asa_answered_seconds'],
        [actual.meanQueueLength, 'mean_queue_length_calls'],
      ];
      for (const [value, name] of times) expect(value / expected[name]!, name).toBeCloseTo(1, 11);
    },
  );
});

interface EdgeCase {
  readonly id: string;
  readonly inputs: GeneralQueue & { readonly agents: number; readonly thresholdSeconds: number };
  readonly expected: Readonly<Record<string, number | null>>;
}

describe('far from the ordinary, against 40 digits', () => {
  const cases = readGolden<EdgeCase>('general-patience-extreme.json');
  it.each(cases.map((entry) => [entry.id, entry.inputs.patience.kind, entry] as const))(
    '%s %s',
    (_, __, { inputs, expected }) => {
      const { serviceLevels, ...actual } = generalPatience(
        inputs,
        inputs.agents,
        inputs.thresholdSeconds,
      );
      const values: Record<string, unknown> = { ...actual, ...serviceLevels };
      for (const [name, value] of Object.entries(expected)) {
        if (value === null || value === 0) expect(values[name], name).toBe(value);
        else if (/Seconds|Length/.test(name)) {
          expect((values[name] as number) / value, name).toBeCloseTo(1, 12);
        } else expect(Math.abs((values[name] as number) - value), name).toBeLessThan(1e-13);
      }
    },
  );
});

const seconds = fc.double({ min: 0.1, max: 3000, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const hazard = fc.oneof(fc.constant(0), fc.double({ min: 1e-4, max: 1, noNaN: true }));

const anyPatience: fc.Arbitrary<Patience> = fc.oneof(
  seconds.map((meanSeconds): Patience => ({ kind: 'exponential', meanSeconds })),
  fc.tuple(share, seconds).map(([balkingShare, meanSeconds]): Patience => ({
    kind: 'balking-exponential',
    balkingShare,
    meanSeconds,
  })),
  fc.tuple(share, seconds, seconds).map(([first, one, other]): Patience => ({
    kind: 'hyperexponential',
    weights: [first, 1 - first],
    meansSeconds: [one, other],
  })),
  fc
    .tuple(fc.integer({ min: 1, max: 20 }), seconds)
    .map(([stages, meanSeconds]): Patience => ({ kind: 'erlang', stages, meanSeconds })),
  fc
    .tuple(seconds, fc.double({ min: 0.3, max: 8, noNaN: true }))
    .map(([scaleSeconds, shape]): Patience => ({ kind: 'weibull', scaleSeconds, shape })),
  seconds.map((valueSeconds): Patience => ({ kind: 'deterministic', valueSeconds })),
  fc
    .tuple(share, fc.array(fc.tuple(seconds, hazard), { maxLength: 6 }), seconds)
    .map(([balkingShare, pieces, last]): Patience => ({
      kind: 'piecewise-hazard',
      balkingShare,
      breaksSeconds: pieces.reduce((all, [length]) => [...all, all.at(-1)! + length], [0]),
      hazardPerSecond: [...pieces.map(([, rate]) => rate), 1 / last],
    })),
);

const anyCase = fc
  .record({
    load: fc.double({ min: 0.01, max: 300, noNaN: true }),
    staffing: fc.double({ min: 0.2, max: 2, noNaN: true }),
    handleTimeSeconds: fc.integer({ min: 10, max: 1800 }),
    patience: anyPatience,
    threshold: fc.integer({ min: 0, max: 300 }),
  })
  .map(({ staffing, threshold, ...queue }) => ({
    queue,
    agents: Math.max(1, Math.round(queue.load * staffing)),
    threshold,
  }));

describe('laws', () => {
  it('callers are answered or hang up, waits add up, nothing leaves its range', () => {
    fc.assert(
      fc.property(anyCase, ({ queue, agents, threshold }) => {
        const actual = generalPatience(queue, agents, threshold);
        const { answeredProbability, abandonProbability } = actual;
        expect(Math.abs(answeredProbability + abandonProbability - 1)).toBeLessThan(1e-13);
        const waited =
          actual.averageSpeedOfAnswerSeconds * answeredProbability +
          (actual.averageTimeToAbandonSeconds ?? 0) * abandonProbability;
        expect(Math.abs(waited - actual.averageWaitSeconds)).toBeLessThanOrEqual(1e-13 * waited);
        const { serviceLevels, ...rest } = actual;
        for (const value of Object.values(serviceLevels)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        for (const value of Object.values(rest)) {
          expect(value === null || (Number.isFinite(value) && value >= 0)).toBe(true);
        }
      }),
    );
  });

  it('busy agents finish calls as fast as calls come to them', () => {
    fc.assert(
      fc.property(anyCase, ({ queue, agents, threshold }) => {
        const { waitProbability, answeredProbability } = generalPatience(queue, agents, threshold);
        const immediate = 1 - waitProbability;
        // The wait's density starts at arrivals x P(one agent is free).
        const oneFree = immediate * erlangB(queue.load, agents - 1);
        const balance = queue.load * (answeredProbability - immediate + oneFree);
        expect(Math.abs(balance / agents - waitProbability)).toBeLessThan(1e-12);
      }),
    );
  });

  it('one more agent makes nothing worse', () => {
    fc.assert(
      fc.property(anyCase, ({ queue, agents, threshold }) => {
        const fewer = generalPatience(queue, agents, threshold);
        const more = generalPatience(queue, agents + 1, threshold);
        for (const [definition, level] of Object.entries(more.serviceLevels)) {
          const before = fewer.serviceLevels[definition as keyof Performance['serviceLevels']];
          expect(level, definition).toBeGreaterThanOrEqual(before - 1e-12);
        }
        expect(more.abandonProbability).toBeLessThanOrEqual(fewer.abandonProbability + 1e-12);
        expect(more.occupancy).toBeLessThanOrEqual(fewer.occupancy + 1e-12);
        expect(more.averageWaitSeconds).toBeLessThanOrEqual(fewer.averageWaitSeconds + 1e-9);
      }),
    );
  });

  it('does not depend on the unit of time', () => {
    fc.assert(
      fc.property(anyCase, ({ queue, agents, threshold }) => {
        const { load, handleTimeSeconds } = queue;
        const slower = (times: number) => {
          const patience: Patience = { kind: 'erlang', stages: 3, meanSeconds: times * 77 };
          const slow = { load, handleTimeSeconds: times * handleTimeSeconds, patience };
          return generalPatience(slow, agents, times * threshold);
        };
        const [a, b] = [slower(1), slower(7)];
        expect(b.serviceLevels.answered).toBeCloseTo(a.serviceLevels.answered, 12);
        expect(b.averageWaitSeconds / 7 / a.averageWaitSeconds).toBeCloseTo(1, 12);
      }),
    );
  });

  it('every form of exponential patience is Erlang A', () => {
    fc.assert(
      fc.property(anyCase, seconds, ({ queue, agents, threshold }, meanSeconds) => {
        const { load, handleTimeSeconds } = queue;
        const plain = { load, handleTimeSeconds, patienceSeconds: meanSeconds, lines: null };
        const expected = erlangA(plain, agents, threshold);
        const half = meanSeconds / 2;
        const forms: readonly Patience[] = [
          { kind: 'exponential', meanSeconds },
          { kind: 'balking-exponential', balkingShare: 0, meanSeconds },
          {
            kind: 'hyperexponential',
            weights: [0.3, 0.7],
            meansSeconds: [meanSeconds, meanSeconds],
          },
          { kind: 'erlang', stages: 1, meanSeconds },
          { kind: 'weibull', scaleSeconds: meanSeconds, shape: 1 },
          {
            kind: 'piecewise-hazard',
            balkingShare: 0,
            breaksSeconds: [0, half, meanSeconds],
            hazardPerSecond: [1 / meanSeconds, 1 / meanSeconds, 1 / meanSeconds],
          },
        ];
        for (const patience of forms) {
          const actual = generalPatience({ load, handleTimeSeconds, patience }, agents, threshold);
          expectSame(actual, expected, 1e-11);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('laws that lie near each other give results that do', () => {
    const queue = { load: 20, handleTimeSeconds: 200 };
    const weibull: Patience = { kind: 'weibull', scaleSeconds: 90, shape: 1 + 1e-9 };
    const exponential: Patience = { kind: 'exponential', meanSeconds: 90 };
    const stages: Patience = { kind: 'erlang', stages: 200, meanSeconds: 90 };
    const fixed: Patience = { kind: 'deterministic', valueSeconds: 90 };
    const evaluate = (patience: Patience) => generalPatience({ ...queue, patience }, 18, 30);
    expectSame(evaluate(weibull), evaluate(exponential), 1e-7);
    // The stages' patience varies by 1 / sqrt(200) = 7 %.
    const difference = evaluate(stages).abandonProbability - evaluate(fixed).abandonProbability;
    expect(Math.abs(difference)).toBeLessThan(2e-3);
    expect(Math.abs(difference)).toBeGreaterThan(1e-6);
  });

  it('callers who never hang up make it Erlang C', () => {
    const patience: Patience = {
      kind: 'piecewise-hazard',
      balkingShare: 0,
      breaksSeconds: [0, 50],
      hazardPerSecond: [0, 0],
    };
    const actual = generalPatience({ load: 10, handleTimeSeconds: 180, patience }, 12, 20);
    expectSame(actual, erlangC(10, 180, 12, 20), 1e-12);
    expect(actual.averageTimeToAbandonSeconds).toBeNull();
  });

  it('callers who all hang up at once make it Erlang B', () => {
    const patience: Patience = { kind: 'balking-exponential', balkingShare: 1, meanSeconds: 60 };
    const actual = generalPatience({ load: 10, handleTimeSeconds: 180, patience }, 12, 20);
    expect(actual.abandonProbability).toBeCloseTo(erlangB(10, 12), 14);
    expect(actual.waitProbability).toBe(actual.abandonProbability);
    expect(actual.averageWaitSeconds).toBe(0);
    expect(actual.averageTimeToAbandonSeconds).toBe(0);
  });

  it('a threshold beyond all waits is met by all', () => {
    fc.assert(
      fc.property(anyCase, ({ queue, agents }) => {
        const { serviceLevels } = generalPatience(queue, agents, Number.MAX_VALUE);
        expect(serviceLevels.includingShortAbandons).toBeCloseTo(1, 13);
        expect(serviceLevels.answered).toBeCloseTo(1, 13);
      }),
    );
  });

  it('without calls everybody would be served at once', () => {
    const patience: Patience = { kind: 'deterministic', valueSeconds: 60 };
    const idle = generalPatience({ load: 0, handleTimeSeconds: 180, patience }, 1, 20);
    expect(idle.serviceLevels.offered).toBe(1);
    expect(idle.averageTimeToAbandonSeconds).toBeNull();
  });
});

function expectSame(actual: Performance, expected: Performance, limit: number): void {
  const { serviceLevels: levels, ...rest } = actual;
  const { serviceLevels: expectedLevels, ...expectedRest } = expected;
  const pairs = { ...rest, ...levels } as Record<string, number | null>;
  for (const [name, value] of Object.entries({ ...expectedRest, ...expectedLevels })) {
    if (value === null) expect(pairs[name], name).toBeNull();
    else {
      // Times relative, probabilities absolute.
      const size = /Seconds|Length/.test(name) ? value : 1;
      expect(Math.abs(pairs[name]! - value), name).toBeLessThanOrEqual(limit * size);
    }
  }
}

describe('percentiles of the wait', () => {
  const within = (queue: GeneralQueue, agents: number, at: number): number =>
    generalPatience(queue, agents, at).serviceLevels.includingShortAbandons;

  it('are the least times within which that share is answered or has hung up', () => {
    const below = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(anyCase, below, ({ queue, agents }, wanted) => {
        const time = waitQuantileG(queue, agents, wanted);
        expect(within(queue, agents, time)).toBeGreaterThanOrEqual(wanted - 1e-13);
        if (time > 0) {
          expect(within(queue, agents, time * (1 - 1e-9))).toBeLessThanOrEqual(wanted + 1e-13);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('know no wait, and the moment when all hang up', () => {
    const patience: Patience = { kind: 'deterministic', valueSeconds: 60 };
    const queue = { load: 10, handleTimeSeconds: 180, patience };
    expect(waitQuantileG(queue, 20, 0.9)).toBe(0);
    expect(waitQuantileG(queue, 5, 0.99)).toBe(60);
    expect(waitQuantileG({ ...queue, load: 0 }, 5, 0.99)).toBe(0);
  });

  it('of Erlang C are those of its exponential wait', () => {
    const patience: Patience = {
      kind: 'piecewise-hazard',
      balkingShare: 0,
      breaksSeconds: [0],
      hazardPerSecond: [0],
    };
    const queue = { load: 10, handleTimeSeconds: 180, patience };
    const { waitProbability } = erlangC(10, 180, 12, 0);
    const expected = (180 / 2) * Math.log(waitProbability / 0.1);
    expect(waitQuantileG(queue, 12, 0.9) / expected).toBeCloseTo(1, 12);
  });
});

describe('refusals', () => {
  const patience: Patience = { kind: 'exponential', meanSeconds: 120 };
  const base = { load: 10, handleTimeSeconds: 180, patience };
  const law = (given: Patience) => () => generalPatience({ ...base, patience: given }, 12, 20);
  const endless: Patience = {
    kind: 'piecewise-hazard',
    balkingShare: 0.2,
    breaksSeconds: [0, 10],
    hazardPerSecond: [0, 0],
  };

  it.each([
    ['load', () => generalPatience({ ...base, load: -1 }, 12, 20), /^expected load .* got -1$/],
    ['NaN', () => generalPatience({ ...base, load: Number.NaN }, 12, 20), /got NaN$/],
    ['no agents', () => generalPatience(base, 0, 20), /^expected agents .* got 0$/],
    ['part of an agent', () => generalPatience(base, 1.5, 20), /^expected agents .* got 1.5$/],
    ['threshold', () => generalPatience(base, 12, -1), /^expected thresholdSeconds .* got -1$/],
    ['endless threshold', () => generalPatience(base, 12, Infinity), /^expected thresholdSeconds/],
    ['percent', () => waitQuantileG(base, 12, 80), /^expected share .* got 80$/],
    ['everybody', () => waitQuantileG(base, 12, 1), /^expected share .* got 1$/],
    ['no mean', law({ kind: 'exponential', meanSeconds: 0 }), /^expected patience meanSeconds/],
    [
      'too short a mean',
      law({ kind: 'exponential', meanSeconds: 1e-10 }),
      /^expected patience meanSeconds from 1e-9 to 1000000000000000, got 1e-10$/,
    ],
    [
      'an odd shape',
      law({ kind: 'weibull', scaleSeconds: 60, shape: 0.01 }),
      /^expected patience shape from 0.05 to 100, got 0.01$/,
    ],
  ])('%s', (_, run, message) => {
    expect(run).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  it('more stages than can be followed', () => {
    expect(law({ kind: 'erlang', stages: 201, meanSeconds: 60 })).toThrowError(
      expect.objectContaining({
        code: 'TOO_LARGE',
        message: 'expected at most 200 patience stages, got 201',
      }),
    );
  });

  it('no steady state', () => {
    expect(() => generalPatience({ ...base, patience: endless }, 8, 20)).toThrowError(
      expect.objectContaining({
        code: 'UNSTABLE_QUEUE',
        message: 'expected more agents than the 8 erlangs of callers who never hang up, got 8',
      }),
    );
    expect(generalPatience({ ...base, patience: endless }, 9, 20).occupancy).toBeLessThan(1);
  });
});
