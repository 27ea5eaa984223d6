import { describe, expect, it, vi } from 'vitest';
import { HISTORY_HEADER, historyFile, historyRow } from '../../../test/support/history-file.ts';
import { type HistoryReadOptions } from '../../use-cases/ports.ts';
import { readHistoryCsv } from './read-history.ts';

describe('refusals of the whole file', () => {
  it.each<[string, string, string, Partial<HistoryReadOptions>]>([
    [
      'no rows',
      `${HISTORY_HEADER}\n`,
      'x.csv: nothing to import: the file has a header and no rows',
      {},
    ],
    [
      'no row left',
      historyFile(historyRow({ offered: '-1' }), historyRow({ offered: 'x' })),
      'x.csv, line 2: nothing to import: all 2 rows were left out, the first for negative, column offered, got "-1"',
      {},
    ],
    [
      'no column for contacts',
      'interval_start,queue,volume\n2026-01-05T08:00Z,a,1\n',
      'x.csv, line 1: expected a header with a column for offered, got interval_start, queue, volume',
      {},
    ],
    [
      'no column for the queue',
      'interval_start,offered\n2026-01-05T08:00Z,1\n',
      'x.csv, line 1: expected a header with a column for queue (or a queue for all rows), got interval_start, offered',
      {},
    ],
    [
      'a column that is said and not there',
      'interval_start,queue,n\n2026-01-05T08:00Z,a,1\n',
      'x.csv, line 1: expected a header with a column for offered called "calls", got interval_start, queue, n',
      { columns: { offered: 'calls' } },
    ],
    [
      'an average without what it is of',
      'interval_start,queue,offered,average_talk_seconds\n2026-01-05T08:00Z,a,1,5\n',
      'x.csv, line 1: expected a header with a column for answered, which average_talk_seconds is an average of, got interval_start, queue, offered, average_talk_seconds',
      {},
    ],
    [
      'day or month first',
      'interval_start,queue,offered\n03/04/2026 08:00,a,1\n',
      'x.csv, line 2, column interval_start: expected a date with the year first or a stated order of day and month, got "03/04/2026 08:00"',
      { zone: 'UTC' },
    ],
    [
      'local times without a zone',
      'interval_start,queue,offered\n2026-04-03 08:00,a,1\n',
      'x.csv, line 2, column interval_start: expected times with an offset or a zone to read them in, got neither',
      {},
    ],
    [
      'offsets without a zone',
      'interval_start,queue,offered\n2026-04-03T08:00:00+02:00,a,1\n',
      'x.csv, line 2, column interval_start: expected a zone (--zone, or zone in a request) such as Europe/Ljubljana for times that are not UTC, got none',
      {},
    ],
    [
      'a channel that is none',
      'interval_start,queue,offered,channel\n2026-04-03T08:00Z,a,1,pigeon\n',
      'x.csv, line 2, column channel: expected channel voice, chat, email, outbound, got "pigeon"',
      {},
    ],
    [
      'a queue of two channels',
      'interval_start,queue,offered,channel\n2026-04-03T08:00Z,a,1,voice\n2026-04-03T08:15Z,a,1,chat\n',
      'x.csv, line 3, column channel: expected one channel per queue, got chat after voice for queue "a"; give each channel a queue of its own',
      {},
    ],
    [
      'one row without a length',
      'interval_start,queue,offered\n2026-04-03T08:00Z,a,1\n',
      'x.csv: expected intervals of one length that divides a day, got 1 row to tell it by for queue "a"; say how long an interval is',
      {},
    ],
    [
      'weeks',
      'interval_start,queue,offered\n2026-04-03T00:00Z,a,1\n2026-04-10T00:00Z,a,1\n',
      'x.csv: expected intervals of one length that divides a day, got 604800 seconds for queue "a"; say how long an interval is',
      {},
    ],
  ])('%s', async (_, text, message, options) => {
    await expect(read(text, options)).rejects.toMatchObject({ code: 'INVALID_INPUT', message });
  });

  it('a range that no history has', async () => {
    const text = historyFile(historyRow({ at: '1970-01-01T00:00:00Z' }), historyRow({ minute: 0 }));
    await expect(read(text)).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message:
        'x.csv: expected at most 1100000 intervals in a queue, got 1964001 from line 2 (1970-01-01T00:00:00+00:00) to line 3 (2026-01-05T08:00:00+00:00); is one of the dates wrong?',
    });
  });

  it.each([
    ['another format', '%PDF-1.7\n'],
    ['a missing column', 'a,b\n1,2\n'],
    ['a column twice', 'a,a\n1,2\n'],
    ['a doubtful date', 'interval_start,queue,offered\n03/04/2026 08:00,a,1\n'],
    [
      'a NUL byte later on',
      `interval_start,queue,offered\n${'2026-01-05T08:00Z,a,1\n'.repeat(9000)}\0`,
    ],
  ])('lets go of the source: %s', async (_, text) => {
    let isOpen = true;
    let given = 0;
    const endless = (async function* () {
      try {
        yield await Promise.resolve(Buffer.from(text));
        for (; given < 100_000; given++) yield Buffer.from('x\n'.repeat(1000));
      } finally {
        isOpen = false;
      }
    })();
    await expect(readHistoryCsv(endless, { source: 'x.csv' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await vi.waitFor(() => {
      expect(isOpen).toBe(false);
    });
    expect(given).toBeLessThan(100);
  });

  it('a column of ours that does not exist', async () => {
    await expect(read(historyFile(historyRow({})), { columns: { offerd: 'x' } })).rejects.toThrow(
      /^expected columns to name some of interval_start, .*, got "offerd"$/,
    );
  });
});

function read(text: string, options: Partial<HistoryReadOptions> = {}) {
  return readHistoryCsv(Buffer.from(text), { source: 'x.csv', ...options });
}
