import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmiFrames } from './frames.ts';
import { numberField, textField, writeAmiAction } from './message.ts';

const BANNER = 'Asterisk Call Manager/11.0.0\r\n';
const PAUSE =
  'Event: QueueMemberPause\r\nMemberName: Zoë Žagar\r\nPausedReason: \r\nPaused: 1\r\n\r\n';

function readAll(pieces: readonly Uint8Array[], maxBytes?: number) {
  const frames = readAmiFrames(maxBytes);
  const messages = pieces.flatMap((piece) => [...frames.take(piece)]);
  return { messages, banner: frames.banner(), faults: frames.faults() };
}

function cut(bytes: Uint8Array, at: readonly number[]): readonly Uint8Array[] {
  const ends = [...new Set([0, ...at.map((n) => n % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  return ends.slice(1).map((end, index) => bytes.subarray(ends[index], end));
}

describe('the frames of a manager connection', () => {
  it('are the same however the bytes are chunked', () => {
    const text = `${BANNER}${PAUSE}Response: Success\r\nActionID: 1\r\n\r\n${PAUSE.replaceAll('\r', '')}`;
    const bytes = Buffer.from(text);
    const whole = readAll([bytes]);
    expect(whole.messages).toHaveLength(3);
    expect(whole.banner).toBe('Asterisk Call Manager/11.0.0');
    expect(textField(whole.messages[0]!, 'membername')).toBe('Zoë Žagar');
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), (at) => {
        expect(readAll(cut(bytes, at))).toEqual(whole);
      }),
    );
    expect(readAll([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  it('tell an empty value from an absent one, and neither is a number', () => {
    const [message] = readAll([Buffer.from(BANNER + PAUSE)]).messages;
    expect(textField(message!, 'pausedreason')).toBe('');
    expect(textField(message!, 'incall')).toBeNull();
    expect(numberField(message!, 'pausedreason')).toBeNull();
    expect(numberField(message!, 'paused')).toBe(1);
    expect(numberField(message!, 'membername')).toBeNull();
  });

  it('go on after a line of ten megabytes without keeping it, and after garbage', () => {
    const frames = readAmiFrames();
    frames.take(Buffer.from(`${BANNER}Event: Big\r\nData: `));
    for (let piece = 0; piece < 160; piece++) frames.take(Buffer.alloc(65_536, 'x'));
    expect(frames.take(Buffer.from(`\r\nMore: 1\r\n\r\n${PAUSE}`))).toHaveLength(1);
    const garbage = Uint8Array.from({ length: 5000 }, (_, n) => (n * 7919) % 256);
    const messages = [...frames.take(garbage), ...frames.take(Buffer.from(`\r\n\r\n${PAUSE}`))];
    expect(messages.map((message) => textField(message, 'event'))).toContain('QueueMemberPause');
    expect(frames.faults().oversized).toBe(1);
    expect(frames.faults().malformed).toBeGreaterThan(0);
  });

  it('never throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (pieces) => {
        const frames = readAmiFrames(100);
        for (const piece of pieces) frames.take(piece);
        frames.take(Buffer.from(`\n\n\n`));
        const after = frames.take(Buffer.from(PAUSE));
        expect(textField(after.at(-1)!, 'event')).toBe('QueueMemberPause');
      }),
    );
  });

  it('of what is sent hold one line a value', () => {
    expect(writeAmiAction([['Action', 'Ping']])).toBe('Action: Ping\r\n\r\n');
    expect(() => writeAmiAction([['Username', 'x\r\nAction: QueueReset']])).toThrow(
      'expected one line for Username',
    );
  });
});
