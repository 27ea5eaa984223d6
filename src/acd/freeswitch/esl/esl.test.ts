import { describe, expect, it } from 'vitest';
import { openCallcenter } from './callcenter.ts';
import { readEslFrames } from './frames.ts';
import { isReadOnlyCommand } from './session.ts';
import { readTable } from './tables.ts';

describe('frames of an event socket', () => {
  const bytes = (text: string) => Buffer.from(text);

  it('go by their length in bytes, not in characters', () => {
    const body = '{"CC-Agent":"Žiga"}';
    const text = `Content-Length: ${Buffer.byteLength(body)}\nContent-Type: text/event-json\n\n${body}Content-Type: auth/request\n\n`;
    const frames = readEslFrames();
    const read = [...bytes(text)].flatMap((byte) => frames.take(Uint8Array.of(byte)));
    expect(read.map(({ type, body: told }) => [type, told])).toEqual([
      ['text/event-json', body],
      ['auth/request', ''],
    ]);
  });

  it('passes over an event that is too large, without keeping it', () => {
    const frames = readEslFrames();
    frames.take(bytes(`Content-Length: ${2 ** 31}\nContent-Type: text/event-json\n\n`));
    const chunk = Buffer.alloc(1024 * 1024);
    for (let sent = 0; sent < 2 ** 31; sent += chunk.length) {
      expect(frames.take(chunk)).toEqual([]);
    }
    expect(frames.oversized()).toBe(1);
    expect(frames.take(bytes('Content-Type: auth/request\n\n'))).toHaveLength(1);
  });

  it.each([
    ['Content-Length: 5\n\nhello', /expected Content-Type/],
    ['Content-Type: api/response\nContent-Length: -5\n\n', /Content-Length/],
    ['Content-Type: api/response\nContent-Length: 1e9\n\n', /Content-Length/],
    ['Content-Type: api/response\nContent-Length: 99999999999\n\n', /answer of at most/],
    [`X: ${'x'.repeat(20_000)}`, /headers of at most/],
    ['\u0000\u0001 nothing\n\n', /got "\.\. nothing"/],
  ])('says what cannot be read: %j', (text, expected) => {
    const frames = readEslFrames();
    expect(frames.take(bytes(text))).toEqual([]);
    expect(frames.broken()).toMatch(expected);
    // Nothing can be found again after it.
    expect(frames.take(bytes('Content-Type: auth/request\n\n'))).toEqual([]);
  });
});

describe('lists of mod_callcenter', () => {
  it('may be empty, then without a header', () => {
    expect(readTable('+OK\n')).toEqual([]);
    expect(readTable('name|state\n+OK\n')).toEqual([]);
  });

  it('are known by their names of columns, in any order', () => {
    expect(readTable('state|name\nWaiting|Ada\n+OK\n')![0]!.get('name')).toBe('Ada');
  });

  it('let callers have a "|" in their names, and leave out lines that are short', () => {
    const rows = readTable('uuid|cid_name|state\n1|a|b||Waiting\n2|Trying\n3||Answered\n+OK\n')!;
    expect(rows.map((row) => [row.get('uuid'), row.get('cid_name'), row.get('state')])).toEqual([
      ['1', 'a|b|', 'Waiting'],
      ['3', '', 'Answered'],
    ]);
  });

  it.each(['-ERR Queue not found!\n', '-USAGE: callcenter_config ...\n', ''])(
    'are no answers such as %j',
    (text) => {
      expect(readTable(text)).toBeNull();
    },
  );
});

describe('commands', () => {
  it.each([
    ['callcenter_config queue list', true],
    ['callcenter_config queue list members support@default', true],
    ['callcenter_config agent set status 1001@default "Logged Out"', false],
    ['callcenter_config queue list members a b', false],
    ['callcenter_config queue list members a\n\napi fsctl shutdown', false],
    ['callcenter_config queue unload support@default', false],
    ['fsctl shutdown', false],
    ['strepoch; reload mod_sofia', false],
    ['', false],
  ])('%j may be sent: %s', (command, may) => {
    expect(isReadOnlyCommand(command)).toBe(may);
  });
});

describe('events of mod_callcenter', () => {
  const event = (fields: Readonly<Record<string, string>>) => new Map(Object.entries(fields));
  const end = (reason: string) =>
    event({
      'Event-Date-Timestamp': '1795302365507000',
      'CC-Action': 'member-queue-end',
      'CC-Queue': 'q',
      'CC-Member-UUID': 'u',
      'CC-Cause': 'Cancel',
      'CC-Cancel-Reason': reason,
    });

  it.each([
    ['BREAK_OUT', 'caller-abandoned'],
    ['NONE', 'caller-abandoned'],
    ['TIMEOUT', 'caller-left'],
    ['NO_AGENT_TIMEOUT', 'caller-left'],
    ['EXIT_WITH_KEY', 'caller-left'],
  ])('a caller who goes with %s is told as %s', (reason, kind) => {
    expect(openCallcenter().events(end(reason), 0)).toEqual([
      { kind, at: 1_795_302_365.507, queue: 'q', callId: 'u' },
    ]);
  });

  it('say nothing where they lack what they would need, or are of another kind', () => {
    const callcenter = openCallcenter();
    for (const fields of [
      {},
      { 'CC-Action': 'member-queue-start' },
      { 'CC-Action': 'member-queue-start', 'CC-Queue': 'q' },
      { 'CC-Action': 'bridge-agent-start', 'CC-Queue': 'q', 'CC-Member-UUID': 'u' },
      { 'CC-Action': 'members-count', 'CC-Queue': 'q', 'CC-Count': '3' },
      { 'CC-Action': 'agent-state-change', 'CC-Agent': 'nobody' },
      { 'CC-Action': 'of-tomorrow', 'CC-Queue': 'q', 'CC-Member-UUID': 'u', 'CC-Agent': 'a' },
    ]) {
      expect(callcenter.events(event(fields), 0), JSON.stringify(fields)).toEqual([]);
    }
  });

  it('without an instant happen when they are heard', () => {
    const fields = { 'CC-Action': 'member-queue-start', 'CC-Queue': 'q', 'CC-Member-UUID': 'u' };
    expect(openCallcenter().events(event(fields), 7)[0]!.at).toBe(7);
  });
});
