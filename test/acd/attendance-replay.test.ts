import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAmiFrames } from '../../src/acd/asterisk/ami/frames.ts';
import { translateQueueStatus } from '../../src/acd/asterisk/ami/translate.ts';
import { type AgentStateSpan } from '../../src/domain/index.ts';
import { openLiveState } from '../../src/use-cases/index.ts';
import { recordStates } from '../../src/use-cases/live/record-states.ts';
import {
  CAPTURE_BEGAN,
  CAPTURE_SETTINGS,
  capturedChunks,
  drivenCalls,
  hearMessages,
} from '../support/ami-capture.ts';

/** What is kept of everybody when a capture is heard from beginning to end. */
async function record(): Promise<readonly AgentStateSpan[]> {
  const state = openLiveState({ ...CAPTURE_SETTINGS, staleAfterSeconds: 20 });
  const kept = new Map<string, AgentStateSpan>();
  const recorder = recordStates(
    {
      saveAgentStates: (_, spans) => {
        for (const span of spans) kept.set(`${span.start} ${span.agent}`, span);
        return Promise.resolve();
      },
    },
    'default',
  );
  const frames = readAmiFrames();
  const hear = hearMessages(state, (items, at) => {
    state.onSnapshot(translateQueueStatus(items, at));
  });
  for (const { t, bytes } of capturedChunks('load450')) {
    const at = CAPTURE_BEGAN + t / 1000;
    for (const message of frames.take(bytes)) {
      state.onHeard(at * 1000);
      hear(message, at);
    }
    state.tick(at * 1000);
    recorder.see(state.view(at * 1000).agents, at);
    await recorder.write();
  }
  return [...kept.values()];
}

describe('what people did in a recorded day', () => {
  it('has the pauses of the queue log and the conversations of the driver', async () => {
    const spans = await record();
    const seconds = (agent: string, state: string): number =>
      spans
        .filter((span) => span.agent === agent && span.state === state)
        .reduce((sum, { start, end }) => sum + end - start, 0);
    const talk = new Map<string, number>();
    for (const { agent, connect, done } of drivenCalls('load450')) {
      if (agent === undefined || connect === undefined || done === undefined) continue;
      talk.set(agent, (talk.get(agent) ?? 0) + (done - connect) / 1000);
    }
    expect(talk.size).toBeGreaterThan(5);
    const names = new Set(spans.map(({ agent }) => agent));
    for (const [agent, theirs] of talk) {
      const name = [...names].find((known) => known === agent);
      if (name === undefined) continue;
      const calls = drivenCalls('load450').filter((call) => call.agent === agent).length;
      // Beginnings are kept to the second.
      expect(Math.abs(seconds(name, 'on-call') - theirs), agent).toBeLessThan(calls);
    }
    // Nobody does two things at once.
    for (const name of names) {
      const own = spans.filter(({ agent }) => agent === name).sort((a, b) => a.start - b.start);
      for (const [index, span] of own.entries()) {
        expect(own[index + 1]?.start ?? Infinity).toBeGreaterThanOrEqual(span.end);
      }
    }
    const paused = pausesInLog();
    expect(paused.size).toBeGreaterThan(7);
    for (const [agent, pauses] of paused) {
      // Who is paused while on a call is on a call until it ends.
      const calls = drivenCalls('load450').filter((call) => call.agent === agent);
      const free = pauses.map(([from, to]) =>
        calls.reduce((left, { connect = 0, done = 0 }) => {
          const both = Math.min(to, done / 1000) - Math.max(from, connect / 1000);
          return left - Math.max(0, both);
        }, to - from),
      );
      const length = free.reduce((sum, part) => sum + part, 0);
      // Rings count as ringing; log and beginnings have whole seconds.
      expect(seconds(agent, 'paused'), agent).toBeLessThan(length + 2 * pauses.length);
      expect(seconds(agent, 'paused') + seconds(agent, 'ringing'), agent).toBeGreaterThan(
        length - 2 * pauses.length,
      );
    }
  });
});

/** From when to when each agent was paused in every queue, by the queue log. */
function pausesInLog(): ReadonlyMap<string, (readonly [number, number])[]> {
  const text = readFileSync(
    join(import.meta.dirname, '../fixtures/asterisk/load450.queue_log'),
    'utf8',
  );
  const lines = text.split('\n').map((line) => line.split('|'));
  const places = new Map<string, Set<string>>();
  for (const [, , queue = '', agent = '', event] of lines) {
    if (event !== 'CONNECT' && event !== 'PAUSE') continue;
    places.set(agent, (places.get(agent) ?? new Set()).add(queue));
  }
  const paused = new Map<string, Set<string>>();
  const open = new Map<string, number>();
  const pauses = new Map<string, (readonly [number, number])[]>();
  for (const [at, , queue = '', agent = '', event] of lines) {
    if (event !== 'PAUSE' && event !== 'UNPAUSE') continue;
    const own = paused.get(agent) ?? new Set();
    paused.set(agent, own);
    if (event === 'PAUSE') own.add(queue);
    else own.delete(queue);
    const isAll = own.size === places.get(agent)!.size;
    const begun = open.get(agent);
    if (isAll && begun === undefined) open.set(agent, Number(at));
    if (!isAll && begun !== undefined) {
      pauses.set(agent, [...(pauses.get(agent) ?? []), [begun, Number(at)]]);
      open.delete(agent);
    }
  }
  return pauses;
}
