import { inflateRawSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { makeSample, makeShift } from '../../test/support/sample-roster.ts';
import { type AgentId, type Roster } from '../domain/index.ts';
import { formatRosterXlsx } from './xlsx.ts';

// Workbooks take a second on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const { roster } = makeSample({
  zone: 'Europe/Ljubljana',
  from: '2026-03-23',
  days: 14,
  agents: 6,
});

describe('the roster sheet', () => {
  it('has an agent a row, a local date a column, and blanks for days off', async () => {
    const { cells, xml } = await readSheet(roster, 1);
    expect(cells[0]?.slice(0, 4)).toEqual(['Agent', 'Name', 'Mon 2026-03-23', 'Tue 2026-03-24']);
    expect(cells[0]?.slice(-3)).toEqual(['Contract', 'Shifts', 'Planned paid (h)']);
    expect(cells[1]?.slice(0, 9)).toEqual([
      'a01',
      'Ana Novak',
      ...Array.from({ length: 5 }, () => '22:00-06:30'),
      '',
      '',
    ]);
    expect(cells).toHaveLength(roster.agents.length + 2);
    expect(xml).toMatch(/<pane ySplit="1" xSplit="2" topLeftCell="C2" [^>]*state="frozen"/);
  });

  it('shows the clock on both sides of a clock change and counts elapsed hours', async () => {
    const shift = makeShift('Europe/Ljubljana', 'a01', '2026-03-28', 79_200);
    const { cells } = await readSheet({ ...roster, shifts: [shift] }, 1);
    expect(cells[1]?.[7]).toBe('22:00-07:30');
    expect(cells[1]?.slice(-3)).toEqual(['full-time', '1', '8']);
  });

  it('puts two shifts of a day into one cell, the earlier first', async () => {
    const split = [54_000, 25_200].map((start) =>
      makeShift('Europe/Ljubljana', 'a01', '2026-03-23', start, { lengthSeconds: 14_400 }),
    );
    const { cells } = await readSheet({ ...roster, shifts: split }, 1);
    expect(cells[1]?.[2]).toBe('07:00-11:00, 15:00-19:00');
  });
});

describe('the coverage sheet', () => {
  it('has every interval of every queue with what is over and under', async () => {
    const { cells } = await readSheet(roster, 2);
    expect(cells[0]).toEqual([
      'Date',
      'Start',
      'UTC offset',
      'Queue',
      'Required',
      'Scheduled',
      'Over',
      'Under',
    ]);
    const rows = cells.slice(1);
    expect(rows).toHaveLength(roster.grid.length * roster.coverage.length);
    for (const [, , , , required, scheduled, over, under] of rows) {
      expect(Number(required) + Number(over) - Number(under)).toBe(Number(scheduled));
    }
    const slot = 40;
    const { queue, required, scheduled } = roster.coverage[1]!;
    expect(rows[slot * 2 + 1]?.slice(3, 6)).toEqual([
      queue,
      String(required[slot]),
      String(scheduled[slot]),
    ]);
  });

  it('writes dates and times as the numbers a spreadsheet counts with', async () => {
    const { cells } = await readSheet(roster, 2);
    // 2026-03-23 is day 46104 since 1899-12-30; the second interval starts at 00:15.
    expect(cells[3]?.slice(0, 3)).toEqual(['46104', String(900 / 86_400), 'UTC+01:00']);
    const sunday = cells.filter(([date]) => date === '46110');
    expect(sunday).toHaveLength(92 * 2);
    expect(new Set(sunday.map((row) => row[2]))).toEqual(new Set(['UTC+01:00', 'UTC+02:00']));
  });
});

describe('the summary sheet', () => {
  it('tells the period, the cost, the gap and what the roster was made of', async () => {
    const { cells } = await readSheet(roster, 3);
    const value = (label: string) => cells.find(([name]) => name === label)?.[1];
    expect(value('First date')).toBe('2026-03-23');
    expect(value('Last date')).toBe('2026-04-05');
    expect(Number(value('Planned paid (h)'))).toBeCloseTo(roster.score.paidSeconds / 3600, 9);
    expect(Number(value('Planned pay (EUR)'))).toBe(roster.score.pay);
    expect(value('Gap to bound')).toBe('0.03');
    expect(value('Inputs (SHA-256)')).toBe(roster.provenance.inputsHash);
    expect(value('plan')).toBe('sample@1');
  });

  it('says that nothing is known where nothing is', async () => {
    const proof = { bound: null, gap: null, stoppedBy: 'cancelled' as const };
    const { cells } = await readSheet({ ...roster, proof }, 3);
    expect(cells).toContainEqual(['Proven bound', 'none']);
    expect(cells).toContainEqual(['Gap to bound', 'not known']);
  });

  it('lists broken rules and shortfalls', async () => {
    const { cells } = await readSheet(
      {
        ...roster,
        violations: [
          { rule: 'min-rest', agent: 'a01' as AgentId, date: '2026-03-24', details: { found: 1 } },
        ],
        shortfalls: [{ queue: 'sales', start: 'x', end: 'y', agentSeconds: 5_400 }],
      },
      3,
    );
    expect(cells).toContainEqual(['min-rest', 'a01', '2026-03-24', 'found 1']);
    expect(cells).toContainEqual(['sales', 'x', 'y', '1.5']);
  });
});

describe('foreign text', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', "'=1", '=HYPERLINK("http://x","y")'])(
    '%j is made harmless',
    async (name) => {
      const { cells, xml } = await readSheet(named(name), 1);
      expect(cells[1]?.[1]).toBe(`'${name}`);
      expect(xml).not.toContain('<f>');
    },
  );

  it.each(['<b>&"\'</b>', 'Žiga 陈美 Иван', 'constructor', '__proto__', 'toString', ']]>'])(
    '%j comes back',
    async (name) => {
      const { cells } = await readSheet(named(name), 1);
      expect(cells[1]?.[1]?.trim()).toBe(name);
    },
  );

  function named(name: string): Roster {
    const [agent] = roster.agents;
    return { ...roster, coverage: [], agents: [{ ...agent!, name }] };
  }
});

describe('bytes', () => {
  it('are the same for the same roster, whenever it is written', async () => {
    const first = await formatRosterXlsx(roster);
    vi.useFakeTimers({ now: Date.parse('2031-07-01T12:00:00Z'), toFake: ['Date'] });
    try {
      expect((await formatRosterXlsx(structuredClone(roster))).equals(first)).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('refusals', () => {
  it('TOO_LARGE beyond the rows of a sheet', async () => {
    const grid = { ...roster.grid, length: 1_048_576 };
    await expect(
      formatRosterXlsx({ ...roster, grid, coverage: roster.coverage.slice(0, 1) }),
    ).rejects.toThrowError(
      expect.objectContaining({
        code: 'TOO_LARGE',
        message: 'expected at most 1048575 intervals times queues in a sheet, got 1048576',
      }),
    );
  });
});

/** Cell texts of the n-th sheet, row by row, numbers as they are written. */
async function readSheet(source: Roster, number: number) {
  const entries = unzip(await formatRosterXlsx(source));
  const strings = [...entries['xl/sharedStrings.xml']!.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(
    ([, text]) => plain(text!),
  );
  const xml = entries[`xl/worksheets/sheet${number}.xml`]!;
  const cells = [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) => {
    const texts: string[] = [];
    for (const [, column, rest, value] of row!.matchAll(
      /<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(?:<v>([^<]*)<\/v>)?<\/c>)/g,
    )) {
      const index = [...column!].reduce((sum, char) => sum * 26 + char.charCodeAt(0) - 64, 0) - 1;
      texts[index] =
        value === undefined ? '' : rest!.includes('t="s"') ? strings[Number(value)]! : value;
    }
    return Array.from(texts, (text: string | undefined) => text ?? '');
  });
  return { cells, xml };
}

function plain(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

function unzip(zip: Buffer): Readonly<Record<string, string>> {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const entries: Record<string, string> = {};
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(from, from + zip.readUInt32LE(at + 20));
    entries[name] = (zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString();
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
