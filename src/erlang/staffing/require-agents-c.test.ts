import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eightyTwenty } from '../../../test/support/eighty-twenty.ts';
import { type ServiceGoal } from '../../domain/requirement.ts';
import { seededRandom } from '../../simulation/index.ts';
import { requireAgentsC } from './require-agents-c.ts';
import { requiredAgents } from './staffing.ts';

interface Series {
  readonly volume: readonly number[];
  readonly handleTimeSeconds: readonly number[];
  readonly stepSeconds: number;
}

function oneByOne({ volume, handleTimeSeconds, stepSeconds }: Series, goal: ServiceGoal): number[] {
  return volume.map((one, slot) => {
    const traffic = { volume: one, stepSeconds, handleTimeSeconds: handleTimeSeconds[slot]! };
    return requiredAgents(traffic, goal, 'erlang-c', null);
  });
}

/** Loads of a size: some whole, some a hair off, some whose quotient by an occupancy is whole. */
function someSeries(seed: number, size: number, length: number): Series {
  const random = seededRandom(seed);
  const pick = (values: readonly number[]): number => values[Math.floor(random() * values.length)]!;
  const stepSeconds = pick([900, 1800, 3600]);
  const volume: number[] = [];
  const handleTimeSeconds: number[] = [];
  for (let slot = 0; slot < length; slot++) {
    const handleTime = pick([180, 90, 240, 45, 600, 213.5, 0.001, 1 + 500 * random()]);
    const whole = Math.ceil(random() * size);
    const load = pick([
      random() * size,
      whole,
      whole * pick([0.7, 0.85, 0.95]),
      whole * (1 + pick([-1, 1]) * 1e-13),
      random() ** 8 * size,
    ]);
    const contacts = (load * stepSeconds) / handleTime;
    volume.push(pick([contacts, Math.round(contacts)]));
    handleTimeSeconds.push(handleTime);
  }
  return { volume, handleTimeSeconds, stepSeconds };
}

describe('many intervals at once', () => {
  const goals: [string, Partial<ServiceGoal>][] = [
    ['80/20', {}],
    ['at once', { thresholdSeconds: 0, serviceLevel: 0.5 }],
    ['99 in an hour', { thresholdSeconds: 3600, serviceLevel: 0.99 }],
    ['a millionth late', { serviceLevel: 0.999999 }],
    ['next to none late', { serviceLevel: 1 - 1e-13 }],
    ['hardly any', { serviceLevel: 0.01, thresholdSeconds: 1e-9 }],
    ['a wait alone', { serviceLevel: null, averageSpeedOfAnswerSeconds: 30 }],
    ['a short wait', { serviceLevel: null, averageSpeedOfAnswerSeconds: 0.001 }],
    ['level and wait', { averageSpeedOfAnswerSeconds: 8 }],
    ['busy', { maxOccupancy: 0.7 }],
    ['stable alone', { serviceLevel: null }],
    ['fully busy', { serviceLevel: 0, maxOccupancy: 1, minimumAgents: 2 }],
    ['a vast threshold', { thresholdSeconds: 1e8, maxOccupancy: 0.95 }],
  ];

  it.each(goals)('%s: the same as one by one', (_, change) => {
    const goal = { ...eightyTwenty, ...change };
    [0.01, 1, 4, 15, 60, 60, 150, 1000, 6000].forEach((size, seed) => {
      const series = someSeries(seed + 1, size, 400);
      expect(Array.from(requireAgentsC(series, goal))).toEqual(oneByOne(series, goal));
    });
  });

  it('the same as one by one close to every boundary', () => {
    // Loads at which a number of agents just meets the goal, and their neighbours on both sides.
    const volume: number[] = [];
    for (let agents = 1; agents < 120; agents++) {
      const meets = (load: number) =>
        requiredAgents(
          { volume: load * 5, stepSeconds: 900, handleTimeSeconds: 180 },
          eightyTwenty,
          'erlang-c',
          null,
        ) <= agents;
      let low = 0.01;
      let high = agents;
      for (let step = 0; step < 60; step++) {
        const middle = (low + high) / 2;
        if (meets(middle)) low = middle;
        else high = middle;
      }
      for (const nudge of [-1e-4, -1e-6, -1e-8, -1e-12, 0, 1e-15, 1e-12, 1e-8, 1e-6, 1e-4]) {
        volume.push(low * 5 * (1 + nudge));
      }
    }
    const series = { volume, handleTimeSeconds: volume.map(() => 180), stepSeconds: 900 };
    expect(Array.from(requireAgentsC(series, eightyTwenty))).toEqual(
      oneByOne(series, eightyTwenty),
    );
  });

  it('does not depend on the intervals before', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.constantFrom(2, 30, 200), (seed, size) => {
        const { volume, handleTimeSeconds, stepSeconds } = someSeries(seed, size, 60);
        const forth = requireAgentsC({ volume, handleTimeSeconds, stepSeconds }, eightyTwenty);
        const back = requireAgentsC(
          {
            volume: volume.toReversed(),
            handleTimeSeconds: Float64Array.from(handleTimeSeconds.toReversed()),
            stepSeconds,
          },
          eightyTwenty,
        );
        expect(Array.from(back.toReversed())).toEqual(Array.from(forth));
      }),
      { numRuns: 30 },
    );
  });

  it('needs the minimum where nothing is offered, and nothing for no intervals', () => {
    const nothing = { volume: [0, 0], handleTimeSeconds: [180, 0], stepSeconds: 900 };
    expect(Array.from(requireAgentsC(nothing, { ...eightyTwenty, minimumAgents: 3 }))).toEqual([
      3, 3,
    ]);
    const none = { volume: [], handleTimeSeconds: [], stepSeconds: 900 };
    expect(requireAgentsC(none, eightyTwenty)).toHaveLength(0);
  });

  const series = { volume: [50, 60], handleTimeSeconds: [180, 180], stepSeconds: 900 };
  it.each([
    ['lengths', { handleTimeSeconds: [180] }, {}, 'expected handleTimeSeconds of 2 slots, got 1'],
    ['NaN', { volume: [50, NaN] }, {}, /^expected volume to be .* got NaN$/],
    ['below 0', { volume: [-1, 2] }, {}, /^expected volume to be .* got -1$/],
    ['two minus', { volume: [-1, 2], handleTimeSeconds: [-180, 180] }, {}, /^expected volume/],
    ['no handle time', { handleTimeSeconds: [180, 0] }, {}, /^expected handleTimeSeconds to be/],
    ['too much', { volume: [1e9, 1] }, {}, /^expected at most 1000000 erlangs/],
    ['no step', { stepSeconds: 0 }, {}, /^expected stepSeconds to be/],
    ['per cent', {}, { serviceLevel: 80 }, /^expected serviceLevel to be a fraction/],
    ['all in time', {}, { serviceLevel: 1 }, /^expected serviceLevel below 1/],
    ['out of reach', {}, { maxOccupancy: 1e-7 }, /^expected a goal within reach of 2000000 agents/],
  ])('refuses %s', (_, change, goalChange, message) => {
    const run = () => requireAgentsC({ ...series, ...change }, { ...eightyTwenty, ...goalChange });
    expect(run).toThrowError(message);
  });
});
