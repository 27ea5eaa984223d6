import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { AgnerError, inputError } from '../domain/errors.ts';
import { type ByteSource } from '../use-cases/index.ts';
import { refuseForeignFormat } from './foreign-format.ts';

export interface TextLimits {
  /** Most bytes after unpacking. */
  readonly maxBytes: number;
  /** Most bytes between two line ends. */
  readonly maxLineBytes: number;
}

export const TEXT_LIMITS: TextLimits = { maxBytes: 256 * 1024 * 1024, maxLineBytes: 1_000_000 };

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface OpenedInputText {
  readonly encoding: TextEncoding;
  /** Pieces that end at a line end (but for the last). To be read once; throws as {@link openInputText}. */
  readonly chunks: AsyncIterable<string>;
  /** Lets go of the bytes where `chunks` is not read to its end. */
  readonly close: () => void;
}

const PIECE = 64 * 1024;

/**
 * Opens bytes from anybody as text. Memory stays constant, whatever the bytes unpack to, and the
 * event loop is given back after each piece.
 *
 * gzip is known by its first bytes, not by a name. UTF-8 with or without byte order mark, UTF-16
 * with one; everything else is refused. Nothing is replaced: text that comes out was in the file.
 *
 * @param source what messages call the file
 * @throws {AgnerError} `INVALID_INPUT` for what is not text (other formats, bytes that are not
 *   UTF-8, NUL bytes) or damaged gzip; `TOO_LARGE` beyond the limits. What is wrong after the first
 *   64 KB is thrown while `chunks` is read.
 */
export async function openInputText(
  bytes: ByteSource,
  source: string,
  limits: TextLimits = TEXT_LIMITS,
): Promise<OpenedInputText> {
  const raw = pieces(bytes);
  try {
    const packed = await peek(raw);
    const isGzip = packed.head[0] === 0x1f && packed.head[1] === 0x8b;
    const plain = isGzip ? await peek(gunzipped(packed.all, source)) : packed;
    const encoding = encodingOf(plain.head);
    if (encoding === 'utf-8') refuseForeignFormat(plain.head, source);
    const counted = withinLimit(plain.all, source, limits.maxBytes);
    const utf8 = encoding === 'utf-8' ? counted : transcoded(counted, encoding, source);
    const lines = wholeLines(utf8, source, limits.maxLineBytes);
    const close = () => {
      // Not waited for: a sender who has stalled must not hold up the refusal.
      raw.return(undefined).catch(() => undefined);
    };
    return { encoding, chunks: closingAfter(decoded(lines, source), close), close };
  } catch (error) {
    raw.return(undefined).catch(() => undefined);
    throw error;
  }
}

async function* closingAfter<T>(items: AsyncIterable<T>, close: () => void): AsyncGenerator<T> {
  try {
    yield* items;
  } finally {
    close();
  }
}

/** The whole text at once, for documents of moderate size. Throws as {@link openInputText}. */
export async function readInputText(
  bytes: ByteSource,
  source: string,
  limits: TextLimits = TEXT_LIMITS,
): Promise<string> {
  const { chunks } = await openInputText(bytes, source, limits);
  const parts: string[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return parts.join('');
}

async function* pieces(bytes: ByteSource): AsyncGenerator<Uint8Array> {
  for await (const part of bytes instanceof Uint8Array ? [bytes] : bytes) {
    for (let from = 0; from < part.length; from += PIECE) yield part.subarray(from, from + PIECE);
  }
}

/** Looks at the first bytes without losing them. */
async function peek(
  iterable: AsyncGenerator<Uint8Array>,
): Promise<{ head: Buffer; all: AsyncGenerator<Uint8Array> }> {
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < 512) {
    const next = await iterable.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(first), all: chained(first, iterable) };
}

async function* chained(
  first: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* rest;
}

async function* gunzipped(
  packed: AsyncIterable<Uint8Array>,
  source: string,
): AsyncGenerator<Uint8Array> {
  const input = Readable.from(packed, { objectMode: false });
  const gunzip = createGunzip({ chunkSize: PIECE });
  input.on('error', (error) => gunzip.destroy(error));
  input.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw isZlibError(error) ? damagedGzip(error, source) : error;
  } finally {
    input.destroy();
    gunzip.destroy();
  }
}

function isZlibError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

function damagedGzip(cause: Error & { code: string }, source: string): AgnerError {
  const what = cause.code === 'Z_BUF_ERROR' ? 'cut off' : 'damaged';
  const message = `${source}: expected a whole gzip file, got one that is ${what}`;
  return new AgnerError('INVALID_INPUT', message, { source }, { cause });
}

function encodingOf(head: Uint8Array): TextEncoding {
  if (head[0] === 0xff && head[1] === 0xfe && !(head[2] === 0 && head[3] === 0)) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
}

async function* withinLimit(
  bytes: AsyncIterable<Uint8Array>,
  source: string,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > maxBytes) {
      throw new AgnerError(
        'TOO_LARGE',
        `${source}: expected at most ${Math.round(maxBytes / 1024 ** 2)} MB unpacked, got more`,
        { source, maxBytes },
      );
    }
    yield piece;
  }
}

async function* transcoded(
  bytes: AsyncIterable<Uint8Array>,
  encoding: TextEncoding,
  source: string,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (piece?: Uint8Array) => {
    try {
      return Buffer.from(decoder.decode(piece, { stream: piece !== undefined }));
    } catch (cause) {
      const message = `${source}: expected ${encoding.toUpperCase()} text as its byte order mark says, got bytes that are not`;
      throw new AgnerError('INVALID_INPUT', message, { source, encoding }, { cause });
    }
  };
  for await (const piece of bytes) yield decode(piece);
  yield decode();
}

interface Lines {
  readonly bytes: Buffer;
  /** Number of the first line, from 1. */
  readonly firstLine: number;
}

/** Cuts at line ends, so that no character and no field without quotes is ever split. */
async function* wholeLines(
  bytes: AsyncIterable<Uint8Array>,
  source: string,
  maxLineBytes: number,
): AsyncGenerator<Lines> {
  let rest: Uint8Array[] = [];
  let restLength = 0;
  let line = 1;
  for await (const piece of bytes) {
    const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    const end = lastLineEnd(buffer);
    const firstEnd = end === 0 ? buffer.length : firstLineEnd(buffer);
    if (restLength + firstEnd > maxLineBytes) throw longLine(source, line, maxLineBytes);
    if (end > 0) {
      const lines = { bytes: Buffer.concat([...rest, buffer.subarray(0, end)]), firstLine: line };
      yield lines;
      line += countLines(lines.bytes);
      rest = [];
      restLength = 0;
    }
    rest.push(buffer.subarray(end));
    restLength += buffer.length - end;
  }
  if (restLength > 0) yield { bytes: Buffer.concat(rest), firstLine: line };
}

function longLine(source: string, line: number, maxLineBytes: number): AgnerError {
  return new AgnerError(
    'TOO_LARGE',
    `${source}, line ${line}: expected a line of at most ${maxLineBytes} bytes, got a longer one`,
    { source, line, maxLineBytes },
  );
}

/** Index after the last line end; a carriage return at the very end may still lack its line feed. */
function lastLineEnd(buffer: Buffer): number {
  const feed = buffer.lastIndexOf(10);
  if (feed >= 0) return feed + 1;
  return buffer.length < 2 ? 0 : buffer.lastIndexOf(13, buffer.length - 2) + 1;
}

function firstLineEnd(buffer: Buffer): number {
  const feed = buffer.indexOf(10);
  const carriageReturn = buffer.indexOf(13);
  if (feed < 0) return carriageReturn;
  return carriageReturn < 0 ? feed : Math.min(feed, carriageReturn);
}

function countLines(bytes: Buffer): number {
  const byte = bytes.includes(10) ? 10 : 13;
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count++;
  return count;
}

async function* decoded(lines: AsyncIterable<Lines>, source: string): AsyncGenerator<string> {
  let isFirst = true;
  for await (const { bytes, firstLine } of lines) {
    const hasMark = isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    isFirst = false;
    if (bytes.includes(0)) {
      throw inputError('expected text, got a NUL byte; is this a binary file?', {
        source,
        line: firstLine + countLines(bytes.subarray(0, bytes.indexOf(0))),
      });
    }
    if (!isUtf8(bytes)) throw notUtf8(bytes, firstLine, source);
    yield bytes.toString('utf8', hasMark ? 3 : 0);
    // A quick source would otherwise be read to its end without any other request being served.
    await setImmediate();
  }
}

function notUtf8(bytes: Buffer, firstLine: number, source: string): AgnerError {
  let line = firstLine;
  let from = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
    if (!isUtf8(bytes.subarray(from, end))) break;
    from = end + 1;
    line++;
  }
  return inputError(
    'expected UTF-8 text, got bytes that are not UTF-8 (Latin-1 or a Windows code page?); save the file as UTF-8',
    { source, line },
  );
}
