/** What the use cases need from the world. Adapters implement these; nothing here does anything. */
import {
  type Attribution,
  type Backtest,
  type Channel,
  type DocumentKind,
  type Finding,
  type Forecast,
  type ForecastOverride,
  type IntervalHistory,
  type OverrideStatement,
  type Plan,
  type Requirement,
  type Roster,
  type Signature,
  type Stored,
  type StoredHeader,
  type Verification,
  type WhatIf,
} from '../domain/index.ts';
import { type ImportOutcome } from './import-outcome.ts';
import { type AttendanceStore } from './attendance/attendance-ports.ts';
import { type AuditStore } from './audit-ports.ts';
import { type PersonStore } from './people-data/person-ports.ts';
import { type PublicationStore } from './publication-ports.ts';
import { type PageRequest } from './pages.ts';
import { type PeopleStore } from './people-ports.ts';
import { type Precondition } from './precondition.ts';
import { type CallLogStore } from './call-log-ports.ts';
import { type FeedStore } from './feeds/feed-ports.ts';
import { type RequestKeyStore } from './request-key-ports.ts';
import { type TaskTypes } from './tasks.ts';
import { type TimesheetStore } from './timesheets/timesheet-ports.ts';

/** Fraction done in [0, 1] and the name of the step; called as often as the work likes. */
export type OnProgress = (progress: Progress) => void;

export interface Progress {
  readonly fraction: number;
  /** Code of the step: "forecast", "search". */
  readonly step: string;
  /** Figures of the moment: { gap: 0.03, objective: 12000 }. */
  readonly figures: Readonly<Record<string, number | string | null>>;
}

/** How work is watched and stopped. */
export interface WorkContext {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

export interface QueueRecord {
  readonly site: string;
  readonly name: string;
  readonly channel: IntervalHistory['channel'];
  readonly zone: string;
  readonly stepSeconds: number;
  /** First and last interval start with history, ISO with offset; `null` without history. */
  readonly firstInterval: string | null;
  readonly lastInterval: string | null;
  readonly intervals: number;
  /** Grows by one with every import that changed something. */
  readonly version: number;
}

export interface PlanRecord {
  readonly id: string;
  readonly site: string;
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly createdAt: string;
}

export type ResultDocument = Forecast | Backtest | Requirement | Verification | Roster | WhatIf;

export interface NewResult {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly site: string;
  readonly name: string;
  readonly createdAt: string;
  readonly document: ResultDocument;
}

export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** A result as the text that was stored: to hand on what nobody here needs to read. */
export interface StoredText {
  readonly header: StoredHeader;
  /** The document as JSON. */
  readonly text: string;
}

export interface JobRecord {
  readonly id: string;
  readonly site: string;
  /** Use case that it runs: "roster", "forecast". */
  readonly kind: string;
  readonly state: JobState;
  readonly progress: Progress;
  /** Id of the stored result once there is one. */
  readonly resultId: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Which intervals of a queue; `null` for no limit. Instants are epoch seconds, `to` is excluded. */
export interface InstantRange {
  readonly from: number | null;
  readonly to: number | null;
}

/**
 * Everything that lasts. Each call is one transaction: done or not done. Throws `STORAGE` with a
 * sentence a person can act on (disk full, read-only folder), `BUSY` when another process holds
 * the database beyond the busy timeout, never a raw driver error.
 */
export interface Store
  extends
    PeopleStore,
    CallLogStore,
    PublicationStore,
    AttendanceStore,
    TimesheetStore,
    AuditStore,
    FeedStore,
    PersonStore,
    RequestKeyStore {
  /**
   * Adds or replaces intervals of several queues in one transaction; creates site and queues on
   * first sight. The same file twice changes nothing. Throws `CONFLICT` if a queue's stored step
   * or zone differs.
   */
  saveHistory(
    site: string,
    histories: readonly IntervalHistory[],
  ): Promise<readonly ImportOutcome[]>;
  /** Throws `NOT_FOUND` for an unknown queue or one without history in the range. */
  loadHistory(site: string, queue: string, range: InstantRange): Promise<IntervalHistory>;
  /** By name; all, or a page of them by name. */
  listQueues(site: string, page?: PageRequest): Promise<readonly QueueRecord[]>;

  /**
   * A new version, told in the audit trail, unless the newest has the same hash: then that one.
   * `text` is what was written. Throws `CONFLICT` where `onlyIf` does not hold of the newest
   * version's id, `NOT_FOUND` where it is given and there is no version.
   */
  savePlan(
    site: string,
    plan: Plan,
    meta: {
      readonly id: string;
      readonly hash: string;
      readonly text: string;
    },
    by: Signature,
    onlyIf?: Precondition,
  ): Promise<PlanRecord>;
  /** The newest version, or the given one. Throws `NOT_FOUND`. */
  loadPlan(
    site: string,
    name: string,
    version: number | null,
  ): Promise<{ readonly record: PlanRecord; readonly plan: Plan; readonly text: string }>;
  /** Every version, newest first; all, or a page of them by id. */
  listPlans(site: string, page?: PageRequest): Promise<readonly PlanRecord[]>;

  /** Results never change once saved. */
  saveResult(result: NewResult): Promise<StoredHeader>;
  /** By id. Throws `NOT_FOUND`, also where the kind differs. */
  loadResult<T extends ResultDocument>(kind: T['kind'], id: string): Promise<Stored<T>>;
  /** Newest of a kind by name. Throws `NOT_FOUND`. */
  latestResult<T extends ResultDocument>(
    site: string,
    kind: T['kind'],
    name: string | null,
  ): Promise<Stored<T>>;
  /** As {@link loadResult}, unread. */
  loadResultText(kind: DocumentKind, id: string): Promise<StoredText>;
  /** As {@link latestResult}, unread. */
  latestResultText(site: string, kind: DocumentKind, name: string | null): Promise<StoredText>;
  /** Newest first, at most `limit`, after the one with the id. */
  listResults(
    site: string,
    kind: DocumentKind,
    limit: number,
    after?: string | null,
  ): Promise<readonly StoredHeader[]>;

  /** Appends to what is said of a stored forecast, all or none, told in the trail. Throws `NOT_FOUND`. */
  saveOverrides(
    forecastId: string,
    overrides: readonly {
      readonly id: string;
      readonly statement: OverrideStatement;
    }[],
    by: Signature,
  ): Promise<readonly ForecastOverride[]>;
  /**
   * Throws `NOT_FOUND` for an unknown override, `CONFLICT` for one that is withdrawn already or
   * whose hash is not as `onlyIf` says.
   */
  withdrawOverride(
    forecastId: string,
    id: string,
    author: string,
    by: Signature,
    onlyIf?: Precondition,
  ): Promise<ForecastOverride>;
  /** Withdrawn ones too, oldest first; none for an unknown forecast. */
  listOverrides(forecastId: string): Promise<readonly ForecastOverride[]>;

  saveJob(job: JobRecord): Promise<void>;
  loadJob(id: string): Promise<JobRecord>;
  /** Marks jobs left queued or running by a process that died as failed; returns how many. */
  failAbandonedJobs(now: string): Promise<number>;

  /** Throws unless the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Runs a task elsewhere (a worker thread) so that the event loop stays free. */
export interface TaskRunner {
  /** Tasks that run at the same time; further ones wait. */
  readonly threads: number;
  /**
   * Input and output are plain data. An abort of `context.signal` makes the task end early with
   * the best it has, or reject with `CANCELLED` where there is nothing.
   */
  run<K extends keyof TaskTypes>(
    task: K,
    input: TaskTypes[K]['input'],
    context: WorkContext,
  ): Promise<TaskTypes[K]['output']>;
  close(): Promise<void>;
}

/** The clock and the dice of identity. */
export interface Identity {
  /** ISO instant, UTC. */
  now(): string;
  /** A new id with a prefix: "fc_4k2j...". */
  newId(prefix: string): string;
}

/** The bytes of a file, at once or as they come; packed (gzip) or not. */
export type ByteSource = Uint8Array | AsyncIterable<Uint8Array>;

/** Export layouts of other systems that the history reader knows. */
export const HISTORY_PRESETS = ['genesys-cloud', 'amazon-connect', 'avaya'] as const;

export type HistoryPreset = (typeof HISTORY_PRESETS)[number];

/** How a file of interval history is to be read; `null` is "as the file says". */
export interface HistoryReadOptions {
  /** What messages call the file. */
  readonly source: string;
  /** Zone of local times, and of the histories' local dates. */
  readonly zone: string | null;
  /** Queue of every row, whatever the file says. */
  readonly queue: string | null;
  /** Queue of every row of a file that has no column for it; `null` refuses such a file. */
  readonly queueIfUnnamed: string | null;
  /** Column that names the queue, where it is not called "queue". */
  readonly queueColumn: string | null;
  /** Channel of queues whose rows name none; `null` for voice. */
  readonly channel: Channel | null;
  /** `null` for arrival. */
  readonly attribution: Attribution | null;
  /** Length of every interval; `null` to take it from the file. */
  readonly intervalSeconds: number | null;
  readonly preset: HistoryPreset | null;
  /** The file's own column names by ours: { offered: "volume" }. */
  readonly columns: Readonly<Record<string, string>> | null;
  /** Order of day and month in dates such as 03/04/2026; `null` refuses such dates. */
  readonly dateOrder: 'day-first' | 'month-first' | null;
  /** `null`: a point; in files that are separated by ";" either, where there is no doubt. */
  readonly decimal: 'point' | 'comma' | null;
}

export interface HistoryReading {
  readonly histories: readonly IntervalHistory[];
  readonly findings: readonly Finding[];
  /** Rows of data in the file: `read` is `taken` plus `leftOut`. Equal duplicates are taken. */
  readonly rows: { readonly read: number; readonly taken: number; readonly leftOut: number };
}

/**
 * Reads interval history from a file of another system. Rows that cannot be used are left out and
 * told as findings; a file that cannot be used throws `INVALID_INPUT` or `TOO_LARGE`.
 */
export type HistoryReader = (
  source: ByteSource,
  options: Partial<HistoryReadOptions>,
) => Promise<HistoryReading>;
