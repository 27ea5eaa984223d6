import writeXlsxFile from 'write-excel-file/node';
import { type Roster } from '../domain/index.ts';
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
  const sheets = [
    rosterSheet(roster),
    coverageSheet(roster),
    summarySheet(roster),
    ledgerSheet(roster),
  ];
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
