import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangA } from '../waiting/erlang-a.ts';
import { transient, type TransientCase } from './transient.ts';

interface TruthCase {
  readonly id: string;
  readonly inputs: {
    readonly calls_per_interval: readonly number[];
    readonly interval_seconds: number;
    readonly aht_seconds: number;
    readonly patience_mean_seconds: number | null;
    readonly agents: readonly number[];
    readonly initial_calls_in_system: number;
  };
  readonly expected_per_interval: readonly Record<string, number>[];
}

// Float64 uniformisation, about 1e-9; see test/golden/truth-README.md.
const truth = JSON.parse(
  readFileSync(new URL('../../../test/golden/truth-transient.json', import.meta.url), 'utf8'),
) as readonly TruthCase[] | { readonly cases: readonly TruthCase[] };
const cases = 'cases' in truth ? truth.cases : truth;

const steady: TransientCase = {
  callsPerInterval: [50, 50, 50, 50],
  intervalSeconds: 900,
  handleTimeSeconds: 180,
  patienceSeconds: 120,
  agents: [11, 11, 11, 11],
  initialCalls: 0,
  thresholdSeconds: 20,
};

describe('against the reference values', () => {
  it('has all of them', () => {
    expect(cases).toHaveLength(14);
  });

  it.each(cases.map((one) => [one.id, one] as const))('%s', (_, { inputs, ...truths }) => {
    const { intervals } = transient({
      callsPerInterval: inputs.calls_per_interval,
      intervalSeconds: inputs.interval_seconds,
      handleTimeSeconds: inputs.aht_seconds,
      patienceSeconds: inputs.patience_mean_seconds,
      agents: inputs.agents,
      initialCalls: inputs.initial_calls_in_system,
      thresholdSeconds: 20,
    });
    truths.expected_per_interval.forEach((expected, index) => {
      const actual = intervals[index]!;
      const pairs: [number | null, string][] = [
        [actual.meanInSystemAtEnd, 'mean_in_system_end_calls'],
        [actual.meanQueueAtEnd, 'mean_queue_end_calls'],
        [actual.meanQueue, 'mean_queue_time_average_calls'],
        [actual.meanBusyAgents, 'mean_busy_agents_time_average'],
        [actual.abandoned, 'expected_abandons'],
        [actual.completed, 'expected_answer_completions'],
        [actual.offered, 'expected_offered'],
      ];
      if (actual.offered > 0) {
        pairs.push([actual.waitProbability, 'wait_probability_of_arrivals']);
      } else {
        expect(actual.waitProbability).toBeNull();
      }
      for (const [value, key] of pairs) {
        const error = Math.abs(value! - expected[key]!) / Math.max(1, Math.abs(expected[key]!));
        expect(error, `${key} of interval ${index}`).toBeLessThan(1e-9);
      }
    });
  });
});

describe('laws', () => {
  const change = fc.record({
    calls: fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 1, maxLength: 6 }),
    agents: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 6, maxLength: 6 }),
    patienceSeconds: fc.double({ min: 20, max: 600, noNaN: true }),
    initialCalls: fc.integer({ min: 0, max: 12 }),
  });

  it('no call is lost: what came is gone or still there', () => {
    fc.assert(
      fc.property(change, ({ calls, agents, patienceSeconds, initialCalls }) => {
        const { intervals } = transient({
          ...steady,
          callsPerInterval: calls,
          agents: agents.slice(0, calls.length),
          patienceSeconds,
          initialCalls,
        });
        let there = initialCalls;
        for (const one of intervals) {
          there += one.offered - one.completed - one.abandoned;
          expect(Math.abs(one.meanInSystemAtEnd - there)).toBeLessThan(1e-8 * (1 + there));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('does not depend on the unit of time', () => {
    const slow = transient({
      ...steady,
      intervalSeconds: 9000,
      handleTimeSeconds: 1800,
      patienceSeconds: 1200,
      thresholdSeconds: 200,
    });
    transient(steady).intervals.forEach((one, index) => {
      const other = slow.intervals[index]!;
      expect(other.meanQueueAtEnd).toBeCloseTo(one.meanQueueAtEnd, 9);
      expect(other.serviceLevels!.offered).toBeCloseTo(one.serviceLevels!.offered, 8);
    });
  });

  it('comes to the steady state of Erlang A', () => {
    const long = transient({
      ...steady,
      callsPerInterval: new Array<number>(12).fill(50),
      agents: new Array<number>(12).fill(11),
    }).intervals.at(-1)!;
    const queue = { load: 10, handleTimeSeconds: 180, patienceSeconds: 120, lines: null };
    const expected = erlangA(queue, 11, 20);
    expect(long.waitProbability).toBeCloseTo(expected.waitProbability, 8);
    expect(long.meanQueue).toBeCloseTo(expected.meanQueueLength, 8);
    expect(long.serviceLevels!.offered).toBeCloseTo(expected.serviceLevels.offered, 7);
    expect(long.serviceLevels!.includingShortAbandons).toBeCloseTo(
      expected.serviceLevels.includingShortAbandons,
      7,
    );
  });

  it('more agents in one interval never hurt the queue at its end', () => {
    for (let count = 8; count < 16; count++) {
      const at = (agents: number) =>
        transient({ ...steady, agents: [11, agents, 11, 11] }).intervals[1]!.meanQueueAtEnd;
      expect(at(count + 1)).toBeLessThanOrEqual(at(count) + 1e-9);
    }
  });

  it('with nobody there everybody waits', () => {
    const [first] = transient({ ...steady, agents: [0, 0, 0, 0] }).intervals;
    expect(first).toMatchObject({ waitProbability: 1, occupancy: null, meanBusyAgents: 0 });
    expect(first!.serviceLevels!.answered).toBe(0);
    expect(first!.serviceLevels!.offered).toBe(0);
  });
});

describe('refusals', () => {
  it.each([
    [{ callsPerInterval: [], agents: [] }, 'expected callsPerInterval of at least 1 interval'],
    [{ agents: [11] }, 'expected agents of 4 intervals, got 1'],
    [{ handleTimeSeconds: [180] }, 'expected handleTimeSeconds of 4 intervals, got 1'],
    [{ callsPerInterval: [50, -1, 50, 50] }, 'expected callsPerInterval'],
    [{ callsPerInterval: [50, Number.NaN, 50, 50] }, 'expected callsPerInterval'],
    [{ agents: [11, 2.5, 11, 11] }, 'expected agents to be a whole number'],
    [{ intervalSeconds: 0 }, 'expected intervalSeconds'],
    [{ patienceSeconds: 0 }, 'expected patienceSeconds'],
    [{ thresholdSeconds: Infinity }, 'expected thresholdSeconds'],
    [{ initialCalls: 1.5 }, 'expected initialCalls'],
    [{ initialCalls: 2_000_000 }, 'expected initialCalls of at most 1000000'],
  ])('%j', (wrong, message) => {
    expect(() => transient({ ...steady, ...wrong })).toThrowError(message);
  });
});
