import { AgnerError, type IntervalHistory } from '../domain/index.ts';
import { type ImportOutcome } from './import-outcome.ts';
import {
  type ByteSource,
  type HistoryReadOptions,
  type HistoryReading,
  type QueueRecord,
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
  const known = await store.listQueues(site);
  const zone = options.zone ?? usualZone(known);
  const { histories, findings, rows } = await readHistory(source, { ...options, zone });
  if ((options.channel ?? null) === null) checkChannels(histories, known);
  return { queues: await store.saveHistory(site, histories), findings, rows };
}

/** The zone of a site's queues, once they have one and all the same. */
export function usualZone(known: readonly QueueRecord[]): string | null {
  const zones = new Set(known.map((queue) => queue.zone));
  return zones.size === 1 ? ([...zones][0] ?? null) : null;
}

/** A file that does not say its channel must not relabel what is stored. */
function checkChannels(histories: readonly IntervalHistory[], known: readonly QueueRecord[]): void {
  for (const { queue, channel } of histories) {
    const stored = known.find(({ name }) => name === queue);
    if (stored === undefined || stored.channel === channel) continue;
    throw new AgnerError(
      'CONFLICT',
      `queue "${queue}" is stored as ${stored.channel}, the file reads as ${channel}; say which channel it is`,
      { queue },
    );
  }
}
