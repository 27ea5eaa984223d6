import { AgnerError } from '../domain/index.ts';
import {
  type CallLogBatch,
  type CallLogOptions,
  type CallLogReader,
  type LogFile,
  type LogFileOpener,
} from './call-log-ports.ts';

/** What reading log files needs from the world. */
export interface LogWorld {
  readonly readCallLog: CallLogReader;
  readonly openLogFile: LogFileOpener;
}

/**
 * Opens the files of a log that was rotated, oldest first by their first lines; a file that is
 * there twice (packed and not) comes once, an empty one not at all. Close them with `closeAll`.
 */
export async function openLogFiles(
  openLogFile: LogFileOpener,
  paths: readonly string[],
): Promise<readonly LogFile[]> {
  const opened: LogFile[] = [];
  try {
    for (const path of paths) opened.push(await openLogFile(path));
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
  const distinct = new Map<string, LogFile>();
  for (const file of opened) {
    if (file.firstLine === '' || distinct.has(file.firstLine)) await file.close();
    else distinct.set(file.firstLine, file);
  }
  const files = [...distinct.values()];
  try {
    const instants = new Map(files.map((file) => [file, firstInstant(file)]));
    return files.sort((a, b) => instants.get(a)! - instants.get(b)!);
  } catch (error) {
    await closeAll(files);
    throw error;
  }
}

export async function closeAll(files: readonly LogFile[]): Promise<void> {
  for (const file of files) await file.close();
}

/** Instant of the first whole line; refuses what begins without any. */
export function firstInstant({ name, head, firstLine }: LogFile): number {
  const found = /^(\d{9,10})(?:\.\d+)?\|[^|\n]*\|[^|\n]*\|[^|\n]*\|[^|\n]/m.exec(head)?.[1];
  if (found !== undefined) return Number(found);
  throw new AgnerError(
    'INVALID_INPUT',
    `${name}, line 1: expected a line of a queue log such as 1795300567|1795300567.1|support|NONE|ENTERQUEUE|, got "${firstLine.slice(0, 60)}"`,
    { source: name, line: 1 },
  );
}

/**
 * Reads the files of a log, one after the other, as one; the last batch holds what is open in the
 * end. Counts go on from file to file.
 */
export async function* readLogFiles(
  { readCallLog, openLogFile }: LogWorld,
  paths: readonly string[],
  options: CallLogOptions,
): AsyncGenerator<CallLogBatch> {
  const files = await openLogFiles(openLogFile, paths);
  try {
    yield* readCallLog(chained(files), options, null);
  } finally {
    await closeAll(files);
  }
}

/** The bytes of all files; a last line without an end gets one. */
async function* chained(files: readonly LogFile[]): AsyncGenerator<Uint8Array> {
  for (const [index, file] of files.entries()) {
    let last = LINE_END;
    for await (const chunk of file.read(0)) {
      last = chunk.at(-1) ?? last;
      yield chunk;
    }
    if (last !== LINE_END && index < files.length - 1) yield Uint8Array.of(LINE_END);
  }
}

const LINE_END = 0x0a;
