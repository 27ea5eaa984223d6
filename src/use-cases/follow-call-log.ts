import { AgnerError } from '../domain/index.ts';
import { type LogFile } from './call-log-ports.ts';
import { type CallLogImportRequest, importLogFile, type LogFileImport } from './import-call-log.ts';
import { type ImportOutcome } from './import-outcome.ts';
import { type Store } from './ports.ts';
import { type LogWorld } from './read-log-files.ts';

export interface Following {
  readonly signal: AbortSignal;
  /** Waits between two looks at the file; resolves at once when stopped. */
  readonly wait: () => Promise<void>;
  readonly onImported: (file: LogFileImport, outcomes: readonly ImportOutcome[]) => void;
}

/**
 * Reads a log into the store as it grows, until it is stopped. Rotation is noticed by the file
 * behind the name: what was still written to the old one is read before the new one.
 */
export async function followCallLog(
  world: LogWorld & { readonly store: Store },
  request: CallLogImportRequest & { readonly path: string },
  { signal, wait, onImported }: Following,
): Promise<void> {
  let file: LogFile | null = null;
  const take = async (open: LogFile): Promise<number> => {
    const taken = await importLogFile(world, request, open, { signal, onBytes: () => undefined });
    if (taken.file.toByte > taken.file.fromByte) onImported(taken.file, taken.outcomes);
    return taken.file.toByte;
  };
  try {
    while (!signal.aborted) {
      file ??= await openIfThere(world, request.path);
      if (file !== null) {
        const bytes = await take(file);
        if (await file.isReplaced(bytes)) {
          await take(file);
          await file.close();
          file = null;
          continue;
        }
      }
      await wait();
    }
  } finally {
    await file?.close();
  }
}

/** `null` while the name is nobody's (in the midst of a rotation) or the file has no whole line. */
async function openIfThere({ openLogFile }: LogWorld, path: string): Promise<LogFile | null> {
  try {
    const file = await openLogFile(path);
    if (file.firstLine !== '') return file;
    await file.close();
    return null;
  } catch (error) {
    if (error instanceof AgnerError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
