import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ServiceGoal } from '../../domain/requirement.ts';
import { decimalOf } from '../numerics/decimal.ts';
import { type Enclosure, encloseDecay, encloseInverse, ONE } from '../numerics/enclosure.ts';
import { inverseBlocking } from '../blocking/inverse-blocking.ts';
import { meetsGoalC } from './meets-goal-c.ts';
import { evaluateStaffing, requiredAgents } from './staffing.ts';
import { sufficientAgents } from './sufficient-agents.ts';
import { meetsGoal } from './goal.ts';

const plain: ServiceGoal = {
  serviceLevel: null,
  thresholdSeconds: 20,
  definition: 'offered',
  period: 'interval',
  serviceLevelFloor: null,
  averageSpeedOfAnswerSeconds: null,
  maxAbandonment: null,
  maxOccupancy: null,
  minimumAgents: 0,
};

/** 1 / B as a fraction, by the definition: the sum of n! / (n - k)! / A^k. */
function exactInverse(load: bigint, per: bigint, lines: bigint): [bigint, bigint] {
  let top = 0n;
  let term = 1n;
  for (let k = 0n; k <= lines; k++) {
    top += term * load ** (lines - k);
    term *= (lines - k) * per;
  }
  return [top, load ** lines];
}

describe('bounds in whole numbers', () => {
  it.each([
    [1n, 2n, 3],
    [7n, 10n, 1],
    [333n, 10n, 40],
    [9999n, 100n, 101],
    [500n, 1n, 0],
    [640n, 1n, 600],
    [640n, 1n, 700],
  ])('hold 1 / B of %d / %d erlangs and %d lines', (load, per, lines) => {
    const { lower, upper } = encloseInverse({ numerator: load, denominator: per }, lines);
    const [top, bottom] = exactInverse(load, per, BigInt(lines));
    expect(lower * bottom <= top * ONE && top * ONE <= upper * bottom).toBe(true);
    expect(upper - lower <= upper >> 225n).toBe(true);
  });

  it('hold the exponential, whose bounds multiply to one another', () => {
    const decay = (x: number): Enclosure => encloseDecay(decimalOf(x));
    expect(decay(0).upper >= ONE && decay(0).lower <= ONE).toBe(true);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 32, noNaN: true }),
        fc.integer({ min: 0, max: 32 }),
        (x, y) => {
          const [a, b] = [decay(x), decay(y)];
          expect(Number(a.lower) / Number(ONE) / Math.exp(-x)).toBeCloseTo(1, 13);
          const sum = encloseDecay({
            numerator: decimalOf(x).numerator + BigInt(y) * decimalOf(x).denominator,
            denominator: decimalOf(x).denominator,
          });
          expect(a.lower * b.lower <= sum.upper * ONE).toBe(true);
          expect(sum.lower * ONE <= a.upper * b.upper).toBe(true);
          expect(a.upper - a.lower <= 2n ** 16n).toBe(true);
        },
      ),
    );
  });

  it('are e', () => {
    // Sloane's A068985: 1 / e.
    const digits = '36787944117144232159552377016146086744581113103176783450783680169746';
    const { lower, upper } = encloseDecay({ numerator: 1n, denominator: 1n });
    const scale = 10n ** BigInt(digits.length);
    expect((lower * scale) / ONE <= BigInt(digits)).toBe(true);
    expect(BigInt(digits) <= (upper * scale) / ONE).toBe(true);
  });
});

describe('a goal that is met exactly', () => {
  // One agent of load A is free for 1 - A of the calls.
  const ties: [number, number, number][] = [
    [0.5, 1, 0.5],
    [0.2, 1, 0.8],
    [0.7, 1, 0.3],
    [0.001, 1, 0.999],
    [0.75, 1, 0.25],
  ];
  it.each(ties)('%d erlangs, %d agents: %d at once', (load, agents, level) => {
    const traffic = { volume: load * 10, stepSeconds: 1800, handleTimeSeconds: 180 };
    const goal = { ...plain, thresholdSeconds: 0, serviceLevel: level };
    expect(requiredAgents(traffic, goal, 'erlang-c', null)).toBe(agents);
    const more = { ...goal, serviceLevel: level + 2 ** -54 };
    const least = level + 2 ** -54 > level ? agents + 1 : agents;
    expect(requiredAgents(traffic, more, 'erlang-c', null)).toBe(least);
  });

  it.each([
    [5, 180, 1],
    [5, 179.99999999999997, 2],
    [10, 60, 2],
    [10, 59.99999999999999, 3],
  ])('%d calls that wait %d s need %d', (volume, seconds, agents) => {
    const traffic = { volume, stepSeconds: 1800, handleTimeSeconds: 180 };
    const goal = { ...plain, averageSpeedOfAnswerSeconds: seconds };
    expect(requiredAgents(traffic, goal, 'erlang-c', null)).toBe(agents);
  });

  it('is decided the same by doubles and by whole numbers where both can', () => {
    const goal = { ...plain, serviceLevel: 0.8, averageSpeedOfAnswerSeconds: 40 };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 12 }),
        (volume, spare) => {
          const traffic = { volume, stepSeconds: 900, handleTimeSeconds: 180 };
          const load = volume / 5;
          const agents = Math.floor(load) + spare;
          const inverse = inverseBlocking(load, agents);
          const decided = meetsGoalC(traffic, load, inverse, agents, goal);
          const performance = evaluateStaffing(traffic, agents, 'erlang-c', null, 20);
          expect(decided).toBe(meetsGoal(performance, goal));
          // 1 / B unknown: doubles cannot tell, and whole numbers start from the traffic.
          expect(meetsGoalC(traffic, load, NaN, agents, goal)).toBe(decided);
        },
      ),
    );
  });
});

describe('a sufficient number of agents', () => {
  const anyGoal = fc.record({
    serviceLevel: fc.option(fc.double({ min: 0, max: 1 - 1e-9, noNaN: true })),
    averageSpeedOfAnswerSeconds: fc.option(fc.double({ min: 1e-9, max: 1e4, noNaN: true })),
    maxAbandonment: fc.option(fc.double({ min: 1e-9, max: 1, noNaN: true })),
    maxOccupancy: fc.option(fc.double({ min: 0.01, max: 1, noNaN: true })),
  });

  it.each(['erlang-c', 'erlang-a'] as const)('%s: meets the goal', (model) => {
    fc.assert(
      fc.property(
        anyGoal,
        fc.double({ min: 1e-3, max: 500, noNaN: true }),
        fc.double({ min: 1, max: 1e4, noNaN: true }),
        (parts, volume, patience) => {
          const goal = { ...plain, ...parts };
          const traffic = { volume, stepSeconds: 900, handleTimeSeconds: 180 };
          const most = sufficientAgents(traffic, goal);
          const performance = evaluateStaffing(traffic, most, model, patience, 20);
          expect(meetsGoal(performance, goal)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});
