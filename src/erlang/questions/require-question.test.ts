import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgnerError } from '../../domain/errors.ts';
import { SERVICE_LEVEL_DEFINITIONS, type ServiceGoal } from '../../domain/requirement.ts';
import { meetsGoal } from '../staffing/goal.ts';
import { type Performance } from '../performance.ts';
import { evaluateQuestion } from './evaluate-question.ts';
import { type QueueQuestion, type RequireQuestion, type Targets } from './question.ts';
import { makeQueueModel } from './queue-model.ts';
import { requireQuestion } from './require-question.ts';
import { meetsTargets } from './targets.ts';

const queue = fc.record({
  demand: fc.record({
    kind: fc.constant('load' as const),
    load: fc.double({ min: 0.05, max: 25, noNaN: true }),
    handleTimeSeconds: fc.constantFrom(30, 180, 600),
  }),
  thresholdSeconds: fc.constantFrom(0, 5, 20, 120),
  recallFraction: fc.constant(0),
});

const patience = fc.constantFrom(5, 60, 180, 900).map((meanSeconds) => ({
  kind: 'exponential' as const,
  meanSeconds,
}));

const asked = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null, freq: 2 });
const share = fc.double({ min: 0.02, max: 0.98, noNaN: true });

const targets: fc.Arbitrary<Targets> = fc
  .record({
    serviceLevel: asked(fc.oneof(share, fc.constant(1))),
    serviceLevelDefinition: fc.constantFrom(...SERVICE_LEVEL_DEFINITIONS),
    averageSpeedOfAnswerSeconds: asked(
      fc.oneof(fc.double({ min: 1e-3, max: 60, noNaN: true }), fc.constant(0)),
    ),
    maxAbandonProbability: asked(
      fc.oneof(fc.double({ min: 1e-6, max: 0.9, noNaN: true }), fc.constant(0)),
    ),
    maxOccupancy: asked(fc.double({ min: 0.05, max: 1, noNaN: true })),
    maxBlockingProbability: asked(fc.double({ min: 0, max: 0.5, noNaN: true })),
  })
  .filter((limits) => Object.values(limits).some((value) => typeof value === 'number'));

const noRedials = fc.constant({ redialFractionOfAbandoned: 0, redialFractionOfBlocked: 0 });
const redials = fc.record({
  redialFractionOfAbandoned: fc.double({ min: 0, max: 0.9, noNaN: true }),
  redialFractionOfBlocked: fc.double({ min: 0, max: 0.9, noNaN: true }),
});

/** Least agents by trying them all; `null` if none up to `most` does. */
function tryAll(question: RequireQuestion, most: number, rounding?: number): number | null {
  const model = makeQueueModel(question, true);
  for (let agents = 1; agents <= most; agents++) {
    if (meetsTargets(performanceOf(model, agents), question.targets, rounding)) return agents;
  }
  return null;
}

function performanceOf(model: ReturnType<typeof makeQueueModel>, agents: number): Performance {
  try {
    return model.evaluate(agents).performance;
  } catch (error) {
    if (error instanceof AgnerError && error.code === 'UNSTABLE_QUEUE') return HOPELESS;
    throw error;
  }
}

const HOPELESS = {
  serviceLevels: Object.fromEntries(SERVICE_LEVEL_DEFINITIONS.map((name) => [name, -1])),
  averageSpeedOfAnswerSeconds: Infinity,
  averageWaitSeconds: Infinity,
  abandonProbability: 2,
  occupancy: 2,
  blockedProbability: 2,
} as unknown as Performance;

function agentsOrCode(question: RequireQuestion): number | string {
  try {
    const answer = requireQuestion(question);
    return 'agents' in answer ? answer.agents : answer.lines;
  } catch (error) {
    if (error instanceof AgnerError) return error.code;
    throw error;
  }
}

/** Goals that only the last agent meets up to rounding are told apart by their exact form alone. */
function isExtreme(
  { serviceLevel, averageSpeedOfAnswerSeconds, maxAbandonProbability }: Targets,
  law: object | null,
) {
  return (
    serviceLevel === 1 ||
    averageSpeedOfAnswerSeconds === 0 ||
    (maxAbandonProbability === 0 && law !== null)
  );
}

describe('within limited lines the answer is that of trying every number', () => {
  it.each([
    ['erlang-a', fc.option(patience, { nil: null, freq: 4 }), noRedials],
    ['erlang-x', fc.option(patience, { nil: null, freq: 8 }), redials],
  ] as const)('%s', (model, patiences, redialShares) => {
    fc.assert(
      fc.property(
        queue,
        patiences,
        redialShares,
        fc.integer({ min: 1, max: 40 }),
        targets,
        (base, law, again, lines, asks) => {
          const question = {
            ...base,
            ...again,
            model,
            patience: law,
            lines,
            targets: asks,
            shrinkage: 0,
          };
          // On a boundary either may be: the rounding of the models decides.
          const all = [tryAll(question, lines), tryAll(question, lines, 0)];
          const found = agentsOrCode(question);
          if (isExtreme(asks, law)) {
            // Nothing but as many agents as lines lets nobody wait.
            expect(found === 'UNREACHABLE_GOAL' || found === lines).toBe(true);
          } else expect(all.map((agents) => agents ?? 'UNREACHABLE_GOAL')).toContain(found);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('without limit one agent less would miss a target', () => {
  it.each([
    ['erlang-c', fc.constant(null), noRedials],
    ['erlang-a', patience, noRedials],
    ['erlang-x', patience, redials],
    [
      'mmng',
      fc.constantFrom(
        { kind: 'deterministic' as const, valueSeconds: 60 },
        { kind: 'weibull' as const, scaleSeconds: 100, shape: 0.6 },
        { kind: 'balking-exponential' as const, balkingShare: 0.2, meanSeconds: 90 },
        {
          kind: 'piecewise-hazard' as const,
          balkingShare: 0,
          breaksSeconds: [0, 30],
          hazardPerSecond: [0.02, 0],
        },
      ),
      noRedials,
    ],
  ] as const)('%s', (model, patiences, redialShares) => {
    fc.assert(
      fc.property(queue, patiences, redialShares, targets, (base, law, again, asks) => {
        const question = {
          ...base,
          ...again,
          model,
          patience: law,
          lines: null,
          targets: asks,
          shrinkage: 0,
        };
        const found = agentsOrCode(question);
        if (typeof found === 'string') {
          expect(found).toBe('UNREACHABLE_GOAL');
          expect(isExtreme(asks, law)).toBe(true);
          return;
        }
        const queueOf = makeQueueModel(question, true);
        expect(meetsTargets(performanceOf(queueOf, found), asks)).toBe(true);
        if (found === 1) return;
        expect(meetsTargets(performanceOf(queueOf, found - 1), asks, 0)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

it('meets targets as goals are met', () => {
  const goal: Omit<ServiceGoal, 'definition'> = {
    serviceLevel: null,
    thresholdSeconds: 20,
    period: 'interval',
    serviceLevelFloor: null,
    averageSpeedOfAnswerSeconds: null,
    maxAbandonment: null,
    maxOccupancy: null,
    minimumAgents: 0,
  };
  fc.assert(
    fc.property(
      queue,
      patience,
      fc.integer({ min: 1, max: 40 }),
      targets,
      (base, law, agents, asks) => {
        const question: QueueQuestion = {
          ...{ ...base, model: 'erlang-a', patience: law, lines: null },
          ...{ redialFractionOfAbandoned: 0, redialFractionOfBlocked: 0 },
        };
        const { performance } = makeQueueModel(question, true).evaluate(agents);
        const { serviceLevelDefinition, maxAbandonProbability, ...rest } = asks;
        const level = performance.serviceLevels[serviceLevelDefinition];
        fc.pre(Math.abs(level - (asks.serviceLevel ?? 2)) > 1e-12);
        fc.pre(Math.abs(performance.abandonProbability - (maxAbandonProbability ?? 2)) > 1e-12);
        expect(meetsTargets(performance, asks)).toBe(
          meetsGoal(performance, {
            ...goal,
            ...rest,
            definition: serviceLevelDefinition,
            maxAbandonment: maxAbandonProbability,
          }),
        );
      },
    ),
  );
});

const EXPONENTIAL = { kind: 'exponential', meanSeconds: 120 } as const;

describe('boundaries belong to the decimals that are written', () => {
  const base = {
    model: 'erlang-c',
    lines: null,
    patience: null,
    thresholdSeconds: 120,
    recallFraction: 0,
    redialFractionOfAbandoned: 0,
    redialFractionOfBlocked: 0,
    shrinkage: 0.3,
  } as const;
  const NONE: Targets = {
    serviceLevel: null,
    serviceLevelDefinition: 'offered',
    averageSpeedOfAnswerSeconds: null,
    maxAbandonProbability: null,
    maxOccupancy: null,
    maxBlockingProbability: null,
  };

  it.each([
    [2.1, 0.7, 3],
    [34.2, 0.95, 36],
    [53.2, 0.7, 76],
    [20, 1, 21],
  ])('%d erlangs at an occupancy of %d take %d agents', (load, maxOccupancy, agents) => {
    const demand = { kind: 'load' as const, load, handleTimeSeconds: 100 };
    const answer = requireQuestion({ ...base, demand, targets: { ...NONE, maxOccupancy } });
    expect(answer).toMatchObject({ agents });
  });

  it.each([
    // Hardly anybody hangs up: carried load over agents is a third, less what no double can tell.
    [1000, 900, 600, 1800, 0.3333333333333333, 2001],
    [1000, 900, 600, 1800, 0.33333333333333337, 2000],
    // 34.2 erlangs on 36 agents are 0.95, less the few who hang up.
    [855, 900, 36, 1e9, 0.95, 36],
  ])(
    'with %d calls in %d s of %d s, patience %d s, %d takes %d agents',
    (callsPerInterval, intervalSeconds, handleTimeSeconds, meanSeconds, maxOccupancy, agents) => {
      const answer = requireQuestion({
        ...base,
        model: 'erlang-a',
        patience: { kind: 'exponential', meanSeconds },
        demand: { kind: 'calls', callsPerInterval, intervalSeconds, handleTimeSeconds },
        targets: { ...NONE, maxOccupancy },
      });
      expect(answer).toMatchObject({ agents });
    },
  );

  it.each([
    ['erlang-c', null, null],
    ['erlang-a', { kind: 'exponential', meanSeconds: 120 }, null],
    ['erlang-a', { kind: 'exponential', meanSeconds: 120 }, 30],
  ] as const)('%s: never fewer than the minimum, and no more for it', (model, patience, lines) => {
    const ask = {
      ...{ ...base, model, patience, lines },
      demand: { kind: 'load', load: 10, handleTimeSeconds: 100 },
      targets: { ...NONE, serviceLevel: 0.8 },
    } as const;
    const { agents } = requireQuestion(ask) as { agents: number };
    expect(requireQuestion({ ...ask, minimumAgents: agents - 1 })).toMatchObject({ agents });
    expect(requireQuestion({ ...ask, minimumAgents: 25 })).toMatchObject({ agents: 25 });
    const idle = { ...ask, minimumAgents: 2, demand: { ...ask.demand, load: 0 } };
    expect(requireQuestion(idle)).toMatchObject({ agents: 2, scheduledAgents: 3 });
  });

  it.each([
    [{ minimumAgents: 1.5 }, /minimumAgents/],
    [{ minimumAgents: -1 }, /minimumAgents/],
    [{ minimumAgents: 31, model: 'erlang-a' as const, lines: 30 }, /at most the 30 lines, got 31/],
    [{ minimumAgents: 1, model: 'erlang-b' as const }, /no targets.minimumAgents with erlang-b/],
  ])('refuses %j', (change, message) => {
    const targets =
      'model' in change && change.model === 'erlang-b'
        ? { ...NONE, maxBlockingProbability: 0.1 }
        : { ...NONE, serviceLevel: 0.8 };
    const demand = { kind: 'load' as const, load: 10, handleTimeSeconds: 100 };
    expect(() => requireQuestion({ ...base, demand, targets, ...change })).toThrow(message);
  });

  it('says how many the fewest agents block where more block more', () => {
    const ask = {
      ...{ ...base, model: 'erlang-a' as const, lines: 20, patience: EXPONENTIAL },
      demand: { kind: 'load', load: 30, handleTimeSeconds: 180 },
      targets: { ...NONE, maxBlockingProbability: 0.01 },
    } as const;
    expect(() => requireQuestion(ask)).toThrow(
      /at least 0\.1686, got 0\.01: 20 lines at 30 erlangs block so many with 1 agent,/,
    );
  });

  it('rounds scheduled agents up in decimals: 21 / (1 - 0.3) is 30', () => {
    const demand = { kind: 'load' as const, load: 20, handleTimeSeconds: 100 };
    const answer = requireQuestion({ ...base, demand, targets: { ...NONE, maxOccupancy: 1 } });
    expect(answer).toMatchObject({ agents: 21, scheduledAgents: 30, scheduledAgentsExact: 30 });
  });

  it('needs nobody where nothing is offered', () => {
    const demand = { kind: 'load' as const, load: 0, handleTimeSeconds: 100 };
    const answer = requireQuestion({ ...base, demand, targets: { ...NONE, serviceLevel: 0.8 } });
    expect(answer).toMatchObject({ agents: 0, scheduledAgents: 0, occupancy: null, warnings: [] });
  });

  it.each([
    [9, 0.9, 1],
    [1, 0.5, 1],
    [3, 0.75, 1],
  ])('B(%d, lines) of %d is met by %d line', (load, maxBlockingProbability, lines) => {
    const demand = { kind: 'load' as const, load, handleTimeSeconds: null };
    const answer = requireQuestion({
      ...{ ...base, model: 'erlang-b', thresholdSeconds: null, demand },
      targets: { ...NONE, maxBlockingProbability },
    });
    expect(answer).toMatchObject({ lines });
  });
});

describe('in overload as few as never are idle are one too few', () => {
  const base = {
    lines: null,
    patience: { kind: 'exponential', meanSeconds: 120 },
    thresholdSeconds: 600,
    recallFraction: 0,
    redialFractionOfAbandoned: 0,
    redialFractionOfBlocked: 0,
    shrinkage: 0,
    demand: {
      kind: 'calls',
      callsPerInterval: 10_000,
      intervalSeconds: 1800,
      handleTimeSeconds: 180,
    },
  } as const;
  const NONE = { serviceLevelDefinition: 'offered', maxOccupancy: null } as const;
  const none = {
    ...NONE,
    serviceLevel: null,
    averageSpeedOfAnswerSeconds: null,
    maxAbandonProbability: null,
    maxBlockingProbability: null,
  };

  // A few agents more than share x load would be met up to rounding by share x load in doubles.
  it.each([
    ['erlang-a', 0, { serviceLevel: 0.7 }, 701],
    ['erlang-a', 0, { maxAbandonProbability: 0.3 }, 701],
    ['mmng', 0, { maxAbandonProbability: 0.3 }, 701],
    ['erlang-a', 0, { maxAbandonProbability: 0.2995 }, 701],
    // n (1 - a) / (A - a n) is 0.6 at n = 750 for a = 0.5, 750 x 0.5 / (1000 - 375).
    ['erlang-x', 0.5, { maxAbandonProbability: 0.4 }, 751],
  ] as const)('%s, %d, %j: %d', (model, redialFractionOfAbandoned, limits, agents) => {
    const ask = { ...base, model, redialFractionOfAbandoned, targets: { ...none, ...limits } };
    const answer = requireQuestion(ask);
    expect(answer).toMatchObject({ agents });
    expect(answer).toHaveProperty('withOneAgentLess.occupancy', expect.closeTo(1, 13));
  });
});

describe('Erlang A that is Erlang C, or M/M/n/K', () => {
  const base = {
    demand: { kind: 'load', load: 10, handleTimeSeconds: 180 },
    patience: null,
    thresholdSeconds: 20,
    recallFraction: 0,
    redialFractionOfAbandoned: 0,
    redialFractionOfBlocked: 0,
  } as const;

  it.each(['erlang-a', 'mmng', 'erlang-x'] as const)('%s without patience and lines', (model) => {
    const ask = { ...base, lines: null, agents: 12 };
    const patient = evaluateQuestion({ ...ask, model: 'erlang-c' });
    expect(evaluateQuestion({ ...ask, model })).toMatchObject({ ...patient, model });
    expect(() => evaluateQuestion({ ...ask, model, agents: 10 })).toThrowError(
      'expected more agents than 10 erlangs, got 10',
    );
  });

  it('blocks by M/M/n/K with lines alone', () => {
    const answer = evaluateQuestion({ ...base, model: 'erlang-a', lines: 11, agents: 10 });
    // Weights of states 10 and 11 are the same at a load of 10 on 10 agents.
    const blocked = 1 / (1 / 0.21458234310734733 + 1);
    expect(answer.blockedProbability).toBeCloseTo(blocked, 12);
  });
});

describe('warnings', () => {
  const base: RequireQuestion = {
    model: 'erlang-a',
    demand: { kind: 'load', load: 10, handleTimeSeconds: 180 },
    patience: { kind: 'exponential', meanSeconds: 60 },
    lines: 30,
    thresholdSeconds: 20,
    recallFraction: 0,
    redialFractionOfAbandoned: 0,
    redialFractionOfBlocked: 0,
    shrinkage: 0,
    targets: {
      serviceLevel: null,
      serviceLevelDefinition: 'offered',
      averageSpeedOfAnswerSeconds: 10,
      maxAbandonProbability: null,
      maxOccupancy: null,
      maxBlockingProbability: null,
    },
  };

  it('tells what flatters a mean wait, with its figure', () => {
    const answer = requireQuestion(base);
    const { abandonProbability, blockedProbability, warnings } = answer as never;
    expect(warnings).toEqual([
      { code: 'abandonment-unlimited', abandonProbability },
      { code: 'blocking-unlimited', blockedProbability },
    ]);
  });

  it.each([
    [{ maxAbandonProbability: 0.2, maxBlockingProbability: 0.2 }, []],
    [{ serviceLevel: 0.8 }, []],
    [{ serviceLevel: 0.8, serviceLevelDefinition: 'entered' }, ['blocking-unlimited']],
    [
      { serviceLevel: 0.8, serviceLevelDefinition: 'answered', maxBlockingProbability: 0.2 },
      ['abandonment-unlimited'],
    ],
  ] as const)('%j: %j', (limits, codes) => {
    const { warnings } = requireQuestion({ ...base, targets: { ...base.targets, ...limits } });
    expect(warnings.map(({ code }) => code)).toEqual(codes);
  });
});

describe('callers of whom some never hang up', () => {
  // exp(-0.5), or 6.07 of 10 erlangs, wait for ever.
  const patience = {
    kind: 'piecewise-hazard',
    balkingShare: 0,
    breaksSeconds: [0, 50],
    hazardPerSecond: [0.01, 0],
  } as const;
  const question: RequireQuestion = {
    model: 'mmng',
    demand: { kind: 'load', load: 10, handleTimeSeconds: 180 },
    patience,
    lines: null,
    thresholdSeconds: 20,
    recallFraction: 0,
    redialFractionOfAbandoned: 0,
    redialFractionOfBlocked: 0,
    shrinkage: 0,
    targets: {
      serviceLevel: 0.01,
      serviceLevelDefinition: 'offered',
      averageSpeedOfAnswerSeconds: null,
      maxAbandonProbability: null,
      maxOccupancy: null,
      maxBlockingProbability: null,
    },
  };

  it('need more agents than their load, and one less has no figures', () => {
    const answer = requireQuestion(question);
    expect(answer).toMatchObject({ agents: 7, withOneAgentLess: null });
    expect(makeQueueModel(question, true).leastAgents).toBe(7);
  });

  it('are staffed to the goal, none off by one', () => {
    const targets = { ...question.targets, serviceLevel: 0.8 };
    const answer = requireQuestion({ ...question, targets });
    if (!('agents' in answer)) throw new Error('expected agents');
    expect(answer.serviceLevels.offered).toBeGreaterThanOrEqual(0.8);
    expect(answer.withOneAgentLess!.serviceLevels.offered).toBeLessThan(0.8);
  });

  it('are Erlang C where nobody ever does', () => {
    const hazardPerSecond = [0, 0];
    const targets = { ...question.targets, serviceLevel: 0.8 };
    const endless = { ...question, targets, patience: { ...patience, hazardPerSecond } };
    const patient = { ...question, targets, patience: null, model: 'erlang-c' as const };
    expect(requireQuestion(endless)).toMatchObject({ agents: 14 });
    expect(requireQuestion(patient)).toMatchObject({ agents: 14 });
  });
});

it('says that calls come again without end where lines and agents never suffice', () => {
  expect(() =>
    requireQuestion({
      model: 'erlang-x',
      demand: { kind: 'load', load: 30, handleTimeSeconds: 180 },
      patience: { kind: 'exponential', meanSeconds: 120 },
      lines: 20,
      thresholdSeconds: 20,
      recallFraction: 0,
      redialFractionOfAbandoned: 1,
      redialFractionOfBlocked: 1,
      shrinkage: 0,
      targets: {
        serviceLevel: 0.5,
        serviceLevelDefinition: 'entered',
        averageSpeedOfAnswerSeconds: null,
        maxAbandonProbability: null,
        maxOccupancy: null,
        maxBlockingProbability: null,
      },
    }),
  ).toThrowError(
    expect.objectContaining({
      code: 'UNREACHABLE_GOAL',
      message:
        'expected targets within reach of 20 agents on 20 lines, got calls that come again without end',
    }),
  );
});
