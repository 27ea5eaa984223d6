import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgnerError } from '../../domain/errors.ts';
import { capacityQuestion } from './capacity-question.ts';
import { evaluateQuestion } from './evaluate-question.ts';
import { patienceQuestion } from './patience-question.ts';
import { type CapacityQuestion, type Targets } from './question.ts';
import { makeQueueModel } from './queue-model.ts';
import { requireQuestion } from './require-question.ts';
import { sensitivityQuestion } from './sensitivity.ts';
import { meetsTargets } from './targets.ts';
import { erlangA } from '../waiting/erlang-a.ts';
import { waitPercentiles } from './wait-percentiles.ts';

const TERMS = {
  lines: null,
  thresholdSeconds: 20,
  recallFraction: 0,
  redialFractionOfAbandoned: 0,
  redialFractionOfBlocked: 0,
} as const;

const NONE: Targets = {
  serviceLevel: null,
  serviceLevelDefinition: 'offered',
  averageSpeedOfAnswerSeconds: null,
  maxAbandonProbability: null,
  maxOccupancy: null,
  maxBlockingProbability: null,
};

const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });
const asked = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null, freq: 2 });

const targets: fc.Arbitrary<Targets> = fc
  .record({
    serviceLevel: asked(share),
    serviceLevelDefinition: fc.constantFrom(
      'offered' as const,
      'answered' as const,
      'excludingShortAbandons' as const,
      'includingShortAbandons' as const,
    ),
    averageSpeedOfAnswerSeconds: asked(fc.double({ min: 0.1, max: 60, noNaN: true })),
    maxAbandonProbability: asked(fc.double({ min: 0.001, max: 0.3, noNaN: true })),
    maxOccupancy: asked(fc.double({ min: 0.1, max: 0.99, noNaN: true })),
    maxBlockingProbability: fc.constant(null),
  })
  .filter((limits) => Object.values(limits).some((value) => typeof value === 'number'));

const exponential = (meanSeconds: number) => ({ kind: 'exponential' as const, meanSeconds });

function capacityOrNull(question: CapacityQuestion) {
  try {
    return capacityQuestion(question);
  } catch (error) {
    if (/meet up to 1000000 erlangs/.test((error as AgnerError).message)) return null;
    throw error;
  }
}

describe('capacity', () => {
  const models = fc.constantFrom(
    { model: 'erlang-c' as const, patience: null },
    { model: 'erlang-a' as const, patience: exponential(30) },
    { model: 'erlang-a' as const, patience: exponential(300) },
    { model: 'erlang-x' as const, patience: exponential(120), redialFractionOfAbandoned: 0.4 },
    { model: 'mmng' as const, patience: { kind: 'deterministic' as const, valueSeconds: 60 } },
  );

  it('is met, a hair more is not, and takes as many agents', () => {
    fc.assert(
      fc.property(models, fc.integer({ min: 1, max: 30 }), targets, (model, agents, asks) => {
        const times = { intervalSeconds: 1800, handleTimeSeconds: 180 };
        const ask = { ...TERMS, ...model, targets: asks };
        const answer = capacityOrNull({ ...ask, ...times, agents });
        // So many hang up that whoever is left is in time, whatever the load.
        fc.pre(answer !== null);
        const demandOf = (callsPerInterval: number) => ({
          kind: 'calls' as const,
          ...times,
          callsPerInterval,
        });
        const most = answer!.callsPerInterval!;
        const required = requireQuestion({ ...ask, demand: demandOf(most), shrinkage: 0 });
        expect(required).toMatchObject({ agents });
        const more = { ...ask, demand: demandOf(most * (1 + 1e-9)), shrinkage: 0 };
        expect(requireQuestion(more)).toMatchObject({ agents: agents + 1 });
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    // Published by erlang.com: 15 lines at 1 %, 200 lines at 3 % of which 70 % try again.
    ['erlang-b', 15, 0, 0.01, 8.108],
    ['extended-b', 200, 0.7, 0.03, 186.877],
  ] as const)('%s of %d lines', (model, agents, recallFraction, maxBlockingProbability, load) => {
    const answer = capacityQuestion({
      ...{ ...TERMS, recallFraction, model, agents, patience: null },
      ...{ intervalSeconds: null, handleTimeSeconds: null, thresholdSeconds: null },
      targets: { ...NONE, maxBlockingProbability },
    });
    expect(answer.load).toBeCloseTo(load, 3);
    expect(answer.blockedProbability).toBeCloseTo(maxBlockingProbability, 14);
    expect(answer.callsPerInterval).toBeNull();
  });

  it.each([
    [
      { maxAbandonProbability: 0.05 },
      'INVALID_INPUT',
      /no targets.maxAbandonProbability with limited lines/,
    ],
    [{ averageSpeedOfAnswerSeconds: 1000 }, 'UNREACHABLE_GOAL', /end somewhere/],
    [{ serviceLevel: 1 }, 'UNREACHABLE_GOAL', /below 1: some calls always wait/],
  ])('of limited lines with %j: %s', (limits, code, message) => {
    const run = () =>
      capacityQuestion({
        ...{ ...TERMS, model: 'erlang-a', patience: exponential(120), lines: 20, agents: 10 },
        ...{ intervalSeconds: 1800, handleTimeSeconds: 180, targets: { ...NONE, ...limits } },
      });
    expect(run).toThrowError(expect.objectContaining({ code }));
    expect(run).toThrowError(message);
  });

  it('needs the handle time beside an interval', () => {
    const ask = { ...TERMS, model: 'erlang-c' as const, patience: null, agents: 10 };
    const times = { intervalSeconds: 1800, handleTimeSeconds: null };
    expect(() =>
      capacityQuestion({ ...ask, ...times, targets: { ...NONE, serviceLevel: 0.8 } }),
    ).toThrowError('expected handleTimeSeconds beside intervalSeconds, got none');
  });
});

describe('patience needed', () => {
  const GRID = Array.from({ length: 200 }, (_, step) => 1e-3 * 10 ** (step * 0.075));

  it('agrees with a grid of patiences: none meets the targets outside the ends', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 30, noNaN: true }),
        fc.integer({ min: 1, max: 35 }),
        fc.constantFrom(null, 40),
        targets,
        (load, agents, lines, asks) => {
          const demand = { kind: 'load' as const, load, handleTimeSeconds: 180 };
          const ask = { ...TERMS, lines, model: 'erlang-a' as const, demand };
          const meets = (meanSeconds: number) =>
            meetsTargets(
              makeQueueModel({ ...ask, patience: exponential(meanSeconds) }, true).evaluate(agents)
                .performance,
              asks,
              0,
            );
          const good = GRID.filter(meets);
          let answer;
          try {
            answer = patienceQuestion({ ...ask, agents, targets: asks });
          } catch (error) {
            expect((error as AgnerError).code).toBe('UNREACHABLE_GOAL');
            expect(good).toEqual([]);
            return;
          }
          const { leastPatienceSeconds: least, mostPatienceSeconds: most } = answer;
          if (least !== null) {
            expect(meets(least)).toBe(true);
            expect(meets(least * (1 - 1e-6))).toBe(false);
          }
          if (most !== null) {
            expect(meets(most)).toBe(true);
            expect(meets(most * (1 + 1e-6))).toBe(false);
          }
          for (const seconds of good) {
            expect(seconds).toBeGreaterThanOrEqual(least ?? 0);
            expect(seconds).toBeLessThanOrEqual(most ?? Infinity);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says what patience would give where none meets the targets', () => {
    const demand = { kind: 'load' as const, load: 10, handleTimeSeconds: 180 };
    const ask = { ...TERMS, model: 'erlang-a' as const, demand, agents: 12 };
    expect(() =>
      patienceQuestion({
        ...ask,
        targets: { ...NONE, serviceLevel: 0.8, maxAbandonProbability: 0.05 },
      }),
    ).toThrowError(/12 agents.*none does.*60 s: service level 0\.86, abandonment 0\.0759/);
  });

  it('is asked of Erlang A alone', () => {
    const demand = { kind: 'load' as const, load: 10, handleTimeSeconds: 180 };
    const ask = { ...TERMS, model: 'erlang-c' as const, demand, agents: 12 };
    expect(() =>
      patienceQuestion({ ...ask, targets: { ...NONE, maxAbandonProbability: 0.05 } }),
    ).toThrowError('expected model erlang-a where patience is asked for, got erlang-c');
  });
});

describe('sensitivity', () => {
  const demand = {
    kind: 'calls' as const,
    callsPerInterval: 100,
    intervalSeconds: 1800,
    handleTimeSeconds: 180,
  };
  const ask = { ...TERMS, demand, patience: null, model: 'erlang-c' as const };

  it('shows what evaluation gives, and nothing where there is no steady state', () => {
    const { rows } = sensitivityQuestion({ ...ask, agents: 12 });
    expect(rows).toHaveLength(15);
    for (const { agents, volumeFactor, handleTimeFactor, figures } of rows) {
      const run = () =>
        evaluateQuestion({
          ...ask,
          agents,
          demand: {
            ...demand,
            callsPerInterval: 100 * volumeFactor,
            handleTimeSeconds: 180 * handleTimeFactor,
          },
        });
      if (figures === null) {
        expect(run).toThrowError(expect.objectContaining({ code: 'UNSTABLE_QUEUE' }));
      } else expect(run()).toMatchObject(figures);
    }
    expect(rows.filter(({ figures }) => figures === null).map(({ agents }) => agents)).toEqual([
      7, 8, 9, 10,
    ]);
  });

  it('keeps within what there can be: more than no agents, no more than lines', () => {
    const patience = exponential(60);
    const { rows } = sensitivityQuestion({
      ...{ ...ask, model: 'erlang-a', patience, lines: 4 },
      agents: 2,
    });
    expect(rows.map(({ change, agents }) => [change, agents])).toEqual([
      ...[1, 2, 3, 4].map((agents) => [agents === 2 ? 'none' : 'agents', agents]),
      ...['volume', 'volume', 'handle-time', 'handle-time'].map((change) => [change, 2]),
    ]);
  });
});

describe('percentiles of the wait', () => {
  const demand = { kind: 'load' as const, load: 10, handleTimeSeconds: 180 };
  const base = { ...TERMS, demand, agents: 12 };

  it.each([
    ['erlang-c', null, null],
    ['erlang-a', exponential(120), null],
    ['erlang-a', exponential(120), 15],
    ['erlang-a', null, 15],
    ['mmng', { kind: 'weibull' as const, scaleSeconds: 100, shape: 0.7 }, null],
  ] as const)('%s: so many have stopped waiting by then', (model, patience, lines) => {
    const ask = { ...base, model, patience, lines };
    const waits = waitPercentiles(ask)!;
    for (const [seconds, level] of [
      [waits.p50Seconds, 0.5],
      [waits.p90Seconds, 0.9],
      [waits.p95Seconds, 0.95],
    ] as const) {
      const answer = evaluateQuestion({ ...ask, thresholdSeconds: seconds });
      const reached = 'waitProbability' in answer && answer.serviceLevels.includingShortAbandons!;
      if (seconds > 0) expect(reached).toBeCloseTo(level, 9);
      else expect(reached).toBeGreaterThanOrEqual(level);
    }
  });

  it('is answered where one is asked for', () => {
    const ask = { ...base, model: 'erlang-a' as const, patience: exponential(120) };
    const answer = evaluateQuestion({ ...ask, waitPercentile: 0.9 });
    expect(answer).toMatchObject({ waitPercentileSeconds: waitPercentiles(ask)!.p90Seconds });
    expect(evaluateQuestion(ask)).not.toHaveProperty('waitPercentileSeconds');
  });

  it('with redials is that of the queue of all attempts', () => {
    const redials = { redialFractionOfAbandoned: 0.5, redialFractionOfBlocked: 0 };
    const ask = { ...base, ...redials, model: 'erlang-x' as const, patience: exponential(60) };
    const { totalLoad, waitPercentileSeconds } = evaluateQuestion({
      ...ask,
      waitPercentile: 0.9,
    }) as { totalLoad: number; waitPercentileSeconds: number };
    expect(totalLoad).toBeGreaterThan(10);
    const attempts = { load: totalLoad, handleTimeSeconds: 180, patienceSeconds: 60, lines: null };
    const { serviceLevels } = erlangA(attempts, 12, waitPercentileSeconds);
    expect(serviceLevels.includingShortAbandons).toBeCloseTo(0.9, 9);
  });

  it.each([
    [{ waitPercentile: 1 }, /waitPercentile/],
    [{ waitPercentile: 90 }, /waitPercentile.*90/],
    [{ waitPercentile: -0.1 }, /waitPercentile/],
    [{ waitPercentile: Number.NaN }, /waitPercentile/],
    [{ waitPercentile: 0.9, model: 'erlang-b' as const }, /no waitPercentile with erlang-b/],
    [
      {
        waitPercentile: 0.9,
        thresholdSeconds: null,
        demand: { ...demand, handleTimeSeconds: null },
      },
      /handleTimeSeconds/,
    ],
  ])('refuses %j', (change, message) => {
    const ask = { ...base, model: 'erlang-c' as const, patience: null, ...change };
    expect(() => evaluateQuestion(ask)).toThrow(message);
  });

  it.each([
    { ...base, model: 'erlang-b' as const, patience: null },
    {
      ...{ ...base, model: 'erlang-c' as const, patience: null, thresholdSeconds: null },
      demand: { ...demand, handleTimeSeconds: null },
    },
  ])('none for %j', (ask) => {
    expect(waitPercentiles(ask)).toBeNull();
  });
});
