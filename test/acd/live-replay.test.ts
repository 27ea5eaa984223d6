import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmiFrames } from '../../src/acd/asterisk/ami/frames.ts';
import { type AmiMessage, textField } from '../../src/acd/asterisk/ami/message.ts';
import { translateQueueStatus } from '../../src/acd/asterisk/ami/translate.ts';
import { type LiveState, openLiveState } from '../../src/use-cases/index.ts';
import {
  CAPTURE_BEGAN,
  CAPTURE_SETTINGS,
  type CapturedChunk,
  capturedChunks,
  drivenCalls,
  hearMessages,
} from '../support/ami-capture.ts';

const LOAD = capturedChunks('load450');

interface Told {
  readonly at: number;
  readonly message: AmiMessage;
}

/** The messages of a capture, in its own chunks or cut anew. */
function readCapture(
  chunks: readonly CapturedChunk[],
  size: number | null = null,
): readonly Told[] {
  const frames = readAmiFrames();
  return chunks.flatMap(({ t, bytes }) => {
    const pieces = [];
    for (let at = 0; at < bytes.length; at += size ?? bytes.length) {
      pieces.push(bytes.subarray(at, at + (size ?? bytes.length)));
    }
    return pieces
      .flatMap((piece) => [...frames.take(piece)])
      .map((message) => ({ at: CAPTURE_BEGAN + t / 1000, message }));
  });
}

type OnSnapshot = (items: readonly AmiMessage[], at: number) => void;

/** Hands a capture to a state as the connector does; `onSnapshot` decides about the lists. */
function replay(
  state: LiveState,
  told: readonly Told[],
  onSnapshot: OnSnapshot,
  change: (messages: readonly Told[]) => readonly Told[] = (same) => same,
): void {
  const hear = hearMessages(state, onSnapshot);
  for (const { at, message } of change(told)) {
    state.onHeard(at * 1000);
    state.tick(at * 1000);
    hear(message, at);
  }
}

/** What there is to compare of a moment. */
function standing(state: LiveState, at: number) {
  const { queues, agents } = state.view(at * 1000);
  return {
    waiting: queues.map(({ queue, waiting }) => [queue, waiting]),
    agents: agents
      .filter((person) => person.queues.length > 0)
      .map(({ agent, state: kind, reason, queues: of, isPartlyPaused }) => ({
        agent,
        state: kind,
        reason,
        queues: [...of].sort(),
        isPartlyPaused,
      })),
  };
}

describe('a recorded day of Asterisk', () => {
  const told = readCapture(LOAD);

  it('is the same message for message however its bytes are cut', () => {
    const messages = told.map(({ message }) => [...message.fields]);
    expect(messages).toHaveLength(5115);
    for (const [size, pieces] of [
      [1, LOAD.slice(0, 200)],
      [7, LOAD.slice(0, 600)],
      [1460, LOAD],
    ] as const) {
      const cut = readCapture(pieces, size).map(({ message }) => [...message.fields]);
      expect(cut).toEqual(messages.slice(0, cut.length));
      expect(cut.length).toBeGreaterThan(100);
    }
  });

  it('equals each of the 42 snapshots by its events alone', () => {
    const state = openLiveState(CAPTURE_SETTINGS);
    let snapshots = 0;
    let ahead = 0;
    replay(state, told, (items, at) => {
      snapshots++;
      const snapshot = translateQueueStatus(items, at);
      if (snapshots === 1) state.onSnapshot(snapshot);
      const fresh = openLiveState(CAPTURE_SETTINGS);
      fresh.onHeard(at * 1000);
      fresh.onUp({ at, startedAt: null });
      fresh.onSnapshot(snapshot);
      const [ours, theirs] = [standing(state, at), standing(fresh, at)];
      // A list does not tell who is rung: the device is in use, or not yet.
      for (const [index, person] of ours.agents.entries()) {
        const { state: kind, ...rest } = theirs.agents[index]!;
        if (person.state === 'ringing') {
          expect({ ...person, state: kind }).toEqual({ ...rest, state: kind });
          expect(['other-call', 'ready']).toContain(kind);
        } else {
          expect(person).toEqual(theirs.agents[index]);
        }
      }
      expect(ours.agents).toHaveLength(theirs.agents.length);
      // Once the list tells of two callers whose own events come 3 ms later.
      const early = told.filter(
        (next) =>
          next.at > at - 0.0005 &&
          next.at < at + 0.005 &&
          textField(next.message, 'event') === 'QueueCallerJoin' &&
          snapshot.queues.some(({ waiting }) =>
            waiting.some(({ callId }) => callId === textField(next.message, 'uniqueid')),
          ) &&
          told.indexOf(next) > told.findIndex((one) => one.message === items.at(-1)),
      );
      ahead += early.length;
      const missing = new Map<string, number>();
      for (const { message } of early) {
        const queue = textField(message, 'queue')!;
        missing.set(queue, (missing.get(queue) ?? 0) + 1);
      }
      expect(
        ours.waiting.map(([queue, count]) => [
          queue,
          Number(count) + (missing.get(String(queue)) ?? 0),
        ]),
      ).toEqual(theirs.waiting);
    });
    expect([snapshots, ahead]).toEqual([42, 2]);
  });

  it('has no drift when each snapshot is taken, and drift where an event was withheld', () => {
    const follow = (change?: (messages: readonly Told[]) => readonly Told[]) => {
      const state = openLiveState(CAPTURE_SETTINGS);
      replay(state, told, (items, at) => state.onSnapshot(translateQueueStatus(items, at)), change);
      return state.takeDrift();
    };
    expect(follow()).toEqual([]);
    for (const name of [
      'QueueCallerJoin',
      'QueueCallerLeave',
      'QueueMemberPause',
      'QueueMemberRemoved',
    ]) {
      const drift = follow((messages) =>
        messages.filter(({ message }) => textField(message, 'event') !== name),
      );
      expect(drift.length, name).toBeGreaterThan(0);
    }
  });

  it('counts every call as its driver does, interval by interval', () => {
    const counted = count(told);
    const driven = new Map<string, Figures>();
    /** Intervals with a conversation whose end the driver could not tell. */
    const unsure = new Set<string>();
    for (const call of drivenCalls('load450')) {
      const key = `${call.queue} ${Math.floor(call.join / 60_000) * 60}`;
      const sums = driven.get(key) ?? { ...NOTHING };
      driven.set(key, sums);
      const threshold = THRESHOLDS[call.queue]! * 1000;
      const wait = (call.connect ?? call.leave ?? 0) - call.join;
      sums.offered++;
      if (call.connect !== undefined) {
        sums.answered++;
        sums.waitAnsweredSeconds += wait / 1000;
        if (wait <= threshold) sums.answeredInThreshold++;
        if (call.done === undefined) unsure.add(key);
        else sums.talkSeconds += (call.done - call.connect) / 1000;
      } else if (call.outcome === 'key-or-timeout') {
        sums.otherExits++;
      } else {
        sums.abandoned++;
        sums.waitAbandonedSeconds += wait / 1000;
        if (wait <= threshold) sums.abandonedInThreshold++;
      }
    }
    expect([...counted.keys()].sort()).toEqual([...driven.keys()].sort());
    expect(unsure.size).toBeLessThan(6);
    for (const [key, theirs] of driven) {
      const ours = counted.get(key)!;
      for (const name of Object.keys(NOTHING) as (keyof Figures)[]) {
        if (name === 'talkSeconds' && unsure.has(key)) continue;
        // The driver read its clock a millisecond or two after the event was stamped.
        if (name.endsWith('Seconds')) expect(ours[name], key).toBeCloseTo(theirs[name], 0);
        else expect(ours[name], `${key} ${name}`).toBe(theirs[name]);
      }
    }
  });

  it('counts the same when events come twice, or in another order', () => {
    const once = count(told);
    expect(count(told, (messages) => messages.flatMap((one) => [one, one]))).toEqual(once);
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(count(told, (messages) => shuffle(messages, seed))).toEqual(once);
      }),
      { numRuns: 10 },
    );
  });
});

interface Figures {
  offered: number;
  answered: number;
  answeredInThreshold: number;
  abandoned: number;
  abandonedInThreshold: number;
  otherExits: number;
  waitAnsweredSeconds: number;
  waitAbandonedSeconds: number;
  talkSeconds: number;
}

const NOTHING: Figures = {
  offered: 0,
  answered: 0,
  answeredInThreshold: 0,
  abandoned: 0,
  abandonedInThreshold: 0,
  otherExits: 0,
  waitAnsweredSeconds: 0,
  waitAbandonedSeconds: 0,
  talkSeconds: 0,
};

const THRESHOLDS: Readonly<Record<string, number>> = { billing: 3, support: 5, sales: 4 };

/** Figures of the whole day by queue and minute. */
function count(
  told: readonly Told[],
  change?: (messages: readonly Told[]) => readonly Told[],
): ReadonlyMap<string, Figures> {
  const state = openLiveState(CAPTURE_SETTINGS);
  replay(state, told, (items, at) => state.onSnapshot(translateQueueStatus(items, at)), change);
  state.tick((told.at(-1)!.at + 60) * 1000);
  return new Map(
    state.takeChangedSlots().map(({ queue, start, counts }) => {
      const figures = Object.fromEntries(
        (Object.keys(NOTHING) as (keyof Figures)[]).map((name) => [name, counts[name]]),
      );
      return [`${queue} ${start}`, figures as unknown as Figures];
    }),
  );
}

/** Moves events a few places on, among those of the same tenth of a second. */
function shuffle(messages: readonly Told[], seed: number): readonly Told[] {
  let dice = seed;
  const isEvent = ({ message }: Told): boolean => !message.fields.has('actionid');
  const moved = [...messages];
  for (let index = 0; index < moved.length; index++) {
    dice = (Math.imul(dice, 1_103_515_245) + 12_345) >>> 0;
    const step = (dice >>> 16) % 4;
    const [here, there] = [moved[index]!, moved[index + step]];
    if (there === undefined || there.at - here.at > 0.1) continue;
    if (!moved.slice(index, index + step + 1).every(isEvent)) continue;
    moved[index] = there;
    moved[index + step] = here;
  }
  return moved;
}
