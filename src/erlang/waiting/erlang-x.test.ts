import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangA, type ImpatientQueue } from './erlang-a.ts';
import { erlangX } from './erlang-x.ts';

interface RedialCase {
  readonly id: string;
  readonly kind: string;
  readonly inputs: Readonly<Record<string, number | null>>;
  readonly expected: Readonly<Record<string, number>>;
}

// High-precision reference values (96 digits); see test/golden/truth-README.md.
const { cases } = JSON.parse(
  readFileSync(new URL('../../../test/golden/truth-public.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly RedialCase[] };

describe('redials against the reference values', () => {
  const redials = cases.filter((one) => one.kind === 'erlang_x_redial');

  it.each(redials.map((one): [string, RedialCase] => [one.id, one]))('%s', (_, one) => {
    const { inputs, expected } = one;
    const handleTimeSeconds = inputs['aht_seconds']!;
    const queue: ImpatientQueue = {
      load:
        (inputs['first_attempt_calls_per_interval']! * handleTimeSeconds) /
        inputs['interval_seconds']!,
      handleTimeSeconds,
      patienceSeconds: inputs['patience_mean_seconds']!,
      lines: inputs['trunks']!,
    };
    const actual = erlangX(queue, inputs['agents']!, inputs['answer_time_seconds']!, {
      redialFractionOfAbandoned: inputs['redial_fraction_of_abandoned']!,
      redialFractionOfBlocked: inputs['redial_fraction_of_blocked']!,
    });
    const { performance, totalLoad, attemptsPerCaller } = actual;
    const figures: [number, string][] = [
      [totalLoad / handleTimeSeconds, 'total_arrival_rate_per_second'],
      [attemptsPerCaller, 'total_arrivals_per_first_attempt'],
      [performance.blockedProbability, 'blocked_probability'],
      [performance.waitProbability, 'wait_probability'],
      [performance.abandonProbability, 'abandon_probability'],
      [performance.answeredProbability, 'answered_probability'],
      [performance.answeredWithinThreshold, 'answered_within_t_probability'],
      [performance.serviceLevels.excludingShortAbandons, 'service_level_excl_short_abandons'],
      [performance.averageWaitSeconds, 'asa_all_entered_seconds'],
      [performance.averageSpeedOfAnswerSeconds, 'asa_answered_seconds'],
      [performance.occupancy, 'occupancy'],
      [performance.meanQueueLength, 'mean_queue_length_calls'],
    ];
    for (const [value, key] of figures) {
      const error = Math.abs(value - expected[key]!) / (expected[key]! || 1);
      expect(error, key).toBeLessThan(1e-13);
    }
  });
});

const anyQueue = fc.record({
  load: fc.double({ min: 0.01, max: 60, noNaN: true }),
  handleTimeSeconds: fc.integer({ min: 10, max: 1800 }),
  patienceSeconds: fc.integer({ min: 5, max: 3600 }),
});
const share = fc.double({ min: 0, max: 0.97, noNaN: true });

describe('laws', () => {
  it('all attempts are first attempts and redials', () => {
    const places = fc.option(fc.nat(40));
    fc.assert(
      fc.property(
        anyQueue,
        fc.integer({ min: 1, max: 70 }),
        places,
        share,
        share,
        (one, n, q, a, b) => {
          const queue = { ...one, lines: q === null ? null : n + q };
          const { performance, totalLoad, attemptsPerCaller } = erlangX(queue, n, 20, {
            redialFractionOfAbandoned: a,
            redialFractionOfBlocked: b,
          });
          const again = a * performance.abandonProbability + b * performance.blockedProbability;
          expect((one.load + totalLoad * again) / totalLoad).toBeCloseTo(1, 12);
          expect(attemptsPerCaller * one.load).toBeCloseTo(totalLoad, 9);
          expect(attemptsPerCaller).toBeGreaterThanOrEqual(1);
          expect(performance).toEqual(erlangA({ ...queue, load: totalLoad }, n, 20));
        },
      ),
    );
  });

  it('more redials, more attempts; more agents, fewer', () => {
    fc.assert(
      fc.property(anyQueue, fc.integer({ min: 1, max: 70 }), share, (one, n, a) => {
        const queue = { ...one, lines: n + 10 };
        const attempts = (agents: number, ofAbandoned: number, ofBlocked: number) =>
          erlangX(queue, agents, 20, {
            redialFractionOfAbandoned: ofAbandoned,
            redialFractionOfBlocked: ofBlocked,
          }).attemptsPerCaller;
        const some = attempts(n, a, a);
        expect(attempts(n, a, a / 2)).toBeLessThanOrEqual(some * (1 + 1e-12));
        expect(attempts(n, a / 2, a)).toBeLessThanOrEqual(some * (1 + 1e-12));
        expect(attempts(n + 1, a, a)).toBeLessThanOrEqual(some * (1 + 1e-9));
      }),
    );
  });

  it('without redials is Erlang A', () => {
    const queue = { load: 10, handleTimeSeconds: 180, patienceSeconds: 120, lines: 15 };
    const none = { redialFractionOfAbandoned: 0, redialFractionOfBlocked: 0 };
    const actual = erlangX(queue, 12, 20, none);
    expect(actual.performance).toEqual(erlangA(queue, 12, 20));
    expect(actual.totalLoad).toBe(10);
    expect(actual.attemptsPerCaller).toBe(1);
    expect(erlangX({ ...queue, load: 0 }, 12, 20, none).attemptsPerCaller).toBe(1);
  });

  it('answers everybody in the end if all call again and agents can carry it', () => {
    const all = { redialFractionOfAbandoned: 1, redialFractionOfBlocked: 1 };
    for (const lines of [null, 10, 14]) {
      const queue = { load: 9.5, handleTimeSeconds: 180, patienceSeconds: 120, lines };
      const { performance, totalLoad } = erlangX(queue, 10, 20, all);
      expect(performance.answeredProbability * totalLoad).toBeCloseTo(9.5, 10);
      expect(performance.occupancy).toBeCloseTo(0.95, 11);
    }
  });
});

describe('refusals', () => {
  const queue = { load: 10, handleTimeSeconds: 180, patienceSeconds: 120, lines: null };
  const redials = { redialFractionOfAbandoned: 0.5, redialFractionOfBlocked: 0.5 };
  const all = { redialFractionOfAbandoned: 1, redialFractionOfBlocked: 1 };

  it.each([
    [
      'percent',
      () => erlangX(queue, 10, 20, { ...redials, redialFractionOfAbandoned: 50 }),
      'INVALID_INPUT',
      /^expected redialFractionOfAbandoned to be a fraction in \[0, 1\], got 50$/,
    ],
    [
      'NaN',
      () => erlangX(queue, 10, 20, { ...redials, redialFractionOfBlocked: NaN }),
      'INVALID_INPUT',
      /^expected redialFractionOfBlocked .* got NaN$/,
    ],
    [
      'negative',
      () => erlangX(queue, 10, 20, { ...redials, redialFractionOfBlocked: -0.1 }),
      'INVALID_INPUT',
      /^expected redialFractionOfBlocked .* got -0.1$/,
    ],
    ['agents', () => erlangX(queue, 0, 20, redials), 'INVALID_INPUT', /^expected agents/],
    ['threshold', () => erlangX(queue, 10, -1, redials), 'INVALID_INPUT', /^expected threshold/],
    [
      'lines',
      () => erlangX({ ...queue, lines: 9 }, 10, 20, redials),
      'INVALID_INPUT',
      /^expected lines of at least 10/,
    ],
    [
      'all call again, and agents cannot carry them',
      () => erlangX(queue, 10, 20, all),
      'UNSTABLE_QUEUE',
      /^expected first attempts below 10 erlangs, .* got 10$/,
    ],
    [
      'all call again, and lines hold too few who hang up for good',
      () =>
        erlangX({ ...queue, load: 14, lines: 14 }, 10, 20, {
          redialFractionOfAbandoned: 0.5,
          redialFractionOfBlocked: 1,
        }),
      'UNSTABLE_QUEUE',
      /^expected first attempts below 13 erlangs, .* got 14$/,
    ],
    [
      'attempts beyond what the models take',
      () =>
        erlangX({ ...queue, load: 500_000 }, 10, 20, {
          redialFractionOfAbandoned: 0.9,
          redialFractionOfBlocked: 0,
        }),
      'TOO_LARGE',
      /^expected attempts of at most 1000000 erlangs/,
    ],
  ])('%s', (_, run, code, message) => {
    expect(run).toThrowError(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    );
  });
});
