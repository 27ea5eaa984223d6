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
 * The same file twice changes nothing. Without a zone, that of the site's queues is taken.
 */
export async function importHistory(
  { store, readHistory }: Pick<World, 'store' | 'readHistory'>,
  { site, source, options }: ImportHistoryRequest,
): Promise<HistoryImport> {
  const zone = options.zone ?? (await usualZone(store, site));
  const { histories, findings, rows } = await readHistory(source, { ...options, zone });
  return { queues: await store.saveHistory(site, histories), findings, rows };
}

/** The zone of a site's queues, once they have one and all the same. */
async function usualZone(store: World['store'], site: string): Promise<string | null> {
  const zones = new Set((await store.listQueues(site)).map((queue) => queue.zone));
  return zones.size === 1 ? ([...zones][0] ?? null) : null;
}
