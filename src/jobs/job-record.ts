import { AgnerError } from '../domain/index.ts';
import type { Identity, JobOrder, JobRecord } from '../use-cases/index.ts';

/** A job that waits for its turn. */
export function newRecord(identity: Identity, order: JobOrder): JobRecord {
  const now = identity.now();
  return {
    id: identity.newId('job'),
    site: order.site,
    kind: order.work === 'reforecast' ? 'forecast' : order.work,
    state: 'queued',
    progress: { fraction: 0, step: 'queued', figures: {} },
    resultId: null,
    error: null,
    createdAt: now,
    updatedAt: now,
  };
}

/** What a reader of the job may know; the words of an unexpected error may hold anything. */
export function publicError(error: unknown): NonNullable<JobRecord['error']> {
  if (error instanceof AgnerError && error.code !== 'INTERNAL') {
    return { code: error.code, message: error.message };
  }
  const cause: unknown = error instanceof AgnerError ? (error.cause ?? error) : error;
  process.emitWarning('a job failed unexpectedly', {
    type: 'AgnerJob',
    detail: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
  });
  return { code: 'INTERNAL', message: 'the work failed unexpectedly; see the log of the program' };
}
