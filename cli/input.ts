import { createReadStream, statSync } from 'node:fs';
import { type Readable } from 'node:stream';
import { AgnerError } from '../src/domain/index.ts';
import { readInputText } from '../src/documents/index.ts';

/** The bytes of a file, or of stdin for `-`. Throws `NOT_FOUND` with the path. */
export function openInput(path: string): Readable {
  if (path === '-') return process.stdin;
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    throw new AgnerError(
      'NOT_FOUND',
      `cannot read ${path}: there is no such file`,
      {},
      { cause: error },
    );
  }
  if (isFolder) throw new AgnerError('INVALID_INPUT', `expected a file, got the folder ${path}`);
  return createReadStream(path);
}

/** What messages call an input. */
export function sourceName(path: string): string {
  return path === '-' ? 'standard input' : path;
}

/** The whole text of a file or of stdin, unpacked and decoded. */
export async function readText(path: string): Promise<string> {
  return readInputText(openInput(path), sourceName(path));
}
