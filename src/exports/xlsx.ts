import writeXlsxFile from 'write-excel-file/node';
import { AgnerError, type Roster } from '../domain/index.ts';
import { type Sheet, type SheetCell, type SheetColumn } from '../use-cases/index.ts';
import { HEADER, MAX_ROWS, number, text } from './cells.ts';
import { coverageSheet, ledgerSheet, rosterSheet, summarySheet } from './roster-sheets.ts';

/**
 * A roster as an XLSX workbook of three sheets: "Roster" (agents by local dates), "Coverage"
 * (required, scheduled, over and under per interval and queue) and "Summary".
 *
 * Text that a spreadsheet could take for a formula is neutralised. Hours are elapsed, so a night
 * shift over a clock change counts what was worked. The same roster gives the same bytes.
 *
 * @throws {AgnerError} `TOO_LARGE` where intervals times queues exceed the rows of a sheet
 */
export async function formatRosterXlsx(roster: Roster): Promise<Buffer> {
  return workbookOf([
    rosterSheet(roster),
    coverageSheet(roster),
    summarySheet(roster),
    ledgerSheet(roster),
  ]);
}

/**
 * A table as an XLSX workbook of one sheet; what is not known stays an empty cell.
 *
 * @throws {AgnerError} `TOO_LARGE` beyond the rows of a sheet
 */
export async function formatSheetXlsx({ name, columns, rows }: Sheet): Promise<Buffer> {
  if (rows.length + 1 > MAX_ROWS) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected at most ${MAX_ROWS - 1} rows in a sheet, got ${rows.length}`,
    );
  }
  const cell = (value: SheetCell, unit: SheetColumn['unit']) =>
    value === null
      ? null
      : typeof value === 'string'
        ? text(value)
        : number(value, { format: FORMATS[unit] });
  return workbookOf([
    {
      sheet: name,
      data: [
        columns.map(({ title, unit }) =>
          text(title, { ...HEADER, ...(unit === 'text' ? {} : { align: 'right' }) }),
        ),
        ...rows.map((row) => row.map((value, at) => cell(value, columns[at]!.unit))),
      ],
      columns: columns.map(({ title, unit }) => ({
        width: Math.max(unit === 'text' ? 26 : 10, title.length + 2),
      })),
      stickyRowsCount: 1,
    },
  ]);
}

const FORMATS: Readonly<Record<SheetColumn['unit'], string>> = {
  text: '@',
  count: '0',
  number: '0.0',
  seconds: '0.0',
  hours: '0.00',
  share: '0.0%',
};

async function workbookOf(sheets: Parameters<typeof writeXlsxFile>[0]): Promise<Buffer> {
  const zip = await writeXlsxFile(sheets, { fontFamily: 'Calibri', fontSize: 11 }).toBuffer();
  return withoutTimes(zip);
}

/** MS-DOS date of 1980-01-01, the earliest that a ZIP entry can bear. */
const DOS_EPOCH = 0x0021;

/**
 * The archive with all entries dated 1980-01-01 00:00: the library stamps the wall clock of
 * whoever runs it.
 *
 * @see APPNOTE.TXT, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
 */
function withoutTimes(zip: Buffer): Buffer {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const local = zip.readUInt32LE(entry + 42);
    zip.writeUInt32LE(DOS_EPOCH << 16, entry + 12);
    zip.writeUInt32LE(DOS_EPOCH << 16, local + 10);
    entry +=
      46 +
      zip.readUInt16LE(entry + 28) +
      zip.readUInt16LE(entry + 30) +
      zip.readUInt16LE(entry + 32);
  }
  return zip;
}
