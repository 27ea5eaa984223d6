import { type QueueCall } from '../domain/index.ts';
import {
  type CallLogBatch,
  type CallLogOptions,
  type CallLogProgress,
  type CallLogSaving,
  type LogFile,
} from './call-log-ports.ts';
import { type ImportOutcome } from './import-outcome.ts';
import { type Store, type WorkContext } from './ports.ts';
import { closeAll, firstInstant, type LogWorld, openLogFiles } from './read-log-files.ts';
import { isSilent } from './tally-log.ts';
import { slotStartOf, tallyCalls, type TallySettings } from './tally-calls.ts';

export interface CallLogImportRequest {
  readonly site: string;
  /** Name of the log: one for each server. */
  readonly log: string;
  readonly paths: readonly string[];
  readonly options: Omit<CallLogOptions, 'takesTornLine'>;
  readonly settings: TallySettings;
  /** Forget what was read of this log before, and read it all. */
  readonly again: boolean;
}

/** What one file gave. */
export interface LogFileImport {
  readonly name: string;
  /** From where it was read, and to where; unpacked bytes. */
  readonly fromByte: number;
  readonly toByte: number;
  /** Bytes after it that are no whole line yet. */
  readonly tornBytes: number;
  /** Whether it is older than what was read before: its open calls are left as they are. */
  readonly isOlder: boolean;
  readonly calls: number;
  readonly counts: CallLogBatch['counts'] | null;
}

export interface CallLogImport {
  readonly files: readonly LogFileImport[];
  readonly queues: readonly ImportOutcome[];
  /** Whether it was stopped before the end; the same command goes on from there. */
  readonly isStopped: boolean;
}

type ImportWorld = LogWorld & { readonly store: Store };

/**
 * Reads a log into the store from where it was left: calls, agents' time, and the intervals of
 * history. Each stretch is one transaction, so that a stop at any moment loses nothing and counts
 * nothing twice; the same files again change nothing.
 */
export async function importCallLog(
  world: ImportWorld,
  request: CallLogImportRequest,
  { signal, onProgress }: WorkContext,
): Promise<CallLogImport> {
  if (request.again) await world.store.forgetCallLog(request.site, request.log);
  const opened = await openLogFiles(world.openLogFile, request.paths);
  const total = opened.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const files: LogFileImport[] = [];
  const outcomes = mergeOutcomes();
  let before = 0;
  try {
    for (const file of opened) {
      if (signal.aborted) break;
      const base = before;
      const onBytes = (bytes: number): void => {
        const done = base + Math.min(bytes, file.sizeBytes);
        onProgress({ fraction: done / total, step: 'read', figures: {} });
      };
      const taken = await importLogFile(world, request, file, { signal, onBytes });
      files.push(taken.file);
      outcomes.add(taken.outcomes);
      before += file.sizeBytes;
    }
  } finally {
    await closeAll(opened);
  }
  return { files, queues: outcomes.list(), isStopped: signal.aborted };
}

/** As {@link importCallLog}, of one open file. */
export async function importLogFile(
  { store, readCallLog }: ImportWorld,
  request: CallLogImportRequest,
  file: LogFile,
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void },
): Promise<{ readonly file: LogFileImport; readonly outcomes: readonly ImportOutcome[] }> {
  const { site, log, settings } = request;
  const progress = await store.callLogProgress(site, log);
  const start = await startOf(file, progress);
  const seen = {
    calls: 0,
    counts: null as CallLogBatch['counts'] | null,
    toByte: start.offset,
    tornBytes: 0,
  };
  const outcomes = mergeOutcomes();
  if (start.kind !== 'nothing') {
    const isOlder = start.kind === 'older';
    const source = file.read(start.offset);
    const options = { ...request.options, takesTornLine: false };
    let bytesBefore = progress.files.get(file.firstLine) ?? 0;
    for await (const batch of readCallLog(source, options, isOlder ? null : start.state)) {
      const bytes = Math.max(bytesBefore, start.offset + batch.bytes);
      const saving: CallLogSaving = {
        log,
        calls: [...batch.calls, ...batch.openCalls],
        spans: [...batch.spans, ...batch.openSpans],
        file: { firstLine: file.firstLine, bytesBefore, bytes },
        state: isOlder
          ? null
          : { text: batch.state, firstLine: file.firstLine, lastHeard: batch.heard?.to ?? null },
        ranges: rangesOf(batch, settings),
        intervalsOf: ({ queue, from, to }, calls) =>
          intervalsOf(queue, calls, { from, to }, batch, settings),
      };
      outcomes.add(await store.saveCallLog(site, saving));
      bytesBefore = bytes;
      seen.calls += batch.calls.length;
      seen.counts = batch.counts;
      seen.toByte = bytes;
      seen.tornBytes = batch.tornBytes;
      onBytes(bytes);
      if (signal.aborted) break;
    }
  }
  return {
    file: {
      name: file.name,
      fromByte: start.offset,
      isOlder: start.kind === 'older',
      ...seen,
    },
    outcomes: outcomes.list(),
  };
}

type Start =
  | { readonly kind: 'nothing'; readonly offset: number }
  | { readonly kind: 'on'; readonly offset: number; readonly state: string | null }
  | { readonly kind: 'older'; readonly offset: number };

/**
 * Where to begin in a file. One that goes back behind what was read of the log, other than by the
 * file it was left in, is read by itself and from its beginning: what was open before it began is
 * no longer known.
 */
async function startOf(file: LogFile, { state, files }: CallLogProgress): Promise<Start> {
  const offset = files.get(file.firstLine) ?? 0;
  if (!(await hasBytes(file, offset))) return { kind: 'nothing', offset };
  if (state === null) return { kind: 'on', offset: 0, state: null };
  if (state.firstLine === file.firstLine) return { kind: 'on', offset, state: state.text };
  const isNewer = offset === 0 && firstInstant(file) >= (state.lastHeard ?? -Infinity);
  return isNewer ? { kind: 'on', offset, state: state.text } : { kind: 'older', offset: 0 };
}

async function hasBytes(file: LogFile, offset: number): Promise<boolean> {
  for await (const chunk of file.read(offset)) if (chunk.length > 0) return true;
  return false;
}

/** Per queue the stretch of slots that a batch may have changed. */
function rangesOf(batch: CallLogBatch, settings: TallySettings): CallLogSaving['ranges'] {
  const ranges = new Map<string, { first: number; last: number }>();
  const widen = (queue: string, instant: number): void => {
    const start = slotStartOf(instant, settings);
    const range = ranges.get(queue);
    if (range === undefined) ranges.set(queue, { first: start, last: start });
    else {
      range.first = Math.min(range.first, start);
      range.last = Math.max(range.last, start);
    }
  };
  for (const { queue, enteredAt } of batch.calls) widen(queue, enteredAt);
  for (const { queue, enteredAt } of batch.openCalls) widen(queue, enteredAt);
  if (batch.heard !== null) {
    for (const [queue, since] of batch.queues) {
      widen(queue, Math.max(since, batch.heard.from));
      widen(queue, Math.max(since, batch.heard.to));
    }
  }
  return [...ranges].map(([queue, { first, last }]) => ({
    queue,
    from: first,
    to: last + settings.stepSeconds,
  }));
}

function intervalsOf(
  queue: string,
  calls: readonly QueueCall[],
  range: { readonly from: number; readonly to: number },
  { heard, silences, queues }: CallLogBatch,
  settings: TallySettings,
) {
  const tally = tallyCalls(queue, settings);
  for (const call of calls) tally.add(call);
  const from = Math.max(heard?.from ?? Infinity, queues.get(queue) ?? Infinity);
  const to = heard?.to ?? -Infinity;
  const isKnown = (start: number): boolean =>
    start + settings.stepSeconds > from && start <= to && !isSilent(start, settings, silences);
  return tally.intervals(range, isKnown).history;
}

function mergeOutcomes() {
  const merged = new Map<string, ImportOutcome>();
  return {
    add(outcomes: readonly ImportOutcome[]): void {
      for (const next of outcomes) {
        const before = merged.get(next.queue);
        merged.set(
          next.queue,
          before === undefined
            ? next
            : {
                ...next,
                added: before.added + next.added,
                replaced: before.replaced + next.replaced,
                unchanged: before.unchanged + next.unchanged,
                replacedFrom: before.replacedFrom ?? next.replacedFrom,
                replacedTo: next.replacedTo ?? before.replacedTo,
              },
        );
      }
    },
    list: (): readonly ImportOutcome[] => [...merged.values()],
  };
}
