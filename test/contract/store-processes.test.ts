import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knex, { type Knex } from 'knex';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type StoreLocation } from '../../src/store/index.ts';
import { type ImportOutcome, type JobRecord, type QueueRecord } from '../../src/use-cases/index.ts';
import {
  type PostgresServer,
  postgresAbsence,
  postgresStandsAside,
  startPostgres,
} from '../support/postgres.ts';
import { buildStoreChild, type ChildOptions, runStoreChild } from '../support/store-child.ts';
import { forecastOf, fullHistory, historyOf } from './sample-documents.ts';

const ALL = { from: null, to: null };
const START = Date.UTC(2026, 0, 4, 23) / 1000;

let program: string;
beforeAll(() => {
  program = buildStoreChild();
});
afterAll(() => {
  rmSync(program, { recursive: true });
});

describe('processes on one SQLite file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agner-processes-'));
  let files = 0;
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  processContract(
    () => ({ kind: 'sqlite', path: join(folder, `${++files}`, 'agner.db') }),
    (location) =>
      knex({
        client: 'sqlite3',
        connection: { filename: location.kind === 'sqlite' ? location.path : '' },
        useNullAsDefault: true,
      }),
  );
});

describe.skipIf(postgresStandsAside())(
  `processes on one PostgreSQL database${postgresAbsence()}`,
  () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server.stop());
    processContract(
      async () => ({ kind: 'postgres', url: await server.createDatabase() }),
      (location) =>
        knex({ client: 'pg', connection: location.kind === 'postgres' ? location.url : '' }),
    );
  },
);

function processContract(
  newLocation: () => StoreLocation | Promise<StoreLocation>,
  connect: (location: StoreLocation) => Knex,
) {
  let location: StoreLocation;
  beforeEach(async () => {
    location = await newLocation();
  });
  const child = <T>(options: Omit<ChildOptions, 'location'>) =>
    runStoreChild<T>(program, { location, ...options });

  it('may set up the schema at once', async () => {
    const runs = [1, 2, 3, 4].map(() => child<QueueRecord[]>({ task: 'list', input: {} }));
    for (const outcome of await Promise.all(runs)) {
      expect(outcome).toEqual({ answer: [], signal: null });
    }
  });

  it('may import at once: nothing is lost and none is turned away', async () => {
    const calls = 15;
    const slots = 200;
    // Each process imports its own slots of the queue that all share, turn by turn.
    const histories = (turn: number) =>
      Array.from({ length: calls }, (_, call) => {
        const first = (call * 2 + turn) * slots;
        const offered = Array.from({ length: slots }, (_, slot) => first + slot);
        return historyOf('shared', START + first * 1800, offered);
      });
    const outcomes = await Promise.all(
      [0, 1].map((turn) =>
        child<ImportOutcome[]>({
          task: 'import',
          input: { histories: [...histories(turn), fullHistory(`own-${turn}`, 3000)] },
        }),
      ),
    );
    for (const { answer, error } of outcomes) {
      expect(error).toBeUndefined();
      expect(answer).toHaveLength(calls + 1);
      for (const { added, replaced } of answer!) expect([added > 0, replaced]).toEqual([true, 0]);
    }
    const store = await openStore(location);
    const shared = await store.loadHistory('default', 'shared', ALL);
    expect(shared.totals.offered).toEqual(Array.from({ length: 2 * calls * slots }, (_, i) => i));
    expect(await store.loadHistory('default', 'own-1', ALL)).toEqual(fullHistory('own-1', 3000));
    expect(await store.listQueues('default')).toMatchObject([
      { name: 'own-0', intervals: 3000, version: 1 },
      { name: 'own-1', intervals: 3000, version: 1 },
      { name: 'shared', intervals: 2 * calls * slots, version: 2 * calls },
    ]);
    await store.close();
  });

  it('count versions of results without a gap or a double', async () => {
    const result = {
      kind: 'forecast',
      site: 'default',
      name: 'winter',
      createdAt: '2026-01-05T08:00:00.000Z',
      document: forecastOf(1),
    };
    const runs = await Promise.all(
      ['a', 'b'].map((prefix) =>
        child<number[]>({ task: 'results', input: { prefix, count: 20, result } }),
      ),
    );
    expect(runs.map(({ error }) => error)).toEqual([undefined, undefined]);
    const versions = runs.flatMap(({ answer }) => answer ?? []).sort((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });

  it('leave a history whole when killed at any moment of an import', async () => {
    const before = fullHistory('support', 2000);
    const store = await openStore(location);
    await store.saveHistory('default', [before]);
    const after = fullHistory('support', 20_000);
    const changed = { ...after, totals: { ...after.totals, offered: after.totals.talkSeconds } };
    const started = performance.now();
    await child({ task: 'import', input: { histories: [{ ...changed, queue: 'unkilled' }] } });
    const whole = performance.now() - started;
    let killed = 0;
    for (const share of [0.4, 0.55, 0.7, 0.85, 0.95]) {
      const { signal } = await child({
        task: 'import',
        input: { histories: [changed] },
        killAfter: share * whole,
      });
      if (signal === 'SIGKILL') killed++;
      const now = await store.loadHistory('default', 'support', ALL);
      expect(now).toEqual(now.grid.length === 2000 ? before : changed);
    }
    // Kills that hit nothing would prove nothing.
    expect(killed).toBeGreaterThan(0);
    await store.close();
  });

  it('that die leave their jobs to be marked as failed, once', async () => {
    const job: JobRecord = {
      id: 'job_1',
      site: 'default',
      kind: 'roster',
      state: 'running',
      progress: { fraction: 0.5, step: 'search', figures: {} },
      resultId: null,
      error: null,
      createdAt: '2026-01-05T08:00:00.000Z',
      updatedAt: '2026-01-05T08:00:00.000Z',
    };
    expect((await child({ task: 'die', input: { job } })).signal).toBe('SIGKILL');
    const store = await openStore(location);
    await store.saveJob({ ...job, id: 'job_2' });
    expect(await store.failAbandonedJobs('2026-01-05T08:01:00.000Z')).toBe(1);
    expect(await store.loadJob('job_1')).toEqual({
      ...job,
      state: 'failed',
      error: {
        code: 'INTERNAL',
        message: 'the process that ran this job ended before the job did; start it again',
      },
      updatedAt: '2026-01-05T08:01:00.000Z',
    });
    expect((await store.loadJob('job_2')).state).toBe('running');
    expect(await store.failAbandonedJobs('2026-01-05T08:02:00.000Z')).toBe(0);
    await store.close();
  });

  it('wait for each other up to the busy timeout, then are told BUSY', async () => {
    const histories = [historyOf('support', START, [1])];
    await child({ task: 'import', input: { histories } });
    const other = connect(location);
    const hold = await other.transaction();
    await hold('sites').update({ version: 1 });
    const impatient = await child({ task: 'import', input: { histories, busySeconds: 0.3 } });
    expect(impatient.error).toEqual({
      name: 'AgnerError',
      code: 'BUSY',
      message:
        'cannot use the database: another process holds it for too long; try again in a moment',
    });
    const reader = await child<QueueRecord[]>({ task: 'list', input: {} });
    expect(reader.answer).toMatchObject([{ name: 'support' }]);
    const patient = child<ImportOutcome[]>({ task: 'import', input: { histories } });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await hold.rollback();
    expect((await patient).answer).toMatchObject([{ unchanged: 1 }]);
    await other.destroy();
  });
}
