/** What the history of single calls needs from the world. */
import { type AgentSpan, type IntervalHistory, type QueueCall } from '../domain/index.ts';
import { type ImportOutcome } from './import-outcome.ts';

export interface CallLogOptions {
  /** Reasons of pauses that are wrap-up. */
  readonly wrapUpReasons: readonly string[];
  /** Names of agents by other names under which the log knows them. */
  readonly agentNames: Readonly<Record<string, string>>;
  /** Whether a last line without an end is taken, or left for when the rest of it has come. */
  readonly takesTornLine: boolean;
}

/** What was seen in a log, counted since reading began. */
export interface CallLogCounts {
  readonly lines: number;
  /** Lines that are none of the log's. */
  readonly malformed: number;
  /** Lines more than two years after the one before: of a clock that was wrong. */
  readonly ahead: number;
  /** Events that nothing is known of, by name. */
  readonly unknown: Readonly<Record<string, number>>;
  /** Ends and answers of calls whose entry is in no file. */
  readonly orphans: number;
  /** Calls of which nothing was heard for a day. */
  readonly expired: number;
  /** Calls that entered a queue again before they had left it. */
  readonly reentered: number;
  /** Calls that a crash left waiting, and left in conversation. */
  readonly cutWaiting: number;
  readonly cutTalking: number;
  /** Abandons that an orderly shutdown wrote for callers who were still waiting. */
  readonly cutByShutdown: number;
}

/** What a stretch of a log tells. */
export interface CallLogBatch {
  /** Calls and stretches of agents' time whose outcome will not change any more. */
  readonly calls: readonly QueueCall[];
  readonly spans: readonly AgentSpan[];
  /** Those that are open at the end of the stretch, as they stand. */
  readonly openCalls: readonly QueueCall[];
  readonly openSpans: readonly AgentSpan[];
  /** Queues heard of so far, by first instant. */
  readonly queues: ReadonlyMap<string, number>;
  /** First and last instant told of, `from` being where the stretch before ended; `null` for none. */
  readonly heard: { readonly from: number; readonly to: number } | null;
  /** Stretches without a line for so long that nothing is known of them. */
  readonly silences: readonly { readonly from: number; readonly to: number }[];
  /** Bytes of the unpacked stretch up to the end of the last line taken. */
  readonly bytes: number;
  /** Bytes after it that are no whole line yet; told at the end. */
  readonly tornBytes: number;
  /** What reading on needs to know, as text. */
  readonly state: string;
  readonly counts: CallLogCounts;
}

/**
 * Reads a log of calls from where it was left, in constant memory; batches come in order, and at
 * least one. `state` is `null` for a fresh start.
 */
export type CallLogReader = (
  source: AsyncIterable<Uint8Array>,
  options: CallLogOptions,
  state: string | null,
) => AsyncIterable<CallLogBatch>;

/** A file of a log, whatever it is called by now. */
export interface LogFile {
  readonly name: string;
  /** Its first bytes as Latin-1. */
  readonly head: string;
  /** Its first line knows it again after it was renamed or packed; "" while it has none. */
  readonly firstLine: string;
  /** Bytes on the disk, packed as it is. */
  readonly sizeBytes: number;
  /** The unpacked bytes from an offset on. */
  readonly read: (offset: number) => AsyncIterable<Uint8Array>;
  /** Whether the name is another file's by now, or the file was cut short. */
  readonly isReplaced: (bytesRead: number) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** Throws `NOT_FOUND` with the path, `INVALID_INPUT` for a folder or damaged gzip. */
export type LogFileOpener = (path: string) => Promise<LogFile>;

/** A log that a server writes into a table. */
export interface LogTable {
  /** Its name, with the schema before it where there is one. */
  readonly table: string;
  /** Zone of times that have no offset. */
  readonly zone: string;
}

/**
 * Opens a table as the log that it would be as a file: `database` is the path of an SQLite file or a
 * postgres:// URL. Throws `NOT_FOUND`, `INVALID_INPUT`, `STORAGE`, `UNSUPPORTED` for other servers.
 */
export type LogTableOpener = (database: string, log: LogTable) => Promise<LogFile>;

/** How far a log was read into the store. */
export interface CallLogProgress {
  /** What reading on needs to know; `null` before the first line. */
  readonly state: {
    readonly text: string;
    /** First line of the file that it was left in. */
    readonly firstLine: string;
    /** Latest instant heard of; `null` before the first. */
    readonly lastHeard: number | null;
  } | null;
  /** Unpacked bytes read of each file, by first line. */
  readonly files: ReadonlyMap<string, number>;
}

/** Instants of a queue's slots, epoch seconds; `to` excluded. */
export interface SlotRange {
  readonly from: number;
  readonly to: number;
}

/** One stretch of a log on its way into the store. */
export interface CallLogSaving {
  readonly log: string;
  readonly calls: readonly QueueCall[];
  readonly spans: readonly AgentSpan[];
  readonly file: {
    readonly firstLine: string;
    /** Bytes read before this stretch, and with it. */
    readonly bytesBefore: number;
    readonly bytes: number;
  };
  /** `null` leaves the log's state as it was. */
  readonly state: CallLogProgress['state'];
  /** Stretches of queues whose intervals are made anew. */
  readonly ranges: readonly (SlotRange & { readonly queue: string })[];
  /** Intervals of a stretch from all stored calls that entered in it. */
  readonly intervalsOf: (
    range: SlotRange & { readonly queue: string },
    calls: readonly QueueCall[],
  ) => IntervalHistory;
}

/** The part of the store that keeps single calls and agents' time. */
export interface CallLogStore {
  callLogProgress(site: string, log: string): Promise<CallLogProgress>;
  /**
   * Keeps calls, agents' time, how far the log was read, and the intervals, in one transaction. A
   * call or stretch that is there already is replaced, but one that is over is not replaced by one
   * that is not. Throws `CONFLICT` where another process has read on in the same file meanwhile.
   */
  saveCallLog(site: string, saving: CallLogSaving): Promise<readonly ImportOutcome[]>;
  /** Forgets calls, agents' time and progress of a log; intervals stay until they are made anew. */
  forgetCallLog(site: string, log: string): Promise<void>;
  /** First and last entry of a call of any log, last start of an agent's stretch; `null` for none. */
  callLogExtent(site: string): Promise<SlotRange | null>;
  /** Calls that entered from `from` to before `to`, in order of entry. */
  loadCalls(site: string, range: SlotRange): Promise<readonly QueueCall[]>;
  /** Stretches of agents' time that began from `from` to before `to`, in order of beginning. */
  loadAgentSpans(site: string, range: SlotRange): Promise<readonly AgentSpan[]>;
}
