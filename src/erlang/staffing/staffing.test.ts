import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eightyTwenty } from '../../../test/support/eighty-twenty.ts';
import { type ServiceGoal, SERVICE_LEVEL_DEFINITIONS } from '../../domain/requirement.ts';
import { expectedPerformance } from './expected-performance.ts';
import { meetsGoal } from './goal.ts';
import { scheduledAgents } from './scheduled-agents.ts';
import { staffGrid, type StaffingTask } from './staff-grid.ts';
import { evaluateStaffing, requiredAgents } from './staffing.ts';
import { type Traffic } from '../traffic.ts';

const traffic: Traffic = { volume: 50, stepSeconds: 900, handleTimeSeconds: 180 };

describe('required agents', () => {
  const anyTraffic = fc.record({
    volume: fc.double({ min: 0.01, max: 400, noNaN: true }),
    stepSeconds: fc.constantFrom(900, 1800),
    handleTimeSeconds: fc.integer({ min: 20, max: 900 }),
  });
  const share = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const anyGoal = fc
    .record({
      serviceLevel: fc.option(share(0.1, 0.99)),
      thresholdSeconds: fc.constantFrom(0, 10, 20, 60),
      definition: fc.constantFrom(...SERVICE_LEVEL_DEFINITIONS),
      averageSpeedOfAnswerSeconds: fc.option(share(0.5, 120)),
      maxAbandonment: fc.option(share(0.005, 0.4)),
      maxOccupancy: fc.option(share(0.3, 0.98)),
      minimumAgents: fc.nat(3),
    })
    .map((parts): ServiceGoal => ({ ...eightyTwenty, ...parts }));

  it.each(['erlang-c', 'erlang-a'] as const)(
    '%s: meets the goal, with one less does not',
    (model) => {
      fc.assert(
        fc.property(
          anyTraffic,
          anyGoal,
          fc.integer({ min: 10, max: 900 }),
          (one, goal, patience) => {
            const agents = requiredAgents(one, goal, model, patience);
            const evaluate = (count: number) =>
              evaluateStaffing(one, count, model, patience, goal.thresholdSeconds);
            expect(agents).toBeGreaterThanOrEqual(Math.max(1, goal.minimumAgents));
            expect(meetsGoal(evaluate(agents), goal)).toBe(true);
            if (agents === Math.max(1, goal.minimumAgents)) return;
            const load = (one.volume * one.handleTimeSeconds) / one.stepSeconds;
            const possible = model === 'erlang-a' || agents - 1 > load;
            expect(possible && meetsGoal(evaluate(agents - 1), goal)).toBe(false);
          },
        ),
        { numRuns: 300 },
      );
    },
  );

  it('needs the minimum alone where nothing is offered', () => {
    const nothing = { volume: 0, stepSeconds: 900, handleTimeSeconds: 0 };
    expect(requiredAgents(nothing, { ...eightyTwenty, minimumAgents: 2 }, 'erlang-a', 60)).toBe(2);
    expect(requiredAgents(nothing, eightyTwenty, 'erlang-c', null)).toBe(0);
  });

  it('decides a boundary in the decimals that were written', () => {
    // 21 x 90 / 900 = 2.1 erlangs, and 2.1 / 3 is exactly 0.7; doubles say 3.0000000000000004.
    const one = { volume: 21, stepSeconds: 900, handleTimeSeconds: 90 };
    const goal = { ...eightyTwenty, serviceLevel: null, maxOccupancy: 0.7 };
    expect(requiredAgents(one, goal, 'erlang-c', null)).toBe(3);
    expect(requiredAgents(one, { ...goal, maxOccupancy: 0.6999999 }, 'erlang-c', null)).toBe(4);
  });

  it('is one above a whole load for Erlang C, and evaluation there is refused', () => {
    const ten = { volume: 50, stepSeconds: 900, handleTimeSeconds: 180 };
    const goal = { ...eightyTwenty, serviceLevel: null };
    expect(requiredAgents(ten, goal, 'erlang-c', null)).toBe(11);
    expect(() => evaluateStaffing(ten, 10, 'erlang-c', null, 20)).toThrowError(
      expect.objectContaining({ code: 'UNSTABLE_QUEUE' }),
    );
    expect(evaluateStaffing(ten, 10, 'erlang-a', 60, 20).abandonProbability).toBeGreaterThan(0.1);
  });

  it('answers at 50,000 erlangs', () => {
    const huge = { volume: 250_000, stepSeconds: 900, handleTimeSeconds: 180 };
    const agents = requiredAgents(huge, eightyTwenty, 'erlang-a', 120);
    const level = (count: number) =>
      evaluateStaffing(huge, count, 'erlang-a', 120, 20).serviceLevels.offered;
    expect(level(agents)).toBeGreaterThanOrEqual(0.8);
    expect(level(agents - 1)).toBeLessThan(0.8);
  });

  it.each([
    ['serviceLevel', { serviceLevel: 1 }],
    ['averageSpeedOfAnswerSeconds', { averageSpeedOfAnswerSeconds: 0 }],
    ['maxAbandonment', { maxAbandonment: 0 }],
    ['maxOccupancy', { maxOccupancy: 0 }],
    ['agents', { serviceLevel: null, maxOccupancy: 1e-7 }],
  ])('says that %s is out of reach', (part, change) => {
    const run = () => requiredAgents(traffic, { ...eightyTwenty, ...change }, 'erlang-a', 60);
    expect(run).toThrowError(
      expect.objectContaining({
        code: 'UNREACHABLE_GOAL',
        message: expect.stringMatching(/^expected .* got /) as string,
        details: expect.objectContaining({ part }) as object,
      }),
    );
  });

  it.each([
    ['serviceLevel', { serviceLevel: 80 }],
    ['maxOccupancy', { maxOccupancy: Number.NaN }],
    ['minimumAgents', { minimumAgents: 1.5 }],
    ['thresholdSeconds', { thresholdSeconds: -1 }],
  ])('refuses %s that makes no sense', (name, change) => {
    const run = () => requiredAgents(traffic, { ...eightyTwenty, ...change }, 'erlang-a', 60);
    expect(run).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringContaining(`expected ${name} to be`) as string,
      }),
    );
  });

  it('refuses Erlang A without patience', () => {
    expect(() => requiredAgents(traffic, eightyTwenty, 'erlang-a', null)).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });
});

describe('scheduled agents', () => {
  it.each([
    [21, [0.3], 30, 30],
    [21, [0.25, 0.05], 30, 30],
    [18, [0.1], 20, 20],
    [1, [0.05, 0.01], 2, 1 / 0.94],
    [0, [0.3], 0, 0],
    [7, [], 7, 7],
    [63, [0.3], 90, 90],
  ])('%d on the phones, missing %j: %d', (agents, shares, rounded, exact) => {
    const actual = scheduledAgents(agents, shares);
    expect(actual.scheduledAgents).toBe(rounded);
    expect(actual.exact).toBeCloseTo(exact, 12);
  });

  it('is the least that leaves enough, in whole hundredths', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: 0, max: 99 }), (agents, hundredths) => {
        const { scheduledAgents: count } = scheduledAgents(agents, [hundredths / 100]);
        expect(count * (100 - hundredths)).toBeGreaterThanOrEqual(agents * 100);
        expect((count - 1) * (100 - hundredths)).toBeLessThan(agents * 100);
      }),
    );
  });

  it.each([[[1]], [[0.5, 0.5]], [[-0.1]], [[Number.NaN]]])('refuses %j', (shares) => {
    expect(() => scheduledAgents(10, shares)).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(/^expected .*unrosteredShares/) as string,
      }),
    );
  });
});

describe('staffing of a grid', () => {
  const volume = [0, 3, 12, 30, 45, 28, 9, 2];
  const task: StaffingTask = {
    volume,
    handleTimeSeconds: volume.map(() => 240),
    open: volume.map((_, slot) => slot !== 7),
    stepSeconds: 900,
    periodOf: volume.map((_, slot) => (slot < 4 ? 0 : 1)),
    goal: { ...eightyTwenty, minimumAgents: 1 },
    model: 'erlang-a',
    method: 'sipp',
    patienceSeconds: 120,
  };

  it('staffs each open interval by itself', () => {
    const grid = staffGrid(task);
    expect(grid.agents).toEqual(
      volume.map((one, slot) =>
        slot === 7
          ? 0
          : requiredAgents(
              { volume: one, stepSeconds: 900, handleTimeSeconds: 240 },
              task.goal,
              'erlang-a',
              120,
            ),
      ),
    );
    expect(grid.serviceLevel[0]).toBeNull();
    expect(grid.serviceLevel[7]).toBeNull();
    expect(grid.serviceLevel.slice(1, 7).every((level) => level! >= 0.8)).toBe(true);
    expect(grid.load[3]).toBeCloseTo(8, 12);
  });

  it.each(['erlang-c', 'erlang-a'] as const)(
    '%s: a day as a whole needs the fewest agents',
    (model) => {
      const open = volume.map(() => true);
      const day = staffGrid({ ...task, open, model, goal: { ...task.goal, period: 'day' } });
      for (const [from, to] of [
        [0, 4],
        [4, 8],
      ] as const) {
        const slots = volume.map((_, slot) => slot).slice(from, to);
        const level = (agents: readonly number[]) => {
          let good = 0;
          for (const slot of slots) {
            if (volume[slot] === 0) continue;
            const one = { volume: volume[slot]!, stepSeconds: 900, handleTimeSeconds: 240 };
            const load = (one.volume * 240) / 900;
            const count = agents[slot]!;
            if (count === 0 || (model === 'erlang-c' && count <= load)) continue;
            good += one.volume * evaluateStaffing(one, count, model, 120, 20).serviceLevels.offered;
          }
          return good / slots.reduce((sum, slot) => sum + volume[slot]!, 0);
        };
        expect(level(day.agents)).toBeGreaterThanOrEqual(0.8 - 1e-12);
        // No single agent is too many, and no agent moved elsewhere makes another one spare.
        const busy = slots.filter((slot) => volume[slot]! > 0);
        const floor = (slot: number) =>
          model === 'erlang-a' ? 1 : Math.floor((volume[slot]! * 240) / 900) + 1;
        const spare = busy.filter((slot) => day.agents[slot]! > floor(slot));
        for (const slot of spare) {
          expect(level(day.agents.with(slot, day.agents[slot]! - 1))).toBeLessThan(0.8);
        }
        const total = (agents: readonly number[]) =>
          slots.reduce((sum, slot) => sum + agents[slot]!, 0);
        expect(total(day.agents)).toBe(fewestAgents(slots, level, floor, total(day.agents)));
      }
    },
  );

  /** Brute force: the fewest agents over all combinations up to a total. */
  function fewestAgents(
    slots: readonly number[],
    level: (agents: readonly number[]) => number,
    floor: (slot: number) => number,
    atMost: number,
  ): number {
    let best = atMost;
    const agents = volume.map(() => 0);
    const place = (index: number, left: number): void => {
      const slot = slots[index];
      if (slot === undefined) {
        const used = slots.reduce((sum, one) => sum + agents[one]!, 0);
        if (used < best && level(agents) >= 0.8) best = used;
        return;
      }
      const least = volume[slot] === 0 ? 1 : floor(slot);
      const load = (volume[slot]! * 240) / 900;
      for (let count = least; count <= Math.min(left, Math.max(least, load + 7)); count++) {
        agents[slot] = count;
        place(index + 1, left - count);
      }
    };
    place(0, atMost - 1);
    return best;
  }

  it('keeps every part of the goal over the period, and the interval limits in each', () => {
    const goal: ServiceGoal = {
      ...task.goal,
      period: 'week',
      serviceLevelFloor: null,
      serviceLevel: 0.7,
      averageSpeedOfAnswerSeconds: 12,
      maxAbandonment: 0.05,
      maxOccupancy: 0.85,
      minimumAgents: 2,
    };
    const open = volume.map(() => true);
    const grid = staffGrid({ ...task, open, goal, periodOf: volume.map(() => 0) });
    const weighted = (values: readonly (number | null)[]) =>
      values.reduce<number>((sum, value, slot) => sum + volume[slot]! * (value ?? 0), 0) /
      volume.reduce((sum, one) => sum + one, 0);
    expect(weighted(grid.serviceLevel)).toBeGreaterThanOrEqual(0.7);
    expect(weighted(grid.abandonment)).toBeLessThanOrEqual(0.05);
    expect(Math.min(...grid.agents)).toBeGreaterThanOrEqual(2);
    for (const occupancy of grid.occupancy) expect(occupancy ?? 0).toBeLessThanOrEqual(0.85);
    const interval = staffGrid({ ...task, open, goal: { ...goal, period: 'interval' } });
    const sum = (agents: readonly number[]) => agents.reduce((total, one) => total + one, 0);
    expect(sum(grid.agents)).toBeLessThan(sum(interval.agents));
  });

  it('refuses columns of different lengths', () => {
    expect(() => staffGrid({ ...task, open: [true] })).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: 'expected open of 8 slots, got 1',
      }),
    );
  });
});

describe('expected performance of given agents', () => {
  const task = {
    volume: [50, 50, 50, 0],
    handleTimeSeconds: [180, 180, 180, 180],
    agents: [12, 12.25, 13, 1],
    open: [true, true, true, true],
    stepSeconds: 900,
    goal: eightyTwenty,
    model: 'erlang-a',
    method: 'sipp',
    patienceSeconds: 120,
  } as const;

  it('weighs a fraction of an agent between whole numbers', () => {
    const { serviceLevel, occupancy, total, overloadedSlots } = expectedPerformance(task);
    expect(serviceLevel[0]).toBe(
      evaluateStaffing(traffic, 12, 'erlang-a', 120, 20).serviceLevels.offered,
    );
    expect(serviceLevel[1]).toBeCloseTo(0.75 * serviceLevel[0]! + 0.25 * serviceLevel[2]!, 12);
    expect(serviceLevel[3]).toBeNull();
    expect(occupancy[3]).toBeNull();
    expect(total.volume).toBe(150);
    expect(total.serviceLevel).toBeCloseTo(
      (serviceLevel[0]! + serviceLevel[1]! + serviceLevel[2]!) / 3,
      12,
    );
    const busy = 12 * occupancy[0]! + 12.25 * occupancy[1]! + 13 * occupancy[2]!;
    expect(total.occupancy).toBeCloseTo(busy / 38.25, 12);
    expect(overloadedSlots).toBe(0);
  });

  it('counts the slots in which Erlang C has no steady state', () => {
    const actual = expectedPerformance({
      ...task,
      model: 'erlang-c',
      patienceSeconds: null,
      agents: [10, 10.5, 14, 0],
    });
    const level = evaluateStaffing(traffic, 11, 'erlang-c', null, 20).serviceLevels.offered;
    expect(actual.overloadedSlots).toBe(1);
    expect(actual.serviceLevel[0]).toBe(0);
    expect(actual.serviceLevel[1]).toBeCloseTo(level / 2, 12);
    expect(actual.averageSpeedOfAnswerSeconds.slice(0, 2)).toEqual([null, null]);
    expect(actual.occupancy[0]).toBe(1);
  });

  it('knows that all hang up where nobody answers', () => {
    const actual = expectedPerformance({ ...task, agents: [0, 0, 0, 0] });
    expect(actual.serviceLevel).toEqual([0, 0, 0, null]);
    expect(actual.abandonment).toEqual([1, 1, 1, null]);
    expect(actual.averageSpeedOfAnswerSeconds[0]).toBeNull();
    expect(actual.total.occupancy).toBeNull();
  });

  it('divides sums by sums for every definition', () => {
    for (const definition of SERVICE_LEVEL_DEFINITIONS) {
      const one = expectedPerformance({
        ...task,
        goal: { ...eightyTwenty, definition },
        agents: [8, 8, 8, 0],
      });
      const level = evaluateStaffing(traffic, 8, 'erlang-a', 120, 20).serviceLevels[definition];
      expect(one.total.serviceLevel).toBeCloseTo(level, 12);
    }
  });

  it.each([
    ['agents', { agents: [1] }, 'expected agents of 4 slots, got 1'],
    ['a negative number', { agents: [1, -1, 1, 1] }, /^expected agents to be .* got -1$/],
  ])('refuses %s', (_, change, message) => {
    expect(() => expectedPerformance({ ...task, ...change })).toThrowError(message);
  });
});
