import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponential, seededRandom } from '../../simulation/index.ts';
import { blendStates } from './blend-chain.ts';
import {
  type BlendedTeam,
  type BlendPerformance,
  evaluateBlend,
  leastReserve,
} from './blend-dialling.ts';
import { erlangA } from '../waiting/erlang-a.ts';
import { erlangC } from '../waiting/erlang-c.ts';
import { type Performance } from '../performance.ts';

const TEAM: BlendedTeam = {
  agents: 14,
  callsPerSecond: 100 / 1800,
  handleTimeSeconds: 180,
  patienceSeconds: 120,
  outboundHandleTimeSeconds: 60,
};

const team = fc
  .record({
    agents: fc.integer({ min: 1, max: 30 }),
    use: fc.double({ min: 0.05, max: 1.3, noNaN: true }),
    handleTimeSeconds: fc.integer({ min: 20, max: 900 }),
    patienceSeconds: fc.option(fc.integer({ min: 5, max: 900 })),
    outboundHandleTimeSeconds: fc.integer({ min: 5, max: 2000 }),
  })
  .map(({ agents, use, handleTimeSeconds, patienceSeconds, outboundHandleTimeSeconds }) => {
    const load = agents * (patienceSeconds === null ? Math.min(use, 0.95) : use);
    const callsPerSecond = load / handleTimeSeconds;
    return {
      agents,
      callsPerSecond,
      handleTimeSeconds,
      patienceSeconds,
      outboundHandleTimeSeconds,
    };
  });

describe('steady state', () => {
  it('balances every state of small teams', () => {
    const rates = fc.record({
      agents: fc.integer({ min: 1, max: 6 }),
      reserve: fc.nat(6),
      arrivalsPerSecond: fc.double({ min: 0.01, max: 5, noNaN: true }),
      inboundPerSecond: fc.double({ min: 0.05, max: 3, noNaN: true }),
      outboundPerSecond: fc.double({ min: 0.05, max: 3, noNaN: true }),
      hangUpsPerSecond: fc.double({ min: 0, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 8 }), ({ reserve, ...rest }, places) => {
        const outboundAgents = Math.max(0, rest.agents - reserve);
        const all = { ...rest, outboundAgents };
        const most = rest.agents + places;
        const { probabilities } = blendStates(all, most);
        // The generator from the rules of the team, event by event.
        const net = new Map<string, number>();
        const flow = (x: number, y: number, toX: number, toY: number, rate: number): void => {
          const amount = rate * probabilities[y]![x - outboundAgents]!;
          net.set(`${x},${y}`, (net.get(`${x},${y}`) ?? 0) - amount);
          net.set(`${toX},${toY}`, (net.get(`${toX},${toY}`) ?? 0) + amount);
        };
        let total = 0;
        for (let y = 0; y <= outboundAgents; y++) {
          for (let x = outboundAgents; x <= most; x++) {
            total += probabilities[y]![x - outboundAgents]!;
            const served = Math.min(x - y, rest.agents - y);
            const waiting = x - y - served;
            if (x < most) flow(x, y, x + 1, y, rest.arrivalsPerSecond);
            flow(x, y, x - 1, y, waiting * rest.hangUpsPerSecond);
            // Whoever becomes free begins a call out if that leaves the reserve idle.
            const begins = x - 1 < outboundAgents;
            flow(x, y, begins ? x : x - 1, begins ? y + 1 : y, served * rest.inboundPerSecond);
            flow(x, y, begins ? x : x - 1, begins ? y : y - 1, y * rest.outboundPerSecond);
          }
        }
        expect(total).toBeCloseTo(1, 12);
        for (const [state, amount] of net) expect(Math.abs(amount), state).toBeLessThan(1e-13);
      }),
    );
  });

  it('without calls out is Erlang A and C, by every measure', () => {
    for (const patienceSeconds of [120, 3, null]) {
      const { inbound } = evaluateBlend({ ...TEAM, patienceSeconds }, 14, 20);
      const expected =
        patienceSeconds === null
          ? erlangC(10, 180, 14, 20)
          : erlangA({ load: 10, handleTimeSeconds: 180, patienceSeconds, lines: null }, 14, 20);
      expectAlike(inbound, expected, 1e-11);
    }
  });

  it('with equal handle times waits are those of Erlang A for whoever waits', () => {
    fc.assert(
      fc.property(team, fc.nat(30), ({ ...base }, held) => {
        const reserve = Math.min(held, base.agents);
        const { agents, handleTimeSeconds, callsPerSecond, patienceSeconds } = base;
        const load = callsPerSecond * handleTimeSeconds;
        const blend = evaluateBlend(
          { ...base, outboundHandleTimeSeconds: handleTimeSeconds },
          reserve,
          30,
        );
        const plain =
          patienceSeconds === null
            ? erlangC(load, handleTimeSeconds, agents, 30)
            : erlangA({ load, handleTimeSeconds, patienceSeconds, lines: null }, agents, 30);
        fc.pre(plain.waitProbability > 1e-6);
        expect(
          blend.inbound.averageWaitOfDelayedSeconds! / plain.averageWaitOfDelayedSeconds!,
        ).toBeCloseTo(1, 9);
        // One dimension: free states m to n - 1 with Poisson weights, calls out at m alone.
        const least = agents - reserve;
        const weights: number[] = [];
        for (let x = agents - 1, weight = 1; x >= least; weight *= x / load, x--)
          weights.push(weight);
        const sum = weights.reduce((a, b) => a + b, 0);
        const full = fullWeights(load, agents, handleTimeSeconds, patienceSeconds);
        const waits = full / (full + sum);
        expect(blend.inbound.waitProbability).toBeCloseTo(waits, 10);
        if (least > 0 && reserve > 0) {
          const atLeast = weights.at(-1)! / (full + sum);
          expect(blend.outboundCallsPerSecond).toBeCloseTo(
            (least * atLeast) / handleTimeSeconds,
            10,
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('agents are idle or busy, callers are answered or hang up, shares stay shares', () => {
    fc.assert(
      fc.property(team, fc.nat(30), fc.integer({ min: 0, max: 600 }), (base, held, threshold) => {
        const blend = evaluateBlend(base, Math.min(held, base.agents), threshold);
        const { inbound } = blend;
        const busy = (inbound.occupancy + blend.outboundOccupancy) * base.agents;
        expect(busy + blend.idleAgents).toBeCloseTo(base.agents, 9);
        expect(inbound.answeredProbability + inbound.abandonProbability).toBeCloseTo(1, 10);
        for (const level of Object.values(inbound.serviceLevels)) {
          expect(level).toBeGreaterThanOrEqual(0);
          expect(level).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('more reserve helps calls in and takes calls out', () => {
    fc.assert(
      fc.property(team, fc.nat(29), fc.boolean(), (any, held, alike) => {
        fc.pre(held < any.agents);
        const base = alike ? { ...any, outboundHandleTimeSeconds: any.handleTimeSeconds } : any;
        const less = evaluateBlend(base, held, 20);
        const more = evaluateBlend(base, held + 1, 20);
        const slack = 1 + 1e-9;
        expect(more.outboundCallsPerSecond).toBeLessThanOrEqual(
          less.outboundCallsPerSecond * slack,
        );
        const { averageWaitSeconds, serviceLevels } = more.inbound;
        expect(averageWaitSeconds).toBeLessThanOrEqual(less.inbound.averageWaitSeconds + 1e-9);
        for (const [definition, level] of Object.entries(serviceLevels)) {
          if (!alike && definition !== 'offered') continue;
          const before = less.inbound.serviceLevels[definition as 'offered'];
          expect(level, definition).toBeGreaterThanOrEqual(before - 1e-11);
        }
      }),
    );
  });

  it('more reserve can lower a definition that is kind to those who hang up', () => {
    // Short calls out turn the impatient away early, and the others find fewer long calls in.
    const base: BlendedTeam = {
      agents: 9,
      callsPerSecond: 0.018,
      handleTimeSeconds: 500,
      patienceSeconds: 26,
      outboundHandleTimeSeconds: 8,
    };
    const [none, one] = [0, 1].map((reserve) => evaluateBlend(base, reserve, 20).inbound);
    expect(one!.serviceLevels.offered).toBeGreaterThan(none!.serviceLevels.offered);
    expect(one!.serviceLevels.includingShortAbandons).toBeLessThan(
      none!.serviceLevels.includingShortAbandons - 0.01,
    );
  });

  it('the limit of a threshold without end is being answered at all', () => {
    const { inbound } = evaluateBlend(TEAM, 2, 1e5);
    expect(inbound.answeredWithinThreshold).toBeCloseTo(inbound.answeredProbability, 12);
    expect(inbound.abandonedWithinThreshold).toBeCloseTo(inbound.abandonProbability, 12);
    const levels = [0, 5, 20, 60, 300].map(
      (seconds) => evaluateBlend(TEAM, 2, seconds).inbound.serviceLevels.offered,
    );
    expect([...levels].sort((a, b) => a - b)).toEqual(levels);
    expect(levels[0]).toBeCloseTo(1 - inbound.waitProbability, 12);
    expect(evaluateBlend({ ...TEAM, callsPerSecond: 0 }, 2, 20)).toMatchObject({ idleAgents: 2 });
  });

  it('stays finite for large teams and extreme ratios of handle times', () => {
    for (const [agents, outbound, reserve] of [
      [200, 75, 10],
      [200, 18_000, 0],
      [120, 2, 3],
    ] as const) {
      const blend = evaluateBlend(
        {
          ...TEAM,
          agents,
          callsPerSecond: (0.9 * agents) / 180,
          outboundHandleTimeSeconds: outbound,
        },
        reserve,
        20,
      );
      expect(blend.inbound.answeredProbability + blend.inbound.abandonProbability).toBeCloseTo(
        1,
        9,
      );
      const busy = blend.inbound.occupancy + blend.outboundOccupancy;
      expect(busy * agents + blend.idleAgents).toBeCloseTo(agents, 7);
      expect(blend.outboundCallsPerSecond).toBeGreaterThan(0);
    }
  });
});

describe('referee: calls one by one', () => {
  it.each([
    ['short calls out, impatient callers', TEAM, 2],
    ['long calls out, no reserve', { ...TEAM, outboundHandleTimeSeconds: 400 }, 0],
    ['patient callers', { ...TEAM, patienceSeconds: null, outboundHandleTimeSeconds: 300 }, 1],
  ] as const)('%s', { timeout: 30_000 }, (_, base, reserve) => {
    const expected = evaluateBlend(base, reserve, 20);
    const runs = Array.from({ length: 20 }, (_, seed) => simulate(base, reserve, 20, seed + 1));
    const z = {
      level: zScore(
        runs.map((run) => run.level),
        expected.inbound.serviceLevels.offered,
      ),
      wait: zScore(
        runs.map((run) => run.answerWait),
        expected.inbound.averageSpeedOfAnswerSeconds,
      ),
      waits: zScore(
        runs.map((run) => run.waits),
        expected.inbound.waitProbability,
      ),
      soon: zScore(
        runs.map((run) => run.levelOrGone),
        expected.inbound.serviceLevels.includingShortAbandons,
      ),
      out: zScore(
        runs.map((run) => run.outRate),
        expected.outboundCallsPerSecond,
      ),
    };
    for (const [name, score] of Object.entries(z)) expect(Math.abs(score), name).toBeLessThan(3.5);
  });
});

describe('least reserve', () => {
  it('is the first that keeps the service level', () => {
    for (const target of [0.75, 0.85, 0.9, 0.925]) {
      const found = leastReserve(TEAM, target, 'offered', 20);
      if (found.status !== 'met') throw new Error('expected a reserve');
      const level = (reserve: number) =>
        evaluateBlend(TEAM, reserve, 20).inbound.serviceLevels.offered;
      expect(level(found.reserveAgents)).toBeGreaterThanOrEqual(target);
      expect(found.reserveAgents).toBeGreaterThan(0);
      expect(level(found.reserveAgents - 1)).toBeLessThan(target);
    }
    expect(leastReserve(TEAM, 0, 'offered', 20)).toMatchObject({ status: 'met', reserveAgents: 0 });
  });

  it('says what calls in get at best where that is too little', () => {
    const found = leastReserve(TEAM, 0.99, 'offered', 20);
    expect(found).toMatchObject({
      status: 'short',
      withoutOutbound: { outboundCallsPerSecond: 0 } satisfies Partial<BlendPerformance>,
    });
  });
});

describe('refusals', () => {
  it.each<[string, string, () => unknown]>([
    ['INVALID_INPUT', 'agents', () => evaluate({ agents: 0 })],
    ['INVALID_INPUT', 'agents', () => evaluate({ agents: 2.5 })],
    ['INVALID_INPUT', 'callsPerSecond', () => evaluate({ callsPerSecond: -1 })],
    ['INVALID_INPUT', 'callsPerSecond', () => evaluate({ callsPerSecond: Number.NaN })],
    ['INVALID_INPUT', 'handleTimeSeconds', () => evaluate({ handleTimeSeconds: 0 })],
    ['INVALID_INPUT', 'handleTimeSeconds', () => evaluate({ outboundHandleTimeSeconds: -5 })],
    ['INVALID_INPUT', 'patienceSeconds', () => evaluate({ patienceSeconds: 0 })],
    ['UNSTABLE_QUEUE', '10 erlangs', () => evaluate({ agents: 10, patienceSeconds: null })],
    ['INVALID_INPUT', 'reserveAgents', () => evaluateBlend(TEAM, 15, 20)],
    ['INVALID_INPUT', 'reserveAgents', () => evaluateBlend(TEAM, -1, 20)],
    ['INVALID_INPUT', 'thresholdSeconds', () => evaluateBlend(TEAM, 1, Number.NaN)],
    ['INVALID_INPUT', 'serviceLevel', () => leastReserve(TEAM, 80, 'offered', 20)],
    ['TOO_LARGE', 'states', () => evaluate({ agents: 1_000_000 })],
  ])('%s: %s', (code, part, act) => {
    expect(act).toThrowError(
      expect.objectContaining({ code, message: expect.stringContaining(part) as string }),
    );
  });

  function evaluate(change: Partial<BlendedTeam>) {
    return evaluateBlend({ ...TEAM, ...change }, 0, 20);
  }
});

/** Weight of all states with every agent busy, that of n - 1 being 1. */
function fullWeights(
  load: number,
  agents: number,
  handleTimeSeconds: number,
  patienceSeconds: number | null,
): number {
  const theta = patienceSeconds === null ? 0 : handleTimeSeconds / patienceSeconds;
  let sum = 0;
  for (let k = 0, weight = load / agents; weight > 1e-20; k++) {
    sum += weight;
    weight *= load / (agents + (k + 1) * theta);
  }
  return sum;
}

interface Run {
  readonly level: number;
  readonly levelOrGone: number;
  readonly answerWait: number;
  readonly waits: number;
  readonly outRate: number;
}

/** A blended team event by event: every caller has his own patience and place in the line. */
function simulate(
  {
    agents,
    callsPerSecond,
    handleTimeSeconds,
    patienceSeconds,
    outboundHandleTimeSeconds,
  }: BlendedTeam,
  reserve: number,
  threshold: number,
  seed: number,
): Run {
  const random = seededRandom(seed);
  const events: { at: number; kind: 'call' | 'end' }[] = [];
  const push = (at: number, kind: 'call' | 'end'): void => {
    let index = events.length;
    while (index > 0 && events[index - 1]!.at < at) index--;
    events.splice(index, 0, { at, kind });
  };
  let line: { at: number; until: number }[] = [];
  const count = { calls: 0, soon: 0, gone: 0, waited: 0, answered: 0, wait: 0, out: 0 };
  const warm = 10_000;
  const end = 130_000;
  let busy = 0;
  const take = (wait: number, from: number, now: number): void => {
    busy++;
    push(now + exponential(random, handleTimeSeconds), 'end');
    if (from < warm) return;
    count.answered++;
    count.wait += wait;
    if (wait <= threshold) count.soon++;
  };
  const fill = (now: number): void => {
    while (busy < agents && line.length > 0) {
      const { at, until } = line.shift()!;
      if (until > now) take(now - at, at, now);
      else if (at >= warm && until - at <= threshold) count.gone++;
    }
    while (busy < agents - reserve) {
      busy++;
      push(now + exponential(random, outboundHandleTimeSeconds), 'end');
      if (now >= warm) count.out++;
    }
  };
  push(exponential(random, 1 / callsPerSecond), 'call');
  fill(0);
  for (;;) {
    const { at: now, kind } = events.pop()!;
    if (now > end) break;
    if (kind === 'end') {
      busy--;
    } else {
      push(now + exponential(random, 1 / callsPerSecond), 'call');
      if (now >= warm) count.calls++;
      if (busy < agents) take(0, now, now);
      else {
        if (now >= warm) count.waited++;
        const patience = patienceSeconds === null ? Infinity : exponential(random, patienceSeconds);
        line.push({ at: now, until: now + patience });
      }
    }
    fill(now);
  }
  line = [];
  return {
    level: count.soon / count.calls,
    levelOrGone: (count.soon + count.gone) / count.calls,
    answerWait: count.wait / count.answered,
    waits: count.waited / count.calls,
    outRate: count.out / (end - warm),
  };
}

function expectAlike(actual: Performance, expected: Performance, tolerance: number): void {
  const pairs = [
    ...Object.entries(expected).filter(([key]) => key !== 'serviceLevels'),
    ...Object.entries(expected.serviceLevels),
  ] as [string, number | null][];
  const values: Record<string, unknown> = { ...actual, ...actual.serviceLevels };
  for (const [key, value] of pairs) {
    const got = values[key];
    if (value === null) expect(got, key).toBeNull();
    else expect(Math.abs((got as number) - value), key).toBeLessThan(tolerance * (1 + value));
  }
}

function zScore(runs: readonly number[], expected: number): number {
  const mean = runs.reduce((sum, x) => sum + x, 0) / runs.length;
  const variance = runs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (runs.length - 1);
  // Without any reserve everybody waits, in every run.
  if (variance === 0) return Math.abs(mean - expected) < 1e-12 ? 0 : Infinity;
  return (mean - expected) / Math.sqrt(variance / runs.length);
}
