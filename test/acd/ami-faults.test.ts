import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { connectAsterisk } from '../../src/acd/index.ts';
import {
  type LinkProblem,
  type LiveSettings,
  type LiveState,
  openLiveState,
} from '../../src/use-cases/index.ts';
import { capturedChunks, drivenCalls } from '../support/ami-capture.ts';
import { type StandIn, standInForAsterisk, type StandInOptions } from '../support/ami-stand-in.ts';
import { eventually } from '../support/eventually.ts';

const CHUNKS = capturedChunks('load450');
const BEGAN = 1_795_300_567.189;
const END = CHUNKS.at(-1)!.t;

const SETTINGS: LiveSettings = {
  name: 'test',
  system: 'asterisk',
  zone: 'UTC',
  stepSeconds: 900,
  agentNames: {},
  wrapUpReasons: [],
  wrapUpSecondsOf: () => 0,
  thresholdSecondsOf: () => null,
  staleAfterSeconds: 5,
};

const LIMITS = {
  connectMs: 1000,
  answerMs: 2000,
  pingEveryMs: 40,
  pingAnswerMs: 2000,
  pendingActions: 5,
  listItems: 10_000,
};

interface Following {
  readonly state: LiveState;
  readonly problems: LinkProblem[];
  readonly snapshots: () => number;
  readonly view: () => ReturnType<LiveState['view']>;
}

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function standIn(options: Partial<StandInOptions> = {}): Promise<StandIn> {
  const server = await standInForAsterisk({ chunks: CHUNKS, began: BEGAN, ...options });
  endings.push(() => server.stop());
  return server;
}

function follow(
  port: number,
  access: { readonly secret?: string; readonly ca?: string } = {},
  snapshotEveryMs = 60_000,
): Following {
  const stop = new AbortController();
  const state = openLiveState(SETTINGS);
  const problems: LinkProblem[] = [];
  let snapshots = 0;
  const run = connectAsterisk({
    name: 'test',
    access: {
      host: access.ca === undefined ? '127.0.0.1' : 'localhost',
      port,
      tls: access.ca === undefined ? null : { ca: access.ca === '' ? null : access.ca },
      username: 'wfm',
      secret: access.secret ?? 'wfm-secret',
    },
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
    snapshots: () => snapshots,
    view: () => {
      state.tick(Date.now());
      return state.view(Date.now());
    },
  };
}

const isUp = (following: Following) => async () => {
  await eventually(() => {
    expect(following.view().source.link).toBe('up');
    expect(following.snapshots()).toBeGreaterThan(0);
  });
};

/** Calls that had entered a queue so many seconds after the beginning, as their driver saw it. */
const joinedBy = (seconds: number): number =>
  drivenCalls('load450').filter(({ join }) => join / 1000 < BEGAN + seconds).length;

const offeredOf = (following: Following): number =>
  following.view().queues.reduce((sum, { today }) => sum + today.offered, 0);

describe('following an Asterisk', () => {
  it('counts what is played over the wire in its own chunks, as fast as it goes', async () => {
    const server = await standIn();
    const following = follow(server.port);
    await isUp(following)();
    for (let t = 0; t <= END; t += 500) server.playTo(t);
    await eventually(() => {
      const { queues } = following.view();
      expect(
        queues.map(({ queue, today }) => [
          queue,
          today.offered,
          today.answered,
          today.answeredInThreshold,
          today.abandoned,
          today.otherExits,
        ]),
      ).toEqual([
        ['billing', 39, 20, 13, 19, 0],
        ['sales', 148, 91, 49, 53, 4],
        ['support', 263, 184, 83, 79, 0],
      ]);
    });
    expect(new Set(server.actions)).toEqual(new Set(['Challenge', 'Login', 'Ping', 'QueueStatus']));
  });

  it('hears a server that was stopped and started again, and tells the gap', async () => {
    const server = await standIn();
    const following = follow(server.port);
    await isUp(following)();
    server.playTo(100_000);
    await eventually(() => {
      expect(offeredOf(following)).toBeGreaterThan(50);
    });
    const before = offeredOf(following);
    await server.stop();
    await eventually(() => {
      expect(following.view().source.stale).toBe(true);
    });
    const down = following.view();
    expect(down.agents.every(({ state }) => state === 'unknown')).toBe(true);
    expect(down.source.problem).not.toBeNull();

    const again = await standIn({ port: server.port });
    again.setUptime(0);
    again.playTo(101_000);
    await eventually(() => {
      expect(following.view().source.link).toBe('up');
    });
    const up = following.view();
    expect(up.source.restartedAt).not.toBeNull();
    expect(up.source.gaps).toHaveLength(1);
    expect(up.source.gaps[0]!.to).not.toBeNull();
    expect(up.queues.every(({ today }) => today.isPartial)).toBe(true);
    expect(offeredOf(following)).toBeGreaterThanOrEqual(before);
  });

  it('does not count those whom a shutdown throws out as abandoned', async () => {
    const server = await standIn();
    const following = follow(server.port);
    await isUp(following)();
    const event = (name: string, at: number, more = '') =>
      `Event: ${name}\r\nTimestamp: ${(BEGAN + at).toFixed(6)}\r\nQueue: support\r\n${more}\r\n`;
    server.send(event('QueueCallerJoin', 1, 'Uniqueid: 1.1\r\n'));
    server.send(event('QueueCallerAbandon', 3, 'Uniqueid: 1.1\r\n'));
    server.send(event('QueueCallerLeave', 3, 'Uniqueid: 1.1\r\n'));
    server.send(event('QueueCallerJoin', 4, 'Uniqueid: 1.2\r\n'));
    server.send(event('QueueCallerAbandon', 9, 'Uniqueid: 1.2\r\n'));
    server.send(event('QueueCallerLeave', 9, 'Uniqueid: 1.2\r\n'));
    server.send(
      `Event: Shutdown\r\nTimestamp: ${(BEGAN + 9.1).toFixed(6)}\r\nShutdown: Cleanly\r\n\r\n`,
    );
    await eventually(() => {
      const { today } = following.view().queues.find(({ queue }) => queue === 'support')!;
      expect([today.offered, today.abandoned, today.otherExits]).toEqual([2, 1, 1]);
    });
  });

  it('notices a server that hangs, and comes back when another takes its place', async () => {
    const server = await standIn();
    const following = follow(server.port);
    await isUp(following)();
    server.hang();
    await eventually(() => {
      expect(following.problems[0]?.message).toMatch(/no answer to Ping/);
    });
    await eventually(() => {
      expect(following.problems.at(-1)!.message).toMatch(/no greeting/);
    });
    await server.stop();
    await standIn({ port: server.port });
    await eventually(() => {
      expect(following.view().source).toMatchObject({ link: 'up', stale: false });
    });
  });

  it('says that it is refused with a wrong secret, never the secret, and keeps trying', async () => {
    const server = await standIn();
    const following = follow(server.port, { secret: 'tell-nobody' });
    await eventually(() => {
      expect(following.problems.length).toBeGreaterThan(1);
    });
    expect(following.problems[0]).toMatchObject({ kind: 'refused' });
    expect(following.problems[0]!.message).toMatch(/Authentication failed/);
    expect(JSON.stringify([following.problems, following.view()])).not.toContain('tell-nobody');
    expect(following.view().source).toMatchObject({ link: 'refused', stale: true });
  });

  it('gets over half a message and a close', async () => {
    const server = await standIn();
    const following = follow(server.port);
    await isUp(following)();
    server.playTo(50_000);
    server.send('Event: QueueCallerJoin\r\nQueue: support\r\nUniq');
    await new Promise((resolve) => setTimeout(resolve, 30));
    const before = offeredOf(following);
    server.drop();
    await eventually(() => {
      expect(following.problems).toHaveLength(1);
      expect(following.view().source.link).toBe('up');
    });
    server.playTo(60_000);
    await eventually(() => {
      expect(offeredOf(following)).toBeGreaterThan(before);
    });
  });

  it('gets over a line of ten megabytes and garbage, on the same connection', async () => {
    const server = await standIn();
    const following = follow(server.port);
    await isUp(following)();
    server.send(`Event: Huge\r\nData: ${'x'.repeat(10_000_000)}\r\n\r\n`);
    server.send(Uint8Array.from({ length: 70_000 }, (_, n) => (n * 7919) % 256));
    server.send('\r\n\r\n');
    server.playTo(60_000);
    await eventually(() => {
      expect(offeredOf(following)).toBe(joinedBy(60));
    });
    expect(following.problems).toEqual([]);
  });

  it('hangs up on what is no Asterisk', async () => {
    const server = await standIn({ banner: 'SSH-2.0-OpenSSH_9.2' });
    const following = follow(server.port);
    await eventually(() => {
      expect(following.problems[0]?.message).toMatch(
        /expected "Asterisk Call Manager\/\.\.\.".*SSH-2\.0/,
      );
    });
  });

  it('takes the fields of an old Asterisk, and no timestamps', async () => {
    const server = await standIn({
      withoutFields: [
        'InCall',
        'LastPause',
        'LoginTime',
        'PausedReason',
        'Wrapuptime',
        'Timestamp',
      ],
    });
    const following = follow(server.port);
    await isUp(following)();
    for (let t = 0; t <= END; t += 500) server.playTo(t);
    await eventually(() => {
      const sum = following.view().queues.map(({ today }) => [today.offered, today.answered]);
      expect(sum).toEqual([
        [39, 20],
        [148, 91],
        [263, 184],
      ]);
    });
  });

  it('keeps to the clock of a server that is hours off', async () => {
    const server = await standIn();
    const following = follow(server.port);
    await isUp(following)();
    const { clockSkewSeconds } = following.view().source;
    expect(clockSkewSeconds).toBeCloseTo(BEGAN - Date.now() / 1000, 0);
    server.playTo(60_000);
    await eventually(() => {
      const support = following.view().queues.find(({ queue }) => queue === 'support')!;
      // Waits are differences of one clock: nobody has waited for days.
      if (support.waiting > 0) expect(support.longestWaitSeconds).toBeLessThan(120);
      expect(support.today.offered).toBeGreaterThan(20);
      expect(support.today.from.startsWith('2026-11-21')).toBe(true);
    });
  });

  it('asks for everything anew on a timer, and finds no difference', async () => {
    const server = await standIn();
    const following = follow(server.port, {}, 30);
    await isUp(following)();
    await eventually(() => {
      expect(following.snapshots()).toBeGreaterThan(3);
    });
    expect(following.state.takeDrift()).toEqual([]);
  });

  it('speaks TLS, and trusts nobody but whom it was told', async () => {
    const read = (name: string) =>
      readFileSync(join(import.meta.dirname, '../fixtures/asterisk', name), 'utf8');
    const [key, cert] = [read('stand-in.key'), read('stand-in.crt')];
    const server = await standIn({ tls: { key, cert } });
    await isUp(follow(server.port, { ca: cert }))();
    const distrusting = follow(server.port, { ca: '' });
    await eventually(() => {
      expect(distrusting.problems[0]?.message).toMatch(/SELF_SIGNED/);
    });
    expect(distrusting.snapshots()).toBe(0);
  });
});
