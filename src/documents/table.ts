import { CsvError, parse } from 'csv-parse/sync';
import { inputError } from '../domain/errors.ts';
import { readCsvText } from './csv-row.ts';
import { quoted, suggestion } from './issues.ts';
import { checkText } from './located-text.ts';

/** Largest table that is read as a whole, in characters. */
const MAX_TABLE_CHARACTERS = 128 * 1024 * 1024;

/** A CSV text by column names, small enough to be held. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** Line on which the row starts, from 1. */
  readonly line: number;
  /** Text of a column without spaces around it; `null` where empty or without such a column. */
  readonly cell: (column: string) => string | null;
}

/**
 * Reads a whole CSV text with a header (RFC 4180, separated by commas, semicolons or tabs).
 *
 * @param needed columns without which there is nothing to read
 * @param known all columns that may stand, so that another one is refused with the one likely
 *   meant; `null` where columns of other tools are left alone
 * @throws {AgnerError} `INVALID_INPUT` with the line; `TOO_LARGE`
 */
export function readTable(
  text: string,
  source: string,
  needed: readonly string[],
  known: readonly string[] | null,
): Table {
  const records = parseRecords(checkText(text, source, MAX_TABLE_CHARACTERS), source);
  const [head, ...rest] = records;
  if (head === undefined) throw inputError('expected CSV with a header, got nothing', { source });
  const columns = head.cells.map((name) => name.trim());
  const place = { source, line: head.line };

  columns.forEach((column, index) => {
    if (columns.indexOf(column) !== index) {
      throw inputError(`expected each column once, got ${quoted(column)} twice`, place);
    }
    if (known?.includes(column) === false) {
      throw inputError(`unknown column ${quoted(column)}${suggestion(column, known)}`, place);
    }
  });
  for (const column of needed) {
    if (!columns.includes(column)) {
      const has = columns.slice(0, 12).map(quoted).join(', ');
      throw inputError(`missing column ${quoted(column)}, the header has ${has}`, place);
    }
  }
  const indexOf = new Map(columns.map((column, index) => [column, index]));
  const rows = rest.map(({ line, cells }): TableRow => {
    if (cells.length !== columns.length) {
      const message = `expected ${columns.length} fields as in the header, got ${cells.length}`;
      throw inputError(message, { source, line });
    }
    return {
      line,
      cell: (column) => {
        const index = indexOf.get(column);
        const cell = index === undefined ? '' : readCsvText((cells[index] ?? '').trim());
        return cell === '' ? null : cell;
      },
    };
  });
  return { columns, rows };
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

function parseRecords(text: string, source: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let line = 1;
  let linesBefore = 0;
  try {
    parse(text, {
      delimiter: separatorOf(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: 100_000,
      on_record: (cells: string[], { lines }) => {
        if (cells.some((cell) => cell.trim() !== '')) records.push({ line, cells });
        // Within quotes the parser counts a carriage return and its line feed as two lines.
        line += lines - linesBefore > 1 ? 1 + lineEnds(cells) : 1;
        linesBefore = lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const message = CSV_MESSAGES[error.code] ?? 'expected CSV with a header, got something else';
    throw inputError(message, { source, line });
  }
  return records;
}

function lineEnds(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

const CSV_MESSAGES: Readonly<Partial<Record<string, string>>> = {
  CSV_QUOTE_NOT_CLOSED: 'expected each quote to close, got one that opens here and never does',
  CSV_MAX_RECORD_SIZE: 'expected a row of at most 100000 characters; is a quote not closed?',
  CSV_INVALID_CLOSING_QUOTE: 'expected a separator after a closing quote',
  INVALID_OPENING_QUOTE: 'expected quotes around a whole field only, got one within a field',
};

function separatorOf(text: string): string {
  const head = (/[^\r\n]+/.exec(text)?.[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((separator) => head.split(separator).length);
  return [',', ';', '\t'][counts.indexOf(Math.max(...counts))] ?? ',';
}
