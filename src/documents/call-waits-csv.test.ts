import { describe, expect, it } from 'vitest';
import { readCallWaitsCsv } from './call-waits-csv.ts';

const LAYOUT = { columns: {}, answered: ['answered'], abandoned: ['abandoned'] };

const read = (text: string, layout = LAYOUT) =>
  readCallWaitsCsv(Buffer.from(text), 'calls.csv', layout);

describe('calls', () => {
  it('are read by our names', async () => {
    expect(
      await read('id,wait_seconds,outcome\n1,12.5,answered\n2,3,Abandoned\n3,0,lost\n'),
    ).toEqual([
      { waitSeconds: 12.5, outcome: 'answered' },
      { waitSeconds: 3, outcome: 'abandoned' },
      { waitSeconds: 0, outcome: 'other' },
    ]);
  });

  it('are read by the names of the file', async () => {
    const layout = {
      columns: { wait_seconds: 'queue_s', outcome: 'end' },
      answered: ['AGENT'],
      abandoned: ['HANG', 'phantom'],
    };
    expect(await read('queue_s;end\n1,5;agent\n2;PHANTOM\n', layout)).toEqual([
      { waitSeconds: 1.5, outcome: 'answered' },
      { waitSeconds: 2, outcome: 'abandoned' },
    ]);
  });

  it.each([
    [
      'wait,outcome\n1,answered\n',
      LAYOUT,
      /calls.csv: expected a column "wait_seconds", got "wait", "outcome"/,
    ],
    [
      'wait_seconds,outcome\n-1,answered\n',
      LAYOUT,
      /calls.csv, line 2, column wait_seconds: expected seconds of at least 0, got "-1"/,
    ],
    [
      'wait_seconds,outcome\n1,answered\n,answered\n',
      LAYOUT,
      /line 3, column wait_seconds: .* got ""/,
    ],
    ['wait_seconds,outcome\nNaN,answered\n', LAYOUT, /got "NaN"/],
    ['', LAYOUT, /calls.csv: expected/],
    [
      'a\n1',
      { ...LAYOUT, columns: { wait: 'a' } },
      /expected columns wait_seconds and outcome to be named, got "wait"/,
    ],
    ['a\n1', { ...LAYOUT, abandoned: ['Answered'] }, /got "answered" as both/],
  ])('%j: refused', async (text, layout, message) => {
    await expect(read(text, layout)).rejects.toThrowError(message);
  });
});
