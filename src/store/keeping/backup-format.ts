/**
 * The form of a backup: gzip of lines of JSON in UTF-8. First a header; per table a line with its
 * name and columns and then a line per row, an array of values in the order of the columns; last
 * the number of rows by table and the SHA-256 of all lines before.
 */
import { createHash } from 'node:crypto';
import { createGunzip } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import { AgnerError } from '../../domain/index.ts';

export type Value = string | number | null;

export interface BackupHeader {
  readonly format: 'agner-backup';
  readonly version: 1;
  readonly program: string;
  readonly createdAt: string;
  readonly database: 'sqlite' | 'postgres';
  /** Steps of the schema, in order. */
  readonly migrations: readonly string[];
  readonly auditHead: string | null;
}

export interface TableHeader {
  readonly table: string;
  readonly columns: readonly string[];
}

export interface BackupFooter {
  readonly rows: Readonly<Record<string, number>>;
  readonly sha256: string;
}

/** What a reader of a backup is told, in order. */
export interface BackupVisitor {
  readonly table?: (header: TableHeader) => Promise<void>;
  readonly row?: (values: readonly Value[]) => Promise<void>;
  /** Bytes of the packed file that were read so far. */
  readonly bytes?: (count: number) => void;
}

export interface ReadBackup extends BackupFooter {
  readonly header: BackupHeader;
}

/** Longest line: no row of ours comes near it, and a bomb is stopped. */
const MAX_LINE_BYTES = 256 * 1024 * 1024;

/**
 * Reads a backup to its end, in memory of one line.
 *
 * @param begin is told the header before anything else; what it throws is passed on
 * @throws {AgnerError} `INVALID_INPUT` for a file that is none, or is damaged or cut short
 */
export async function readBackup(
  source: AsyncIterable<Uint8Array>,
  begin: (header: BackupHeader) => void,
  visitor: BackupVisitor = {},
): Promise<ReadBackup> {
  const hash = createHash('sha256');
  const rows: Record<string, number> = {};
  let header: BackupHeader | null = null;
  let table: TableHeader | null = null;
  let footer: BackupFooter | null = null;
  let number = 0;
  for await (const line of linesOf(source, visitor.bytes)) {
    number += 1;
    if (footer !== null) throw damaged(`line ${number} comes after the last`);
    const value = parseLine(line, number);
    if (header === null) {
      header = headerOf(value);
      begin(header);
    } else if (Array.isArray(value)) {
      if (table?.columns.length !== value.length) throw damaged(`line ${number} is out of place`);
      rows[table.table] = rows[table.table]! + 1;
      await visitor.row?.(value as Value[]);
    } else if (isTableHeader(value)) {
      if (rows[value.table] !== undefined) throw damaged(`line ${number} is out of place`);
      table = value;
      rows[table.table] = 0;
      await visitor.table?.(table);
    } else {
      footer = value as BackupFooter;
      if (footer.sha256 !== hash.copy().digest('hex')) throw damaged('its checksum is wrong');
    }
    hash.update(line).update('\n');
  }
  if (header === null) throw foreign();
  if (footer === null) throw damaged('its end is missing');
  return { header, rows, sha256: footer.sha256 };
}

/** The bytes between line feeds of a packed source. */
async function* linesOf(
  source: AsyncIterable<Uint8Array>,
  onBytes: ((count: number) => void) | undefined,
): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of unpacked(source, onBytes)) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, at));
      yield parts.length === 1 ? parts[0]! : Buffer.concat(parts);
      parts = [];
      size = 0;
      from = at + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > MAX_LINE_BYTES) throw damaged('a line is longer than any of ours');
  }
  if (parts.length > 0) throw damaged('its end is missing');
}

async function* unpacked(
  source: AsyncIterable<Uint8Array>,
  onBytes: ((count: number) => void) | undefined,
): AsyncGenerator<Buffer> {
  let count = 0;
  const counted = async function* () {
    for await (const chunk of source) {
      count += chunk.byteLength;
      onBytes?.(count);
      yield chunk;
    }
  };
  const gunzip = createGunzip();
  // What goes wrong in the source destroys the stream, and is thrown by the loop.
  pipeline(Readable.from(counted()), gunzip, () => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'Z_DATA_ERROR' && count < 100_000) throw foreign();
    if (code.startsWith('Z_')) {
      throw damaged(code === 'Z_BUF_ERROR' ? 'its end is missing' : 'it cannot be unpacked');
    }
    throw error;
  }
}

function parseLine(line: Buffer, number: number): unknown {
  let value: unknown;
  try {
    value = JSON.parse(line.toString('utf8'));
  } catch {
    throw number === 1 ? foreign() : damaged(`line ${number} cannot be read`);
  }
  if (typeof value !== 'object' || value === null) throw damaged(`line ${number} cannot be read`);
  return value;
}

function headerOf(value: unknown): BackupHeader {
  const header = value as Partial<BackupHeader>;
  if (header.format !== 'agner-backup') throw foreign();
  if (header.version !== 1) throw newer(`of form ${String(header.version)}`);
  return header as BackupHeader;
}

function isTableHeader(value: unknown): value is TableHeader {
  return typeof (value as Partial<TableHeader>).table === 'string';
}

function foreign(): AgnerError {
  return new AgnerError('INVALID_INPUT', 'expected a file that "agner backup" wrote, got another');
}

function damaged(what: string): AgnerError {
  return new AgnerError('INVALID_INPUT', `the backup is damaged: ${what}; nothing was changed`);
}

/** A backup that this program is too old for. */
export function newer(what: string): AgnerError {
  return new AgnerError(
    'UNSUPPORTED',
    `expected a backup of this version or older, got one that a newer Agner wrote (${what}); use that version`,
  );
}
