import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ServiceGoal, SERVICE_LEVEL_DEFINITIONS } from '../../domain/requirement.ts';
import { gamma, seededRandom } from '../../simulation/random.ts';
import { gaussLegendre } from '../numerics/gauss-legendre.ts';
import { meetsGoal } from '../staffing/goal.ts';
import { serviceLevelParts, sharesOf } from '../performance.ts';
import { evaluateStaffing, requiredAgents } from '../staffing/staffing.ts';
import { type UncertainGridTask, staffUncertainGrid } from './uncertain-grid.ts';
import { staffUncertain } from './staff-uncertain.ts';
import { evaluateUncertain, type UncertainTask } from './uncertain-volume.ts';
import { volumeDistribution, type VolumeLaw } from './volume-law.ts';

const goal: ServiceGoal = {
  serviceLevel: 0.8,
  thresholdSeconds: 20,
  definition: 'offered',
  period: 'interval',
  serviceLevelFloor: null,
  averageSpeedOfAnswerSeconds: null,
  maxAbandonment: null,
  maxOccupancy: null,
  minimumAgents: 0,
};
const busy: VolumeLaw = { kind: 'gamma', mean: 500, variation: 0.2 };
const task: UncertainTask = {
  volume: busy,
  stepSeconds: 1800,
  handleTimeSeconds: 180,
  goal,
  model: 'erlang-a',
  patienceSeconds: 120,
  absenceShare: 0,
};
const models = fc.constantFrom('erlang-a' as const, 'erlang-c' as const);
const share = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** One realised volume: what it adds to each expectation. */
function realise(one: UncertainTask, volume: number, agents: number) {
  const traffic = { volume, stepSeconds: 1800, handleTimeSeconds: 180 };
  const load = volume / 10;
  if (one.model === 'erlang-c' && agents <= load) {
    return {
      good: 0,
      base: volume,
      left: 0,
      work: agents,
      answered: volume,
      wait: Infinity,
      met: 0,
    };
  }
  const seen = evaluateStaffing(traffic, agents, one.model, one.patienceSeconds, 20);
  const parts = serviceLevelParts(one.goal.definition, sharesOf(seen));
  return {
    good: volume * parts.good,
    base: volume * parts.base,
    left: volume * seen.abandonProbability,
    work: seen.occupancy * agents,
    answered: volume * seen.answeredProbability,
    wait: volume * seen.answeredProbability * seen.averageSpeedOfAnswerSeconds,
    met: meetsGoal(seen, one.goal) && agents >= one.goal.minimumAgents ? 1 : 0,
  };
}

/** Expectations over volumes with weights that sum to 1. */
function expectOver(one: UncertainTask, cases: readonly [number, number][], agents: number) {
  const sums = { volume: 0, good: 0, base: 0, left: 0, work: 0, answered: 0, wait: 0, met: 0 };
  for (const [volume, weight] of cases) {
    const seen = realise(one, volume, agents);
    sums.volume += weight * volume;
    for (const key of Object.keys(seen) as (keyof typeof seen)[]) sums[key] += weight * seen[key];
  }
  return sums;
}

describe('expectations over volume', () => {
  it('over paths are those written out', () => {
    fc.assert(
      fc.property(
        fc.array(share(1, 400), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 50 }),
        models,
        fc.constantFrom(...SERVICE_LEVEL_DEFINITIONS),
        (volumes, agents, model, definition) => {
          const volume = { kind: 'paths', volumes, outcomes: 'means' } as const;
          const one = { ...task, volume, model, goal: { ...goal, definition } };
          const cases = volumes.map((path): [number, number] => [path, 1 / volumes.length]);
          const sums = expectOver(one, cases, agents);
          const actual = evaluateUncertain(one, agents);
          expect(actual.serviceLevel).toBeCloseTo(sums.good / sums.base, 11);
          expect(actual.abandonment).toBeCloseTo(sums.left / sums.volume, 11);
          expect(actual.occupancy).toBeCloseTo(sums.work / agents, 11);
          expect(actual.goalProbability).toBeCloseTo(sums.met, 11);
          if (sums.wait === Infinity) expect(actual.averageSpeedOfAnswerSeconds).toBeNull();
          else {
            const wait = sums.wait / sums.answered;
            expect(Math.abs(actual.averageSpeedOfAnswerSeconds! / wait - 1)).toBeLessThan(1e-10);
          }
        },
      ),
    );
  });

  // Against 30 panels of 20 nodes of Gauss-Legendre, up to the overload and beyond it.
  it.each([
    ['erlang-a', 0.05, 500, 54],
    ['erlang-a', 0.2, 500, 55],
    ['erlang-a', 0.7, 500, 62],
    ['erlang-a', 1.5, 60, 9],
    ['erlang-a', 0.1, 9000, 905],
    ['erlang-c', 0.05, 500, 54],
    ['erlang-c', 0.2, 500, 65],
    ['erlang-c', 0.7, 500, 90],
    ['erlang-c', 1.5, 60, 14],
    ['erlang-c', 0.1, 9000, 1000],
  ] as const)(
    '%s, variation %d, mean %d, %d agents: within 1e-9',
    (model, variation, mean, agents) => {
      const one: UncertainTask = { ...task, model, volume: { kind: 'gamma', mean, variation } };
      const shape = 1 / variation ** 2;
      const full = Math.log((agents * 10) / mean);
      const low = -36 / shape - 9 * variation;
      const high = Math.max(full + 0.1, Math.log1p(36 / shape) + Math.min(1, 9 * variation));
      const cases: [number, number][] = [];
      const { nodes, weights } = gaussLegendre(20);
      // The largest volume at which the goal is met is a break as well.
      let [met, missed] = [low, high];
      for (let step = 0; step < 60; step++) {
        const middle = (met + missed) / 2;
        if (realise(one, mean * Math.exp(middle), agents).met === 1) met = middle;
        else missed = middle;
      }
      const breaks = [low, full, met, high].sort((a, b) => a - b);
      for (const [from, to] of breaks.slice(1).map((end, i) => [breaks[i]!, end] as const)) {
        const panels = mean > 1000 ? 12 : 30;
        for (let panel = 0; panel < panels; panel++) {
          nodes.forEach((node, i) => {
            const y = from + ((to - from) * (panel + node)) / panels;
            const density = Math.exp(shape * (y + 1 - Math.exp(y)));
            cases.push([mean * Math.exp(y), (density * weights[i]! * (to - from)) / panels]);
          });
        }
      }
      const total = cases.reduce((sum, [, weight]) => sum + weight, 0);
      const sums = expectOver(
        one,
        cases.map(([volume, weight]) => [volume, weight / total]),
        agents,
      );
      const actual = evaluateUncertain(one, agents);
      const limit = 1e-9;
      expect(Math.abs(actual.serviceLevel! - sums.good / sums.base)).toBeLessThan(limit);
      expect(Math.abs(actual.abandonment! - sums.left / sums.volume)).toBeLessThan(limit);
      expect(Math.abs(actual.occupancy! - sums.work / agents)).toBeLessThan(limit);
      expect(Math.abs(actual.goalProbability - sums.met)).toBeLessThan(limit);
      if (model === 'erlang-c') expect(actual.averageSpeedOfAnswerSeconds).toBeNull();
      else {
        const wait = sums.wait / sums.answered;
        expect(Math.abs(actual.averageSpeedOfAnswerSeconds! / wait - 1)).toBeLessThan(limit);
      }
    },
  );

  it('agree with dice for volume and absence together', () => {
    const random = seededRandom(5);
    const both = { ...task, absenceShare: 0.08 };
    const DAYS = 40_000;
    const days = Array.from({ length: DAYS }, () => {
      const volume = gamma(random, 500, 25);
      let present = 0;
      for (let agent = 0; agent < 60; agent++) if (random() >= 0.08) present++;
      return realise(both, volume, present);
    });
    const mean = (of: (day: (typeof days)[number]) => number) =>
      days.reduce((sum, day) => sum + of(day), 0) / DAYS;
    const model = evaluateUncertain(both, 60);
    const level = mean((day) => day.good) / mean((day) => day.base);
    expect(Math.abs(model.serviceLevel! - level)).toBeLessThan(0.006);
    expect(Math.abs(model.goalProbability - mean((day) => day.met))).toBeLessThan(0.009);
    expect(Math.abs(model.abandonment! - mean((day) => day.left) / 500)).toBeLessThan(0.003);
    expect(Math.abs(model.occupancy! - mean((day) => day.work) / (60 * 0.92))).toBeLessThan(0.005);
  });
});

const anyGoal = fc
  .record({
    serviceLevel: fc.option(share(0.2, 0.95)),
    thresholdSeconds: fc.constantFrom(0, 20, 60),
    definition: fc.constantFrom(...SERVICE_LEVEL_DEFINITIONS),
    maxAbandonment: fc.option(share(0.01, 0.3)),
    maxOccupancy: fc.option(share(0.4, 0.95)),
    minimumAgents: fc.nat(3),
  })
  .map((parts): ServiceGoal => ({ ...goal, ...parts }));

describe('fewest agents', () => {
  it('with variation near 0 are those of the plain model, for any aim', () => {
    fc.assert(
      fc.property(share(1, 800), anyGoal, models, (mean, wanted, model) => {
        const required = requiredAgents(
          { volume: mean, stepSeconds: 1800, handleTimeSeconds: 180 },
          wanted,
          model,
          120,
        );
        for (const volume of [
          { kind: 'certain', mean },
          { kind: 'gamma', mean, variation: 0 },
          { kind: 'paths', volumes: [mean, mean], outcomes: 'means' },
          {
            kind: 'band',
            mean,
            quantiles: [
              { share: 0.1, volume: 5 },
              { share: 0.9, volume: 5 },
            ],
            outcomes: 'counts',
          },
        ] as const) {
          for (const aim of [
            { kind: 'expectation' },
            { kind: 'probability', share: 0.8 },
          ] as const) {
            const answer = staffUncertain({ ...task, goal: wanted, model, volume }, aim);
            expect(answer.scheduledAgents, `${volume.kind} ${aim.kind}`).toBe(required);
            expect(answer.performance.goalProbability).toBe(1);
          }
        }
        const narrow = staffUncertain(
          { ...task, goal: wanted, model, volume: { kind: 'gamma', mean, variation: 1e-5 } },
          { kind: 'expectation' },
        );
        expect(Math.abs(narrow.scheduledAgents - required)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40 },
    );
  });

  it('in expectation meet the goal, and no smaller number does', () => {
    const levels = fc.constantFrom<[VolumeLaw, number]>(
      [{ kind: 'gamma', mean: 60, variation: 0.3 }, 60],
      [{ kind: 'gamma', mean: 150, variation: 0.9 }, 150],
      [{ kind: 'paths', volumes: [20, 60, 400], outcomes: 'means' }, 160],
    );
    fc.assert(
      fc.property(levels, anyGoal, models, ([volume, mean], wanted, model) => {
        const one = { ...task, goal: wanted, model, volume };
        const meets = (agents: number): boolean => {
          const seen = evaluateUncertain(one, agents);
          return (
            agents >= wanted.minimumAgents &&
            (model === 'erlang-a' || agents > mean / 10) &&
            (wanted.serviceLevel === null || seen.serviceLevel! >= wanted.serviceLevel - 1e-12) &&
            (wanted.maxAbandonment === null ||
              seen.abandonment! <= wanted.maxAbandonment + 1e-12) &&
            (wanted.maxOccupancy === null || seen.occupancy! <= wanted.maxOccupancy + 1e-12)
          );
        };
        const { scheduledAgents: least } = staffUncertain(one, { kind: 'expectation' });
        expect(meets(least)).toBe(true);
        for (let fewer = 1; fewer < least; fewer++) expect(meets(fewer), `${fewer}`).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('in expectation hold waits, too', () => {
    const wanted = { ...goal, serviceLevel: null, averageSpeedOfAnswerSeconds: 6 };
    const one = { ...task, goal: wanted };
    const { scheduledAgents: least, performance } = staffUncertain(one, { kind: 'expectation' });
    const worst = (agents: number) => {
      const seen = evaluateUncertain(one, agents);
      return Math.max(seen.averageSpeedOfAnswerSeconds!, seen.averageWaitSeconds!);
    };
    expect(performance.averageWaitSeconds).toBeLessThanOrEqual(6);
    for (let fewer = 20; fewer < least; fewer++) expect(worst(fewer)).toBeGreaterThan(6);
  });

  it('with a probability are those of its quantile of volume', () => {
    fc.assert(
      fc.property(
        anyGoal,
        models,
        share(0.05, 0.99),
        share(0.02, 0.8),
        (wanted, model, sure, variation) => {
          const volume = { kind: 'gamma', mean: 300, variation } as const;
          const one = { ...task, goal: wanted, model, volume };
          const answer = staffUncertain(one, { kind: 'probability', share: sure });
          expect(answer.performance.goalProbability).toBeGreaterThanOrEqual(sure - 1e-10);
          if (answer.scheduledAgents > Math.max(1, wanted.minimumAgents)) {
            expect(evaluateUncertain(one, answer.scheduledAgents - 1).goalProbability).toBeLessThan(
              sure + 1e-10,
            );
          }
          const surer = staffUncertain(one, { kind: 'probability', share: (1 + sure) / 2 });
          expect(surer.scheduledAgents).toBeGreaterThanOrEqual(answer.scheduledAgents);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are those of the documents: 50 for the mean, 55 in expectation, 63 on 90 % of days', () => {
    const certain = { ...task, volume: { kind: 'certain', mean: 500 } } as const;
    expect(staffUncertain(certain, { kind: 'expectation' }).scheduledAgents).toBe(50);
    const expected = staffUncertain(task, { kind: 'expectation' });
    expect(expected.scheduledAgents).toBe(55);
    expect(expected.performance.goalProbability).toBeCloseTo(0.728, 3);
    expect(staffUncertain(task, { kind: 'probability', share: 0.9 }).scheduledAgents).toBe(63);
  });

  it('rise with the variation where the goal is high', () => {
    const agents = [0, 0.1, 0.2, 0.4, 0.8].map(
      (variation) =>
        staffUncertain(
          { ...task, volume: { kind: 'gamma', mean: 500, variation } },
          { kind: 'expectation' },
        ).scheduledAgents,
    );
    expect(agents).toEqual([...agents].sort((a, b) => a - b));
    expect(new Set(agents).size).toBe(5);
  });

  it('for volume and absence together need more than for either', () => {
    const aim = { kind: 'probability', share: 0.9 } as const;
    const of = (part: Partial<UncertainTask>) =>
      staffUncertain({ ...task, ...part }, aim).scheduledAgents;
    const certain = { kind: 'certain', mean: 500 } as const;
    const both = of({ absenceShare: 0.1 });
    expect(both).toBeGreaterThan(of({}));
    expect(both).toBeGreaterThan(of({ absenceShare: 0.1, volume: certain }));
    const answer = staffUncertain({ ...task, absenceShare: 0.1 }, aim);
    expect(answer.performance.goalProbability).toBeGreaterThanOrEqual(0.9);
    expect(
      evaluateUncertain({ ...task, absenceShare: 0.1 }, both - 1).goalProbability,
    ).toBeLessThan(0.9);
  });
});

describe('a grid', () => {
  const grid: UncertainGridTask = {
    volume: [busy, { kind: 'certain', mean: 300 }, { kind: 'certain', mean: 0 }, busy],
    contacts: [volumeDistribution(busy).mean, 300, 0, volumeDistribution(busy).mean],
    handleTimeSeconds: [180, 180, 180, 240],
    open: [true, true, true, false],
    stepSeconds: 1800,
    goal: { ...goal, minimumAgents: 2 },
    model: 'erlang-a',
    method: 'sipp',
    patienceSeconds: 120,
    absenceShares: [0.1],
    absence: 'random',
    aim: { kind: 'expectation' },
    bandLevel: 0.8,
    paths: null,
  };

  it('is every slot by itself', () => {
    const answer = staffUncertainGrid(grid);
    const present = { ...task, goal: grid.goal, absenceShare: 0 };
    const alone = staffUncertain({ ...present, absenceShare: 0.1 }, grid.aim);
    expect(answer.scheduledAgents[0]).toBe(alone.scheduledAgents);
    expect(answer.scheduledAgentsExact).toEqual(answer.scheduledAgents);
    expect(answer.performance[0]).toEqual(alone.performance);
    expect(answer.agents[0]).toBe(staffUncertain(present, grid.aim).scheduledAgents);
    expect(answer.scheduledAgents.slice(2)).toEqual([3, 0]);
    expect(answer.performance.slice(2)).toEqual([null, null]);
    expect(answer.lateContacts.slice(2)).toEqual([null, null]);
  });

  it('says what agents fewer and more on the phones would leave late', () => {
    const { agents, lateContacts } = staffUncertainGrid(grid);
    const late = lateContacts[0]!;
    expect(late).toHaveLength(11);
    const three = evaluateUncertain({ ...task, goal: grid.goal, absenceShare: 0 }, agents[0]! + 3);
    expect(late[8]).toBeCloseTo(grid.contacts[0]! * (1 - three.serviceLevel!), 9);
  });

  it('divides where absence is not to be random', () => {
    const divided = staffUncertainGrid({ ...grid, absence: 'divided' });
    const random = staffUncertainGrid(grid);
    expect(divided.agents).toEqual(random.agents);
    divided.agents.forEach((agents, slot) => {
      expect(divided.scheduledAgentsExact[slot]).toBeCloseTo(agents / 0.9, 9);
      expect(divided.scheduledAgents[slot]).toBe(Math.ceil(agents / 0.9));
    });
    expect(divided.scheduledAgents).not.toEqual(random.scheduledAgents);
    // 0.1 + 0.2 is above 0.3 in doubles: 21 / 0.7 would be 31.
    const shares = { ...grid, absence: 'divided', absenceShares: [0.1, 0.2] } as const;
    const staffed = staffUncertainGrid({ ...shares, goal: { ...grid.goal, minimumAgents: 21 } });
    expect(staffed.scheduledAgents[2]).toBe(30);
  });

  it('refuses contacts without a handle time, and fills it in where nothing comes', () => {
    const handleTimeSeconds = [180, 180, 0, 240];
    const { agents } = staffUncertainGrid({ ...grid, method: 'mol-mean', handleTimeSeconds });
    expect(agents).toEqual(staffUncertainGrid({ ...grid, method: 'mol-mean' }).agents);
    expect(() =>
      staffUncertainGrid({ ...grid, method: 'mol-mean', handleTimeSeconds: [180, 0, 180, 240] }),
    ).toThrowError(/^expected handleTimeSeconds .* got 0$/);
  });

  it('sees what is left in hand of the slot before, unless by sipp', () => {
    // 1,800 s a contact: what begins in one half-hour is in hand in the next.
    const slow = {
      ...grid,
      volume: [0, 1, 1, 1].map((level): VolumeLaw => ({
        kind: 'gamma',
        mean: level * 40,
        variation: 0.2,
      })),
      contacts: [0, 40, 40, 40],
      handleTimeSeconds: grid.volume.map(() => 1800),
      open: grid.volume.map(() => true),
      absenceShares: [],
    };
    const { agents: alone } = staffUncertainGrid(slow);
    const { agents } = staffUncertainGrid({ ...slow, method: 'carry-over' });
    expect(alone[1]).toBe(alone[3]);
    expect(agents[1]).toBeLessThan(alone[1]!);
    expect(agents[2]).toBeGreaterThan(agents[1]!);
    // Once the load is even the law is the slot's own.
    expect(Math.abs(agents[3]! - alone[3]!)).toBeLessThanOrEqual(4);
    const highest = staffUncertainGrid({ ...slow, method: 'mol-max' }).agents;
    expect(highest[1]).toBeGreaterThan(agents[1]!);
  });

  it('has cases at the quantiles, over the share of those present', () => {
    const { lower, median, upper } = staffUncertainGrid(grid);
    const { quantile } = volumeDistribution(busy);
    for (const [one, at] of [
      [lower, 0.1],
      [median, 0.5],
      [upper, 0.9],
    ] as const) {
      expect(one.volume[0]).toBeCloseTo(quantile(at), 9);
      const traffic = { volume: one.volume[0]!, stepSeconds: 1800, handleTimeSeconds: 180 };
      expect(one.agents[0]).toBe(requiredAgents(traffic, grid.goal, 'erlang-a', 120));
      expect(one.scheduledAgentsExact[0]).toBeCloseTo(one.agents[0]! / 0.9, 9);
    }
    expect(lower.agents[0]).toBeLessThan(median.agents[0]!);
    expect(median.agents[0]).toBeLessThan(upper.agents[0]!);
  });

  it('has cases by paths where these are known: slots that do not go together even out', () => {
    const paths = Array.from({ length: 100 }, (_, at) => [50 + at, 300, 0, 149 - at]);
    const { lower, median, upper } = staffUncertainGrid({
      ...grid,
      open: [true, true, true, true],
      handleTimeSeconds: [180, 180, 180, 180],
      paths,
    });
    const total = ({ agents }: typeof lower) => agents.reduce((sum, count) => sum + count, 0);
    // What one slot has more the other has less: by slots the cases would lie 19 agents apart.
    expect(total(lower)).toBeLessThanOrEqual(total(median));
    expect(total(upper) - total(lower)).toBeLessThanOrEqual(2);
    expect(paths.some((path) => path[0] === upper.volume[0])).toBe(true);
    const together = staffUncertainGrid({
      ...grid,
      paths: paths.map(([first]) => [first!, 300, 0, first!]),
    });
    expect(together.lower.volume[0]).toBe(59);
    expect(together.median.volume[0]).toBe(99);
    expect(together.upper.volume[0]).toBe(139);
    expect(together.upper.agents[3]).toBe(0);
  });

  it.each([
    ['no paths', { paths: [] }, /^expected paths of 4 slots, got none$/],
    ['short paths', { paths: [[1]] }, /^expected paths of 4 slots, got one of 1$/],
    ['lengths', { open: [true] }, /^expected open of 4 slots, got 1$/],
    ['contacts', { contacts: [1] }, /^expected contacts of 4 slots, got 1$/],
    ['level', { bandLevel: 80 }, /^expected bandLevel .* got 80$/],
    ['absence', { absenceShares: [5] }, /^expected absenceShare .* got 5$/],
  ])('refuses %s', (_, part, message) => {
    expect(() => staffUncertainGrid({ ...grid, ...part })).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});

describe('refusals', () => {
  const run = (part: Partial<UncertainTask>) => () =>
    staffUncertain({ ...task, ...part }, { kind: 'expectation' });
  it.each([
    ['step', run({ stepSeconds: 0 }), 'INVALID_INPUT', /^expected stepSeconds .* got 0$/],
    [
      'no handle time',
      run({ handleTimeSeconds: 0 }),
      'INVALID_INPUT',
      /^expected handleTimeSeconds .* got 0$/,
    ],
    [
      'threshold',
      run({ goal: { ...goal, thresholdSeconds: -1 } }),
      'INVALID_INPUT',
      /^expected thresholdSeconds/,
    ],
    [
      'percent',
      run({ goal: { ...goal, serviceLevel: 80 } }),
      'INVALID_INPUT',
      /^expected serviceLevel .* got 80$/,
    ],
    ['patience', run({ patienceSeconds: null }), 'INVALID_INPUT', /^expected patienceSeconds/],
    [
      'too much',
      run({ volume: { kind: 'certain', mean: 1e8 } }),
      'TOO_LARGE',
      /^expected at most 1000000 erlangs/,
    ],
    [
      'no occupancy',
      run({ goal: { ...goal, maxOccupancy: 0 } }),
      'UNREACHABLE_GOAL',
      /^expected maxOccupancy above 0/,
    ],
    [
      'an endless wait',
      run({ model: 'erlang-c', goal: { ...goal, averageSpeedOfAnswerSeconds: 9 } }),
      'UNREACHABLE_GOAL',
      /^expected no averageSpeedOfAnswerSeconds/,
    ],
    [
      'agents',
      () => evaluateUncertain(task, -1),
      'INVALID_INPUT',
      /^expected scheduledAgents .* got -1$/,
    ],
  ])('%s', (_, refused, code, message) => {
    expect(refused).toThrowError(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    );
  });
});
