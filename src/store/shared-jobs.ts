import { type Knex } from 'knex';
import { AgnerError } from '../domain/index.ts';
import type {
  AttemptRef,
  JobOrder,
  SharedJobStore,
  StrayAttempt,
  StrayLimits,
} from '../use-cases/index.ts';
import { type Database } from './database.ts';
import { type JobLine, jobLine, jobRecord, LEFT_BEHIND } from './jobs.ts';
import { refuseNewer } from './migrate.ts';
import { checkName, checkText } from './names.ts';
import { thisOwner } from './owner.ts';

interface SharedLine extends JobLine {
  readonly attempt: number;
  /** `null` once the job has ended: what it held of people is not kept longer than needed. */
  readonly work_order: string | null;
  /** When a running attempt was last heard of. */
  readonly heard_epoch: number | null;
  readonly cancel_epoch: number | null;
}

/** Seconds since 1970 by the server's clock: those of the workers may differ. */
const NOW = 'extract(epoch from clock_timestamp())::float8';
const ISO_NOW = `to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Any number that nobody else is likely to lock: "AgnJ" in ASCII. */
const QUEUE_LOCK = 0x41676e4a;

/** What a caller is told to wait when the queue is full. */
const RETRY_AFTER_SECONDS = 10;

/** The part of a store on PostgreSQL by which several processes share jobs. */
export function sharedJobStore(database: Database): SharedJobStore {
  const write = database.write;
  return {
    change: database.change,
    executeSql: (text, values) =>
      write(async (trx) => {
        const { rows } = await trx.raw<{ rows: unknown[] }>(text).options({ values });
        return { rows };
      }),
    addSharedJob: (job, order, maxQueued) =>
      write(async (trx) => {
        checkName('the id of the job', job.id);
        checkName('the site', job.site);
        // Counted and added by one at a time, so that the limit holds.
        await trx.raw('SELECT pg_advisory_xact_lock(?)', [QUEUE_LOCK]);
        if ((await countOf(trx, 'queued')) >= maxQueued) {
          throw new AgnerError(
            'BUSY',
            `expected at most ${maxQueued} jobs to wait, got one more; try again later`,
            { retryAfterSeconds: RETRY_AFTER_SECONDS },
          );
        }
        await trx('jobs').insert({
          ...jobLine(job),
          version: 1,
          owner: JSON.stringify(thisOwner),
          work_order: JSON.stringify(order),
        });
      }),
    beginAttempt: ({ id, attempt }) =>
      write(async (trx) => {
        await refuseNewer(trx);
        const [line] = await trx<SharedLine>('jobs')
          .where({ id })
          .whereIn('state', ['queued', 'running'])
          .update({
            ...changed(trx),
            state: 'running',
            progress: progressAt('started'),
            owner: JSON.stringify(thisOwner),
            attempt,
            heard_epoch: trx.raw(NOW) as never,
          })
          .returning('*');
        const order = line?.work_order ?? null;
        return order === null ? null : (JSON.parse(order) as JobOrder);
      }),
    showAttempt: (ref, progress) =>
      write(async (trx) => {
        const [line] = await running(trx, ref)
          .update({
            heard_epoch: trx.raw(NOW) as never,
            ...(progress === null ? {} : { ...changed(trx), progress: JSON.stringify(progress) }),
          })
          .returning('*');
        if (line === undefined) return 'is-lost';
        return line.cancel_epoch === null ? 'goes-on' : 'is-cancelled';
      }),
    holdAttempt: (ref) =>
      write(async (trx) => (await running(trx, ref).forUpdate().select('id')).length === 1),
    endAttempt: (ref, { state, resultId, error }) =>
      write(async (trx) => {
        const ended = await running(trx, ref).update({
          ...changed(trx),
          state,
          result_id: resultId,
          error: error === null ? null : JSON.stringify(error),
          work_order: null,
        });
        return ended === 1;
      }),
    leaveAttempt: (ref) =>
      write(async (trx) => {
        const left = await running(trx, ref).update({
          ...changed(trx),
          state: 'queued',
          progress: progressAt('queued'),
          heard_epoch: null,
        });
        return left === 1;
      }),
    cancelSharedJob: (id) =>
      write(async (trx) => {
        const line = await trx<SharedLine>('jobs')
          .where({ id: checkText('the id', id) })
          .forUpdate()
          .first();
        if (line === undefined) {
          throw new AgnerError('NOT_FOUND', `expected the id of a job, got "${id}"`, { id });
        }
        if (line.state === 'running' && line.cancel_epoch === null) {
          await trx<SharedLine>('jobs')
            .where({ id })
            .update({ cancel_epoch: trx.raw(NOW) as never });
        }
        if (line.state !== 'queued') return jobRecord(line);
        const [cancelled] = await trx<SharedLine>('jobs')
          .where({ id })
          .update({ ...changed(trx), state: 'cancelled', work_order: null })
          .returning('*');
        return jobRecord(cancelled!);
      }),
    async findStray(limits) {
      // Asked often, seldom true: looking takes no lock.
      const seen = await database.read((knex) => strayOf(knex, limits));
      if (seen.length === 0) return [];
      return write((trx) => strayOf(trx, limits).forUpdate().skipLocked());
    },
    failLeftBehind: () =>
      write((trx) =>
        trx<SharedLine>('jobs')
          .whereIn('state', ['queued', 'running'])
          .whereNull('work_order')
          .update({ ...changed(trx), state: 'failed', error: JSON.stringify(LEFT_BEHIND) }),
      ),
    listWaiting: () =>
      database.read((knex) =>
        knex<SharedLine>('jobs').where({ state: 'queued' }).orderBy('created_at').pluck('id'),
      ),
    countJobs: () =>
      database.read(async (knex) => ({
        queued: await countOf(knex, 'queued'),
        running: await countOf(knex, 'running'),
      })),
  };
}

/** The job, if the attempt is the one that counts. */
function running(trx: Knex.Transaction, { id, attempt }: AttemptRef) {
  return trx<SharedLine>('jobs').where({ id, attempt, state: 'running' });
}

function changed(trx: Knex.Transaction) {
  return {
    version: trx.raw('version + 1') as never,
    updated_at: trx.raw(ISO_NOW) as never,
  };
}

function progressAt(step: string): string {
  return JSON.stringify({ fraction: 0, step, figures: {} });
}

/** Jobs of which nothing is heard, or which were told to stop some time ago. */
function strayOf(
  knex: Knex,
  { silentSeconds, cancelSeconds }: StrayLimits,
): Knex.QueryBuilder<SharedLine, StrayAttempt[]> {
  return knex<SharedLine>('jobs')
    .where({ state: 'running' })
    .whereNotNull('work_order')
    .andWhere((open) => {
      void open
        .whereRaw(`heard_epoch < ${NOW} - ?::float8`, [silentSeconds])
        .orWhereRaw(`cancel_epoch < ${NOW} - ?::float8`, [cancelSeconds]);
    })
    .select('id', 'attempt', knex.raw('cancel_epoch IS NOT NULL AS "isCancelled"'));
}

async function countOf(knex: Knex, state: string): Promise<number> {
  const [line] = await knex('jobs').where({ state }).count<{ count: string }[]>({ count: '*' });
  return Number(line?.count ?? 0);
}
