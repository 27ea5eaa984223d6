import { describe, expect, it } from 'vitest';
import { erlangA } from '../waiting/erlang-a.ts';
import { idleAgentsOf, type IdleTime } from './idle-time.ts';

type Voice = Extract<IdleTime, { kind: 'voice' }>;

/** 10 erlangs, the same in both intervals. */
const VOICE: Voice = {
  kind: 'voice',
  callsPerInterval: [50, 50],
  handleTimeSeconds: [180, 180],
  patienceSeconds: null,
  agents: [14, 14],
  reserveAgents: 0,
};
const idle = (rest: Partial<Voice> = {}, open: readonly boolean[] = [true, true]) =>
  idleAgentsOf({ ...VOICE, ...rest }, open, 900);

describe('agents that a queue of calls leaves', () => {
  it('without patience are those above the load', () => {
    for (const agents of idle()) expect(agents).toBeCloseTo(4, 12);
  });

  it('with patience are those above what is answered of the load', () => {
    const queue = { load: 10, handleTimeSeconds: 180, patienceSeconds: 120, lines: null };
    const answered = 10 * erlangA(queue, 9, 20).answeredProbability;
    const [first] = idle({ patienceSeconds: 120, agents: [9, 14] });
    expect(first).toBeCloseTo(9 - answered, 10);
  });

  it('are fewer with a reserve, and none where all are in it', () => {
    const [some] = idle({ reserveAgents: 2 });
    // Not all of the reserve is idle at any time, so it costs less than 2.
    expect(some).toBeGreaterThan(2);
    expect(some).toBeLessThan(4);
    for (const agents of idle({ reserveAgents: 20 })) expect(agents).toBe(0);
  });

  it('are none while closed or away, and all where nobody calls', () => {
    expect(idle({ agents: [0, 14] }, [true, false])).toEqual([0, 0]);
    const quiet = { callsPerInterval: [0, 0], handleTimeSeconds: [0, 0], reserveAgents: 3 };
    expect(idle(quiet)).toEqual([11, 11]);
  });

  it.each<[string, Partial<Voice>, string, RegExp]>([
    ['a list too short', { agents: [14] }, 'INVALID_INPUT', /idle agents of 2 intervals, got 1/],
    ['half an agent', { agents: [14, 13.5] }, 'INVALID_INPUT', /whole number.*got 13\.5/],
    ['less than no calls', { callsPerInterval: [1, -1] }, 'INVALID_INPUT', /got -1/],
    ['half a reserve', { reserveAgents: 0.5 }, 'INVALID_INPUT', /reserveAgents.*got 0\.5/],
    ['no handle time', { handleTimeSeconds: [180, 0] }, 'INVALID_INPUT', /handleTimeSeconds/],
    ['too few agents', { agents: [10, 14] }, 'UNSTABLE_QUEUE', /more agents than 10 erlangs/],
  ])('refuse %s', (_, wrong, code, message) => {
    expect(() => idle(wrong)).toThrowError(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    );
  });
});
