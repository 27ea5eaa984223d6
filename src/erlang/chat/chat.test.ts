import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SERVICE_LEVEL_DEFINITIONS } from '../../domain/requirement.ts';
import { exponential, seededRandom } from '../../simulation/random.ts';
import { chat, type ChatPerformance, type ChatQueue, throughputFallsFrom } from './chat.ts';
import { erlangA } from '../waiting/erlang-a.ts';
import { erlangC } from '../waiting/erlang-c.ts';

const queue: ChatQueue = {
  volume: 60,
  stepSeconds: 900,
  handleTimeByConcurrencySeconds: [300, 420, 600],
  patienceSeconds: 120,
  lines: null,
};

/** Handle times by level, each level's from the one before. */
const table = (steps: fc.Arbitrary<number>) =>
  fc
    .record({
      first: fc.integer({ min: 30, max: 900 }),
      steps: fc.array(steps, { maxLength: 3 }),
    })
    .map(({ first, steps: factors }) => {
      const times = [first];
      for (const factor of factors) times.push(times.at(-1)! * factor);
      return times;
    });
const anyTable = table(fc.double({ min: 0.7, max: 4, noNaN: true }));

describe('a chain of states, solved by elimination', () => {
  it('is the same with patience and lines', () => {
    fc.assert(
      fc.property(
        anyTable,
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0.05, max: 2.5, noNaN: true }),
        fc.option(fc.integer({ min: 10, max: 2000 })),
        fc.nat(8),
        fc.constantFrom(0, 20, 90),
        (handleTimes, agents, staffing, patienceSeconds, places, threshold) => {
          const slots = agents * handleTimes.length;
          const one: ChatQueue = {
            volume: (staffing * slots * 900) / handleTimes.at(-1)!,
            stepSeconds: 900,
            handleTimeByConcurrencySeconds: handleTimes,
            patienceSeconds,
            lines: slots + places,
          };
          expectSame(chat(one, agents, threshold), solveChain(one, agents, threshold), 1e-10);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is the same without a limit, where 60 places are as good as that', () => {
    for (const [agents, patienceSeconds] of [
      [10, 120],
      [14, null],
      [3, 40],
    ] as const) {
      const endless: ChatQueue = { ...queue, volume: 40, patienceSeconds };
      const limited = { ...endless, lines: agents * 3 + 60 };
      expectSame(chat(endless, agents, 30), solveChain(limited, agents, 30), 1e-10);
    }
  });
});

describe('figures of the documents', () => {
  it('are those of 15 agents and 60 contacts', () => {
    const { serviceLevels, slotOccupancy, busyAgentShare } = chat(queue, 15, 30);
    expect(serviceLevels.offered).toBeCloseTo(0.9829, 4);
    expect(slotOccupancy).toBeCloseTo(0.6344, 4);
    expect(busyAgentShare).toBeCloseTo(0.9962, 4);
  });
});

describe('laws', () => {
  it('with one contact at a time is Erlang A', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 300, noNaN: true }),
        fc.integer({ min: 10, max: 1800 }),
        fc.integer({ min: 5, max: 3600 }),
        fc.integer({ min: 1, max: 350 }),
        fc.option(fc.nat(50)),
        (volume, handleTimeSeconds, patienceSeconds, agents, places) => {
          const lines = places === null ? null : agents + places;
          const handleTimeByConcurrencySeconds = [handleTimeSeconds];
          const one = { volume, stepSeconds: 900, patienceSeconds, lines };
          const actual = chat({ ...one, handleTimeByConcurrencySeconds }, agents, 20);
          const load = (volume * handleTimeSeconds) / 900;
          const { occupancy, ...expected } = erlangA(
            { load, handleTimeSeconds, patienceSeconds, lines },
            agents,
            20,
          );
          expectAlike(actual, expected);
          expect(Math.abs(actual.slotOccupancy - occupancy)).toBeLessThan(1e-12);
          expect(Math.abs(actual.busyAgentShare - occupancy)).toBeLessThan(1e-12);
          expect(actual.meanConcurrency).toBe(1);
          expect(Math.abs(actual.meanHandleTimeSeconds! / handleTimeSeconds - 1)).toBeLessThan(
            1e-10,
          );
        },
      ),
    );
  });

  it('with one contact at a time and endless patience is Erlang C', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 500, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        (load, spare) => {
          const agents = Math.floor(load) + spare;
          const one = { volume: load * 5, stepSeconds: 900, handleTimeByConcurrencySeconds: [180] };
          const actual = chat({ ...one, patienceSeconds: null, lines: null }, agents, 20);
          const expected = erlangC((load * 5 * 180) / 900, 180, agents, 20);
          const scale = expected.averageWaitSeconds;
          expect(
            Math.abs(actual.serviceLevels.offered - expected.serviceLevels.offered),
          ).toBeLessThan(1e-11);
          expect(Math.abs(actual.averageWaitSeconds - scale)).toBeLessThan(1e-10 * (1 + scale));
          expect(Math.abs(actual.slotOccupancy - expected.occupancy)).toBeLessThan(1e-12);
        },
      ),
    );
  });

  it('with handle times that do not depend on the level, slots are agents of Erlang A', () => {
    const flat = { ...queue, handleTimeByConcurrencySeconds: [240, 240, 240] };
    const { occupancy, ...expected } = erlangA(
      { load: 16, handleTimeSeconds: 240, patienceSeconds: 120, lines: null },
      18,
      20,
    );
    const actual = chat(flat, 6, 20);
    expect(actual.serviceLevels.offered).toBeCloseTo(expected.serviceLevels.offered, 13);
    expect(actual.averageWaitSeconds).toBeCloseTo(expected.averageWaitSeconds, 11);
    expect(actual.slotOccupancy).toBeCloseTo(occupancy, 13);
    expect(actual.meanHandleTimeSeconds).toBeCloseTo(240, 9);
  });

  it('what enters leaves, and no figure leaves its range', () => {
    fc.assert(
      fc.property(
        anyTable,
        fc.integer({ min: 1, max: 600 }),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        fc.integer({ min: 1, max: 10_000 }),
        (handleTimes, agents, staffing, patienceSeconds) => {
          const slots = agents * handleTimes.length;
          const volume = (staffing * slots * 900) / handleTimes.at(-1)!;
          const one = { volume, stepSeconds: 900, patienceSeconds, lines: null };
          const actual = chat({ ...one, handleTimeByConcurrencySeconds: handleTimes }, agents, 30);
          const lost = actual.answeredProbability + actual.abandonProbability;
          expect(Math.abs(lost - 1)).toBeLessThan(1e-10);
          expect(actual.busyAgentShare).toBeGreaterThanOrEqual(actual.slotOccupancy - 1e-12);
          expect(actual.busyAgentShare).toBeLessThanOrEqual(1 + 1e-12);
          expect(actual.meanConcurrency).toBeGreaterThanOrEqual(1 - 1e-12);
          expect(actual.meanConcurrency).toBeLessThanOrEqual(handleTimes.length + 1e-12);
          const times = actual.meanHandleTimeSeconds!;
          expect(times).toBeGreaterThanOrEqual(Math.min(...handleTimes) * (1 - 1e-9));
          expect(times).toBeLessThanOrEqual(Math.max(...handleTimes) * (1 + 1e-9));
        },
      ),
    );
  });

  it('stays finite where throughput falls so that two crowds could last', () => {
    // Half full, agents end twice what comes; full, half of it.
    const trap: ChatQueue = {
      volume: 900,
      stepSeconds: 900,
      handleTimeByConcurrencySeconds: [300, 500, 4000],
      patienceSeconds: 600,
      lines: null,
    };
    for (const agents of [400, 700, 900]) {
      const actual = chat(trap, agents, 30);
      expect(actual.answeredProbability + actual.abandonProbability).toBeCloseTo(1, 10);
      expect(actual.slotOccupancy).toBeGreaterThan(0.1);
    }
    expect(chat({ ...trap, patienceSeconds: null }, 1400, 30).slotOccupancy).toBeLessThan(0.3);
  });

  it.each([1e-300, 1e-90, 1e-5])('answers for %d contacts', (volume) => {
    const actual = chat({ ...queue, volume }, 4, 30);
    expect(actual.slotOccupancy).toBeCloseTo((volume * 300) / 900 / 12, 12);
    expect(actual.meanHandleTimeSeconds).toBeCloseTo(300, 2);
    expect(actual.meanConcurrency).toBeCloseTo(1, 4);
    expect(actual.serviceLevels.offered).toBeCloseTo(1, 14);
  });

  it('has nothing to say of handle times where nothing is offered', () => {
    const { meanConcurrency, meanHandleTimeSeconds, slotOccupancy } = chat(
      { ...queue, volume: 0 },
      1,
      30,
    );
    expect([meanConcurrency, meanHandleTimeSeconds, slotOccupancy]).toEqual([null, null, 0]);
  });
});

describe('referee: contacts that are not moved between agents', () => {
  it.each([
    [[300, 420, 600], 60, 120, 12],
    [[300, 420, 600], 60, 120, 9],
    [[200, 380], 100, 300, 18],
    [[240, 250, 260, 270], 90, 60, 7],
  ])(
    'handle times %j, %d contacts, patience %d s, %d agents: within 0.02',
    (handle, volume, p, n) => {
      const one = { ...queue, handleTimeByConcurrencySeconds: handle, volume, patienceSeconds: p };
      const model = chat(one, n, 30);
      const seen = simulate(one, n, 30, 400_000, 7);
      expect(Math.abs(model.serviceLevels.offered - seen.level)).toBeLessThan(0.02);
      expect(Math.abs(model.abandonProbability - seen.abandoned)).toBeLessThan(0.02);
      expect(Math.abs(model.slotOccupancy - seen.slotOccupancy)).toBeLessThan(0.02);
      expect(Math.abs(model.busyAgentShare - seen.busyAgentShare)).toBeLessThan(0.02);
    },
  );

  it('agrees to the noise where levels do not matter', () => {
    const flat = { ...queue, handleTimeByConcurrencySeconds: [300, 300], volume: 50 };
    const model = chat(flat, 8, 30);
    const seen = simulate(flat, 8, 30, 400_000, 3);
    expect(Math.abs(model.serviceLevels.offered - seen.level)).toBeLessThan(0.004);
    expect(Math.abs(model.abandonProbability - seen.abandoned)).toBeLessThan(0.003);
  });
});

describe('throughput', () => {
  it('says from which level on holding more is a loss', () => {
    expect(throughputFallsFrom([300, 420, 700])).toBe(3);
    expect(throughputFallsFrom([300, 600, 900])).toBeNull();
    expect(throughputFallsFrom([300, 601])).toBe(2);
    expect(throughputFallsFrom([300])).toBeNull();
  });
});

describe('refusals', () => {
  const change = (part: Partial<ChatQueue>) => () => chat({ ...queue, ...part }, 10, 30);
  it.each([
    [
      'an empty table',
      change({ handleTimeByConcurrencySeconds: [] }),
      'INVALID_INPUT',
      /^expected handleTimeByConcurrencySeconds of at least 1 .* got none$/,
    ],
    [
      'no handle time',
      change({ handleTimeByConcurrencySeconds: [300, 0] }),
      'INVALID_INPUT',
      /^expected handleTimeSeconds .* got 0$/,
    ],
    ['NaN', change({ handleTimeByConcurrencySeconds: [Number.NaN] }), 'INVALID_INPUT', /got NaN$/],
    ['volume', change({ volume: -1 }), 'INVALID_INPUT', /^expected volume .* got -1$/],
    ['step', change({ stepSeconds: 0 }), 'INVALID_INPUT', /^expected stepSeconds .* got 0$/],
    [
      'patience',
      change({ patienceSeconds: 0 }),
      'INVALID_INPUT',
      /^expected patienceSeconds .* got 0$/,
    ],
    ['lines', change({ lines: 29 }), 'INVALID_INPUT', /^expected lines of at least 30 .* got 29$/],
    [
      'too long',
      change({ handleTimeByConcurrencySeconds: [1e10] }),
      'TOO_LARGE',
      /^expected handleTimeSeconds/,
    ],
    ['too much', change({ volume: 1e9 }), 'TOO_LARGE', /^expected at most 1000000 erlangs/],
    ['threshold', () => chat(queue, 10, -1), 'INVALID_INPUT', /^expected thresholdSeconds/],
    ['no agents', () => chat(queue, 0, 30), 'INVALID_INPUT', /^expected agents .* got 0$/],
    [
      'part of an agent',
      () => chat(queue, 1.5, 30),
      'INVALID_INPUT',
      /^expected agents .* got 1.5$/,
    ],
    ['a crowd', () => chat(queue, 1e6, 30), 'TOO_LARGE', /got 3000000$/],
    [
      'no steady state',
      () => chat({ ...queue, patienceSeconds: null }, 13, 30),
      'UNSTABLE_QUEUE',
      /^expected agents to hold more than 40 contacts when full, got 39$/,
    ],
    [
      'no steady state at the load',
      () => chat({ ...queue, volume: 58.5, patienceSeconds: null }, 13, 30),
      'UNSTABLE_QUEUE',
      /more than 39 contacts when full, got 39$/,
    ],
  ])('%s', (_, run, code, message) => {
    expect(run).toThrowError(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    );
  });
});

type Figures = Pick<
  ChatPerformance,
  | 'blockedProbability'
  | 'waitProbability'
  | 'abandonProbability'
  | 'answeredWithinThreshold'
  | 'abandonedWithinThreshold'
  | 'slotOccupancy'
  | 'busyAgentShare'
  | 'meanQueueLength'
  | 'averageSpeedOfAnswerSeconds'
  | 'averageTimeToAbandonSeconds'
  | 'meanHandleTimeSeconds'
>;

function expectSame(actual: ChatPerformance, expected: Figures, limit: number): void {
  for (const [key, value] of Object.entries(expected) as [keyof Figures, number | null][]) {
    if (value === null) expect(actual[key], key).toBeNull();
    else expect(Math.abs(actual[key]! - value) / Math.max(1, value), key).toBeLessThan(limit);
  }
  for (const definition of SERVICE_LEVEL_DEFINITIONS) {
    const level = actual.serviceLevels[definition];
    expect(level >= 0 && level <= 1, definition).toBe(true);
  }
}

/** The same but for rounding: the two recursions add in another order. */
function expectAlike(actual: ChatPerformance, expected: object): void {
  for (const [key, value] of Object.entries(expected) as [keyof ChatPerformance, unknown][]) {
    if (typeof value !== 'number') continue;
    const got = actual[key] as number;
    expect(Math.abs(got - value) / Math.max(1e-3, value), key).toBeLessThan(1e-11);
  }
}

/** Contacts dealt out one by one to whoever has fewest. */
function dealtLevels(inHand: number, agents: number): number[] {
  const levels = new Array<number>(agents).fill(0);
  for (let contact = 0; contact < inHand; contact++) levels[levels.indexOf(Math.min(...levels))]!++;
  return levels;
}

/** The chain by elimination, and each wait by following one contact through its own chain. */
function solveChain(one: ChatQueue, agents: number, threshold: number): Figures {
  const { handleTimeByConcurrencySeconds: handleTimes, lines } = one;
  const slots = agents * handleTimes.length;
  const arrivals = one.volume / one.stepSeconds;
  const impatience = one.patienceSeconds === null ? 0 : 1 / one.patienceSeconds;
  const size = lines! + 1;
  const levels = Array.from({ length: size }, (_, x) => dealtLevels(Math.min(x, slots), agents));
  const service = levels.map((counts) =>
    counts.reduce((sum, level) => sum + (level === 0 ? 0 : level / handleTimes[level - 1]!), 0),
  );
  const out = service.map((rate, x) => rate + Math.max(0, x - slots) * impatience);
  const share = stationary(
    out.map((_, x) => out.map((__, y) => (y === x + 1 ? arrivals : y === x - 1 ? out[x]! : 0))),
  );
  const mean = (of: (state: number) => number) =>
    share.reduce((sum, weight, x) => sum + weight * of(x), 0);
  const inHand = mean((x) => Math.min(x, slots));

  const waits = share.map((_, x) =>
    x < slots || x === size - 1
      ? null
      : followContact(x - slots, service[slots]!, impatience, threshold),
  );
  const waiting = (of: (wait: NonNullable<(typeof waits)[number]>) => number) =>
    mean((x) => (waits[x] ? of(waits[x]) : 0));
  const immediate = mean((x) => (x < slots ? 1 : 0));
  const answered = immediate + waiting((wait) => wait.answered);
  const abandoned = waiting((wait) => 1 - wait.answered);
  return {
    blockedProbability: share[size - 1]!,
    waitProbability: waiting(() => 1),
    abandonProbability: abandoned,
    answeredWithinThreshold: immediate + waiting((wait) => wait.answeredSoon),
    abandonedWithinThreshold: waiting((wait) => wait.abandonedSoon),
    slotOccupancy: inHand / slots,
    busyAgentShare: mean((x) => levels[x]!.filter((level) => level > 0).length) / agents,
    meanQueueLength: mean((x) => Math.max(0, x - slots)),
    averageSpeedOfAnswerSeconds: waiting((wait) => wait.answeredSeconds) / answered,
    averageTimeToAbandonSeconds:
      impatience === 0 || size - 1 === slots
        ? null
        : waiting((wait) => wait.abandonedSeconds) / abandoned,
    meanHandleTimeSeconds: inHand / (arrivals * answered),
  };
}

/** One contact with `ahead` others before it: its end, and when, by uniformisation. */
function followContact(ahead: number, service: number, impatience: number, threshold: number) {
  let abandonedSeconds = 0;
  // Stage by stage: the next to leave is in service, one before it, or the contact itself.
  let reached = 1;
  let elapsed = 0;
  for (let before = ahead; before >= 0; before--) {
    const leave = service + (before + 1) * impatience;
    elapsed += 1 / leave;
    abandonedSeconds += reached * (impatience / leave) * elapsed;
    reached *= 1 - impatience / leave;
  }
  const answered = reached;
  const answeredSeconds = reached * elapsed;

  const fastest = service + (ahead + 1) * impatience;
  const steps = fastest * threshold;
  let stages = Array.from({ length: ahead + 1 }, (_, before): number => (before === ahead ? 1 : 0));
  let answeredSoon = 0;
  let abandonedSoon = 0;
  let answeredBy = 0;
  let abandonedBy = 0;
  let logPoisson = -steps;
  for (let step = 0; step < steps + 60 * Math.sqrt(steps) + 200; step++) {
    const weight = Math.exp(logPoisson);
    answeredSoon += weight * answeredBy;
    abandonedSoon += weight * abandonedBy;
    answeredBy += (stages[0]! * service) / fastest;
    abandonedBy += (stages.reduce((sum, at) => sum + at, 0) * impatience) / fastest;
    stages = stages.map((at, before) => {
      const stay = 1 - (service + (before + 1) * impatience) / fastest;
      const above = stages[before + 1] ?? 0;
      return at * stay + (above * (service + (before + 1) * impatience)) / fastest;
    });
    logPoisson += Math.log(steps) - Math.log(step + 1);
  }
  return { answered, answeredSeconds, abandonedSeconds, answeredSoon, abandonedSoon };
}

/**
 * Steady state of any chain from its rates, by elimination without subtraction, so that small
 * weights are as exact as large ones (Grassmann, Taksar & Heyman 1985).
 */
function stationary(rates: number[][]): number[] {
  const a = rates.map((row) => row.slice());
  for (let last = a.length - 1; last > 0; last--) {
    const leave = a[last]!.slice(0, last).reduce((sum, rate) => sum + rate, 0);
    for (let x = 0; x < last; x++) {
      a[x]![last]! /= leave;
      for (let y = 0; y < last; y++) a[x]![y]! += a[x]![last]! * a[last]![y]!;
    }
  }
  const weights = [1];
  for (let y = 1; y < a.length; y++) {
    weights.push(weights.reduce((sum, weight, x) => sum + weight * a[x]![y]!, 0));
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Contact by contact: a contact stays with its agent, so that levels become uneven. */
function simulate(one: ChatQueue, agents: number, threshold: number, events: number, seed: number) {
  const random = seededRandom(seed);
  const handleTimes = one.handleTimeByConcurrencySeconds;
  const rates = [0, ...handleTimes.map((time, below) => (below + 1) / time)];
  const arrivals = one.volume / one.stepSeconds;
  const levels = new Array<number>(agents).fill(0);
  const waiting: { since: number; until: number }[] = [];
  const warmUp = events / 20;
  let clock = 0;
  let start = 0;
  let offered = 0;
  let soon = 0;
  let abandoned = 0;
  let inHandSeconds = 0;
  let busySeconds = 0;
  for (let event = 0; event < events; event++) {
    if (event === warmUp)
      [start, offered, soon, abandoned, inHandSeconds, busySeconds] = [clock, 0, 0, 0, 0, 0];
    const service = levels.reduce((sum, level) => sum + rates[level]!, 0);
    const span = exponential(random, 1 / (arrivals + service));
    clock += span;
    inHandSeconds += span * levels.reduce((sum, level) => sum + level, 0);
    busySeconds += span * levels.filter((level) => level > 0).length;
    if (random() * (arrivals + service) < arrivals) {
      offered++;
      const least = Math.min(...levels);
      if (least < handleTimes.length) {
        levels[levels.indexOf(least)]!++;
        soon++;
      } else {
        waiting.push({ since: clock, until: clock + exponential(random, one.patienceSeconds!) });
      }
      continue;
    }
    let draw = random() * service;
    let agent = 0;
    while (draw >= rates[levels[agent]!]! && agent < agents - 1) draw -= rates[levels[agent++]!]!;
    let next = waiting.shift();
    while (next && next.until < clock) {
      abandoned++;
      next = waiting.shift();
    }
    if (!next) levels[agent]!--;
    else if (clock - next.since <= threshold) soon++;
  }
  const seconds = clock - start;
  return {
    level: soon / offered,
    abandoned: abandoned / offered,
    slotOccupancy: inHandSeconds / seconds / (agents * handleTimes.length),
    busyAgentShare: busySeconds / seconds / agents,
  };
}
