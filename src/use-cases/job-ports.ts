/** What long work in the background needs. Implemented by `jobs/`. */
import { type JobOrder } from './job-order.ts';
import { type JobRecord } from './ports.ts';

/** Long work in the background, bounded and told of. */
export interface JobQueue {
  /**
   * Queues work and answers at once. Throws `BUSY` with `details.retryAfterSeconds` when the queue
   * is full.
   */
  submit(order: JobOrder): Promise<JobRecord>;
  /** Throws `NOT_FOUND`. */
  get(id: string): Promise<JobRecord>;
  /** Asks work to stop; work that has a best result so far may still succeed with it. */
  cancel(id: string): Promise<JobRecord>;
  /** Jobs that have not ended. */
  count(): Promise<{ readonly queued: number; readonly running: number }>;
  /** Stops the work of this process and waits for it. */
  close(): Promise<void>;
}

/** One try at a job. Several may come after each other; the newest alone counts. */
export interface AttemptRef {
  readonly id: string;
  readonly attempt: number;
}

/** How a job ends. */
export type JobEnd = Pick<JobRecord, 'state' | 'resultId' | 'error'>;

/** A running job of which nothing was heard for too long, or which should have stopped. */
export interface StrayAttempt extends AttemptRef {
  readonly isCancelled: boolean;
}

/** How long running jobs may be silent (`null` for ever), and go on after they were cancelled. */
export interface StrayLimits {
  readonly silentSeconds: number | null;
  readonly cancelSeconds: number;
}

/**
 * Jobs that several processes share. Implemented by a store on PostgreSQL; time is told by the
 * database's clock alone.
 */
export interface SharedJobStore {
  /** What `work` writes, by whatever call, is one transaction, or part of the one under way. */
  change<T>(work: () => Promise<T>): Promise<T>;
  /** A statement with $1, $2, ... on tables beside ours, as part of the change under way. */
  executeSql(text: string, values: readonly unknown[]): Promise<{ readonly rows: unknown[] }>;
  /** Throws `BUSY` where `maxQueued` jobs wait already. */
  addSharedJob(job: JobRecord, order: JobOrder, maxQueued: number): Promise<void>;
  /** `null` where the job has ended. Throws `STORAGE` where a newer program keeps the database. */
  beginAttempt(attempt: AttemptRef): Promise<JobOrder | null>;
  /** Tells that an attempt lives and, unless `null`, how far it is. */
  showAttempt(
    attempt: AttemptRef,
    progress: JobRecord['progress'] | null,
  ): Promise<'goes-on' | 'is-cancelled' | 'is-lost'>;
  /** Whether the attempt is the job's still; then it stays so until the change ends. */
  holdAttempt(attempt: AttemptRef): Promise<boolean>;
  /** Whether the attempt was the job's still, and the end is told. */
  endAttempt(attempt: AttemptRef, end: JobEnd): Promise<boolean>;
  /** Lets the job wait again. Whether the attempt was the job's still. */
  leaveAttempt(attempt: AttemptRef): Promise<boolean>;
  /** Ends a job that waits, and asks one that runs to stop. */
  cancelSharedJob(id: string): Promise<JobRecord>;
  /** Inside a change they are held until its end; those that another process holds are left out. */
  findStray(limits: StrayLimits): Promise<readonly StrayAttempt[]>;
  /** Marks as failed what a process left behind that shared no jobs; returns how many. */
  failLeftBehind(): Promise<number>;
  /** Ids of jobs that wait. */
  listWaiting(): Promise<readonly string[]>;
  countJobs(): Promise<{ readonly queued: number; readonly running: number }>;
}
