import { afterEach, describe, expect, it } from 'vitest';
import { connectFreeswitch } from '../../src/acd/index.ts';
import { openCallcenter } from '../../src/acd/freeswitch/esl/callcenter.ts';
import { askLists } from '../../src/acd/freeswitch/esl/connect.ts';
import { readEslFrames } from '../../src/acd/freeswitch/esl/frames.ts';
import { readTable, type TableRow } from '../../src/acd/freeswitch/esl/tables.ts';
import {
  type AcdEvent,
  type LinkProblem,
  type LiveSettings,
  type LiveState,
  openLiveState,
} from '../../src/use-cases/index.ts';
import { capturesAbsence, capturesStandAside } from '../support/captures.ts';
import { capturedEsl, type EslCapture } from '../support/esl-capture.ts';
import {
  type EslStandIn,
  type EslStandInOptions,
  standInForFreeswitch,
} from '../support/esl-stand-in.ts';
import { eventually } from '../support/eventually.ts';

const SETTINGS: LiveSettings = {
  name: 'test',
  system: 'freeswitch',
  zone: 'UTC',
  stepSeconds: 900,
  agentNames: {},
  wrapUpReasons: [],
  wrapUpSecondsOf: () => 0,
  thresholdSecondsOf: () => null,
  staleAfterSeconds: 5,
};

const LIMITS = { connectMs: 1000, answerMs: 2000, pingEveryMs: 40, pingAnswerMs: 1000 };

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function standIn(options: EslStandInOptions): Promise<EslStandIn> {
  const server = await standInForFreeswitch(options);
  endings.push(() => server.stop());
  return server;
}

interface Following {
  readonly state: LiveState;
  readonly problems: LinkProblem[];
  readonly events: readonly AcdEvent[];
  readonly snapshots: () => number;
  readonly view: () => ReturnType<LiveState['view']>;
}

function follow(port: number, secret = 'wfm-secret', snapshotEveryMs = 60_000): Following {
  const stop = new AbortController();
  const state = openLiveState(SETTINGS);
  const problems: LinkProblem[] = [];
  const events: AcdEvent[] = [];
  let snapshots = 0;
  const run = connectFreeswitch({
    name: 'test',
    access: { host: '127.0.0.1', port, secret },
    snapshotEveryMs,
    limits: LIMITS,
    backoff: { firstMs: 20, mostMs: 40, refusedMs: 60 },
  }).run(
    {
      ...state,
      onDown: (problem) => {
        problems.push(problem);
        state.onDown(problem);
      },
      onEvent: (event) => {
        events.push(event);
        state.onEvent(event);
      },
      onSnapshot: (snapshot) => {
        state.onSnapshot(snapshot);
        snapshots++;
      },
    },
    stop.signal,
  );
  endings.push(async () => {
    stop.abort();
    await run;
  });
  return {
    state,
    problems,
    events,
    snapshots: () => snapshots,
    view: () => {
      state.tick(Date.now());
      return state.view(Date.now());
    },
  };
}

async function isUp(following: Following): Promise<void> {
  await eventually(() => {
    expect(following.view().source.link).toBe('up');
    expect(following.snapshots()).toBeGreaterThan(0);
  });
}

const countsOf = (following: Following) =>
  following
    .view()
    .queues.map(({ queue, today }) => [
      queue,
      today.offered,
      today.answered,
      today.abandoned,
      today.otherExits,
    ]);
const agentOf = (following: Following, name: string) =>
  following.view().agents.find(({ agent }) => agent === name)!;
const waitingOf = (following: Following) =>
  following.view().queues.map(({ queue, waiting }) => [queue, waiting]);

/** Position after the last event of an action, or of one agent's. */
const after = (capture: EslCapture, fields: Readonly<Record<string, string>>): number =>
  capture.events.findIndex((event) =>
    Object.entries(fields).every(([key, value]) => event.fields[key] === value),
  ) + 1;

describe.skipIf(capturesStandAside())(`following a FreeSWITCH${capturesAbsence()}`, () => {
  const capture = capturesStandAside() ? null! : capturedEsl('fs-callcenter');
  const noAnswer = capturesStandAside() ? null! : capturedEsl('fs-noanswer');

  it('stands in with lists that equal those of the real one, whenever that was asked', async () => {
    for (const real of [capture, noAnswer]) {
      const server = await standIn({ capture: real });
      let compared = 0;
      for (const { command, after: events, body } of real.answers) {
        if (!/^callcenter_config (agent list|queue list (members|tiers) )/.test(command)) continue;
        server.playTo(events);
        const essence = (text: string) => essenceOf(text, command);
        expect(essence(server.answer(command)), `${command} after ${events}`).toEqual(
          essence(body),
        );
        compared++;
      }
      expect(compared).toBe(9);
    }
  });

  it('counts what the server counted, and tells timeouts from those who hang up', async () => {
    const server = await standIn({ capture });
    const following = follow(server.port);
    await isUp(following);
    server.playTo(Infinity);
    await eventually(() => {
      // The server's own counters: sales 6 answered and 2 "abandoned", support 13 and 3.
      expect(countsOf(following)).toEqual([
        ['sales@default', 8, 6, 1, 1],
        ['support@default', 16, 13, 3, 0],
      ]);
    });
    expect(waitingOf(following)).toEqual([
      ['sales@default', 0],
      ['support@default', 0],
    ]);
    expect(new Set(server.commands)).toEqual(
      new Set([
        'auth',
        'event json SHUTDOWN CUSTOM callcenter::info',
        'api strepoch',
        'api uptime s',
        'api callcenter_config queue list',
        'api callcenter_config agent list',
        ...['sales', 'support'].flatMap((queue) =>
          ['tiers', 'members'].map(
            (list) => `api callcenter_config queue list ${list} ${queue}@default`,
          ),
        ),
      ]),
    );
  });

  it('knows waits and talk to the microsecond', async () => {
    const server = await standIn({ capture });
    const following = follow(server.port);
    await isUp(following);
    server.playTo(Infinity);
    const instant = (action: string, id: string) =>
      capture.events.find(
        ({ fields }) => fields['CC-Action'] === action && fields['CC-Member-UUID'] === id,
      )?.at;
    const ids = [
      ...new Set(capture.events.flatMap(({ fields }) => fields['CC-Member-UUID'] ?? [])),
    ];
    let [wait, talk] = [0, 0];
    for (const id of ids) {
      const answeredAt = instant('bridge-agent-start', id);
      if (answeredAt === undefined) continue;
      wait += answeredAt - instant('member-queue-start', id)!;
      talk += instant('bridge-agent-end', id)! - answeredAt;
    }
    expect(ids).toHaveLength(24);
    await eventually(() => {
      const days = following.view().queues.map(({ today }) => today);
      const sum = (key: 'waitAnsweredSeconds' | 'talkSeconds') =>
        days.reduce((total, day) => total + day[key], 0);
      expect(sum('waitAnsweredSeconds')).toBeCloseTo(wait, 4);
      expect(sum('talkSeconds')).toBeCloseTo(talk, 4);
    });
  });

  it('has no drift from lists that are asked for all along, and counts the same', async () => {
    const server = await standIn({ capture });
    const following = follow(server.port, 'wfm-secret', 15);
    await isUp(following);
    for (let played = 0; played <= capture.events.length; played += 4) {
      server.playTo(played);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    server.playTo(Infinity);
    await eventually(() => {
      expect(countsOf(following)).toEqual([
        ['sales@default', 8, 6, 1, 1],
        ['support@default', 16, 13, 3, 0],
      ]);
    });
    expect(following.snapshots()).toBeGreaterThan(2);
    expect(following.state.takeDrift()).toEqual([]);
  });

  it('knows what each agent does: ringing, on call, wrap-up, on break', async () => {
    const server = await standIn({ capture });
    const callcenter = openCallcenter();
    const state = openLiveState(SETTINGS);
    const began = capture.events[0]!.at;
    const lists = await askLists((command) => Promise.resolve(server.answer(command)));
    state.onHeard(began * 1000);
    state.onUp({ at: began, startedAt: null });
    state.onSnapshot(callcenter.snapshot(lists, began));
    const agentAt = (name: string, at: number) =>
      state.view(at * 1000).agents.find(({ agent }) => agent === name)!;
    expect(agentAt('1001@default', began)).toMatchObject({
      state: 'ready',
      queues: ['support@default'],
    });
    expect(agentAt('1003@default', began).queues).toEqual(['sales@default', 'support@default']);

    const seen: string[] = [];
    let before = '';
    for (const { at, fields } of capture.events) {
      if (at > began + 10) break;
      state.onHeard(at * 1000);
      for (const event of callcenter.events(new Map(Object.entries(fields)), at)) {
        state.onEvent(event);
      }
      const agent = agentAt('1002@default', at);
      if (agent.state !== before) seen.push(`${(at - began).toFixed(2)} ${agent.state}`);
      before = agent.state;
    }
    // The server says "Waiting" at once after a call; its wrap_up_time of 2 s says otherwise.
    expect(seen).toEqual([
      '0.00 ready',
      '1.00 ringing',
      '1.72 on-call',
      '6.72 wrap-up',
      '8.96 paused',
    ]);
    expect(agentAt('1002@default', began + 10).reason).toBe('On Break');
  });

  it('tells a break that the server ordered for calls left unanswered', async () => {
    const server = await standIn({ capture: noAnswer });
    const following = follow(server.port, 'wfm-secret', 30);
    await isUp(following);
    server.playTo(after(noAnswer, { 'CC-Action': 'agent-max-no-answer' }) + 20);
    const before = following.snapshots();
    await eventually(() => {
      // A later list, which says "On Break" like any other, does not undo it.
      expect(following.snapshots()).toBeGreaterThan(before + 1);
      expect(agentOf(following, '1001@default')).toMatchObject({
        state: 'paused',
        reason: 'No Answer',
      });
    });
    server.playTo(Infinity);
    await eventually(() => {
      expect(countsOf(following)[0]).toEqual(['sales@default', 8, 0, 1, 7]);
    });
  });

  it('begins in the middle: who waits, who talks, and nobody who hung up before', async () => {
    const server = await standIn({ capture });
    const middle = capture.answers.find(({ after: events }) => events > 0)!.after;
    server.playTo(middle);
    const following = follow(server.port);
    await isUp(following);
    expect(waitingOf(following)).toEqual([
      ['sales@default', 1],
      ['support@default', 4],
    ]);
    expect(agentOf(following, '1001@default').state).toBe('on-call');
    expect(agentOf(following, '1004@default').state).toBe('on-call');
    server.playTo(Infinity);
    await eventually(() => {
      expect(waitingOf(following)).toEqual([
        ['sales@default', 0],
        ['support@default', 0],
      ]);
      expect(following.view().agents.some(({ state }) => state === 'on-call')).toBe(false);
    });
  });

  it('hears a server that was stopped and started again, and tells the gap', async () => {
    const server = await standIn({ capture });
    const following = follow(server.port);
    await isUp(following);
    server.playTo(60);
    await eventually(() => {
      expect(countsOf(following)[1]![1]).toBeGreaterThan(3);
    });
    await server.stop();
    await eventually(() => {
      expect(following.view().source.stale).toBe(true);
    });
    expect(following.view().agents.every(({ state }) => state === 'unknown')).toBe(true);
    const again = await standIn({ capture, port: server.port });
    again.setUptime(0);
    again.playTo(100);
    await eventually(() => {
      const { link, gaps, restartedAt } = following.view().source;
      expect(link).toBe('up');
      expect(gaps).toHaveLength(1);
      expect(gaps[0]!.to).not.toBeNull();
      expect(restartedAt).not.toBeNull();
    });
    expect(following.view().queues.every(({ today }) => today.isPartial)).toBe(true);
  });

  it('does not count those whom a shutdown throws out as abandoned', async () => {
    const server = await standIn({ capture });
    const following = follow(server.port);
    await isUp(following);
    const end = after(capture, { 'CC-Cancel-Reason': 'BREAK_OUT' });
    server.playTo(end - 1);
    server.send(
      eventOf({ 'Event-Name': 'SHUTDOWN', 'Event-Date-Timestamp': microseconds(end - 1) }),
    );
    server.playTo(end);
    await eventually(() => {
      const support = following.view().queues.find(({ queue }) => queue === 'support@default')!;
      expect([support.waiting, support.today.abandoned]).toEqual([0, 0]);
      expect(support.today.otherExits).toBeGreaterThan(0);
    });
  });
  const microseconds = (index: number) => String(Math.round(capture.events[index - 1]!.at * 1e6));

  it('notices a server that hangs, and comes back when another takes its place', async () => {
    const server = await standIn({ capture });
    const following = follow(server.port);
    await isUp(following);
    server.hang();
    await eventually(() => {
      expect(following.problems[0]?.message).toMatch(/no answer to strepoch/);
    });
    await eventually(() => {
      expect(following.problems.at(-1)!.message).toMatch(/no greeting/);
    });
    await server.stop();
    await standIn({ capture, port: server.port });
    await eventually(() => {
      expect(following.view().source).toMatchObject({ link: 'up', stale: false });
    });
  });

  it('says that it is refused with a wrong secret, never the secret, and keeps trying', async () => {
    const server = await standIn({ capture });
    const following = follow(server.port, 'tell-nobody');
    await eventually(() => {
      expect(following.problems.length).toBeGreaterThan(1);
    });
    expect(following.problems[0]).toMatchObject({ kind: 'refused' });
    expect(following.problems[0]!.message).toMatch(/-ERR invalid/);
    expect(JSON.stringify([following.problems, following.view()])).not.toContain('tell-nobody');
  });

  it('says that the server lets nobody in from here', async () => {
    const text = 'Access Denied, go away.\n';
    const server = await standIn({
      capture,
      greeting: `Content-Type: text/rude-rejection\nContent-Length: ${text.length}\n\n${text}`,
    });
    const following = follow(server.port);
    await eventually(() => {
      expect(following.problems[0]).toMatchObject({ kind: 'refused' });
      expect(following.problems[0]!.message).toMatch(/apply-inbound-acl/);
    });
  });

  it('hangs up on what is no FreeSWITCH', async () => {
    const server = await standIn({ capture, greeting: 'SSH-2.0-OpenSSH_9.2\n\n' });
    const following = follow(server.port);
    await eventually(() => {
      expect(following.problems[0]?.message).toMatch(/expected Content-Type.*SSH-2\.0/);
    });
  });

  it('says so where there is no mod_callcenter', async () => {
    const server = await standIn({ capture, unknown: ['callcenter_config queue list'] });
    const following = follow(server.port);
    await eventually(() => {
      expect(following.problems[0]?.message).toMatch(
        /callcenter_config queue list: expected a list, got "-ERR callcenter_config Command not found/,
      );
    });
  });

  it('does without the clock and the uptime of a server that does not tell them', async () => {
    const server = await standIn({ capture, unknown: ['strepoch', 'uptime s'] });
    const following = follow(server.port);
    await isUp(following);
    server.playTo(Infinity);
    await eventually(() => {
      expect(following.view().source).toMatchObject({ link: 'up', clockSkewSeconds: null });
      // The events' own instants are the intervals', whatever day it is here.
      expect(following.events.filter(({ kind }) => kind === 'caller-joined')).toHaveLength(24);
    });
  });

  it('gets over half a message and a close, and bytes that are no message', async () => {
    const server = await standIn({ capture });
    const following = follow(server.port);
    await isUp(following);
    const isUpAgain = async (problems: number) => {
      await eventually(() => {
        expect(following.problems).toHaveLength(problems);
        expect(following.view().source).toMatchObject({ link: 'up', stale: false });
        expect(following.snapshots()).toBe(problems + 1);
      });
    };
    server.send('Content-Length: 900\nContent-Type: text/event-json\n\n{"Event-Subclass":');
    await new Promise((resolve) => setTimeout(resolve, 30));
    server.drop();
    await isUpAgain(1);
    server.send(Uint8Array.from({ length: 70_000 }, (_, n) => (n * 7919) % 256));
    await isUpAgain(2);
    server.playTo(Infinity);
    await eventually(() => {
      expect(countsOf(following).map(([, offered]) => offered)).toEqual([8, 16]);
    });
  });

  it('gets over an event of ten megabytes and one that is no JSON, on the same connection', async () => {
    const server = await standIn({ capture });
    const following = follow(server.port);
    await isUp(following);
    server.send(eventOf({ 'CC-Action': 'x'.repeat(10_000_000) }));
    server.send('Content-Length: 5\nContent-Type: text/event-json\n\n{"a":');
    server.send('Content-Length: 4\nContent-Type: text/event-json\n\nnull');
    server.send(eventOf({ 'CC-Action': 'of-tomorrow', 'CC-Queue': 'support@default' }));
    server.playTo(Infinity);
    await eventually(() => {
      expect(countsOf(following).map(([, offered]) => offered)).toEqual([8, 16]);
    });
    expect(following.problems).toEqual([]);
  });

  it('counts the same when every event comes twice', async () => {
    const server = await standIn({ capture });
    const following = follow(server.port);
    await isUp(following);
    for (const [n, { bytes }] of capture.events.entries()) {
      server.playTo(n + 1);
      server.send(bytes);
    }
    await eventually(() => {
      expect(countsOf(following)).toEqual([
        ['sales@default', 8, 6, 1, 1],
        ['support@default', 16, 13, 3, 0],
      ]);
    });
  });

  it('reads the same frames however the bytes are cut', () => {
    const whole = readEslFrames().take(capture.bytes);
    expect(whole.length).toBe(capture.events.length + capture.answers.length + 3);
    for (const size of [1, 7, 1000, 65_536]) {
      const frames = readEslFrames();
      const cut = [];
      for (let at = 0; at < capture.bytes.length; at += size) {
        cut.push(...frames.take(capture.bytes.subarray(at, at + size)));
      }
      expect(cut, `${size} bytes at a time`).toEqual(whole);
      expect(frames.broken()).toBeNull();
    }
  });
});

/** What of a list the live day goes by. */
function essenceOf(table: string, command: string): unknown[] {
  const rows = readTable(table)!;
  const pick = (row: TableRow, columns: readonly string[]) => columns.map((key) => row.get(key));
  const essence = command.includes('tiers')
    ? rows.map((row) => [...pick(row, ['queue', 'agent']), row.get('state') === 'Active Inbound'])
    : rows.map((row) =>
        command.includes('members')
          ? pick(row, ['queue', 'uuid', 'joined_epoch', 'serving_agent', 'state'])
          : pick(row, ['name', 'status', 'state', 'wrap_up_time', 'last_bridge_end']),
      );
  return essence.sort();
}

function eventOf(fields: Readonly<Record<string, string>>): string {
  const body = JSON.stringify(fields);
  return `Content-Length: ${Buffer.byteLength(body)}\nContent-Type: text/event-json\n\n${body}`;
}
