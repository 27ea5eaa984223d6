import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openLogFile, readQueueLog } from '../../src/acd/index.ts';
import { type Store } from '../../src/use-cases/ports.ts';
import { type CallLogImportRequest, importCallLog } from '../../src/use-cases/index.ts';
import { EIGHT, logText } from '../support/queue-log.ts';

const ALL = { from: 0, to: 4e9 };

/** Ten minutes of a queue: a call every 20 s, answered after 5 s and over after 60 s. */
function tenMinutes(from: number): string {
  const lines: string[] = [];
  for (let n = 0; n < 30; n++) {
    const [entered, call] = [from + n * 20, `c${from + n * 20}`];
    lines.push(`${entered}|${call}|support|NONE|ENTERQUEUE||1|1`);
    lines.push(`${entered + 5}|${call}|support|Ada|CONNECT|5|m|1`);
    lines.push(`${entered + 65}|${call}|support|Ada|COMPLETECALLER|5|60|1`);
  }
  lines.sort((a, b) => Number.parseInt(a) - Number.parseInt(b));
  return logText([`${from}|NONE|NONE|NONE|CONFIGRELOAD|`, ...lines]);
}

/** What an import of a log leaves in a store, whoever keeps it. */
export function callLogContract(currentStore: () => Store): void {
  const folder = mkdtempSync(join(tmpdir(), 'agner-call-log-'));
  let place = folder;
  let runs = 0;
  beforeEach(() => {
    place = join(folder, `${++runs}`);
    mkdirSync(place);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const request = (names: readonly string[], more: Partial<CallLogImportRequest> = {}) => ({
    site: 'default',
    log: 'queue_log',
    paths: names.map((name) => join(place, name)),
    options: { wrapUpReasons: [], agentNames: {} },
    settings: {
      zone: 'Europe/Ljubljana',
      stepSeconds: 900,
      thresholdSeconds: 20,
      wrapUp: { kind: 'unknown' as const },
    },
    again: false,
    ...more,
  });
  const importLog = (names: readonly string[], more: Partial<CallLogImportRequest> = {}) =>
    importCallLog(
      { store: currentStore(), readCallLog: readQueueLog, openLogFile },
      request(names, more),
      { signal: new AbortController().signal, onProgress: () => undefined },
    );
  const stored = async () => ({
    calls: await currentStore().loadCalls('default', ALL),
    totals: (await currentStore().loadHistory('default', 'support', { from: null, to: null }))
      .totals,
  });
  const put = (name: string, text: string | Uint8Array) => {
    writeFileSync(join(place, name), text);
  };

  describe('a queue log', () => {
    it('gives calls and intervals, and nothing more when it is read again', async () => {
      put('queue_log', tenMinutes(0));
      const first = await importLog(['queue_log']);
      expect(first.queues).toMatchObject([{ queue: 'support', added: 1, replaced: 0 }]);
      const before = await stored();
      expect(before.calls).toHaveLength(30);
      expect(before.calls[0]).toMatchObject({ callId: 'c0', enteredAt: EIGHT, talkSeconds: 60 });
      expect(before.totals).toMatchObject({ offered: [30], answered: [30], talkSeconds: [1800] });
      expect(await importLog(['queue_log'])).toMatchObject({ queues: [], files: [{ calls: 0 }] });
      await importLog(['queue_log'], { again: true });
      expect(await stored()).toEqual(before);
    });

    it('cut anywhere and read on gives what reading it at once gives', async () => {
      const text = tenMinutes(0);
      put('queue_log', text);
      await importLog(['queue_log']);
      const whole = await stored();
      await importLog(['queue_log'], { site: 'other' });
      for (const share of [0.1, 0.33, 0.5, 0.71, 1]) {
        put('growing', text.slice(0, Math.round(text.length * share)));
        await importLog(['growing'], { again: share === 0.1 });
      }
      expect(await stored()).toEqual(whole);
    });

    it('is known again after rotation, packed or not, in whatever order', async () => {
      put('queue_log', tenMinutes(0).slice(0, 2000));
      await importLog(['queue_log']);
      const rotated = tenMinutes(0);
      put('queue_log.1.gz', gzipSync(rotated));
      put('queue_log.1', rotated);
      put('queue_log', tenMinutes(1000));
      const { files } = await importLog(['queue_log', 'queue_log.1.gz', 'queue_log.1']);
      expect(files.map(({ isOlder, counts }) => [isOlder, counts!.orphans])).toEqual([
        [false, 0],
        [false, 0],
      ]);
      expect((await stored()).calls.map(({ outcome }) => outcome)).toEqual(
        new Array(60).fill('answered'),
      );
    });

    it('older than what was read before is added, and takes nothing back', async () => {
      put('new', tenMinutes(1000));
      put('old', tenMinutes(0));
      await importLog(['new']);
      const { files } = await importLog(['old']);
      expect(files).toMatchObject([{ isOlder: true }]);
      const { calls, totals } = await stored();
      expect(calls).toHaveLength(60);
      expect(totals.offered).toEqual([30, 30]);
    });

    it('that was stopped goes on from where it was', async () => {
      const text = Array.from({ length: 400 }, (_, n) => tenMinutes(n * 600)).join('');
      put('queue_log', text);
      const stop = new AbortController();
      const result = await importCallLog(
        { store: currentStore(), readCallLog: readQueueLog, openLogFile },
        request(['queue_log']),
        {
          signal: stop.signal,
          onProgress: () => {
            stop.abort();
          },
        },
      );
      expect(result.isStopped).toBe(true);
      expect(result.files[0]!.toByte).toBeLessThan(text.length);
      await importLog(['queue_log']);
      const { calls, totals } = await stored();
      expect(calls).toHaveLength(12_000);
      expect(totals.offered.reduce<number>((sum, n) => sum + n!, 0)).toBe(12_000);
      expect(totals.offered).toEqual(totals.answered);
    });

    it("keeps agents' time, open and over", async () => {
      put('queue_log', logText(['1|MANAGER|q|Ada|ADDMEMBER|', '2|NONE|q|Ada|PAUSE|Lunch']));
      await importLog(['queue_log']);
      put(
        'queue_log',
        logText([
          ...['1|MANAGER|q|Ada|ADDMEMBER|', '2|NONE|q|Ada|PAUSE|Lunch'],
          '9|NONE|q|Ada|UNPAUSE|',
        ]),
      );
      await importLog(['queue_log']);
      const spans = await currentStore().loadAgentSpans('default', ALL);
      expect(spans).toMatchObject([
        { kind: 'member', start: EIGHT + 1, end: null },
        { kind: 'pause', reason: 'Lunch', start: EIGHT + 2, end: EIGHT + 9, endIsKnown: true },
      ]);
      expect(await currentStore().callLogExtent('default')).toEqual({
        from: EIGHT + 1,
        to: EIGHT + 2,
      });
    });

    it('that is being read by another process is refused', async () => {
      put('queue_log', tenMinutes(0));
      const store = currentStore();
      const late: Store = {
        ...store,
        callLogProgress: async () => {
          const progress = await store.callLogProgress('default', 'queue_log');
          await importLog(['queue_log']);
          return progress;
        },
      };
      await expect(
        importCallLog(
          { store: late, readCallLog: readQueueLog, openLogFile },
          request(['queue_log']),
          {
            signal: new AbortController().signal,
            onProgress: () => undefined,
          },
        ),
      ).rejects.toMatchObject({
        code: 'CONFLICT',
        message:
          'expected to be the only one who reads the log "queue_log", got another process that read on meanwhile; run the command again',
      });
    });

    it('of nothing known is refused by its first line', async () => {
      put('history.csv', 'interval_start,queue,offered\n');
      await expect(importLog(['history.csv'])).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining(
          'history.csv, line 1: expected a line of a queue log such as',
        ) as string,
      });
    });
  });

  it('renames a followed file without losing what it holds', async () => {
    put('queue_log', tenMinutes(0));
    const file = await openLogFile(join(place, 'queue_log'));
    expect(await file.isReplaced(0)).toBe(false);
    renameSync(join(place, 'queue_log'), join(place, 'queue_log.1'));
    expect(await file.isReplaced(0)).toBe(true);
    put('queue_log', '');
    expect(await file.isReplaced(0)).toBe(true);
    let bytes = 0;
    for await (const chunk of file.read(10)) bytes += chunk.length;
    expect(bytes).toBe(tenMinutes(0).length - 10);
    await file.close();
  });
}
