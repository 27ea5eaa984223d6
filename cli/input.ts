import { accessSync, constants, createReadStream, readFileSync, statSync } from 'node:fs';
import { type Readable } from 'node:stream';
import { AgnerError } from '../src/domain/index.ts';
import { readInputText } from '../src/documents/index.ts';

/** JSON as this program writes it is one line, however large. */
const MAX_TEXT_BYTES = 256 * 1024 * 1024;

/** The bytes of a file, or of stdin for `-`. Throws `NOT_FOUND` with the path. */
export function openInput(path: string): Readable {
  if (path === '-') return process.stdin;
  checkReadable(path);
  return createReadStream(path);
}

/** A file beside another one, whole. Throws as {@link openInput}. */
export function readSmallFile(path: string): string {
  checkReadable(path);
  return readFileSync(path, 'utf8');
}

function checkReadable(path: string): void {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
    accessSync(path, constants.R_OK);
  } catch (error) {
    const isHidden = (error as NodeJS.ErrnoException).code === 'EACCES';
    const why = isHidden ? 'there is no permission to' : 'there is no such file';
    throw new AgnerError('NOT_FOUND', `cannot read ${path}: ${why}`, {}, { cause: error });
  }
  if (isFolder) throw new AgnerError('INVALID_INPUT', `expected a file, got the folder ${path}`);
}

/**
 * The bytes of an input, telling how much of it has been read, as a fraction; standard input has
 * no length to tell by.
 */
export async function* openMeasured(
  path: string,
  onFraction: (fraction: number) => void,
): AsyncGenerator<Uint8Array> {
  const stream = openInput(path);
  const size = path === '-' ? Infinity : statSync(path).size;
  let read = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    read += chunk.byteLength;
    onFraction(Math.min(1, read / size));
    yield chunk;
  }
}

/** What messages call an input. */
export function sourceName(path: string): string {
  return path === '-' ? 'standard input' : path;
}

/** The whole text of a file or of stdin, unpacked and decoded. */
export async function readText(path: string): Promise<string> {
  return readInputText(openInput(path), sourceName(path), {
    maxBytes: MAX_TEXT_BYTES,
    maxLineBytes: MAX_TEXT_BYTES,
  });
}
