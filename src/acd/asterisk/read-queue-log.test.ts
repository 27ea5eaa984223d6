import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EIGHT, logBytes, logText, readLog } from '../../../test/support/queue-log.ts';

const outcomes = async (lines: readonly string[]) =>
  (await readLog(logBytes(lines))).calls.map(({ callId, queue, outcome, waitSeconds }) =>
    [callId, queue, outcome, waitSeconds].join(' '),
  );

/** Every way out of a queue, as Asterisk 22 writes it. */
const EVERY_WAY = [
  '0|NONE|NONE|NONE|QUEUESTART|',
  '1|c1|support|NONE|ENTERQUEUE||0600000001|1',
  '1|c2|support|NONE|ENTERQUEUE||0600000002|2',
  '2|c3|sales|NONE|ENTERQUEUE||0600000003|1',
  '2|c4|sales|NONE|ENTERQUEUE||0600000004|2',
  '3|c5|sales|NONE|ENTERQUEUE||0600000005|3',
  '3|c6|billing|NONE|ENTERQUEUE||0600000006|1',
  '3|c6|billing|NONE|EXITEMPTY|1|1|0',
  '4|c1|support|Ada|CONNECT|3|m1|2',
  '5|c2|support|Ben|RINGCANCELED|800',
  '5|c2|support|NONE|ABANDON|1|2|4',
  '9|c3|sales|NONE|EXITWITHTIMEOUT|1|1|7',
  '9|c3|support|NONE|ENTERQUEUE||0600000003|1',
  '10|c4|sales|NONE|EXITWITHKEY|9|1|2|8',
  '11|c5|sales|NONE|WITHDRAW|1|3|8|moved',
  '12|c3|support|Ben|RINGNOANSWER|3000',
  '13|c3|support|Ben|CONNECT|4|m2|1',
  '20|c1|support|Ada|COMPLETEAGENT|3|16|1',
  '25|c3|support|Ben|BLINDTRANSFER|7000|transfer|4|12|1',
];

describe('calls', () => {
  it('come out by the way they left, wait as the log says', async () => {
    expect(await outcomes(EVERY_WAY)).toEqual([
      'c6 billing empty 0',
      'c3 sales timeout 7',
      // Settled once a later line shows that no shutdown wrote it.
      'c2 support abandoned 4',
      'c4 sales key 8',
      'c5 sales withdrawn 8',
      'c1 support answered 3',
      'c3 support answered 4',
    ]);
  });

  it('that were transferred have their talk, counted from the right for attended transfers', async () => {
    const { calls } = await readLog(
      logBytes([
        '1|c1|q|NONE|ENTERQUEUE||1|1',
        '1|c2|q|NONE|ENTERQUEUE||2|2',
        '2|c1|q|Ada|CONNECT|1|m1|1',
        '3|c2|q|Ben|CONNECT|2|m2|1',
        '9|c1|q|Ada|ATTENDEDTRANSFER|BRIDGE|b-1|1|7|1',
        '9|c2|q|Ben|ATTENDEDTRANSFER|LINK|chan-1|chan-2|2|6|2',
      ]),
    );
    expect(calls.map(({ talkSeconds, agent }) => [talkSeconds, agent])).toEqual([
      [7, 'Ada'],
      [6, 'Ben'],
    ]);
  });

  it('that enter a queue twice in a second are two', async () => {
    const { calls } = await readLog(
      logBytes([
        '1|c1|q|NONE|ENTERQUEUE||1|1',
        '1|c1|q|NONE|EXITEMPTY|1|1|0',
        '1|c1|q|NONE|ENTERQUEUE||1|1',
        '1|c1|q|NONE|EXITEMPTY|1|1|0',
      ]),
    );
    expect(calls.map(({ occurrence }) => occurrence)).toEqual([1, 2]);
  });

  it('that are not over are told as they stand', async () => {
    const { calls } = await readLog(
      logBytes([
        '1|c1|q|NONE|ENTERQUEUE||1|1',
        '4|c2|q|NONE|ENTERQUEUE||1|1',
        '6|c1|q|Ada|CONNECT|5|m|1',
      ]),
    );
    expect(calls).toMatchObject([
      { callId: 'c1', outcome: 'talking', waitSeconds: 5, talkSeconds: null, agent: 'Ada' },
      { callId: 'c2', outcome: 'waiting', waitSeconds: 2, talkSeconds: null, agent: null },
    ]);
  });

  it('may be taken by an agent who has left the queue meanwhile', async () => {
    expect(
      await outcomes([
        '1|c1|q|NONE|ENTERQUEUE||1|1',
        '2|MANAGER|q|Ada|REMOVEMEMBER|',
        '3|c1|q|Ada|CONNECT|2|m|1',
        '9|c1|q|Ada|COMPLETECALLER|2|6|1',
      ]),
    ).toEqual(['c1 q answered 2']);
  });

  it('whose beginning is in no file are counted', async () => {
    const { calls, last } = await readLog(
      logBytes(['1|c1|q|Ada|COMPLETECALLER|2|6|1', '1|c2|q|NONE|ABANDON|1|1|7']),
    );
    expect(calls).toEqual([]);
    expect(last.counts.orphans).toBe(2);
  });

  it('of which nothing is heard for a day are over', async () => {
    const { calls, last } = await readLog(
      logBytes(['1|c1|q|NONE|ENTERQUEUE||1|1', '90100|NONE|NONE|NONE|CONFIGRELOAD|']),
    );
    expect(calls).toMatchObject([{ outcome: 'cut' }]);
    expect(last.counts.expired).toBe(1);
  });
});

describe('a restart', () => {
  const THREE = [1, 2, 3].map((n) => `1|c${n}|q|NONE|ENTERQUEUE||${n}|${n}`);

  it('without an end of the open calls was a crash', async () => {
    const { calls, last } = await readLog(
      logBytes([...THREE, '5|c1|q|Ada|CONNECT|4|m|1', '60|NONE|NONE|NONE|QUEUESTART|']),
    );
    expect(calls.map(({ callId, outcome }) => [callId, outcome])).toEqual([
      ['c1', 'talk-cut'],
      ['c2', 'cut'],
      ['c3', 'cut'],
    ]);
    expect(last.counts).toMatchObject({ cutTalking: 1, cutWaiting: 2, cutByShutdown: 0 });
  });

  it('after abandons that left nobody waiting was a shutdown', async () => {
    const { last } = await readLog(
      logBytes([
        ...THREE,
        ...['30|c1|q|NONE|ABANDON|1|1|29', '31|c2|q|NONE|ABANDON|1|2|30'],
        ...['31|c3|q|NONE|ABANDON|1|3|30', '60|NONE|NONE|NONE|QUEUESTART|'],
      ]),
    );
    expect(last.counts).toMatchObject({ cutByShutdown: 3, cutWaiting: 0 });
  });

  it('leaves alone who hung up before others were left waiting', async () => {
    expect(
      await outcomes([
        ...THREE,
        ...['30|c1|q|NONE|ABANDON|1|1|29', '30|c2|q|NONE|ABANDON|1|2|29'],
        '60|NONE|NONE|NONE|QUEUESTART|',
      ]),
    ).toEqual(['c1 q abandoned 29', 'c2 q abandoned 29', 'c3 q cut 29']);
  });

  it('leaves alone who hung up before the log went on', async () => {
    expect(
      await outcomes([
        ...['1|c1|q|NONE|ENTERQUEUE||1|1', '5|c1|q|NONE|ABANDON|1|1|4'],
        ...['6|NONE|q|Ada|PAUSE|Lunch', '30|NONE|NONE|NONE|QUEUESTART|'],
      ]),
    ).toEqual(['c1 q abandoned 4']);
  });

  it('ends sessions and pauses when they were last heard of', async () => {
    const { spans } = await readLog(
      logBytes([
        ...['1|MANAGER|q|Ada|ADDMEMBER|', '5|NONE|q|Ada|PAUSE|Lunch'],
        ...['9|c1|q|NONE|ENTERQUEUE||1|1', '60|NONE|NONE|NONE|QUEUESTART|'],
      ]),
    );
    expect(spans.map(({ kind, end, endIsKnown }) => [kind, end! - EIGHT, endIsKnown])).toEqual([
      ['member', 9, false],
      ['pause', 9, false],
    ]);
  });
});

describe("agents' time", () => {
  it('has sessions, pauses with reason, and counts a pause of all queues once a queue', async () => {
    const { spans } = await readLog(
      logBytes([
        '1|MANAGER|q|Local/1@agents|ADDMEMBER|',
        '2|NONE|NONE|Ada|PAUSEALL|Lunch',
        '2|NONE|q|Ada|PAUSE|Lunch',
        '3|NONE|q|Ada|PAUSE|a | b',
        '7|NONE|NONE|Ada|UNPAUSEALL|',
        '7|NONE|q|Ada|UNPAUSE|',
        '9|MANAGER|q|Ada|REMOVEMEMBER|',
      ]),
      { agentNames: { 'Local/1@agents': 'Ada' } },
    );
    expect(
      spans.map(({ agent, kind, reason, start, end }) => [
        agent,
        kind,
        reason,
        start - EIGHT,
        end! - EIGHT,
      ]),
    ).toEqual([
      ['Ada', 'pause', 'Lunch', 2, 3],
      ['Ada', 'pause', 'a | b', 3, 7],
      ['Ada', 'member', '', 1, 9],
    ]);
  });

  it('gives wrap-up from pauses: after the call, or from its end where the pause began before', async () => {
    const talk = (call: string, from: number, agent: string) => [
      `${from}|${call}|q|NONE|ENTERQUEUE||1|1`,
      `${from}|${call}|q|${agent}|CONNECT|0|m|1`,
    ];
    const { calls } = await readLog(
      logBytes([
        ...talk('after', 1, 'Ada'),
        ...talk('before', 1, 'Ben'),
        ...talk('none', 1, 'Cleo'),
        '5|NONE|q|Ben|PAUSE|Wrap',
        '10|after|q|Ada|COMPLETECALLER|0|9|1',
        '10|before|q|Ben|COMPLETECALLER|0|9|1',
        '10|none|q|Cleo|COMPLETECALLER|0|9|1',
        '12|NONE|q|Ada|PAUSE|Wrap',
        '13|NONE|q|Cleo|PAUSE|Lunch',
        '30|NONE|q|Ada|UNPAUSE|',
        '40|NONE|q|Ben|UNPAUSE|',
        '50|NONE|q|Cleo|UNPAUSE|',
        ...talk('next', 60, 'Cleo'),
      ]),
      { wrapUpReasons: ['Wrap'] },
    );
    expect(
      Object.fromEntries(calls.map(({ callId, wrapUpSeconds }) => [callId, wrapUpSeconds])),
    ).toEqual({ after: 18, before: 30, none: 0, next: null });
  });
});

describe('what is no line of the log', () => {
  it('is counted, and unknown events by name', async () => {
    const { calls, last } = await readLog([
      new TextEncoder().encode(
        `garbage\n${logText(['1|c1|q|NONE|DID|0123', '2||q||DID|x'])}12|a|b|c|ENTERQUEUE|\n\r\n99999999999|a|b|c|ENTERQUEUE|\n`,
      ),
      Uint8Array.of(0xff, 0xfe, 0x00, 0x0a),
    ]);
    expect(calls).toEqual([]);
    expect(last.counts).toMatchObject({ lines: 6, malformed: 4, unknown: { DID: 2 } });
  });

  it('as one line of 10 MB, is let go, and the log goes on after it', async () => {
    const { calls, last } = await readLog([
      ...Array.from({ length: 40 }, () => new Uint8Array(250_000).fill(0x61)),
      new TextEncoder().encode(`\n${logText(['1|c1|q|NONE|ENTERQUEUE||1|1'])}`),
    ]);
    expect(calls).toHaveLength(1);
    expect(last.bytes).toBe(10_000_001 + logText(['1|c1|q|NONE|ENTERQUEUE||1|1']).length);
    expect(last.counts).toMatchObject({ lines: 2, malformed: 1 });
  });

  it('as a clock that leaps years ahead, is left out and counted; back an hour is taken', async () => {
    const { calls, last } = await readLog([
      new TextEncoder().encode(
        `${logText(['3600|c1|q|NONE|ENTERQUEUE||1|1', '0|c2|q|NONE|ENTERQUEUE||2|2'])}2767600000|c3|q|NONE|ENTERQUEUE||3|3\n`,
      ),
    ]);
    expect(calls.map(({ callId }) => callId)).toEqual(['c1', 'c2']);
    expect(last.counts).toMatchObject({ lines: 3, ahead: 1 });
    expect(last.heard?.to).toBe(1_767_600_000 + 3600);
  });

  it.each([
    ['a piece of a line', 30, 1],
    ['a line of 3 MB', 3_000_000, 100],
  ])('as %s at the end, is told and read once it has ended', async (_, size, pieces) => {
    const whole = new TextEncoder().encode(logText(['1|c1|q|NONE|ENTERQUEUE||1|1']));
    const piece = new Uint8Array(size / pieces).fill(0x61);
    const torn = Array.from({ length: pieces }, () => piece);
    const cut = await readLog([whole, ...torn], { takesTornLine: false });
    expect([cut.last.bytes, cut.last.tornBytes]).toEqual([whole.length, size]);
    expect(cut.last.counts).toMatchObject({ lines: 1, malformed: 0 });
    const taken = await readLog([whole, ...torn], { takesTornLine: true });
    expect([taken.last.bytes, taken.last.tornBytes]).toEqual([whole.length + size, 0]);
    expect(taken.last.counts).toMatchObject({ lines: 2, malformed: 1 });
  });
});

describe('reading on', () => {
  const text = new TextEncoder().encode(
    logText([
      ...EVERY_WAY,
      ...[
        '30|MANAGER|q|Ada|ADDMEMBER|',
        '31|NONE|q|Ada|PAUSE|Wrap',
        '32|c9|q|NONE|ENTERQUEUE||Žižek|1',
      ],
      ...['33|c9|q|NONE|ABANDON|1|1|1', '40|NONE|NONE|NONE|QUEUESTART|'],
    ]),
  );
  const options = { wrapUpReasons: ['Wrap'], takesTornLine: false };

  it('from any byte gives what reading at once gives', async () => {
    const whole = await readLog([text], options);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: text.length }), async (cut) => {
        const first = await readLog([text.subarray(0, cut)], options);
        const { bytes, state } = first.last;
        const second = await readLog([text.subarray(bytes)], options, state);
        const settled = first.calls.slice(0, first.calls.length - first.last.openCalls.length);
        expect([...settled, ...second.calls]).toEqual(whole.calls);
        expect(bytes + second.last.bytes).toBe(text.length);
      }),
    );
  });

  it('in pieces of any size gives the same', async () => {
    const whole = await readLog([text], options);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 90 }), async (size) => {
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
          text.subarray(index * size, (index + 1) * size),
        );
        expect((await readLog(pieces, options)).calls).toEqual(whole.calls);
      }),
    );
  });

  it('refuses a state of another version', async () => {
    await expect(readLog([text], options, '{"version":0}')).rejects.toThrow(
      'expected the state of a log as this version keeps it, got version 0; read the log anew with --again',
    );
  });
});
