import { type CsvError, parse, type Parser } from 'csv-parse';
import { AgnerError, inputError } from '../domain/errors.ts';
import { type ByteSource } from '../use-cases/index.ts';
import { openInputText, TEXT_LIMITS, type TextEncoding } from './input-text.ts';

export type Separator = ',' | ';' | '\t';

/** Of two that a header holds equally often, the one that texts hold less is the separator. */
const SEPARATORS: readonly Separator[] = ['\t', ';', ','];
const MAX_COLUMNS = 1000;

/** One record; a quoted field may hold line ends, so a record may span lines. */
export interface CsvRow {
  /** Line on which the record starts, from 1. */
  readonly line: number;
  /** As many as the file has, not always as many as the header. */
  readonly cells: readonly string[];
}

export interface OpenedCsv {
  readonly encoding: TextEncoding;
  /** The separator that was found in the header. */
  readonly separator: Separator;
  /** Column names without the spaces around them; names are unique, but for empty ones. */
  readonly header: readonly string[];
  /** Rows without blank ones, some thousand at a time. To be read once; throws as {@link openCsv}. */
  readonly batches: AsyncIterable<readonly CsvRow[]>;
  /** Lets go of the bytes where `batches` is not read to its end. */
  readonly close: () => void;
}

/**
 * Opens a CSV file (RFC 4180) with a header, from anybody: separator ",", ";" or tab, any line
 * ends, any encoding that {@link openInputText} takes. Memory stays constant.
 *
 * @param source what messages call the file
 * @throws {AgnerError} `INVALID_INPUT` for an empty file, a column name that comes twice, quotes
 *   that do not pair (with the line where the record starts), and as {@link openInputText};
 *   `TOO_LARGE` beyond 1,000 columns. What is wrong in a row is thrown while `batches` is read.
 *
 * Cost: about 8 s per 1,000,000 rows of 13 columns.
 */
export async function openCsv(bytes: ByteSource, source: string): Promise<OpenedCsv> {
  const { encoding, chunks, close } = await openInputText(bytes, source);
  try {
    const texts = chunks[Symbol.asyncIterator]();
    const start = await upToFirstLine(texts);
    const separator = separatorOf(start);
    const batches = readRows(start, texts, separator, source);
    let first: readonly CsvRow[] = [];
    while (first.length === 0) {
      const next = await batches.next();
      if (next.done === true) {
        throw inputError('expected rows of CSV, got an empty file', { source });
      }
      first = next.value;
    }
    const [head, ...rest] = first;
    const header = (head?.cells ?? []).map((name) => name.trim());
    checkHeader(header, source, head?.line ?? 1);
    return { encoding, separator, header, batches: startingWith(rest, batches), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function* startingWith(
  first: readonly CsvRow[],
  rest: AsyncIterable<readonly CsvRow[]>,
): AsyncGenerator<readonly CsvRow[]> {
  if (first.length > 0) yield first;
  yield* rest;
}

async function upToFirstLine(texts: AsyncIterator<string>): Promise<string> {
  let text = '';
  while (text.trim() === '') {
    const next = await texts.next();
    if (next.done === true) break;
    text += next.value;
  }
  return text;
}

/** The separator that the first line holds most of, outside quotes. */
function separatorOf(text: string): Separator {
  const line = /[^\s].*/.exec(text)?.[0].replaceAll(/"[^"]*"/g, '') ?? '';
  const counts = SEPARATORS.map((separator) => line.split(separator).length);
  const most = Math.max(...counts);
  return (most > 1 ? SEPARATORS[counts.indexOf(most)] : null) ?? ',';
}

function checkHeader(header: readonly string[], source: string, line: number): void {
  if (header.length > MAX_COLUMNS) {
    throw new AgnerError(
      'TOO_LARGE',
      `${source}, line ${line}: expected at most ${MAX_COLUMNS} columns, got ${header.length}`,
      { source, line },
    );
  }
  const seen = new Set<string>();
  for (const name of header) {
    if (name !== '' && seen.has(name)) {
      const column = name.slice(0, 60);
      throw inputError('expected each column once, got this name twice', { source, line, column });
    }
    seen.add(name);
  }
}

async function* readRows(
  start: string,
  texts: AsyncIterator<string>,
  separator: Separator,
  source: string,
): AsyncGenerator<readonly CsvRow[]> {
  let rows: CsvRow[] = [];
  let line = 1;
  const parser = parse({
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: TEXT_LIMITS.maxLineBytes,
  });
  parser.on('data', (cells: string[]) => {
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells });
    line += 1 + lineEnds(cells);
  });
  // Errors come to the callback of a write; the event that follows them would end the process.
  parser.on('error', () => undefined);
  try {
    for (let text = start; text !== '';) {
      await write(parser, text);
      yield rows;
      rows = [];
      const next = await texts.next();
      text = next.done === true ? '' : next.value;
    }
    await end(parser);
    yield rows;
  } catch (error) {
    throw isCsvError(error) ? unreadable(error, line, source) : error;
  } finally {
    parser.destroy();
  }
}

/** Line ends within quoted fields. */
function lineEnds(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    if (cell.includes('\n') || cell.includes('\r')) count += cell.split(/\r\n|\n|\r/).length - 1;
  }
  return count;
}

function write(parser: Parser, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.write(text, (error) => {
      if (error instanceof Error) reject(error);
      else resolve();
    });
  });
}

function end(parser: Parser): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.on('error', reject);
    parser.on('end', resolve);
    parser.end();
  });
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && /^(CSV_|INVALID_OP)/.test(String(error.code));
}

function unreadable(error: CsvError, line: number, source: string): AgnerError {
  const messages: Partial<Record<string, string>> = {
    CSV_QUOTE_NOT_CLOSED: 'expected each quote to close, got one that opens here and never does',
    CSV_MAX_RECORD_SIZE: `expected a row of at most ${TEXT_LIMITS.maxLineBytes} characters, got a longer one; is a quote not closed?`,
    CSV_INVALID_CLOSING_QUOTE:
      'expected a separator after a closing quote; write a quote within quotes twice',
    INVALID_OPENING_QUOTE:
      'expected quotes around a whole field only, got one within a field; write "a ""b""" for a "b"',
  };
  const message = messages[error.code] ?? 'expected CSV with a header, got something else';
  return new AgnerError(
    'INVALID_INPUT',
    `${source}, line ${line}: ${message}`,
    { source, line },
    { cause: error },
  );
}
