import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRow, openCsv } from './csv.ts';
import { formatCsvRow, readCsvText } from './csv-row.ts';

describe('rows', () => {
  it('carry the line on which they start, past quoted line ends and blank lines', async () => {
    const text = '\na,b\r\n1,"x\r\ny"\r\n\r\n2,z\n,\n3,"p\nq\nr"\n4,w';
    const { header, rows } = await table(text);
    expect(header).toEqual(['a', 'b']);
    expect(rows).toEqual([
      { line: 3, cells: ['1', 'x\r\ny'] },
      { line: 6, cells: ['2', 'z'] },
      { line: 8, cells: ['3', 'p\nq\nr'] },
      { line: 11, cells: ['4', 'w'] },
    ]);
  });

  it.each([
    [',', 'a,b;c,d\n1,2,3\n'],
    [';', 'a;b;"c,d,e"\n1;2;3\n'],
    ['\t', 'a\tb, c\n1\t2\n'],
    [',', 'only\n1\n'],
  ])('separator %j is found', async (separator, text) => {
    expect((await table(text)).separator).toBe(separator);
  });

  it('keep their raggedness for the reader to judge', async () => {
    const { rows } = await table('a,b\n1\n1,2,3\n');
    expect(rows.map(({ cells }) => cells.length)).toEqual([1, 3]);
  });

  it('old Macintosh line ends', async () => {
    expect((await table('a,b\r1,2\r3,4')).rows).toEqual([
      { line: 2, cells: ['1', '2'] },
      { line: 3, cells: ['3', '4'] },
    ]);
  });
});

describe('refusals', () => {
  it.each<[string, string, string]>([
    ['empty', '', 'x.csv: expected rows of CSV, got an empty file'],
    ['blank', '\n \n\r\n', 'x.csv: expected rows of CSV, got an empty file'],
    [
      'a column twice',
      'a,b, a\n1,2,3\n',
      'x.csv, line 1, column a: expected each column once, got this name twice',
    ],
    [
      'a quote that never closes',
      'a,b\n1,2\n3,"x\n4,y\n',
      'x.csv, line 3: expected each quote to close, got one that opens here and never does',
    ],
    [
      'a quote within a field',
      'a,b\n1,sa"les\n',
      'x.csv, line 2: expected quotes around a whole field only, got one within a field; write "a ""b""" for a "b"',
    ],
    [
      'text after a closing quote',
      'a,b\n1,"x"y\n',
      'x.csv, line 2: expected a separator after a closing quote; write a quote within quotes twice',
    ],
  ])('%s', async (_, text, message) => {
    await expect(table(text)).rejects.toMatchObject({ code: 'INVALID_INPUT', message });
  });

  it('too many columns', async () => {
    const header = Array.from({ length: 1001 }, (_, at) => `c${at}`).join(',');
    await expect(table(`${header}\n`)).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message: 'x.csv, line 1: expected at most 1000 columns, got 1001',
    });
  });

  it('a quote that swallows a megabyte', async () => {
    const text = `a,b\n1,"x\n${'y,z\n'.repeat(400_000)}`;
    await expect(table(text)).rejects.toMatchObject({
      message:
        'x.csv, line 2: expected a row of at most 1000000 characters, got a longer one; is a quote not closed?',
    });
  });
});

describe('formatCsvRow', () => {
  it.each<[readonly (string | number | null)[], string]>([
    [['a', 1, null, -5, 2.5], 'a,1,,-5,2.5'],
    [['say "hi"', 'a,b', 'two\nlines'], '"say ""hi""","a,b","two\nlines"'],
    [['=1+1', '+1', '-2', '@x'], "'=1+1,'+1,'-2,'@x"],
    [['\t=1', '\r=1'], '"\'\t=1","\'\r=1"'],
    [["'=1"], "''=1"],
    [["o'clock", "'quoted'"], "o'clock,'quoted'"],
    [[1e21, 1e-7], '1000000000000000000000,0.0000001'],
  ])('%j', (cells, expected) => {
    expect(formatCsvRow(cells)).toBe(expected);
  });

  it('is read back as it was, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 5 }), async (cells) => {
        const header = cells.map((_, at) => `c${at}`);
        const { rows } = await table(`${formatCsvRow(header)}\n${formatCsvRow(cells)}\n`);
        expect(rows[0]?.cells.map(readCsvText)).toEqual(cells);
      }),
    );
  });

  it('no text starts as a formula', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(formatCsvRow([text])).not.toMatch(/^"?[=+\-@\t\r]/);
      }),
    );
  });

  it('refuses what is no number', () => {
    expect(() => formatCsvRow([Number.NaN])).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: 'expected a finite number for CSV, got NaN',
      }),
    );
  });
});

/** Never blank throughout: blank rows are no rows. */
const anyText = fc
  .string({
    unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\t', '\r', '\n', ' ', 'a', 'ü'),
  })
  .map((text) => `${text}z`);

async function table(text: string) {
  const { batches, ...csv } = await openCsv(Buffer.from(text), 'x.csv');
  const rows: CsvRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return { ...csv, rows };
}
