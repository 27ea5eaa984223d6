import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AgnerError } from '../../src/domain/index.ts';
import { giveBack, lookForStrays } from '../../src/jobs/end-attempt.ts';
import { type AttemptTools, runAttempt } from '../../src/jobs/run-attempt.ts';
import { openSharedJobs } from '../../src/jobs/shared-jobs.ts';
import { installTurns, openTurns, type Turns } from '../../src/jobs/turns.ts';
import { type OpenedStore, openStore, type StoreLocation } from '../../src/store/index.ts';
import {
  type AttemptRef,
  type JobOrder,
  type JobQueue,
  type NewResult,
  type SharedJobStore,
} from '../../src/use-cases/index.ts';
import { executeSql } from '../support/execute-sql.ts';
import {
  type PostgresServer,
  postgresAbsence,
  postgresStandsAside,
  startPostgres,
} from '../support/postgres.ts';
import { forecastOf } from './sample-documents.ts';

const order = {
  work: 'forecast',
  site: 'default',
  sites: null,
  request: { seed: 7 } as never,
} satisfies JobOrder;

const resultOf = (id: string): NewResult => ({
  id,
  kind: 'forecast',
  site: 'default',
  name: 'support',
  createdAt: '2026-01-05T08:00:00.000Z',
  document: forecastOf(7),
});

describe.skipIf(postgresStandsAside())(`shared jobs on PostgreSQL${postgresAbsence()}`, () => {
  let server: PostgresServer;
  let location: StoreLocation & { kind: 'postgres' };
  let opened: OpenedStore;
  let store: SharedJobStore & OpenedStore;
  let turns: Turns;
  let queue: JobQueue;
  let ids: number;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    location = { kind: 'postgres', url: await server.createDatabase() };
    opened = await openStore(location);
    store = { ...opened, ...(await opened.sharedJobs()) };
    ids = 0;
    queue = await openQueue();
    turns = await openTurns(store);
  });
  afterEach(async () => {
    await queue.close();
    await opened.close();
  });

  const openQueue = () =>
    openSharedJobs({
      store,
      url: location.url,
      identity: { now: () => new Date().toISOString(), newId: () => `job_${++ids}` },
      maxQueued: 3,
      concurrency: 1,
      works: false,
      fill: () => Promise.resolve(null),
    });
  const sql = (text: string) => executeSql(location, text);
  const begin = async (): Promise<AttemptRef> => {
    const ref = (await turns.next())!;
    expect(await store.beginAttempt(ref)).toEqual(order);
    return ref;
  };
  /** As if its process had died a minute ago. */
  const fallSilent = () => sql('UPDATE jobs SET heard_epoch = heard_epoch - 60');
  const look = (hearsAll = true) => lookForStrays(store, turns, { hearsAll });

  it('are prepared by many who start at once', async () => {
    const url = await server.createDatabase();
    await Promise.all(Array.from({ length: 8 }, () => installTurns(url)));
  });

  it('are taken once each, in the order in which they came', async () => {
    for (let i = 0; i < 3; i++) await queue.submit(order);
    const taken = await Promise.all([1, 2, 3, 4].map(() => turns.next()));
    expect(taken.map((ref) => ref?.id).sort()).toEqual(['job_1', 'job_2', 'job_3', undefined]);
  });

  it('are BUSY beyond the limit, also of many at once', async () => {
    const outcomes = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(() => queue.submit(order)));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(3);
    expect(refused[0]).toMatchObject({
      reason: {
        code: 'BUSY',
        message: 'expected at most 3 jobs to wait, got one more; try again later',
        details: { retryAfterSeconds: 10 },
      },
    });
    expect(await queue.count()).toEqual({ queued: 3, running: 0 });
  });

  it('whose processes die wait again, and fail after the sixth', async () => {
    await queue.submit(order);
    for (let attempt = 1; attempt <= 6; attempt++) {
      expect(await begin()).toEqual({ id: 'job_1', attempt });
      expect((await queue.get('job_1')).state).toBe('running');
      await fallSilent();
      await look();
    }
    expect(await queue.get('job_1')).toMatchObject({
      state: 'failed',
      error: {
        code: 'INTERNAL',
        message:
          'every process that took this job ended before the job did; ask for less at a time',
      },
    });
    expect([await turns.next(), await turns.has('job_1')]).toEqual([null, false]);
  });

  it('may be silent while nobody could be heard', async () => {
    await queue.submit(order);
    const ref = await begin();
    await fallSilent();
    await look(false);
    expect(await store.showAttempt(ref, null)).toBe('goes-on');
    await look();
    expect((await queue.get('job_1')).state).toBe('running');
  });

  it('that were given back wait again however often', async () => {
    await queue.submit(order);
    for (let attempt = 1; attempt <= 9; attempt++) {
      const ref = await begin();
      expect(ref.attempt).toBe(attempt);
      await giveBack(store, turns, ref);
      expect((await queue.get('job_1')).state).toBe('queued');
    }
  });

  it('are cancelled without their process where it does not answer', async () => {
    await queue.submit(order);
    await begin();
    expect((await queue.cancel('job_1')).state).toBe('running');
    await look();
    expect((await queue.get('job_1')).state).toBe('running');
    await sql('UPDATE jobs SET cancel_epoch = cancel_epoch - 5');
    await look(false);
    expect((await queue.get('job_1')).state).toBe('cancelled');
    expect(await queue.cancel('job_1')).toMatchObject({ state: 'cancelled' });
    expect(await turns.has('job_1')).toBe(false);
  });

  it('that run twice have one result, that of the attempt which counts', async () => {
    await queue.submit(order);
    const run = (ref: AttemptRef, resultId: string, before: Promise<void> = Promise.resolve()) =>
      runAttempt(
        {
          store,
          turns,
          fill: async (_, __, saveResult) => {
            await before;
            return (await saveResult(resultOf(resultId))).id;
          },
        },
        ref,
        order,
      );
    let wakeUp: () => void = () => undefined;
    const slow = run(await begin(), 'fc_slow', new Promise((resolve) => (wakeUp = resolve)));
    await fallSilent();
    await look();
    const second = run(await begin(), 'fc_second');
    wakeUp();
    await Promise.all([slow.done, second.done]);
    expect(await queue.get('job_1')).toMatchObject({ state: 'succeeded', resultId: 'fc_second' });
    const results = await store.listResults('default', 'forecast', 9);
    expect(results.map(({ id, version }) => [id, version])).toEqual([['fc_second', 1]]);
  });

  it('whose result was stored, but the answer was lost on the way, are not done again', async () => {
    await queue.submit(order);
    const ref = await begin();
    let isCut = true;
    const cut: typeof store = {
      ...store,
      change: async (work) => {
        const outcome = await store.change(work);
        if (isCut) {
          isCut = false;
          throw new AgnerError('STORAGE', 'the server closed the connection');
        }
        return outcome;
      },
    };
    const fill: AttemptTools['fill'] = async (_, __, saveResult) =>
      (await saveResult(resultOf('fc_1'))).id;
    await runAttempt({ store: cut, turns, fill }, ref, order).done;
    expect(await queue.get('job_1')).toMatchObject({ state: 'succeeded', resultId: 'fc_1' });
    expect(await store.listResults('default', 'forecast', 9)).toHaveLength(1);
    expect(await turns.next()).toBeNull();
  });

  it('whose result cannot be stored for now are done again', async () => {
    await queue.submit(order);
    const ref = await begin();
    const fill = () => Promise.reject(new AgnerError('STORAGE', 'the server does not answer'));
    await runAttempt({ store, turns, fill }, ref, order).done;
    expect((await queue.get('job_1')).state).toBe('queued');
    expect(await begin()).toEqual({ id: 'job_1', attempt: 2 });
  });

  it('leave nothing behind of what was ordered', async () => {
    await queue.submit(order);
    const ref = await begin();
    await store.endAttempt(ref, { state: 'failed', resultId: null, error: null });
    expect(await store.beginAttempt({ ...ref, attempt: 2 })).toBeNull();
  });

  it('of a backup wait for their turn again; those of one process have failed', async () => {
    await queue.submit(order);
    const { createdAt } = await queue.get('job_1');
    await store.saveJob({ ...(await queue.get('job_1')), id: 'old', state: 'running' });
    await turns.remove('job_1');
    await queue.close();
    queue = await openQueue();
    expect(await turns.has('job_1')).toBe(true);
    expect((await queue.get('job_1')).createdAt).toBe(createdAt);
    expect(await queue.get('old')).toMatchObject({
      state: 'failed',
      error: {
        message: 'the process that ran this job ended before the job did; start it again',
      },
    });
  });

  it('are prepared by several at once', async () => {
    const url = await server.createDatabase();
    await Promise.all([1, 2, 3, 4].map(() => installTurns(url)));
  });

  it('whose tables are not there are refused', async () => {
    await sql('DROP SCHEMA pgboss CASCADE');
    await expect(openTurns(store)).rejects.toMatchObject({
      code: 'STORAGE',
      message: expect.stringContaining('start "agner serve" of this version first'),
    });
  });
});
