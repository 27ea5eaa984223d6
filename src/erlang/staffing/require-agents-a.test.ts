import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  SERVICE_LEVEL_DEFINITIONS,
  type ServiceGoal,
  type ServiceLevelDefinition,
} from '../../domain/requirement.ts';
import { seededRandom } from '../../simulation/index.ts';
import { erlangA } from '../waiting/erlang-a.ts';
import { type LevelGoal, requireAgentsA, type TrafficSeries } from './require-agents-a.ts';
import { requiredAgents } from './staffing.ts';

const STEP = 900;

function oneByOne(traffic: TrafficSeries, goal: LevelGoal, patienceSeconds: number): number[] {
  const single: ServiceGoal = {
    ...goal,
    period: 'interval',
    serviceLevelFloor: null,
    averageSpeedOfAnswerSeconds: null,
    maxAbandonment: null,
    maxOccupancy: null,
    minimumAgents: 0,
  };
  return Array.from(traffic.volume, (volume, slot) => {
    const handleTimeSeconds = traffic.handleTimeSeconds[slot]!;
    const one = { volume, handleTimeSeconds, stepSeconds: traffic.stepSeconds };
    return requiredAgents(one, single, 'erlang-a', patienceSeconds);
  });
}

/** Slots of loads and handle times spread evenly by their logarithms. */
function randomTraffic(
  seed: number,
  slots: number,
  [leastLoad, mostLoad]: readonly [number, number],
  [leastTime, mostTime]: readonly [number, number],
): TrafficSeries {
  const random = seededRandom(seed);
  const draw = (least: number, most: number) => least * (most / least) ** random();
  const handleTimeSeconds = Float64Array.from({ length: slots }, () => draw(leastTime, mostTime));
  const volume = handleTimeSeconds.map((time) => (draw(leastLoad, mostLoad) * STEP) / time);
  return { volume, handleTimeSeconds, stepSeconds: STEP };
}

describe('the same numbers as one by one', () => {
  it.each(SERVICE_LEVEL_DEFINITIONS)('%s, at ordinary loads', (definition) => {
    const traffic = randomTraffic(1, 2500, [0.5, 120], [180, 420]);
    const goal = { serviceLevel: 0.8, thresholdSeconds: 20, definition };
    expect(Array.from(requireAgentsA(traffic, goal, 120))).toEqual(oneByOne(traffic, goal, 120));
  });

  it.each<[ServiceLevelDefinition, number, number, number]>([
    ['offered', 0.95, 10, 3600],
    ['answered', 0.05, 0, 60],
    ['excludingShortAbandons', 0.9999, 120, 30],
    ['includingShortAbandons', 0.5, 5, 1e6],
    ['entered', 1 - 1e-13, 30, 300],
    ['offered', 0, 20, 120],
    ['offered', 1e-9, 20, 0.01],
    ['answered', 0.9, 1e7, 120],
    ['includingShortAbandons', 0.8, 0, 1e12],
  ])(
    '%s %d in %d s, patience %d s, from 0.001 to 3000 erlangs',
    (definition, share, T, patience) => {
      const traffic = randomTraffic(2, 120, [1e-3, 3000], [5, 5000]);
      const goal = { serviceLevel: share, thresholdSeconds: T, definition };
      expect(Array.from(requireAgentsA(traffic, goal, patience))).toEqual(
        oneByOne(traffic, goal, patience),
      );
    },
  );

  it('where the level is met by a hair, or missed by one', () => {
    const any = fc.record({
      load: fc.double({ min: 0.2, max: 150, noNaN: true }),
      handleTime: fc.integer({ min: 30, max: 900 }),
      spare: fc.integer({ min: -8, max: 15 }),
      threshold: fc.integer({ min: 0, max: 60 }),
      patience: fc.integer({ min: 20, max: 1000 }),
      definition: fc.constantFrom(...SERVICE_LEVEL_DEFINITIONS),
    });
    fc.assert(
      fc.property(any, ({ load, handleTime, spare, threshold, patience, definition }) => {
        const agents = Math.max(1, Math.round(load) + spare);
        const traffic = {
          volume: [(load * STEP) / handleTime],
          handleTimeSeconds: [handleTime],
          stepSeconds: STEP,
        };
        const queue = {
          load: (traffic.volume[0]! * handleTime) / STEP,
          handleTimeSeconds: handleTime,
          patienceSeconds: patience,
          lines: null,
        };
        const level = erlangA(queue, agents, threshold).serviceLevels[definition];
        for (const nudge of [-1e-5, -1e-9, -2e-13, -1e-14, 0, 1e-14, 2e-13, 1e-9, 1e-5]) {
          const goal = {
            serviceLevel: Math.min(1 - 1e-15, Math.max(0, level + nudge)),
            thresholdSeconds: threshold,
            definition,
          };
          expect(Array.from(requireAgentsA(traffic, goal, patience)), String(nudge)).toEqual(
            oneByOne(traffic, goal, patience),
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  it('of loads and patience that sums are no good for', () => {
    const goal = { serviceLevel: 0.8, thresholdSeconds: 20, definition: 'offered' } as const;
    for (const [load, handleTime, patience] of [
      [20_000, 300, 120],
      [1e-12, 300, 120],
      [3, 1e-3, 1e7],
      [30, 1e8, 0.002],
      [30, 0.001, 120],
    ] as const) {
      const traffic = {
        volume: [(load * STEP) / handleTime, 0],
        handleTimeSeconds: [handleTime, 300],
        stepSeconds: STEP,
      };
      expect(Array.from(requireAgentsA(traffic, goal, patience))).toEqual(
        oneByOne(traffic, goal, patience),
      );
    }
  });
});

describe('laws', () => {
  it('does not depend on the order of slots, nor on what else is asked', () => {
    const { volume, handleTimeSeconds } = randomTraffic(3, 400, [0.01, 300], [60, 1200]);
    const goal = { serviceLevel: 0.9, thresholdSeconds: 15, definition: 'entered' } as const;
    const whole = requireAgentsA({ volume, handleTimeSeconds, stepSeconds: STEP }, goal, 200);
    const turned = requireAgentsA(
      {
        volume: Array.from(volume).reverse(),
        handleTimeSeconds: Array.from(handleTimeSeconds).reverse(),
        stepSeconds: STEP,
      },
      goal,
      200,
    );
    expect(Array.from(turned).reverse()).toEqual(Array.from(whole));
  });

  it('needs nobody where nothing is offered, and gives nothing for no slots', () => {
    const goal = { serviceLevel: 0.8, thresholdSeconds: 20, definition: 'offered' } as const;
    const traffic = { volume: [0, 50, 0], handleTimeSeconds: [0, 180, 180], stepSeconds: 1800 };
    expect(Array.from(requireAgentsA(traffic, goal, 120))).toEqual([0, 7, 0]);
    const none = { volume: [], handleTimeSeconds: [], stepSeconds: 1800 };
    expect(requireAgentsA(none, goal, 120)).toHaveLength(0);
    const quiet = { volume: [0], handleTimeSeconds: [180], stepSeconds: 1800 };
    expect(Array.from(requireAgentsA(quiet, goal, 120))).toEqual([0]);
  });
});

describe('refusals', () => {
  const traffic = { volume: [100], handleTimeSeconds: [180], stepSeconds: 1800 };
  const goal = { serviceLevel: 0.8, thresholdSeconds: 20, definition: 'offered' } as const;

  it.each([
    ['percent', traffic, { ...goal, serviceLevel: 80 }, 120, /^expected serviceLevel to be .* 80$/],
    ['NaN', traffic, { ...goal, serviceLevel: NaN }, 120, /^expected serviceLevel .* NaN$/],
    ['threshold', traffic, { ...goal, thresholdSeconds: -1 }, 120, /^expected thresholdSeconds/],
    ['endless', traffic, { ...goal, thresholdSeconds: Infinity }, 120, /^expected thresholdSecon/],
    ['no patience', traffic, goal, 0, /^expected patienceSeconds from .* got 0$/],
    ['patience NaN', traffic, goal, NaN, /^expected patienceSeconds from .* got NaN$/],
    ['lengths', { ...traffic, volume: [1, 2] }, goal, 120, /^expected handleTimeSeconds of 2 slo/],
    ['volume', { ...traffic, volume: [-3] }, goal, 120, /^expected volume .* got -3$/],
    ['volume NaN', { ...traffic, volume: [NaN] }, goal, 120, /^expected volume .* got NaN$/],
    [
      'time',
      { ...traffic, handleTimeSeconds: [0] },
      goal,
      120,
      /^expected handleTimeSeconds .* 0$/,
    ],
    ['step', { ...traffic, stepSeconds: 0 }, goal, 120, /^expected stepSeconds .* got 0$/],
    [
      'two negatives',
      { ...traffic, volume: [-3], handleTimeSeconds: [-180] },
      goal,
      120,
      /^expected volume .* got -3$/,
    ],
  ])('%s', (_, series, asked, patience, message) => {
    expect(() => requireAgentsA(series, asked, patience)).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  it('a level that no number of agents gives', () => {
    expect(() => requireAgentsA(traffic, { ...goal, serviceLevel: 1 }, 120)).toThrowError(
      expect.objectContaining({ code: 'UNREACHABLE_GOAL' }),
    );
  });

  it('too much traffic', () => {
    const much = { ...traffic, volume: [1e8] };
    expect(() => requireAgentsA(much, goal, 120)).toThrowError(
      expect.objectContaining({ code: 'TOO_LARGE' }),
    );
  });
});
