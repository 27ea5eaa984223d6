import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  HISTORY_HEADER,
  historyFile,
  historyRow,
  minuteOfHistory,
} from '../../../test/support/history-file.ts';
import { type HistoryReadOptions } from '../../use-cases/ports.ts';
import { readHistoryCsv } from './read-history.ts';

describe('the canonical layout', () => {
  it('becomes one history per queue, unknown where the file says nothing', async () => {
    const { histories, findings, rows } = await read(
      'interval_start,interval_minutes,queue,channel,offered,answered,talk_seconds\n' +
        '2026-01-05T08:00:00Z,15,sales,voice,10,9,1800\n' +
        '2026-01-05T08:30:00Z,15,sales,voice,0,0,\n' +
        '2026-01-05T08:00:00Z,15,help,chat,3,,\n',
    );
    expect(findings).toEqual([]);
    expect(rows).toEqual({ read: 3, taken: 3, leftOut: 0 });
    expect(histories.map(({ queue, channel }) => [queue, channel])).toEqual([
      ['sales', 'voice'],
      ['help', 'chat'],
    ]);
    const sales = histories[0]!;
    expect(sales.grid).toEqual({
      zone: 'UTC',
      start: '2026-01-05T08:00:00+00:00',
      stepSeconds: 900,
      length: 3,
    });
    expect(sales.totals.offered).toEqual([10, null, 0]);
    expect(sales.totals.talkSeconds).toEqual([1800, null, null]);
    expect(sales.totals.holdSeconds).toEqual([null, null, null]);
    expect(histories[1]!.totals.answered).toEqual([null]);
  });

  it.each([
    ['named otherwise', 'When,N\n2026-01-05T08:00Z,4\n2026-01-05T09:00Z,5\n'],
    ['in another order', 'N,When\n4,2026-01-05 08:00:00 Z\n5,2026-01-05 09:00:00+00:00\n'],
    ['in another case', 'n,when\n4,2026-01-05T08:00:00.000Z\n5,2026-01-05T11:00+02\n'],
  ])('%s', async (_, text) => {
    const columns = { intervalStart: 'When', offered: 'N' };
    const { histories } = await read(text, { columns, queue: 'sales' });
    expect(histories[0]!.totals.offered).toEqual([4, 5]);
    expect(histories[0]!.grid.stepSeconds).toBe(3600);
  });

  it('of one queue that no column names', async () => {
    const columns = { intervalStart: 'When', offered: 'N' };
    const text = 'When,N\n2026-01-05T08:00Z,4\n2026-01-05T09:00Z,5\n';
    const sole = await read(text, { columns, queueIfUnnamed: 'bank' });
    expect(sole.histories.map(({ queue }) => queue)).toEqual(['bank']);
    const named = await read('When,N,queue\n2026-01-05T08:00Z,4,a\n2026-01-05T09:00Z,5,a\n', {
      columns,
      queueIfUnnamed: 'bank',
    });
    expect(named.histories.map(({ queue }) => queue)).toEqual(['a']);
    await expect(read(text, { columns })).rejects.toThrow(/a column for queue/);
  });

  it('packed, with a byte order mark and Windows line ends', async () => {
    const text = `\ufeff${HISTORY_HEADER}\r\n2026-01-05T08:00:00Z,15,sales,10,9,1,1800\r\n`;
    const { histories } = await readHistoryCsv(gzipSync(text), { source: 'x.csv.gz' });
    expect(histories[0]!.totals.offered).toEqual([10]);
  });

  it('tells columns that it does not read, __proto__ too', async () => {
    const { findings } = await read(
      'interval_start,queue,offered,__proto__,x\n2026-01-05T08:00Z,a,1,7,8\n2026-01-05T09:00Z,a,1,7,8\n',
    );
    expect(findings.map(({ code, column }) => [code, column])).toEqual([
      ['unknown-column', '__proto__'],
      ['unknown-column', 'x'],
    ]);
  });
});

describe('rows that are left out and told', () => {
  it.each<[string, string, string, string, Record<string, unknown>]>([
    [
      'a negative count',
      historyRow({ offered: '-5' }),
      'negative',
      'offered',
      { got: '-5', reason: 'below-0' },
    ],
    [
      'NaN',
      historyRow({ offered: 'NaN' }),
      'bad-number',
      'offered',
      { got: 'NaN', reason: 'not-a-number' },
    ],
    [
      'an exponent',
      historyRow({ talk: '1e3' }),
      'bad-number',
      'talk_seconds',
      { got: '1e3', reason: 'not-a-number' },
    ],
    [
      'hexadecimal',
      historyRow({ offered: '0x10' }),
      'bad-number',
      'offered',
      { got: '0x10', reason: 'not-a-number' },
    ],
    [
      'digits of another script',
      historyRow({ offered: '\u0661' }),
      'bad-number',
      'offered',
      { got: '\u0661', reason: 'not-a-number' },
    ],
    [
      'beyond exact numbers',
      historyRow({ offered: '9007199254740993' }),
      'bad-number',
      'offered',
      { got: '9007199254740993', reason: 'beyond-exact' },
    ],
    [
      'a thousands separator',
      historyRow({ offered: '"1,234"' }),
      'bad-number',
      'offered',
      { got: '1,234', reason: 'thousands' },
    ],
    [
      '30 February',
      historyRow({ at: '2026-02-30T08:00:00Z' }),
      'bad-time',
      'interval_start',
      { got: '2026-02-30T08:00:00Z', reason: 'no-such-date' },
    ],
    [
      'hour 25',
      historyRow({ at: '2026-02-03T25:00:00Z' }),
      'bad-time',
      'interval_start',
      { got: '2026-02-03T25:00:00Z', reason: 'not-a-time' },
    ],
    [
      'year 1',
      historyRow({ at: '0001-01-01T00:00:00Z' }),
      'bad-time',
      'interval_start',
      { got: '0001-01-01T00:00:00Z', reason: 'outside-1970-2100' },
    ],
    [
      'year 275760',
      historyRow({ at: '+275760-09-12T00:00:00Z' }),
      'bad-time',
      'interval_start',
      { got: '+275760-09-12T00:00:00Z', reason: 'not-a-time' },
    ],
    [
      'an interval of 0 minutes',
      historyRow({ minutes: '0' }),
      'bad-number',
      'interval_minutes',
      { got: '0', reason: 'not-a-length' },
    ],
    [
      'more answered than offered',
      historyRow({ answered: '99' }),
      'handled-over-offered',
      'answered',
      { got: 99, offered: 10, attribution: 'arrival' },
    ],
    [
      'more abandoned than offered',
      historyRow({ abandoned: '11' }),
      'abandoned-over-offered',
      'abandoned',
      { got: 11, offered: 10, attribution: 'arrival' },
    ],
    ['too few cells', '2026-01-05T08:45:00Z,15,sales', 'ragged-row', '', { cells: 3, expected: 7 }],
    ['too many cells', `${historyRow({})},7`, 'ragged-row', '', { cells: 8, expected: 7 }],
    [
      'a control character in a name',
      historyRow({ queue: 'sa\u0007les' }),
      'lookalike-name',
      'queue',
      { got: 'sa\\u0007les', reason: 'control-character' },
    ],
    ['no queue', historyRow({ queue: '' }), 'blank', 'queue', { got: '', reason: 'blank' }],
    [
      'nothing known',
      historyRow({ offered: '', answered: '', abandoned: '', talk: '' }),
      'blank',
      'offered',
      {},
    ],
    [
      'another length',
      historyRow({ minutes: '30' }),
      'mixed-length',
      '',
      { lengthSeconds: 1800, expectedSeconds: 900 },
    ],
    [
      'off the grid',
      historyRow({ at: '2026-01-05T08:52:00Z' }),
      'off-grid',
      '',
      { stepSeconds: 900 },
    ],
  ])('%s', async (_, bad, code, column, details) => {
    const { findings, rows } = await read(
      historyFile(
        historyRow({ minute: 0 }),
        historyRow({ minute: 15 }),
        historyRow({ minute: 30 }),
        bad,
      ),
    );
    expect(findings).toMatchObject([
      { code, line: 5, column: column === '' ? null : column, action: 'left-out', details },
    ]);
    expect(rows).toEqual({ read: 4, taken: 3, leftOut: 1 });
  });

  it('a blank count beside known totals is kept as unknown, never 0', async () => {
    const { histories, findings } = await read(
      historyFile(historyRow({ minute: 15 }), historyRow({ offered: '' })),
    );
    expect(histories[0]!.totals.offered).toEqual([10, null, null]);
    expect(findings).toMatchObject([{ code: 'blank', line: 3, action: 'kept' }]);
  });

  it('of two rows for one interval the first stands; equal ones are one', async () => {
    const first = historyRow({ minute: 0 });
    const { histories, findings, rows } = await read(
      historyFile(first, historyRow({ minute: 0, offered: '77' }), first),
    );
    expect(histories[0]!.totals.offered).toEqual([10]);
    expect(findings).toMatchObject([
      { code: 'duplicate-different', line: 3, action: 'left-out', details: { firstLine: 2 } },
      { code: 'duplicate-same', line: 4, action: 'merged', details: { firstLine: 2 } },
    ]);
    expect(rows).toEqual({ read: 3, taken: 2, leftOut: 1 });
  });

  it('rows out of order are told once', async () => {
    const { histories, findings } = await read(
      historyFile(
        historyRow({ minute: 30 }),
        historyRow({ minute: 15 }),
        historyRow({ minute: 0 }),
      ),
    );
    expect(histories[0]!.grid.start).toBe('2026-01-05T08:00:00+00:00');
    expect(findings).toMatchObject([{ code: 'out-of-order', line: 3, details: { rows: 2 } }]);
  });

  it('more answered than offered is no fault where contacts count when answered', async () => {
    const { rows } = await read(historyFile(historyRow({ answered: '99' })), {
      attribution: 'answer',
    });
    expect(rows.leftOut).toBe(0);
  });

  it('a thousand faults are 200 findings and a count', async () => {
    const bad = Array.from({ length: 1000 }, () => historyRow({ offered: 'x' }));
    const { findings, rows } = await read(historyFile(historyRow({ minute: 0 }), ...bad));
    expect(findings).toHaveLength(201);
    expect(findings.at(-1)).toMatchObject({
      code: 'bad-number',
      line: null,
      details: { more: 800 },
    });
    expect(rows.leftOut).toBe(1000);
  });
});

describe('names', () => {
  it('of object prototypes are ordinary', async () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const { histories } = await read(historyFile(...names.map((queue) => historyRow({ queue }))));
    expect(histories.map(({ queue }) => queue)).toEqual(names);
  });

  it('that look alike or hold invisible characters are told', async () => {
    const { findings, histories } = await read(
      historyFile(
        historyRow({ queue: 'sales' }),
        historyRow({ queue: 'sa\u200bles\u202e' }),
        historyRow({ queue: 'SALES' }),
      ),
    );
    expect(histories).toHaveLength(3);
    expect(findings.map(({ code, line, details }) => [code, line, details['reason']])).toEqual([
      ['lookalike-name', 3, 'invisible-characters'],
      ['lookalike-name', 3, 'looks-like-another'],
      ['lookalike-name', 4, 'looks-like-another'],
    ]);
  });

  it('with line ends become one line, and that is told', async () => {
    const { findings, histories } = await read(
      historyFile(historyRow({ queue: '"a\r\nEND:VEVENT"' })),
    );
    expect(histories[0]!.queue).toBe('a END:VEVENT');
    expect(findings).toMatchObject([{ code: 'lookalike-name', details: { reason: 'line-ends' } }]);
  });
});

describe('the event loop', () => {
  it('is given back while a large file is read', async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `${minuteOfHistory(at * 15)},q,5`);
    let turns = 0;
    let isReading = true;
    const count = () => {
      turns++;
      if (isReading) setImmediate(count);
    };
    setImmediate(count);
    await read(`interval_start,queue,offered\n${lines.join('\n')}`);
    isReading = false;
    expect(turns).toBeGreaterThan(8);
  });
});

function read(text: string, options: Partial<HistoryReadOptions> = {}) {
  return readHistoryCsv(Buffer.from(text), { source: 'x.csv', ...options });
}
