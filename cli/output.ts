import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, basename } from 'node:path';
import { AgnerError } from '../src/domain/index.ts';

/** Words for people: always on stderr, so that stdout holds data alone. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** What is written, at once or as it comes. */
type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Writes to a pipe or file as fast as the reader takes it; a reader that left is no fault. */
export async function writeOut(chunks: Chunks): Promise<void> {
  for await (const chunk of chunks) {
    if (!process.stdout.write(chunk)) {
      await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
    }
  }
}

/**
 * Writes a file whole or not at all: to a temporary file beside it, then renamed. `-` is stdout.
 *
 * @param mode rights on the file, less those that the user's mask takes
 * @throws {AgnerError} `STORAGE` with a sentence where the folder cannot be written or the disk is
 *   full
 */
export async function writeOutput(path: string, chunks: Chunks, mode = 0o666): Promise<void> {
  if (path === '-') return writeOut(chunks);
  const temporary = join(
    dirname(path),
    `.${basename(path)}.${randomBytes(4).toString('hex')}.part`,
  );
  try {
    const file = openSync(temporary, 'wx', mode);
    try {
      for await (const chunk of chunks) writeAll(file, chunk);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    if (error instanceof AgnerError) throw error;
    throw new AgnerError(
      'STORAGE',
      `cannot write ${path}: ${reasonOf(error)}`,
      {},
      { cause: error },
    );
  }
}

/** The new name outlasts a loss of power. Some systems open no folders, and need none of this. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // The file itself is on the disk.
  }
}

function writeAll(file: number, chunk: string | Uint8Array): void {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'the folder does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'no permission to write there';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'the disk is full; nothing was written';
    case 'EISDIR':
      return 'it is a folder';
    default:
      return 'the system refused';
  }
}
