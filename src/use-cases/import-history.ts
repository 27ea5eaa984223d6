import {
  type ByteSource,
  type HistoryReadOptions,
  type HistoryReading,
  type ImportOutcome,
} from './ports.ts';
import { type World } from './sources.ts';

export interface ImportHistoryRequest {
  readonly site: string;
  readonly source: ByteSource;
  readonly options: Partial<HistoryReadOptions>;
}

export interface HistoryImport extends Pick<HistoryReading, 'findings' | 'rows'> {
  readonly queues: readonly ImportOutcome[];
}

/**
 * Reads a file of history and stores it, in one transaction: all that could be read, or nothing.
 * The same file twice changes nothing.
 */
export async function importHistory(
  { store, readHistory }: Pick<World, 'store' | 'readHistory'>,
  { site, source, options }: ImportHistoryRequest,
): Promise<HistoryImport> {
  const { histories, findings, rows } = await readHistory(source, options);
  return { queues: await store.saveHistory(site, histories), findings, rows };
}
