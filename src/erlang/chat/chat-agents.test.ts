import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ServiceGoal, SERVICE_LEVEL_DEFINITIONS } from '../../domain/requirement.ts';
import { chat, type ChatPerformance, type ChatQueue } from './chat.ts';
import { type ChatGoal, requireChatAgents } from './chat-agents.ts';
import { requiredAgents } from '../staffing/staffing.ts';

const queue: ChatQueue = {
  volume: 60,
  stepSeconds: 900,
  handleTimeByConcurrencySeconds: [300, 420, 600],
  patienceSeconds: 120,
  lines: null,
};
const goal: ChatGoal = {
  serviceLevel: 0.8,
  thresholdSeconds: 30,
  definition: 'offered',
  averageSpeedOfAnswerSeconds: null,
  maxAbandonment: null,
  maxSlotOccupancy: null,
  maxBusyAgentShare: null,
  minimumAgents: 0,
};

const share = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anyTable = fc
  .record({
    first: fc.integer({ min: 60, max: 600 }),
    factors: fc.array(share(1, 2.4), { maxLength: 3 }),
  })
  .map(({ first, factors }) => {
    const times = [first];
    for (const factor of factors) times.push(times.at(-1)! * factor);
    return times;
  });
const anyGoal = fc
  .record({
    serviceLevel: fc.option(share(0.1, 0.99)),
    thresholdSeconds: fc.constantFrom(0, 20, 60),
    definition: fc.constantFrom(...SERVICE_LEVEL_DEFINITIONS),
    averageSpeedOfAnswerSeconds: fc.option(share(0.5, 120)),
    maxAbandonment: fc.option(share(0.005, 0.4)),
    maxSlotOccupancy: fc.option(share(0.2, 0.98)),
    maxBusyAgentShare: fc.option(share(0.3, 0.99)),
    minimumAgents: fc.nat(3),
  })
  .map((parts): ChatGoal => ({ ...goal, ...parts }));
const anyQueue = fc
  .record({
    volume: share(0.1, 120),
    handleTimeByConcurrencySeconds: anyTable,
    patienceSeconds: fc.option(fc.integer({ min: 5, max: 2000 })),
  })
  .map((parts): ChatQueue => ({ ...parts, stepSeconds: 900, lines: null }));

describe('fewest agents', () => {
  it('meet the goal, and no smaller number does', () => {
    fc.assert(
      fc.property(anyQueue, anyGoal, (one, wanted) => {
        const { agents, performance, heldByMore } = requireChatAgents(one, wanted);
        expect(performance).toEqual(chat(one, agents, wanted.thresholdSeconds));
        expect(meets(performance!, wanted)).toBe(true);
        for (let fewer = Math.max(1, wanted.minimumAgents); fewer < agents; fewer++) {
          expect(tryChat(one, fewer, wanted), `${fewer}`).toBe(false);
        }
        if (!heldByMore) return;
        for (const more of [agents + 1, agents + 2, 2 * agents]) {
          expect(tryChat(one, more, wanted), `${more}`).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('with lines: the same by trying every number that they leave room for', () => {
    fc.assert(
      fc.property(anyQueue, anyGoal, fc.integer({ min: 4, max: 90 }), (one, wanted, lines) => {
        const limited = { ...one, lines };
        const most = Math.floor(lines / one.handleTimeByConcurrencySeconds.length);
        const first = Array.from({ length: most }, (_, i) => i + 1).find(
          (agents) => agents >= wanted.minimumAgents && tryChat(limited, agents, wanted),
        );
        if (first === undefined) {
          expect(() => requireChatAgents(limited, wanted)).toThrowError(
            expect.objectContaining({ code: 'UNREACHABLE_GOAL' }),
          );
        } else expect(requireChatAgents(limited, wanted).agents).toBe(first);
      }),
    );
  });

  it('with one contact at a time are those of Erlang A and C', () => {
    fc.assert(
      fc.property(
        share(0.1, 300),
        fc.integer({ min: 30, max: 900 }),
        fc.option(fc.integer({ min: 10, max: 900 })),
        share(0.3, 0.99),
        (volume, handleTimeSeconds, patienceSeconds, serviceLevel) => {
          const voice: ServiceGoal = {
            ...goal,
            serviceLevel,
            period: 'interval',
            serviceLevelFloor: null,
            maxOccupancy: null,
          };
          const model = patienceSeconds === null ? 'erlang-c' : 'erlang-a';
          const traffic = { volume, stepSeconds: 900, handleTimeSeconds };
          const one = {
            ...queue,
            volume,
            patienceSeconds,
            handleTimeByConcurrencySeconds: [handleTimeSeconds],
          };
          expect(requireChatAgents(one, { ...goal, serviceLevel }).agents).toBe(
            requiredAgents(traffic, voice, model, patienceSeconds),
          );
        },
      ),
    );
  });

  it('are one more than a load that they would just fill, for contacts who never give up', () => {
    // 58.5 contacts of 600 s in 900 s are 39 at once: 13 agents with 3 each.
    const endless = { ...queue, volume: 58.5, patienceSeconds: null };
    expect(requireChatAgents(endless, { ...goal, serviceLevel: null }).agents).toBe(14);
  });

  it('are the minimum where nothing is offered', () => {
    const none = requireChatAgents({ ...queue, volume: 0 }, { ...goal, minimumAgents: 2 });
    expect(none).toMatchObject({ agents: 2, performance: null });
    expect(requireChatAgents({ ...queue, volume: 0 }, goal).agents).toBe(0);
  });

  it('says from which level on throughput falls, and what is not proven then', () => {
    const slow = { ...queue, handleTimeByConcurrencySeconds: [300, 420, 1500] };
    const three = requireChatAgents(slow, goal);
    expect(three).toMatchObject({ throughputFallsFrom: 3, heldByMore: false });
    const two = requireChatAgents({ ...slow, handleTimeByConcurrencySeconds: [300, 420] }, goal);
    expect(two).toMatchObject({ throughputFallsFrom: null, heldByMore: true });
    expect(two.agents).toBeLessThan(three.agents);
  });

  it('are found for thousands', () => {
    const large = { ...queue, volume: 6000, patienceSeconds: 300 };
    const { agents } = requireChatAgents(large, goal);
    expect(agents).toBeGreaterThan(1000);
    expect(tryChat(large, agents, goal)).toBe(true);
    expect(tryChat(large, agents - 1, goal)).toBe(false);
  });
});

describe('refusals', () => {
  const run = (part: Partial<ChatGoal>, one: Partial<ChatQueue> = {}) => {
    return () => requireChatAgents({ ...queue, ...one }, { ...goal, ...part });
  };
  it.each([
    ['percent', run({ serviceLevel: 80 }), 'INVALID_INPUT', /^expected serviceLevel .* got 80$/],
    ['all', run({ serviceLevel: 1 }), 'UNREACHABLE_GOAL', /^expected serviceLevel below 1/],
    ['NaN', run({ maxAbandonment: Number.NaN }), 'INVALID_INPUT', /got NaN$/],
    [
      'nobody busy',
      run({ maxBusyAgentShare: 0 }),
      'UNREACHABLE_GOAL',
      /^expected maxBusyAgentShare above 0/,
    ],
    [
      'empty slots',
      run({ maxSlotOccupancy: 0 }),
      'UNREACHABLE_GOAL',
      /^expected maxSlotOccupancy above 0/,
    ],
    [
      'slots',
      run({ maxSlotOccupancy: 70 }),
      'INVALID_INPUT',
      /^expected maxSlotOccupancy .* got 70$/,
    ],
    [
      'part of an agent',
      run({ minimumAgents: 0.5 }),
      'INVALID_INPUT',
      /^expected minimumAgents .* got 0.5$/,
    ],
    [
      'wait with lines',
      run({ averageSpeedOfAnswerSeconds: -1 }, { lines: 50 }),
      'INVALID_INPUT',
      /^expected averageSpeedOfAnswerSeconds .* got -1$/,
    ],
    [
      'a falling table',
      run({}, { handleTimeByConcurrencySeconds: [300, 290] }),
      'INVALID_INPUT',
      /^expected handleTimeByConcurrencySeconds that never fall, got 290 after 300$/,
    ],
    [
      'no room',
      run({ minimumAgents: 5 }, { lines: 14 }),
      'UNREACHABLE_GOAL',
      /^expected room for .* 5 agents, got room for 4$/,
    ],
    [
      'many lines',
      run({}, { lines: 1_000_000 }),
      'TOO_LARGE',
      /^expected at most 20000 lines .* got 1000000$/,
    ],
    [
      'a crowd one by one',
      run(
        {},
        { volume: 60_000, handleTimeByConcurrencySeconds: [300, 420, 1500], patienceSeconds: null },
      ),
      'TOO_LARGE',
      /^expected at most 20000 slots/,
    ],
  ])('%s', (_, refused, code, message) => {
    expect(refused).toThrowError(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    );
  });
});

function tryChat(one: ChatQueue, agents: number, wanted: ChatGoal): boolean {
  try {
    return meets(chat(one, agents, wanted.thresholdSeconds), wanted);
  } catch {
    return false;
  }
}

/** Written apart from the program's own test of a goal. */
function meets(performance: ChatPerformance, wanted: ChatGoal): boolean {
  const most = (value: number, limit: number | null) => limit === null || value <= limit + 1e-12;
  const wait = Math.max(performance.averageSpeedOfAnswerSeconds, performance.averageWaitSeconds);
  return (
    (wanted.serviceLevel === null ||
      performance.serviceLevels[wanted.definition] >= wanted.serviceLevel - 1e-12) &&
    most(wait, wanted.averageSpeedOfAnswerSeconds) &&
    most(performance.abandonProbability, wanted.maxAbandonment) &&
    most(performance.slotOccupancy, wanted.maxSlotOccupancy) &&
    most(performance.busyAgentShare, wanted.maxBusyAgentShare)
  );
}
