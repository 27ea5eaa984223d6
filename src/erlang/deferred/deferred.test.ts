import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gamma, poisson, seededRandom, serveContacts } from '../../simulation/index.ts';
import { type DeferredPlan, requireBeside, requireDeferred } from './deferred.ts';
import { type DeferredMargin } from './deferred-margin.ts';
import { type DeferredGoal, type DeferredWork } from './deferred-work.ts';
import { evaluateDeferred } from './evaluate-deferred.ts';
import { fillIdle, usableIdleAgents } from './fill-idle.ts';
import { erlangC } from '../waiting/erlang-c.ts';
import { normalQuantile, normalShare } from '../numerics/normal-quantile.ts';
import { type SampledWork } from './sampled-work.ts';
import { windowBounds } from './window-bounds.ts';

/** Simulations, on a machine that others use too. */
const SLOW = { timeout: 30_000 };

const NONE: DeferredMargin = { kind: 'none' };
const POISSON = { handleTimeVariation: 1, countDispersion: 1 };

/** Unit jobs: one second each, in intervals of one second, so that agents count items. */
const unitCase = fc
  .record({
    open: fc.array(fc.boolean(), { minLength: 2, maxLength: 6 }),
    items: fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }),
    backlog: fc.array(
      fc.record({ items: fc.nat(2), dueInterval: fc.integer({ min: -1, max: 6 }) }),
      {
        maxLength: 2,
      },
    ),
    thresholdSeconds: fc.integer({ min: 1, max: 3 }),
    clock: fc.constantFrom('open' as const, 'elapsed' as const),
    atEnd: fc.constantFrom('carry' as const, 'finish' as const),
  })
  .filter(({ open }) => open.filter(Boolean).length >= 1 && open.filter(Boolean).length <= 4)
  .map(({ open, items, backlog, thresholdSeconds, clock, atEnd }) => {
    const work: DeferredWork = {
      stepSeconds: 1,
      open,
      items: open.map((_, i) => items[i]!),
      handleTimeSeconds: open.map(() => 1),
      backlog: backlog.map((part) => ({ ...part, handleTimeSeconds: 1 })),
    };
    return { work, goal: { share: 1, thresholdSeconds, clock, atEnd } satisfies DeferredGoal };
  });

interface Unit {
  readonly allowed: readonly number[];
  /** Due within the horizon. */
  readonly due: boolean;
  readonly lateBefore: boolean;
  /** All open intervals in which it may be done at all. */
  readonly ever: readonly number[];
}

/** The items one by one, read off the definition of the clocks without the program's positions. */
function unitsOf(work: DeferredWork, goal: DeferredGoal): Unit[] {
  const { open } = work;
  const opens = open.flatMap((isOpen, i) => (isOpen ? [i] : []));
  const units: Unit[] = [];
  const steps = goal.thresholdSeconds;
  work.items.forEach((count, i) => {
    const ever = opens.filter((at) => at >= i);
    let allowed: number[];
    let due: boolean;
    if (goal.clock === 'elapsed') {
      allowed = ever.filter((at) => at <= i + steps);
      due = i + steps < open.length;
    } else {
      const span = open[i] ? steps + 1 : steps;
      allowed = ever.slice(0, span);
      due = ever.length >= span;
    }
    if (goal.atEnd === 'finish' && ever.length > 0) due = true;
    for (let k = 0; k < count; k++) units.push({ allowed, due, lateBefore: false, ever });
  });
  for (const { items, dueInterval } of work.backlog) {
    const allowed = opens.filter((at) => at <= dueInterval);
    const due = dueInterval < open.length || goal.atEnd === 'finish';
    for (let k = 0; k < items; k++) {
      units.push({ allowed, due, lateBefore: allowed.length === 0, ever: opens });
    }
  }
  return units;
}

/** Whether units fit into whole agents per interval, by augmenting paths: no order is assumed. */
function fits(choices: readonly (readonly number[])[], agents: readonly number[]): boolean {
  const placed: number[][] = agents.map(() => []);
  const place = (unit: number, seen: Set<number>): boolean => {
    for (const at of choices[unit]!) {
      if (seen.has(at)) continue;
      seen.add(at);
      if (placed[at]!.length < agents[at]!) {
        placed[at]!.push(unit);
        return true;
      }
      for (let k = 0; k < placed[at]!.length; k++) {
        if (place(placed[at]![k]!, seen)) {
          placed[at]![k] = unit;
          return true;
        }
      }
    }
    return false;
  };
  return choices.every((_, unit) => place(unit, new Set()));
}

function* capacities(open: readonly boolean[], most: number): Generator<number[]> {
  const agents = open.map(() => 0);
  for (;;) {
    yield [...agents];
    let at = 0;
    while (at < open.length && (!open[at] || agents[at] === most)) agents[at++] = 0;
    if (at === open.length) return;
    agents[at]!++;
  }
}

describe('deferred work against all capacities', () => {
  it('has the least peak and then the least total of whole agents', () => {
    let compared = 0;
    fc.assert(
      fc.property(unitCase, ({ work, goal }) => {
        const units = unitsOf(work, goal);
        const choices = units
          .filter(({ due, ever }) => due && ever.length > 0)
          .map((unit) => (unit.lateBefore ? unit.ever : unit.allowed));
        if (units.some((unit) => unit.due && !unit.lateBefore && unit.allowed.length === 0)) {
          expect(() => requireDeferred(work, goal, NONE, null)).toThrowError(
            expect.objectContaining({ code: 'UNREACHABLE_GOAL' }),
          );
          return;
        }
        const plan = met(requireDeferred(work, goal, NONE, null));
        const peak = Math.max(0, ...plan.agents);
        expect(fits(choices, plan.agents)).toBe(true);
        let best = { peak: Infinity, total: Infinity };
        for (const agents of capacities(work.open, peak)) {
          const candidate = { peak: Math.max(...agents), total: sum(agents) };
          const better =
            candidate.peak < best.peak ||
            (candidate.peak === best.peak && candidate.total < best.total);
          if (better && fits(choices, agents)) best = candidate;
        }
        expect({ peak, total: sum(plan.agents) }).toEqual(best);
        expect(sum(plan.agentsExact)).toBeCloseTo(choices.length, 9);
        expect(Math.max(0, Math.ceil(plan.peakExact - 1e-9))).toBe(peak);
        if (choices.length > 3) compared++;
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(40);
  });

  it('has the least constant capacity for a share', () => {
    let compared = 0;
    const shares = fc.tuple(unitCase, fc.double({ min: 0.3, max: 0.99, noNaN: true }));
    fc.assert(
      fc.property(shares, ([{ work, goal }, wanted]) => {
        const units = unitsOf(work, goal).filter(({ due, ever }) => due && ever.length > 0);
        const rated = units.filter(({ lateBefore }) => !lateBefore);
        const needed = Math.ceil(wanted * rated.length);
        const hopeless = rated.filter(({ allowed }) => allowed.length === 0).length;
        fc.pre(units.length > 0 && units.length <= 8 && needed > 0 && needed < rated.length);
        fc.pre(rated.length - hopeless >= needed);
        // Some units are in time, the others done at some time: every choice is tried.
        const last = work.open.lastIndexOf(true);
        const ever = (unit: Unit) => unit.ever.filter((at) => at <= last);
        const holds = (level: number): boolean => {
          const agents = work.open.map((isOpen) => (isOpen ? level : 0));
          for (let set = 0; set < 1 << rated.length; set++) {
            if (bits(set) !== needed) continue;
            const choices = [
              ...rated.map((unit, k) => ((set >> k) & 1 ? unit.allowed : ever(unit))),
              ...units.filter(({ lateBefore }) => lateBefore).map(ever),
            ];
            if (fits(choices, agents)) return true;
          }
          return false;
        };
        let level = 0;
        while (!holds(level)) level++;
        // Shares that whole items reach: the fluid then needs the same whole level.
        const plan = met(
          requireDeferred(work, { ...goal, share: needed / rated.length }, NONE, null),
        );
        expect(Math.ceil(plan.peakExact - 1e-9)).toBe(level);
        expect(
          evaluateDeferred(
            work,
            { ...goal, share: needed / rated.length },
            plan.agentsExact,
            'last',
          ).meetsGoal,
        ).toBe(true);
        compared++;
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(30);
  });
});

const dayCase = fc
  .record({
    open: fc.array(fc.boolean(), { minLength: 4, maxLength: 30 }),
    seed: fc.nat(1e6),
    thresholdSeconds: fc.integer({ min: 900, max: 9000 }),
    clock: fc.constantFrom('open' as const, 'elapsed' as const),
    atEnd: fc.constantFrom('carry' as const, 'finish' as const),
    share: fc.constantFrom(1, 0.9, 0.6),
  })
  .map(({ open, seed, thresholdSeconds, clock, atEnd, share }) => {
    const random = seededRandom(seed);
    const work: DeferredWork = {
      stepSeconds: 900,
      open,
      items: open.map(() => (random() < 0.3 ? 0 : 40 * random())),
      handleTimeSeconds: open.map(() => 60 + 600 * random()),
      backlog: [
        { items: 5, handleTimeSeconds: 100, dueInterval: -1 },
        { items: 30 * random(), handleTimeSeconds: 300, dueInterval: Math.floor(4 * random()) },
      ],
    };
    return { work, goal: { share, thresholdSeconds, clock, atEnd } satisfies DeferredGoal, random };
  });

describe('laws of deferred work', () => {
  it('no work is lost or made, whatever the agents', () => {
    fc.assert(
      fc.property(dayCase, fc.constantFrom('first' as const, 'last' as const), (day, lateWork) => {
        const { work, goal, random } = day;
        const agents = work.open.map((isOpen) => (isOpen ? 8 * random() : 0));
        const outcome = evaluateDeferred(work, goal, agents, lateWork);
        let items = sum(work.backlog.map((part) => part.items));
        let seconds = sum(work.backlog.map((part) => part.items * part.handleTimeSeconds));
        work.items.forEach((count, i) => {
          items += count - outcome.itemsDone[i]!;
          seconds += count * work.handleTimeSeconds[i]! - outcome.workDoneSeconds[i]!;
          expect(outcome.backlogItems[i]).toBeCloseTo(items, 8);
          expect(outcome.backlogSeconds[i]).toBeCloseTo(seconds, 6);
          expect(outcome.lateItems[i]).toBeLessThanOrEqual(outcome.backlogItems[i]! + 1e-9);
          expect(outcome.workDoneSeconds[i]).toBeLessThanOrEqual(agents[i]! * 900 + 1e-9);
          // Nobody idles while there is work.
          if (agents[i]! > 0 && outcome.occupancy[i]! < 1 - 1e-9)
            expect(seconds).toBeLessThan(1e-6);
        });
        expect(outcome.inTimeItems).toBeLessThanOrEqual(outcome.dueItems);
      }),
    );
  });

  it('the plan meets its goal, and a hair less of it everywhere does not', () => {
    let tight = 0;
    fc.assert(
      fc.property(dayCase, ({ work, goal }) => {
        const plan = reachable(() => requireDeferred(work, goal, NONE, null));
        if (plan === null || plan.peakExact === 0) return;
        for (const agents of [plan.agentsExact, plan.agents]) {
          expect(evaluateDeferred(work, goal, agents, 'last').meetsGoal).toBe(true);
        }
        const level = (agents: number) => work.open.map((isOpen) => (isOpen ? agents : 0));
        const meets = (agents: number): boolean => {
          const outcome = evaluateDeferred(work, goal, level(agents), 'last');
          return outcome.meetsGoal && clearsDue(work, goal, level(agents));
        };
        expect(meets(plan.peakExact * (1 + 1e-9))).toBe(true);
        expect(meets(plan.peakExact * (1 - 1e-6))).toBe(false);
        tight++;
      }),
    );
    expect(tight).toBeGreaterThan(40);
  });

  it('is more level than any other plan that is in time', () => {
    fc.assert(
      fc.property(dayCase, fc.constantFrom(1.2, 2, 4), ({ work, goal }, room) => {
        const whole = { ...goal, share: 1 };
        const plan = reachable(() => requireDeferred(work, whole, NONE, null));
        if (plan === null) return;
        // What greedy agents do with more room is a plan of the same work.
        const most = work.open.map((isOpen) => (isOpen ? plan.peakExact * room : 0));
        const other = evaluateDeferred(work, whole, most, 'last').workDoneSeconds;
        const cost = (agents: readonly number[]) => sum(agents.map((x) => x * x));
        expect(cost(plan.agentsExact)).toBeLessThanOrEqual(
          cost(other.map((seconds) => seconds / 900)) * (1 + 1e-9),
        );
        expect(plan.totalExactSeconds).toBeLessThanOrEqual(sum(other) * (1 + 1e-9));
      }),
    );
  });

  it('late work last puts no fewer items in time than late work first, handle times alike', () => {
    fc.assert(
      fc.property(dayCase, ({ work, goal, random }) => {
        const alike = {
          ...work,
          handleTimeSeconds: work.open.map(() => 300),
          backlog: work.backlog.map((part) => ({ ...part, handleTimeSeconds: 300 })),
        };
        const agents = work.open.map((isOpen) => (isOpen ? 10 * random() : 0));
        const last = evaluateDeferred(alike, goal, agents, 'last').inTimeItems;
        const first = evaluateDeferred(alike, goal, agents, 'first').inTimeItems;
        expect(last).toBeGreaterThanOrEqual(first - 1e-9);
      }),
    );
  });

  it('needs no less for more work, more certainty, more of it or less time', () => {
    fc.assert(
      fc.property(dayCase, ({ work, goal }) => {
        const window = (probability: number): DeferredMargin => ({
          kind: 'window',
          probability,
          spread: POISSON,
        });
        const peak = (w: DeferredWork, g: DeferredGoal, m: DeferredMargin) =>
          reachable(() => requireDeferred(w, g, m, null))?.peakExact ?? null;
        const base = peak(work, goal, window(0.9));
        if (base === null) return;
        const atMost = (other: number | null) => {
          if (other !== null) expect(base).toBeLessThanOrEqual(other * (1 + 1e-9));
        };
        atMost(peak(work, goal, window(0.99)));
        atMost(peak(work, { ...goal, share: 1 }, window(0.9)));
        expect(peak(work, goal, NONE)).toBeLessThanOrEqual(base * (1 + 1e-9));
        const all = { ...goal, share: 1 };
        const mean = peak(work, all, NONE);
        const more = peak({ ...work, items: work.items.map((x) => 1.1 * x) }, all, NONE);
        if (mean !== null) expect(mean).toBeLessThanOrEqual(more! * (1 + 1e-9));
        const longer = {
          ...all,
          atEnd: 'carry' as const,
          thresholdSeconds: goal.thresholdSeconds + 900,
        };
        const carried = peak(work, { ...all, atEnd: 'carry' }, NONE);
        if (carried !== null) {
          expect(peak(work, longer, NONE)).toBeLessThanOrEqual(carried * (1 + 1e-9));
        }
      }),
    );
  });

  it('names the stretch that lacks most where limits are too low', () => {
    const work = evenDay([10, 10, 10, 10], 300);
    const goal = goalOf(1, 900, 'carry');
    const plan = met(requireDeferred(work, goal, NONE, [4, 4, 4, 4]));
    // Three intervals' items in four: the last ones are not due yet.
    expect(plan.peakExact).toBeCloseTo((30 * 300) / 3600, 12);
    expect(requireDeferred(work, goal, NONE, [4, 1, 4, 4])).toMatchObject({ status: 'met' });
    const short = requireDeferred(work, goal, NONE, [4, 1, 1, 4]);
    if (short.status !== 'short') throw new Error('expected a shortage');
    expect(short.worstStretch).toMatchObject({ fromInterval: 1, toInterval: 2 });
    expect(short.worstStretch!.missingAgentSeconds).toBeCloseTo(10 * 300 - 2 * 900, 9);
    expect(short.reachableShare).toBeCloseTo((10 + 6 + 10) / 30, 9);
  });
});

describe('margin', () => {
  it('a stretch of compound Poisson work fits with nearly the stated probability', () => {
    // Exact law: a Poisson number of exponential handle times.
    const errors = [1, 2, 5, 20, 100, 400].map((items) => {
      const worst = [0.8, 0.9, 0.95, 0.99].map((probability) => {
        const [bound] = windowBounds(
          [{ from: 0, due: 0, items, handleTimeSeconds: 1, counted: false }],
          1,
          POISSON,
          normalQuantile(probability),
        );
        return compoundShare(items, bound!) - probability;
      });
      return [items, Math.min(...worst), Math.max(...worst)] as const;
    });
    for (const [items, low, high] of errors) {
      // On the safe side, and by less the more items there are, as the next term of the expansion.
      expect(low, `${items} items`).toBeGreaterThan(0);
      expect(high, `${items} items`).toBeLessThan(0.05 / items);
    }
  });

  it('the level plan takes hardly more than the least total under its peak', () => {
    const random = seededRandom(5);
    for (let day = 0; day < 30; day++) {
      const items = Array.from({ length: 40 }, () => 5 + 40 * random() ** 2);
      const steps = 1 + Math.floor(12 * random());
      const goal = goalOf(1, steps * 900, 'carry');
      const margin = { kind: 'window', probability: 0.95, spread: POISSON } as const;
      const plan = met(requireDeferred(evenDay(items, 300), goal, margin, null));
      const bounds = windowBounds(
        items.slice(0, 40 - steps).map((count, i) => {
          return { from: i, due: i + steps, items: count, handleTimeSeconds: 300, counted: false };
        }),
        40,
        POISSON,
        normalQuantile(0.95),
      );
      const least = leastTotalUnder(bounds, 40, plan.peakExact * 900);
      expect(plan.totalExactSeconds).toBeGreaterThanOrEqual(least * (1 - 1e-9));
      expect(plan.totalExactSeconds).toBeLessThan(least * 1.02);
    }
  });

  it('one stretch: the mean holds on half of the days, the margin as often as stated', SLOW, () => {
    const work = evenDay([200, 0, 0, 0, 0], 300);
    const goal = goalOf(1, 3600, 'carry');
    const fresh = samplePaths(work, 4000, 11);
    const bare = metShare(work, goal, met(requireDeferred(work, goal, NONE, null)), fresh);
    // The median lies a third of the skewness below the mean.
    expect(Math.abs(bare - compoundShare(200, 200))).toBeLessThan((3.5 * 0.5) / Math.sqrt(4000));
    expect(Math.abs(bare - 0.5)).toBeLessThan(0.05);
    for (const probability of [0.8, 0.95, 0.99]) {
      const margin = { kind: 'window', probability, spread: POISSON } as const;
      const held = metShare(work, goal, met(requireDeferred(work, goal, margin, null)), fresh);
      const error = Math.sqrt((probability * (1 - probability)) / 4000);
      expect(Math.abs(held - probability), `${probability}`).toBeLessThan(3.5 * error);
    }
  });

  it('a whole day: the reserve found on some samples holds on fresh ones', SLOW, () => {
    const items = Array.from({ length: 36 }, (_, i) => 20 + 15 * Math.sin(i / 6));
    const work = evenDay(items, 420);
    for (const [share, threshold] of [
      [1, 3600],
      [0.9, 3600],
    ] as const) {
      const goal = goalOf(share, threshold, 'carry');
      const paths = samplePaths(work, 1000, 21);
      const margin = { kind: 'paths', probability: 0.95, spread: POISSON, paths } as const;
      const plan = met(requireDeferred(work, goal, margin, null));
      expect(plan.metShareExact).toBeGreaterThanOrEqual(0.95);
      const held = metShare(work, goal, plan, samplePaths(work, 2000, 22));
      const error = Math.sqrt(0.95 * 0.05 * (1 / 1000 + 1 / 2000));
      expect(Math.abs(held - 0.95)).toBeLessThan(3.5 * error);
      const bare = met(requireDeferred(work, goal, NONE, null));
      expect(metShare(work, goal, bare, paths)).toBeLessThan(0.5);
    }
  });

  it('referee: items one by one, each with one agent from begin to end', SLOW, () => {
    const items = Array.from({ length: 36 }, (_, i) => 20 + 15 * Math.sin(i / 6));
    const work = evenDay(items, 420);
    const goal = goalOf(1, 4 * 3600, 'carry');
    const margin = { kind: 'window', probability: 0.95, spread: POISSON } as const;
    const plan = met(requireDeferred(work, goal, margin, null));
    const random = seededRandom(32);
    const days = 400;
    const counts = { fluid: 0, begun: 0, done: 0, doneLater: 0 };
    for (let day = 0; day < days; day++) {
      const arrivals: number[] = [];
      const handles: number[] = [];
      const path = { items: [] as number[], workSeconds: [] as number[] };
      items.forEach((mean, i) => {
        const count = poisson(random, mean);
        const here = Array.from({ length: count }, () => (i + random()) * 900).sort(
          (a, b) => a - b,
        );
        const work = here.map(() => -420 * Math.log(random()));
        arrivals.push(...here);
        handles.push(...work);
        path.items.push(count);
        path.workSeconds.push(sum(work));
      });
      const contacts = {
        arrivalSeconds: Float64Array.from(arrivals),
        handleSeconds: Float64Array.from(handles),
        patienceSeconds: new Float64Array(arrivals.length).fill(Infinity),
      };
      const { waitSeconds } = serveContacts(contacts, plan.agents, 900);
      const all = (passes: (item: number) => boolean): boolean =>
        arrivals.every((at, item) => at + 4 * 3600 > 36 * 900 || passes(item));
      if (all((item) => waitSeconds[item]! <= 4 * 3600)) counts.begun++;
      const ends = (item: number): number => waitSeconds[item]! + handles[item]!;
      if (all((item) => ends(item) <= 4 * 3600)) counts.done++;
      if (all((item) => ends(item) <= 5 * 3600)) counts.doneLater++;
      if (metShare(work, goal, { ...plan, agentsExact: plan.agents }, [path]) === 1) counts.fluid++;
    }
    // In time to the fluid is begun in time to the items: both end a stretch with the same work.
    expect(Math.abs(counts.begun - counts.fluid) / days).toBeLessThan(0.02);
    // Begun in T is done in T and the longest handle time, nearly.
    expect(counts.done).toBeLessThan(counts.begun - 0.1 * days);
    expect(counts.doneLater).toBeGreaterThanOrEqual(counts.begun);
  });
});

describe('idle time', () => {
  it('without reserve is the agents less the load, and falls with the reserve', () => {
    const { waitProbability } = erlangC(10, 180, 14, 20);
    expect(usableIdleAgents(10, 14, 1 - waitProbability, 0)).toBeCloseTo(4, 12);
    const busy = erlangC(900, 180, 905, 20);
    expect(usableIdleAgents(900, 905, 1 - busy.waitProbability, 0)).toBeCloseTo(5, 9);
    for (let reserve = 0; reserve < 14; reserve++) {
      const more = usableIdleAgents(10, 14, 1 - waitProbability, reserve + 1);
      const less = usableIdleAgents(10, 14, 1 - waitProbability, reserve);
      expect(more).toBeLessThan(less);
      expect(less - more).toBeLessThan(1);
    }
    expect(usableIdleAgents(10, 14, 1 - waitProbability, 14)).toBe(0);
    expect(usableIdleAgents(0, 5, 1, 2)).toBe(3);
  });

  it('adds to dedicated agents, and enough of it leaves none to add', () => {
    fc.assert(
      fc.property(dayCase, fc.constantFrom(0.3, 1), ({ work, goal }, part) => {
        const alone = reachable(() => requireDeferred(work, goal, NONE, null));
        if (alone === null) return;
        const idle = alone.agentsExact.map((agents) => part * agents);
        const { dedicated, idleAlone } = fillIdle(work, goal, NONE, idle, null);
        const rest = met(dedicated);
        if (part === 1) {
          expect(rest.peakExact).toBeLessThan(1e-6 * (1 + alone.peakExact));
          expect(idleAlone.meetsGoal).toBe(true);
        } else {
          expect(rest.peakExact).toBeLessThanOrEqual(alone.peakExact * (1 + 1e-9));
        }
        const together = rest.agentsExact.map((agents, i) => agents + idle[i]!);
        expect(evaluateDeferred(work, goal, together, 'last').meetsGoal).toBe(true);
        const withWhole = rest.agents.map((agents, i) => agents + idle[i]!);
        expect(evaluateDeferred(work, goal, withWhole, 'last').meetsGoal).toBe(true);
      }),
    );
  });

  it('is no help before work comes in or after it is due', () => {
    const work = evenDay([0, 0, 12, 0, 0, 0], 300);
    const goal = goalOf(1, 900, 'carry');
    const alone = met(requireDeferred(work, goal, NONE, null));
    const rest = met(requireBeside(work, goal, NONE, [9, 9, 0, 0, 9, 9], null));
    expect(rest.agentsExact).toEqual(alone.agentsExact);
  });
});

describe('by hand', () => {
  it('mail of the weekend on the open and on the elapsed clock', () => {
    // Closed for two intervals; 6 items of 10 minutes come in then, in steps of an hour.
    const work: DeferredWork = {
      stepSeconds: 3600,
      open: [false, false, true, true, true],
      items: [6, 6, 0, 0, 0],
      handleTimeSeconds: [600, 600, 600, 600, 600],
      backlog: [],
    };
    const goal = { share: 1, thresholdSeconds: 3 * 3600, clock: 'open', atEnd: 'carry' } as const;
    const open = met(requireDeferred(work, goal, NONE, null));
    expect(open.agentsExact.map((x) => +x.toFixed(9))).toEqual([
      0, 0, 0.666666667, 0.666666667, 0.666666667,
    ]);
    expect(open.agents).toEqual([0, 0, 1, 1, 0]);
    // Elapsed: the first 6 are due through interval 3, the others through interval 4.
    const elapsed = met(requireDeferred(work, { ...goal, clock: 'elapsed' }, NONE, null));
    expect(elapsed.peakExact).toBeCloseTo(2 / 3, 12);
    expect(() =>
      requireDeferred(work, { ...goal, clock: 'elapsed', thresholdSeconds: 3600 }, NONE, null),
    ).toThrowError(
      expect.objectContaining({
        code: 'UNREACHABLE_GOAL',
        message: expect.stringContaining('interval 0') as string,
      }),
    );
  });

  it('reports an opening backlog that is late, and works it off', () => {
    const work = {
      ...evenDay([0, 0, 0], 300),
      backlog: [{ items: 4, handleTimeSeconds: 300, dueInterval: -1 }],
    };
    const goal = goalOf(1, 900, 'carry');
    const outcome = evaluateDeferred(work, goal, [0.5, 0.5, 1], 'last');
    expect(outcome.lateItems).toEqual([2.5, 1, 0]);
    expect(outcome).toMatchObject({
      dueItems: 0,
      overallShareWithinThreshold: null,
      meetsGoal: true,
    });
    expect(met(requireDeferred(work, goal, NONE, null)).totalExactSeconds).toBeCloseTo(1200, 9);
  });

  it('normal quantile and its distribution', () => {
    expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 13);
    expect(normalQuantile(0.999999)).toBeCloseTo(4.753424308822899, 9);
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalShare(1.959963984540054)).toBeCloseTo(0.975, 14);
  });
});

describe('refusals', () => {
  const work = evenDay([1, 2, 3], 300);
  const goal = goalOf(1, 1800, 'carry');

  it.each<[string, string, () => unknown]>([
    ['INVALID_INPUT', 'items', () => run({ ...work, items: [1, 2] })],
    ['INVALID_INPUT', 'items', () => run({ ...work, items: [1, Number.NaN, 3] })],
    ['INVALID_INPUT', 'items', () => run({ ...work, items: [1, -2, 3] })],
    ['INVALID_INPUT', 'handleTimeSeconds', () => run({ ...work, handleTimeSeconds: [0, 1, 1] })],
    ['INVALID_INPUT', 'at least 1 interval', () => run(evenDay([], 300))],
    ['INVALID_INPUT', 'stepSeconds', () => run({ ...work, stepSeconds: 0 })],
    ['INVALID_INPUT', 'share', () => run(work, { ...goal, share: 90 })],
    ['INVALID_INPUT', 'share', () => run(work, { ...goal, share: 0 })],
    ['INVALID_INPUT', 'interval of 900', () => run(work, { ...goal, thresholdSeconds: 600 })],
    [
      'INVALID_INPUT',
      'thresholdSeconds',
      () => run(work, { ...goal, thresholdSeconds: Number.NaN }),
    ],
    ['UNREACHABLE_GOAL', 'handle time', () => run(evenDay([1, 1, 1], 2000))],
    [
      'INVALID_INPUT',
      'dueInterval',
      () => run({ ...work, backlog: [{ items: 1, handleTimeSeconds: 1, dueInterval: 0.5 }] }),
    ],
    ['INVALID_INPUT', 'probability', () => run(work, goal, window(95))],
    ['INVALID_INPUT', 'probability', () => run(work, goal, window(0.4))],
    ['INVALID_INPUT', 'probability', () => run(work, goal, window(Number.NaN))],
    [
      'INVALID_INPUT',
      'countDispersion',
      () =>
        run(work, goal, {
          kind: 'window',
          probability: 0.9,
          spread: { handleTimeVariation: 1, countDispersion: 0.5 },
        }),
    ],
    ['INVALID_INPUT', 'path', () => run(work, goal, pathsOf([]))],
    [
      'INVALID_INPUT',
      '3 intervals',
      () => run(work, goal, pathsOf([{ items: [1], workSeconds: [1] }])),
    ],
    [
      'INVALID_INPUT',
      'work where there are items',
      () => run(work, goal, pathsOf([{ items: [1, 0, 0], workSeconds: [0, 0, 0] }])),
    ],
    ['INVALID_INPUT', 'maxAgents', () => requireDeferred(work, goal, NONE, [1, 1])],
    ['INVALID_INPUT', 'maxAgents', () => requireDeferred(work, goal, NONE, [1, 1, 1.5])],
    ['INVALID_INPUT', 'agents', () => evaluateDeferred(work, goal, [1, 1], 'last')],
    ['INVALID_INPUT', 'agents', () => evaluateDeferred(work, goal, [1, 1, Number.NaN], 'last')],
    [
      'INVALID_INPUT',
      'closed interval 1',
      () => evaluateDeferred({ ...work, open: [true, false, true] }, goal, [1, 1, 1], 'last'),
    ],
    [
      'TOO_LARGE',
      'open intervals',
      () =>
        run(
          evenDay(
            Array.from({ length: 3001 }, () => 1),
            300,
          ),
        ),
    ],
    ['INVALID_INPUT', 'reserveAgents', () => usableIdleAgents(1, 2, 0.5, 3)],
    ['INVALID_INPUT', 'freeProbability', () => usableIdleAgents(1, 2, 50, 1)],
    ['INVALID_INPUT', 'probability', () => normalQuantile(1)],
  ])('%s: %s', (code, part, act) => {
    expect(act).toThrowError(
      expect.objectContaining({ code, message: expect.stringContaining(part) as string }),
    );
  });

  function run(w: DeferredWork, g: DeferredGoal = goal, m: DeferredMargin = NONE) {
    return requireDeferred(w, g, m, null);
  }
  function window(probability: number): DeferredMargin {
    return { kind: 'window', probability, spread: POISSON };
  }
  function pathsOf(paths: readonly SampledWork[]): DeferredMargin {
    return { kind: 'paths', probability: 0.9, spread: POISSON, paths };
  }
});

function evenDay(items: readonly number[], handleTimeSeconds: number): DeferredWork {
  return {
    stepSeconds: 900,
    open: items.map(() => true),
    items,
    handleTimeSeconds: items.map(() => handleTimeSeconds),
    backlog: [],
  };
}

function goalOf(share: number, thresholdSeconds: number, atEnd: 'carry' | 'finish'): DeferredGoal {
  return { share, thresholdSeconds, clock: 'open', atEnd };
}

function met(requirement: ReturnType<typeof requireDeferred>): DeferredPlan {
  if (requirement.status !== 'met') throw new Error('expected a plan');
  return requirement;
}

/** `null` for a goal that no capacity reaches, which other tests are about. */
function reachable(act: () => ReturnType<typeof requireDeferred>): DeferredPlan | null {
  try {
    return met(act());
  } catch (error) {
    if ((error as { code?: string }).code === 'UNREACHABLE_GOAL') return null;
    throw error;
  }
}

/** Whether all that is due by the end is done by then, in time or not. */
function clearsDue(work: DeferredWork, goal: DeferredGoal, agents: readonly number[]): boolean {
  const nothing = { ...work, items: work.items.map(() => 0), backlog: [] };
  const last = work.open.lastIndexOf(true);
  // The work that is due, by itself: late work is then all that can be left.
  const due = work.items.map((count, i) => {
    const items = work.items.map((_, k) => (k === i ? count : 0));
    return i > last ? 0 : evaluateDeferred({ ...nothing, items }, goal, agents, 'last').dueItems;
  });
  const only = { ...work, items: due };
  const left = evaluateDeferred(only, goal, agents, 'last').backlogItems.at(-1)!;
  return left <= 1e-9 * (1 + sum(due));
}

function samplePaths(work: DeferredWork, days: number, seed: number): SampledWork[] {
  const random = seededRandom(seed);
  return Array.from({ length: days }, () => {
    const items = work.items.map((mean) => poisson(random, mean));
    const workSeconds = items.map((count, i) =>
      count === 0 ? 0 : gamma(random, count * work.handleTimeSeconds[i]!, count),
    );
    return { items, workSeconds };
  });
}

/** Share of sampled days on which the exact plan meets the goal, by the evaluator. */
function metShare(
  work: DeferredWork,
  goal: DeferredGoal,
  { agentsExact }: { readonly agentsExact: readonly number[] },
  paths: readonly SampledWork[],
): number {
  const met = paths.filter(({ items, workSeconds }) => {
    const handleTimeSeconds = items.map((count, i) => (count === 0 ? 0 : workSeconds[i]! / count));
    return evaluateDeferred({ ...work, items, handleTimeSeconds }, goal, agentsExact, 'last')
      .meetsGoal;
  });
  return met.length / paths.length;
}

/** P(sum of a Poisson number of exponentials of mean 1 is at most x), term by term. */
function compoundShare(mean: number, x: number): number {
  // P(Gamma(n) <= x) = P(Poisson(x) >= n), so both Poisson laws are walked together.
  const most = Math.ceil(Math.max(mean, x) + 12 * Math.sqrt(Math.max(mean, x)) + 40);
  let number = Math.exp(-mean);
  let term = Math.exp(-x);
  let below = 0;
  let share = number;
  for (let n = 1; n <= most; n++) {
    below += term;
    term *= x / n;
    number *= mean / n;
    share += number * (1 - below);
  }
  return share;
}

/** Longest path through running totals: no plan within the bounds and the peak has less. */
function leastTotalUnder(bounds: Float64Array, positions: number, peak: number): number {
  const totals = new Float64Array(positions + 1);
  for (let moved = true; moved;) {
    moved = false;
    for (let t = 0; t < positions; t++) {
      for (let s = 0; s <= t; s++) {
        totals[t + 1] = Math.max(totals[t + 1]!, totals[s]! + bounds[s * positions + t]!);
      }
    }
    for (let i = positions - 1; i > 0; i--) {
      if (totals[i + 1]! - peak > totals[i]! + 1e-6) {
        totals[i] = totals[i + 1]! - peak;
        moved = true;
      }
    }
  }
  return totals[positions]!;
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest > 0; rest &= rest - 1) count++;
  return count;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
