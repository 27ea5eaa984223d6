import { type FileHandle, open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AgnerError } from '../domain/index.ts';
import { type LogFile } from '../use-cases/index.ts';
import { captureLines, isEslCapture } from './freeswitch/capture-lines.ts';

/** Of the first line, as much as knows it again. */
const FIRST_LINE_BYTES = 512;

/** Of the beginning, as much as shows what the file is. */
const HEAD_BYTES = 4096;

/**
 * Opens a log file, packed (gzip, by its first bytes) or not; what was recorded of a FreeSWITCH's
 * event socket is read as the queue log that it amounts to. It stays the file that was opened,
 * whatever happens to its name.
 *
 * @throws {AgnerError} `NOT_FOUND` with the path; `INVALID_INPUT` for a folder or damaged gzip
 */
export async function openLogFile(path: string): Promise<LogFile> {
  const handle = await openHandle(path);
  try {
    const { size, ino, dev, isFolder } = await statOf(handle);
    if (isFolder) throw new AgnerError('INVALID_INPUT', `expected a file, got the folder ${path}`);
    const isPacked = await startsAsGzip(handle);
    const bytes = (offset: number): AsyncIterable<Uint8Array> =>
      isPacked ? skipped(unpacked(handle, path), offset) : plain(handle, offset);
    const isCapture = isEslCapture(await headOf(bytes(0)));
    const read = (offset: number): AsyncIterable<Uint8Array> =>
      isCapture ? skipped(captureLines(bytes(0), path), offset) : bytes(offset);
    const head = await headOf(read(0));
    return {
      name: path,
      head,
      firstLine: firstLineOf(head),
      sizeBytes: size,
      read,
      async isReplaced(bytesRead) {
        const now = await stat(path).catch(() => null);
        if (now?.ino !== ino || now.dev !== dev) return true;
        return !isPacked && !isCapture && now.size < bytesRead;
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openHandle(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const isHidden = (error as NodeJS.ErrnoException).code === 'EACCES';
    const why = isHidden ? 'there is no permission to' : 'there is no such file';
    throw new AgnerError('NOT_FOUND', `cannot read ${path}: ${why}`, {}, { cause: error });
  }
}

async function statOf(handle: FileHandle) {
  const found = await handle.stat();
  return { size: found.size, ino: found.ino, dev: found.dev, isFolder: found.isDirectory() };
}

async function startsAsGzip(handle: FileHandle): Promise<boolean> {
  const head = new Uint8Array(2);
  const { bytesRead } = await handle.read(head, 0, 2, 0);
  return bytesRead === 2 && head[0] === 0x1f && head[1] === 0x8b;
}

/** Reading by position leaves the handle open, for as often as it is wanted. */
async function* plain(handle: FileHandle, offset: number): AsyncGenerator<Uint8Array> {
  let position = offset;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), {
      position,
    });
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

const CHUNK_BYTES = 256 * 1024;

async function* unpacked(handle: FileHandle, path: string): AsyncGenerator<Uint8Array> {
  const packed = Readable.from(plain(handle, 0));
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  packed.on('error', (error) => gunzip.destroy(error));
  packed.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    const message = `${path}: expected a whole gzip file, got one that is cut off or damaged`;
    throw new AgnerError('INVALID_INPUT', message, { source: path }, { cause: error });
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

async function* skipped(
  source: AsyncIterable<Uint8Array>,
  offset: number,
): AsyncGenerator<Uint8Array> {
  let left = offset;
  for await (const chunk of source) {
    const part = chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
    if (part.length > 0) yield part;
  }
}

/** As many of the first bytes as there are, up to {@link HEAD_BYTES}. */
async function headOf(source: AsyncIterable<Uint8Array>): Promise<string> {
  let head = Buffer.alloc(0);
  for await (const chunk of source) {
    head = Buffer.concat([head, chunk]);
    if (head.length >= HEAD_BYTES) break;
  }
  return head.subarray(0, HEAD_BYTES).toString('latin1');
}

/** "" where the first line has no end yet. */
function firstLineOf(head: string): string {
  const end = head.indexOf('\n');
  if (end < 0 && head.length < HEAD_BYTES) return '';
  return head.slice(0, Math.min(end < 0 ? FIRST_LINE_BYTES : end, FIRST_LINE_BYTES));
}
