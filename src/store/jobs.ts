import { type Knex } from 'knex';
import { AgnerError } from '../domain/index.ts';
import type { JobRecord, JobState, Progress, Store } from '../use-cases/index.ts';
import { type Database } from './database.ts';
import { checkName, checkText } from './names.ts';
import { isGone, type Owner, thisOwner } from './owner.ts';

export interface JobLine {
  readonly id: string;
  readonly site: string;
  readonly version: number;
  readonly kind: string;
  readonly state: JobState;
  readonly progress: string;
  readonly result_id: string | null;
  readonly error: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly owner: string;
}

/** What is said of a job that died with its process. */
export const LEFT_BEHIND = {
  code: 'INTERNAL',
  message: 'the process that ran this job ended before the job did; start it again',
};

/** The part of the store that remembers long-running work. */
export function jobStore(
  database: Database,
): Pick<Store, 'saveJob' | 'loadJob' | 'failAbandonedJobs'> {
  return {
    saveJob: (job) =>
      database.write(async (trx) => {
        checkName('the id of the job', job.id);
        checkName('the site', job.site);
        const line: JobLine = { ...jobLine(job), version: 1, owner: JSON.stringify(thisOwner) };
        const { state, progress, result_id, error, updated_at, owner } = line;
        await trx('jobs')
          .insert(line)
          .onConflict('id')
          .merge({
            version: trx.raw('jobs.version + 1'),
            ...{ state, progress, result_id, error, updated_at, owner },
          });
      }),
    loadJob: (id) =>
      database.read(async (knex) => {
        const line = await knex<JobLine>('jobs')
          .where({ id: checkText('the id', id) })
          .first();
        if (line === undefined) {
          throw new AgnerError('NOT_FOUND', `expected the id of a job, got "${id}"`, { id });
        }
        return jobRecord(line);
      }),
    async failAbandonedJobs(now) {
      // Asked every minute, seldom true: looking takes no lock.
      if ((await database.read((knex) => abandonedJobs(knex, now))).length === 0) return 0;
      return database.write(async (trx) => {
        const abandoned = await abandonedJobs(trx, now);
        let failed = 0;
        for (const id of abandoned) {
          failed += await trx('jobs')
            .where({ id })
            .whereIn('state', ['queued', 'running'])
            .update({
              version: trx.raw('version + 1'),
              state: 'failed',
              error: JSON.stringify(LEFT_BEHIND),
              updated_at: now,
            });
        }
        return failed;
      });
    },
  };
}

/** Ids of jobs that did not end and whose process is gone. */
async function abandonedJobs(knex: Knex, now: string): Promise<readonly string[]> {
  const open = await knex<JobLine>('jobs')
    .whereIn('state', ['queued', 'running'])
    .select('id', 'owner', 'updated_at');
  return open
    .filter(({ owner, updated_at }) => isGone(JSON.parse(owner) as Owner, updated_at, now))
    .map(({ id }) => id);
}

export function jobLine(job: JobRecord): Omit<JobLine, 'version' | 'owner'> {
  return {
    id: job.id,
    site: job.site,
    kind: job.kind,
    state: job.state,
    progress: JSON.stringify(job.progress),
    result_id: job.resultId,
    error: job.error === null ? null : JSON.stringify(job.error),
    created_at: job.createdAt,
    updated_at: job.updatedAt,
  };
}

export function jobRecord(line: JobLine): JobRecord {
  return {
    id: line.id,
    site: line.site,
    kind: line.kind,
    state: line.state,
    progress: JSON.parse(line.progress) as Progress,
    resultId: line.result_id,
    error: line.error === null ? null : (JSON.parse(line.error) as JobRecord['error']),
    createdAt: line.created_at,
    updatedAt: line.updated_at,
  };
}
