import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLogFile, readQueueLog } from '../../src/acd/index.ts';
import { tallyLog } from '../../src/use-cases/index.ts';
import { capture, capturesAbsence, capturesStandAside } from '../support/captures.ts';
import { capturedEsl } from '../support/esl-capture.ts';
import { readLog } from '../support/queue-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'agner-esl-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Events as the socket frames them, seconds after 2026-01-05 08:00 UTC. */
function recorded(
  events: readonly (readonly [number, Readonly<Record<string, string>>])[],
): Buffer {
  const bodies = events.map(([at, fields]) =>
    JSON.stringify({
      'Event-Name': 'CUSTOM',
      'Event-Date-Timestamp': `${(1_767_600_000 + at) * 1e6}`,
      ...fields,
    }),
  );
  const frames = bodies.map(
    (body) =>
      `Content-Length: ${Buffer.byteLength(body)}\nContent-Type: text/event-json\n\n${body}`,
  );
  return Buffer.from(`Content-Type: auth/request\n\n${frames.join('')}`);
}

const call = (action: string, id: string, more: Readonly<Record<string, string>> = {}) => ({
  'CC-Action': action,
  'CC-Queue': 'support@default',
  'CC-Member-UUID': id,
  ...more,
});
const status = (text: string) => ({
  ...{ 'CC-Action': 'agent-status-change', 'CC-Agent': 'Ada č|x', 'CC-Agent-Status': text },
});
const gone = (id: string, reason: string) =>
  call('member-queue-end', id, { 'CC-Cause': 'Cancel', 'CC-Cancel-Reason': reason });

const EVENTS = recorded([
  [0, status('Available')],
  [1.25, call('member-queue-start', 'c1')],
  [2, call('member-queue-start', 'c2')],
  [3, call('member-queue-start', 'c3')],
  [4, call('member-queue-start', 'c4')],
  [5.5, call('bridge-agent-start', 'c1', { 'CC-Agent': 'Ada č|x' })],
  [6, gone('c2', 'BREAK_OUT')],
  [7, gone('c3', 'EXIT_WITH_KEY')],
  [15.75, call('bridge-agent-end', 'c1', { 'CC-Agent': 'Ada č|x' })],
  [15.75, call('member-queue-end', 'c1', { 'CC-Cause': 'Terminated' })],
  [20, status('On Break')],
  [30, status('Available')],
  [40, status('Logged Out')],
  [50, { 'Event-Name': 'SHUTDOWN' }],
  [50.1, gone('c4', 'NONE')],
]);

async function read(path: string, offset = 0): Promise<Buffer> {
  const file = await openLogFile(path);
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.read(offset)) chunks.push(chunk);
  await file.close();
  return Buffer.concat(chunks);
}

describe('a recorded event socket as history', () => {
  it('is the queue log that it amounts to, from any byte on', async () => {
    const path = join(folder, 'made.rx');
    writeFileSync(path, EVENTS);
    const whole = await read(path);
    const { calls, spans, last } = await readLog([whole]);
    expect(
      [...calls]
        .sort((a, b) => (a.callId < b.callId ? -1 : 1))
        .map(({ callId, outcome, waitSeconds, talkSeconds, agent }) => [
          ...[callId, outcome, waitSeconds, talkSeconds, agent],
        ]),
    ).toEqual([
      ['c1', 'answered', 4.25, 10.25, 'Ada č_x'],
      ['c2', 'abandoned', 4, null, null],
      ['c3', 'key', 4, null, null],
      ['c4', 'cut', expect.any(Number), null, null],
    ]);
    const at = (instant: number | null) => (instant === null ? null : instant - 1_767_600_000);
    expect(spans.map(({ kind, start, end }) => [kind, at(start), at(end)])).toEqual([
      ['pause', 20, 30],
      ['login', 0, 40],
    ]);
    // Who leaves after the shutdown is none of the queue's any more.
    expect(last.counts.orphans).toBe(1);
    for (const offset of [1, 100, whole.length - 5]) {
      expect((await read(path, offset)).equals(whole.subarray(offset))).toBe(true);
    }
  });

  it('is refused where it cannot be read on', async () => {
    const path = join(folder, 'broken.rx');
    writeFileSync(path, Buffer.concat([EVENTS, Buffer.from('\n\ngarbage\n\n')]));
    await expect(read(path)).rejects.toThrowError(
      /broken\.rx: expected Content-Type and Content-Length, got "garbage"/,
    );
  });

  it.skipIf(capturesStandAside())(
    `has the counts of the real server, and its waits and conversations${capturesAbsence()}`,
    async () => {
      const settings = {
        ...{ zone: 'UTC', stepSeconds: 900, thresholdSeconds: 5 },
        wrapUp: { kind: 'unknown' },
      } as const;
      const options = { wrapUpReasons: [], agentNames: {}, takesTornLine: true };
      for (const [name, answered, left] of [
        ['fs-callcenter', { 'support@default': 13, 'sales@default': 6 }, 5],
        ['fs-noanswer', { 'support@default': 0, 'sales@default': 0 }, 11],
      ] as const) {
        const world = { readCallLog: readQueueLog, openLogFile };
        const { queues, calls } = await tallyLog(world, [capture(`${name}.rx`)], options, settings);
        expect(calls).toBe(24);
        const sum = (values: readonly (number | null)[]) =>
          values.reduce<number>((total, value) => total + (value ?? 0), 0);
        let away = 0;
        let talk = 0;
        for (const { history, exits } of queues) {
          const { totals } = history;
          expect(sum(totals.answered)).toBe(answered[history.queue as keyof typeof answered]);
          away += sum(totals.abandoned) + sum(exits.timeout);
          talk += sum(totals.talkSeconds);
        }
        // The server's calls_abandoned holds timeouts too.
        expect(away).toBe(left);
        const { events } = capturedEsl(name);
        const starts = new Map<string, number>();
        let spoken = 0;
        for (const { at, fields } of events) {
          const id = fields['CC-Member-UUID'] ?? '';
          if (fields['CC-Action'] === 'bridge-agent-start') starts.set(id, at);
          if (fields['CC-Action'] === 'bridge-agent-end') spoken += at - starts.get(id)!;
        }
        expect(talk).toBeCloseTo(spoken, 4);
      }
    },
  );
});
