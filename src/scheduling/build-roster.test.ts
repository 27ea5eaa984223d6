import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Demand,
  fullTime,
  HOUR,
  makeAgent,
  makePlan,
  makeQueue,
  makeRequirement,
  nightPattern,
} from '../../test/support/roster-plan.ts';
import { type Contract, type Plan, type Shift, type ShiftPattern } from '../domain/index.ts';
import { createHighsSolver } from '../solvers/index.ts';
import { emptyDraft, objectiveOf, putSchedule } from './engine/draft.ts';
import { type Assignment } from './engine/duty-price.ts';
import { fillDraft } from './engine/local-search.ts';
import { searchPrices } from './engine/search-prices.ts';
import { lpSize, MAX_LP_SIZE } from './engine/search-roster.ts';
import { buildRoster, makeRosterProblem, type RosterProblem, scoreShifts } from './index.ts';
import { modelOfPlan } from './plan-model.ts';
import { makeWatch } from './search-watch.ts';

const solver = createHighsSolver();

const MONDAY = '2026-11-02';
/** What a roster may miss where a contract cannot be met; all else would be illegal. */
const MINIMUMS = ['paid-per-week', 'paid-per-period', 'days-per-week'];
const allDay =
  (agents: number): Demand =>
  () =>
    agents;
const office: Demand = (wall) => (wall >= 8 * HOUR && wall < 17 * HOUR ? 2 : 0);

const nightly: Demand = (wall) => (wall >= 22 * HOUR || wall < 6 * HOUR ? 3 : 0);
const nightsOf = (shifts: readonly Shift[]) => shifts.filter(({ pattern }) => pattern === 'night');
const weekendsOf = (shifts: readonly Shift[]) =>
  shifts.filter(({ date }) => date === '2026-11-07' || date === '2026-11-08');

describe('rosters', () => {
  it('meet a contract exactly and cover what they can', async () => {
    const roster = await build(problemOf({ agents: crew(6) }, 7, { support: office }));
    expect(roster.violations).toEqual([]);
    expect(roster.shifts).toHaveLength(30);
    expect(roster.score.paidSeconds).toBe(6 * 40 * HOUR);
    expect(roster.score.underAgentSeconds).toBe(0);
    expect(roster.proof.bound!).toBeLessThanOrEqual(roster.score.objective);
  });

  it('are the same for a seed and an iteration limit', async () => {
    const problem = problemOf({ agents: crew(5) }, 7, { support: office });
    const [one, two] = [await build(problem), await build(problem)];
    expect(two).toEqual(one);
  });

  it.each([
    ['no time', { timeLimitSeconds: 0 }, false],
    ['no iterations', { iterationLimit: 0 }, false],
    ['a raised flag', {}, true],
  ])('are legal with %s', async (_, options, aborted) => {
    const problem = problemOf({ agents: crew(4) }, 7, { support: office });
    const roster = await build(problem, options, aborted);
    expect(roster.violations.filter(({ rule }) => !MINIMUMS.includes(rule))).toEqual([]);
    expect(roster.proof.stoppedBy).toBe(
      aborted ? 'cancelled' : 'timeLimitSeconds' in options ? 'time-limit' : 'iterations',
    );
  });

  it('name the stretch in which nobody is available', async () => {
    const availability = [
      { weekdays: [1, 2, 3, 4, 5, 6] as const, fromSeconds: 0, toSeconds: 24 * HOUR },
    ];
    const agents = crew(8).map((agent) => ({ ...agent, availability }));
    const roster = await build(problemOf({ agents }, 7, { support: office }));
    expect(roster.violations).toEqual([]);
    expect(roster.shortfalls).toContainEqual({
      queue: 'support',
      start: '2026-11-08T08:00:00+01:00',
      end: '2026-11-08T17:00:00+01:00',
      agentSeconds: 2 * 9 * HOUR,
    });
  });

  it('stay legal where far more is asked for than there is', async () => {
    const roster = await build(problemOf({ agents: crew(3) }, 7, { support: allDay(50) }));
    // The night after the last day counts until somebody of the next day may start.
    expect(roster.violations).toEqual([]);
    expect(roster.score.underAgentSeconds).toBe(50 * (168 + 6) * HOUR - 3 * 37.5 * HOUR);
  });

  it('share out what is short so that floors are kept first', async () => {
    // Two are wanted all day and one is there at a time: each of the two queues needs one.
    const demand = { support: office, sales: office };
    const agents = crew(7).map((agent) => ({ ...agent, skills: ['support', 'sales'] }));
    const problem = problemOf({ agents }, 7, demand);
    const plain = await build(problem, { iterationLimit: 400 });
    const kept = await build(withFloors(problem), { iterationLimit: 400 });
    const below = (roster: typeof plain) =>
      scoreShifts(withFloors(problem), roster.shifts).score.belowFloorAgentSeconds!;
    expect(kept.score.belowFloorAgentSeconds).toBe(below(kept));
    expect(below(kept)).toBeLessThan(below(plain));
    expect(kept.score.objective).toBeCloseTo(
      kept.score.pay +
        (60 * kept.score.underAgentSeconds + 600 * below(kept) + 5 * kept.score.overAgentSeconds) /
          HOUR,
      6,
    );
  });

  it('man the night after the last day as that of a week before', async () => {
    // Only the hours after midnight are wanted: without them nobody would work the last night.
    const afterMidnight: Demand = (wall) => (wall < 6 * HOUR ? 1 : 0);
    const contracts = [{ ...fullTime, paidSecondsPerWeek: { min: 0, max: 40 * HOUR } }];
    const problem = problemOf({ agents: crew(8), contracts }, 7, { support: afterMidnight });
    const roster = await build(problem, { iterationLimit: 200 });
    const last = nightsOf(roster.shifts).filter(({ date }) => date === '2026-11-08');
    expect(last.length).toBeGreaterThan(0);
    expect(roster.coverage[0]!.required).toHaveLength(7 * 48);
  });

  it('without anybody leave all of the requirement uncovered, and prove it', async () => {
    const roster = await build(problemOf({ agents: [] }, 7, { support: office }));
    expect(roster.shifts).toEqual([]);
    expect(roster.score.underAgentSeconds).toBe(7 * 2 * 9 * HOUR);
    expect(roster.shortfalls).toHaveLength(7);
    expect(roster.proof).toMatchObject({ bound: roster.score.objective, gap: 0 });
  });

  it.each<[string, Partial<Contract>, (worked: readonly Shift[]) => readonly Shift[]]>([
    ['days in a row', { maxConsecutiveDays: 0 }, (shifts) => shifts],
    ['days a week', { daysPerWeek: { min: 0, max: 0 } }, (shifts) => shifts],
    ['paid time a week', { paidSecondsPerWeek: { min: 0, max: 0 } }, (shifts) => shifts],
    ['paid time of the period', { paidSecondsPerPeriod: { min: 0, max: 0 } }, (shifts) => shifts],
    ['nights in a row', { maxConsecutiveNights: 0 }, nightsOf],
    ['nights a week', { maxNightsPerWeek: 0 }, nightsOf],
    ['weekends', { maxWeekendsPerPeriod: 0 }, weekendsOf],
  ])('read a limit of zero as none at all: %s', async (_, over, forbidden) => {
    const none = { min: 0, max: 40 * HOUR };
    const free = { ...fullTime, paidSecondsPerWeek: none, daysPerWeek: { min: 0, max: 5 } };
    const rosterWith = (contract: Contract) =>
      build(problemOf({ agents: crew(3), contracts: [contract] }, 7, { support: nightly }));
    const limited = await rosterWith({ ...free, ...over });
    expect(limited.violations).toEqual([]);
    expect(forbidden(limited.shifts)).toEqual([]);
    expect(forbidden((await rosterWith(free)).shifts)).not.toEqual([]);
  });

  it('grant as many wishes for one day off as cover allows, and count the others', async () => {
    const wishes = [{ kind: 'day-off' as const, date: '2026-11-04', weight: 1 }];
    const agents = crew(6).map((agent) => ({ ...agent, wishes }));
    const roster = await build(problemOf({ agents }, 7, { support: office }));
    expect(roster.violations).toEqual([]);
    expect(roster.score.underAgentSeconds).toBe(0);
    const working = roster.shifts
      .filter(({ date }) => date === '2026-11-04')
      .map(({ agent }) => agent);
    expect(working.length).toBeGreaterThan(0);
    expect(working.length).toBeLessThan(6);
    const refused = roster.wishes.filter(({ granted }) => !granted).map(({ agent }) => agent);
    expect(refused.sort()).toEqual(working.sort());
  });

  it('tell whose contract cannot be met, and meet the rest', async () => {
    const agents = [
      makeAgent('a01', {
        availability: [{ weekdays: [1, 2], fromSeconds: 0, toSeconds: 24 * HOUR }],
      }),
      makeAgent('a02', { leave: [{ from: '2026-11-04', to: '2026-11-05' }] }),
    ];
    const roster = await build(problemOf({ agents }, 7, { support: office }));
    expect(roster.violations).toEqual([
      {
        rule: 'paid-per-week',
        agent: 'a01',
        date: MONDAY,
        details: { foundSeconds: 16 * HOUR, minSeconds: 40 * HOUR },
      },
    ]);
    // Two days of leave take two fifths of forty hours away.
    const paid = roster.shifts.filter(({ agent }) => agent === 'a02').length * 8;
    expect(paid).toBeGreaterThanOrEqual(24);
  });

  it('keep locked shifts that break a rule, and tell the breach', async () => {
    const lock = (date: string, startSeconds: number, pattern: string) => ({
      kind: 'shift' as const,
      date,
      pattern,
      startSeconds,
      lengthSeconds: 8.5 * HOUR,
    });
    const locks = [
      lock('2026-11-03', 16 * HOUR, 'late'),
      lock('2026-11-04', 6 * HOUR, 'day'),
      { kind: 'off' as const, date: '2026-11-06' },
    ];
    const roster = await build(
      problemOf({ agents: [makeAgent('a01', { locks })] }, 7, { support: office }),
    );
    expect(roster.violations).toMatchObject([{ rule: 'min-rest', date: '2026-11-04' }]);
    expect(roster.shifts.filter(({ locked }) => locked)).toHaveLength(2);
  });

  it('count rest, runs and hours of shifts before the period', async () => {
    const first = await build(problemOf({ agents: crew(3) }, 7, { support: allDay(2) }));
    const second = await build({
      ...problemOf({ agents: crew(3) }, 7, { support: allDay(2) }, '2026-11-09'),
      before: first.shifts,
    });
    expect(second.violations).toEqual([]);
  });

  it.each([
    ['Europe/Ljubljana', '2026-03-23'],
    ['Europe/Ljubljana', '2026-10-19'],
    ['America/Santiago', '2026-08-31'],
    ['America/Santiago', '2026-03-30'],
    ['Australia/Lord_Howe', '2026-09-28'],
  ])('are legal where the clock changes: %s, week of %s', async (zone, from) => {
    const plan = { site: { name: 'x', zone, weekStart: 7 as const }, agents: crew(5) };
    const roster = await build(problemOf(plan, 8, { support: allDay(1) }, from));
    expect(roster.violations).toEqual([]);
    expect(roster.shifts.some(({ pattern }) => pattern === 'night')).toBe(true);
  });

  it('break no maximum, whatever the plan', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, async ({ plan, days, wanted, from }) => {
        const demand = { support: office, sales: allDay(wanted) };
        const problem = withFloors(withPrices(problemOf(plan, days, demand, from)));
        const roster = await build(problem, { iterationLimit: 12 });
        const illegal = roster.violations.filter(({ rule }) => !MINIMUMS.includes(rule));
        expect(illegal).toEqual([]);
        expect(scoreShifts(problem, roster.shifts).score).toEqual(roster.score);
        const { bound } = roster.proof;
        if (bound !== null) expect(bound).toBeLessThanOrEqual(roster.score.objective);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

describe('rosters of many intervals', () => {
  it('are legal, bounded, and the same for a seed and an iteration limit', async () => {
    const queues = { support: office, sales: allDay(1), help: office };
    const agents = crew(9).map((agent, index) => ({
      ...agent,
      skills: [['support'], ['sales', 'help'], ['help']][index % 3]!,
    }));
    const problem = withFloors(problemOf({ agents }, 28, queues));
    expect(lpSize(modelOfPlan(problem).model)).toBeGreaterThan(MAX_LP_SIZE);
    const limits = { iterationLimit: 150 };
    const [one, two] = [await build(problem, limits), await build(problem, limits)];
    expect(two).toEqual(one);
    expect(one.violations).toEqual([]);
    expect(one.proof.bound!).toBeLessThanOrEqual(one.score.objective);
    expect(one.proof.bound!).toBeGreaterThan(0);
    const first = await build(problem, { iterationLimit: 0 });
    expect(one.score.objective).toBeLessThan(first.score.objective);
  });
});

describe('against every roster there is', () => {
  it.each([1, 2, 3, 4, 5, 6])('case %i: nothing is cheaper, the bound holds', async (seed) => {
    const problem = tinyProblem(seed);
    const least = cheapestOfAll(problem);
    const roster = await build(problem, { iterationLimit: 600, seed });
    expect(roster.score.objective).toBeCloseTo(least, 6);
    expect(roster.proof.bound!).toBeLessThanOrEqual(least + 1e-6);
  });

  it.each([1, 2, 3, 4, 5, 6])('case %i: prices without a programme bound it too', (seed) => {
    const problem = tinyProblem(seed);
    const draft = emptyDraft(modelOfPlan(problem).model);
    const watch = makeWatch(
      { timeLimitSeconds: 1000, iterationLimit: null },
      { elapsedSeconds: () => 0, signal: { aborted: false }, onProgress: () => undefined },
    );
    fillDraft(draft, watch);
    const { bound } = searchPrices(draft, {
      watch,
      maxRounds: 60,
      enough: 1e-6,
      until: () => false,
      onBound: () => undefined,
    });
    const least = cheapestOfAll(problem);
    expect(bound!).toBeLessThanOrEqual(least + 1e-6);
    expect(bound!).toBeGreaterThan(0.8 * least);
  });
});

function build(problem: RosterProblem, options = {}, aborted = false) {
  return buildRoster(
    problem,
    { seed: 7, timeLimitSeconds: 1000, iterationLimit: 60, ...options },
    { solver, elapsedSeconds: () => 0, signal: { aborted }, onProgress: () => undefined },
  );
}

function crew(size: number) {
  return Array.from({ length: size }, (_, index) => makeAgent(`a0${index + 1}`));
}

function problemOf(
  over: Partial<Plan>,
  days: number,
  demand: Readonly<Record<string, Demand>>,
  from = MONDAY,
): RosterProblem {
  const queues = Object.keys(demand).map(makeQueue);
  const plan = makePlan({ ...over, queues });
  const requirement = makeRequirement(plan, from, days, demand, 1800);
  return makeRosterProblem({ plan, requirement, period: null, before: [] });
}

const anyPlan = fc
  .record({
    people: fc.array(
      fc.record({
        skills: fc.constantFrom(['support'], ['sales'], ['sales', 'support']),
        leaveDay: fc.integer({ min: 2, max: 18 }),
        wishDay: fc.integer({ min: 2, max: 12 }),
        nights: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    days: fc.integer({ min: 1, max: 10 }),
    wanted: fc.integer({ min: 0, max: 4 }),
    from: fc.constantFrom(MONDAY, '2026-10-23', '2026-03-27'),
    min: fc.constantFrom(0, 30, 40),
    maxRun: fc.constantFrom(null, 2, 5),
    maxNights: fc.constantFrom(null, 1, 2),
    minRest: fc.constantFrom(9, 11, 36),
    period: fc.constantFrom(null, { min: 20 * HOUR, max: 60 * HOUR }),
    weekStart: fc.constantFrom(1 as const, 7 as const),
    rules: fc.constantFrom<Partial<Contract>>(
      {},
      { minConsecutiveDays: 2, minConsecutiveDaysOff: 2 },
      { daysOffAfterNights: 2, maxNightsPerPeriod: 2 },
      { completeWeekends: true, maxConsecutiveWeekends: 1 },
      { forwardRotation: true, minFreeSundaysPerPeriod: 1 },
      { averagePaid: { maxSecondsPerWeek: 20 * HOUR, weeks: 1, from: '2026-10-28' } },
    ),
  })
  .map((given) => {
    const mixed: ShiftPattern = {
      ...nightPattern,
      name: 'mixed',
      startFromSeconds: 7 * HOUR,
      startToSeconds: 23 * HOUR,
      startStepSeconds: 2 * HOUR,
      lengthsSeconds: [5 * HOUR, 8.5 * HOUR, 10 * HOUR],
    };
    const contract = {
      ...fullTime,
      shiftPatterns: ['mixed'],
      paidSecondsPerWeek: { min: given.min * HOUR, max: 40 * HOUR },
      paidSecondsPerPeriod: given.period,
      maxConsecutiveDays: given.maxRun,
      maxNightsPerWeek: given.maxNights,
      maxConsecutiveNights: given.maxNights,
      maxWeekendsPerPeriod: 1,
      minRestSeconds: given.minRest * HOUR,
      ...given.rules,
    };
    const date = (day: number) => `2026-11-${String(day).padStart(2, '0')}`;
    const plan: Partial<Plan> = {
      site: { name: 'x', zone: 'Europe/Ljubljana', weekStart: given.weekStart },
      shiftPatterns: [mixed],
      contracts: [contract],
      agents: given.people.map(({ skills, leaveDay, wishDay, nights }, index) =>
        makeAgent(`p${index}`, {
          skills,
          leave: [{ from: date(leaveDay), to: date(leaveDay + 1) }],
          wishes: [{ kind: 'day-off', date: date(wishDay), weight: 1 }],
          availability: nights
            ? []
            : [{ weekdays: [1, 2, 3, 5, 7], fromSeconds: 6 * HOUR, toSeconds: 21 * HOUR }],
        }),
      ),
    };
    return { plan, days: given.days, wanted: given.wanted, from: given.from };
  });

/** The same with floors of half the required agents. */
function withFloors(problem: RosterProblem): RosterProblem {
  const demand = problem.demand.map((queue) => ({
    ...queue,
    floors: queue.required.map((agents) => Math.ceil(agents / 2)),
  }));
  return { ...problem, demand };
}

/** The same with another price of an agent missing in every slot. */
function withPrices(problem: RosterProblem): RosterProblem {
  const demand = problem.demand.map((queue) => ({
    ...queue,
    underPrices: queue.underPrices.map((price, slot) => (price * (slot % 5)) / 2),
  }));
  return { ...problem, demand };
}

/** Two people, three days, a handful of duties without breaks: few enough to try them all. */
function tinyProblem(seed: number): RosterProblem {
  const pattern: ShiftPattern = {
    ...nightPattern,
    name: 'tiny',
    startFromSeconds: 8 * HOUR,
    startToSeconds: 16 * HOUR,
    startStepSeconds: 4 * HOUR,
    lengthsSeconds: [6 * HOUR],
    breaks: [],
  };
  const contract = {
    ...fullTime,
    shiftPatterns: ['tiny'],
    daysPerWeek: { min: 0, max: 2 },
    paidSecondsPerWeek: { min: 0, max: 12 * HOUR },
    maxConsecutiveDays: null,
    maxConsecutiveNights: null,
    maxNightsPerWeek: null,
    maxWeekendsPerPeriod: null,
    minRestSeconds: 14 * HOUR,
  };
  const wish = { kind: 'day-off' as const, date: '2026-11-03', weight: seed };
  const problem = problemOf(
    {
      shiftPatterns: [pattern],
      contracts: [contract],
      agents: [
        makeAgent('a', { wishes: [wish] }),
        makeAgent('b', { skills: ['support', 'sales'] }),
      ],
    },
    3,
    {
      support: (wall, date) => (((wall / HOUR) * seed + Number(date.slice(-1))) % 7 < 3 ? 2 : 0),
      sales: (wall) => (wall >= (8 + seed) * HOUR && wall < (14 + seed) * HOUR ? 1 : 0),
    },
  );
  return seed % 2 === 0 ? withFloors(withPrices(problem)) : problem;
}

/** The least objective over all legal choices of duties and queues, by trying every one. */
function cheapestOfAll(problem: RosterProblem): number {
  const { model, duties, queues } = modelOfPlan(problem);
  const draft = emptyDraft(model);
  const works: (Assignment | null)[][] = model.people.map(() => []);
  const costs = model.people.map(() => 0);
  let least = Infinity;
  const tryDay = (index: number, day: number, worked: number, readyAt: number) => {
    if (index === model.people.length) {
      least = Math.min(least, objectiveOf(draft));
      return;
    }
    const work = works[index]!;
    if (day === problem.days) {
      const choices = new Int32Array(problem.days);
      putSchedule(draft, index, { choices, work: [...work], cost: costs[index]!, penalty: 0 });
      tryDay(index + 1, 0, 0, -Infinity);
      putSchedule(draft, index, null);
      return;
    }
    work[day] = null;
    tryDay(index, day + 1, worked, readyAt);
    if (worked === 2) return;
    const menu = model.people[index]!.menu[day]!;
    menu.duties.forEach((duty, choice) => {
      const { start, end } = duties[duty.id]!;
      if (start < readyAt) return;
      costs[index]! += menu.costs[choice]!;
      for (const line of queues[index]!) {
        work[day] = { duty, line, breakOffsets: [] };
        tryDay(index, day + 1, worked + 1, end + 14 * HOUR);
      }
      costs[index]! -= menu.costs[choice]!;
    });
  };
  tryDay(0, 0, 0, -Infinity);
  return least;
}
