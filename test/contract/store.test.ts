import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Forecast, type OverrideStatement, type Roster } from '../../src/domain/index.ts';
import { openStore, type StoreLocation } from '../../src/store/index.ts';
import { type JobRecord, type Store } from '../../src/use-cases/ports.ts';
import {
  type PostgresServer,
  postgresAbsence,
  postgresStandsAside,
  startPostgres,
} from '../support/postgres.ts';
import { attendanceContract } from './attendance-contract.ts';
import { callLogContract } from './call-log-contract.ts';
import { feedContract } from './feed-contract.ts';
import { historyContract } from './history-contract.ts';
import { personContract } from './person-contract.ts';
import { peopleContract } from './people-contract.ts';
import { timesheetContract } from './timesheet-contract.ts';
import { executeSql } from '../support/execute-sql.ts';
import { auditContract } from './audit-contract.ts';
import { publicationContract } from './publication-contract.ts';
import { requestKeyContract } from './request-key-contract.ts';
import { refusal } from './refusal.ts';
import { BY, forecastOf, fullHistory, historyOf, planOf } from './sample-documents.ts';

/** 2026-01-05 00:00 in Ljubljana. */
const MONDAY = Date.UTC(2026, 0, 4, 23) / 1000;

describe('store on SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agner-store-'));
  let files = 0;
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  storeContract(() => ({ kind: 'sqlite', path: join(folder, `${++files}`, 'agner.db') }));
});

describe.skipIf(postgresStandsAside())(`store on PostgreSQL${postgresAbsence()}`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  storeContract(async () => ({ kind: 'postgres', url: await server.createDatabase() }));
});

function storeContract(newLocation: () => StoreLocation | Promise<StoreLocation>) {
  let location: StoreLocation;
  let store: Store;
  beforeEach(async () => {
    location = await newLocation();
    store = await openStore(location);
  });
  afterEach(() => store.close());

  const reopen = async () => {
    await store.close();
    store = await openStore(location);
  };
  historyContract(() => store);
  peopleContract(() => store);
  callLogContract(() => store);
  attendanceContract(() => store);
  timesheetContract(() => store);
  publicationContract(() => store);
  feedContract(() => store);
  personContract(
    () => store,
    () => location,
  );
  auditContract(
    () => store,
    (sql) => executeSql(location, sql),
  );

  requestKeyContract(
    () => store,
    () => openStore(location),
    (sql) => executeSql(location, sql),
  );

  describe('plans', () => {
    const meta = (id: string, hash: string) => ({
      id,
      hash,
      text: `# ${hash} č\nagner: 1\n`,
    });

    it('have versions, of which the newest comes first', async () => {
      const first = await store.savePlan('default', planOf('winter', 1), meta('p1', 'h1'), BY);
      expect(first).toEqual({
        id: 'p1',
        site: 'default',
        name: 'winter',
        version: 1,
        hash: 'h1',
        createdAt: '2026-01-05T08:00:00.000Z',
      });
      const second = await store.savePlan('default', planOf('winter', 2), meta('p2', 'h2'), BY);
      await store.savePlan('default', planOf('summer'), meta('p3', 'h1'), BY);
      expect(second.version).toBe(2);
      await reopen();
      expect(await store.loadPlan('default', 'winter', null)).toEqual({
        record: second,
        plan: planOf('winter', 2),
        text: '# h2 č\nagner: 1\n',
      });
      expect(await store.loadPlan('default', 'winter', 1)).toEqual({
        record: first,
        plan: planOf('winter', 1),
        text: '# h1 č\nagner: 1\n',
      });
      expect((await store.listPlans('default')).map(({ id }) => id)).toEqual(['p3', 'p2', 'p1']);
      expect(await store.listPlans('other')).toEqual([]);
    });

    it('stay as they are when saved again unchanged; an old text again is a new version', async () => {
      const first = await store.savePlan('default', planOf('winter'), meta('p1', 'h1'), BY);
      expect(await store.savePlan('default', planOf('winter'), meta('p2', 'h1'), BY)).toEqual(
        first,
      );
      await store.savePlan('default', planOf('winter'), meta('p3', 'h2'), BY);
      const back = await store.savePlan('default', planOf('winter'), meta('p4', 'h1'), BY);
      expect(back.version).toBe(3);
    });

    it.each([
      ['name', 'summer', null, 'expected a plan of site "default", got "summer"'],
      ['version', 'winter', 2, 'expected a plan of site "default", got version 2 of "winter"'],
      ['whole number', 'winter', 1.5, 'got version 1.5 of "winter"'],
      ['number of 32 bits', 'winter', 2 ** 40, 'got version 1099511627776 of "winter"'],
    ])('are not found by an unknown %s', async (_, name, version, message) => {
      await store.savePlan('default', planOf('winter'), meta('p1', 'h1'), BY);
      await expect(store.loadPlan('default', name, version)).rejects.toEqual(
        refusal('NOT_FOUND', message),
      );
    });

    it('get each its version when many are saved at once', async () => {
      const saved = await Promise.all(
        [1, 2, 3, 4, 5, 6, 7, 8].map((n) =>
          store.savePlan('default', planOf('winter', n), meta(`p${n}`, `h${n}`), BY),
        ),
      );
      expect(saved.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });
  });

  describe('results', () => {
    const resultOf = (id: string, name = 'winter', seed = 1) => ({
      id,
      kind: 'forecast' as const,
      site: 'default',
      name,
      createdAt: '2026-01-05T08:00:00.000Z',
      document: forecastOf(seed),
    });

    it('come back by id, whole', async () => {
      const header = await store.saveResult(resultOf('f1'));
      expect(header).toEqual({
        id: 'f1',
        kind: 'forecast',
        site: 'default',
        version: 1,
        name: 'winter',
        createdAt: '2026-01-05T08:00:00.000Z',
      });
      await reopen();
      expect(await store.loadResult<Forecast>('forecast', 'f1')).toEqual({
        header,
        document: forecastOf(1),
      });
      const text = JSON.stringify(forecastOf(1));
      expect(await store.loadResultText('forecast', 'f1')).toEqual({ header, text });
      expect(await store.latestResultText('default', 'forecast', null)).toEqual({ header, text });
    });

    it('count versions by kind and name; the newest is found by name or without', async () => {
      await store.saveResult(resultOf('f1', 'winter', 1));
      await store.saveResult(resultOf('f2', 'winter', 2));
      await store.saveResult(resultOf('f3', 'summer', 2 ** 53 - 1));
      const latest = (name: string | null) =>
        store.latestResult<Forecast>('default', 'forecast', name);
      expect((await latest('winter')).header).toMatchObject({ id: 'f2', version: 2 });
      expect(await latest(null)).toMatchObject({
        header: { id: 'f3', version: 1 },
        document: { provenance: { seed: 2 ** 53 - 1 } },
      });
      const listed = await store.listResults('default', 'forecast', 2);
      expect(listed.map(({ id }) => id)).toEqual(['f3', 'f2']);
      expect(await store.listResults('default', 'roster', 9)).toEqual([]);
      expect(await store.listResults('other', 'forecast', 9)).toEqual([]);
    });

    it('are not found by another kind, id, name or site', async () => {
      await store.saveResult(resultOf('f1'));
      const notFound = (message: string) => refusal('NOT_FOUND', message);
      await expect(store.loadResult<Roster>('roster', 'f1')).rejects.toEqual(
        notFound('expected a stored roster of that id, got "f1"'),
      );
      await expect(store.loadResultText('roster', 'f1')).rejects.toEqual(
        notFound('expected a stored roster of that id, got "f1"'),
      );
      await expect(store.loadResult<Forecast>('forecast', "' OR 1=1 --")).rejects.toEqual(
        notFound('expected a stored forecast of that id'),
      );
      await expect(store.latestResult<Forecast>('default', 'forecast', 'summer')).rejects.toEqual(
        notFound('expected a stored forecast named "summer" of site "default", got none'),
      );
      await expect(store.latestResult<Forecast>('north', 'forecast', null)).rejects.toEqual(
        notFound('expected a stored forecast of site "north", got none'),
      );
    });

    it('never change: an id is taken once', async () => {
      await store.saveResult(resultOf('f1', 'winter', 1));
      await expect(store.saveResult(resultOf('f1', 'winter', 2))).rejects.toEqual(
        refusal('CONFLICT', 'already holds something under this id'),
      );
      const { header, document } = await store.loadResult<Forecast>('forecast', 'f1');
      expect([header.version, document.provenance.seed]).toEqual([1, 1]);
    });

    it('may be large', async () => {
      const inputs = { note: 'š'.repeat(5_000_000) };
      const document = { ...forecastOf(1), provenance: { ...forecastOf(1).provenance, inputs } };
      await store.saveResult({ ...resultOf('f1'), document });
      const back = await store.loadResult<Forecast>('forecast', 'f1');
      expect(back.document.provenance.inputs['note'] === inputs.note).toBe(true);
    });
  });

  describe('overrides', () => {
    const saved = { id: 'f1', kind: 'forecast' as const, site: 'default', name: 'winter' };
    const statement: OverrideStatement = {
      queue: 'support',
      target: { kind: 'day', date: '2026-01-12' },
      change: { kind: 'relative', factor: 1.1 },
      author: 'ana',
      reason: 'campaign',
    };
    const { at } = BY;
    const made = (id: string) => ({ id, statement });
    beforeEach(async () => {
      await store.saveResult({ ...saved, createdAt: at, document: forecastOf(1) });
    });

    it('are kept in order, and withdrawn ones with them', async () => {
      const first = await store.saveOverrides('f1', [made('o1'), made('o2')], BY);
      expect(first.map(({ version }) => version)).toEqual([1, 2]);
      await store.saveOverrides('f1', [made('o3')], BY);
      const later = { ...BY, at: '2026-01-06T08:00:00.000Z' };
      const gone = { author: 'bor', at: later.at };
      const withdrawn = { ...statement, id: 'o2', version: 2, createdAt: at, withdrawn: gone };
      expect(await store.withdrawOverride('f1', 'o2', 'bor', later)).toEqual(withdrawn);
      await reopen();
      const all = await store.listOverrides('f1');
      expect(all.map(({ id }) => id)).toEqual(['o1', 'o2', 'o3']);
      expect(all[1]).toEqual(withdrawn);
      expect(await store.listOverrides('f2')).toEqual([]);
    });

    it('are all saved or none', async () => {
      await store.saveOverrides('f1', [made('o1')], BY);
      await expect(store.saveOverrides('f1', [made('o2'), made('o1')], BY)).rejects.toEqual(
        refusal('CONFLICT', 'already holds something under this id'),
      );
      expect((await store.listOverrides('f1')).map(({ id }) => id)).toEqual(['o1']);
    });

    it('are refused of what is not there, or twice', async () => {
      await expect(store.saveOverrides('f2', [made('o1')], BY)).rejects.toEqual(
        refusal('NOT_FOUND', 'expected a stored forecast of that id, got "f2"'),
      );
      await expect(store.withdrawOverride('f1', 'o1', 'bor', BY)).rejects.toEqual(
        refusal('NOT_FOUND', 'expected an override of forecast f1, got "o1"'),
      );
      await store.saveOverrides('f1', [made('o1')], BY);
      await store.withdrawOverride('f1', 'o1', 'bor', BY);
      await expect(store.withdrawOverride('f1', 'o1', 'bor', BY)).rejects.toEqual(
        refusal('CONFLICT', `expected an override that stands, got o1, withdrawn by bor at ${at}`),
      );
    });
  });

  describe('jobs', () => {
    const job: JobRecord = {
      id: 'job_1',
      site: 'default',
      kind: 'roster',
      state: 'queued',
      progress: { fraction: 0, step: 'queued', figures: {} },
      resultId: null,
      error: null,
      createdAt: '2026-01-05T08:00:00.000Z',
      updatedAt: '2026-01-05T08:00:00.000Z',
    };

    it('are remembered as last saved', async () => {
      await store.saveJob(job);
      expect(await store.loadJob('job_1')).toEqual(job);
      const failed: JobRecord = {
        ...job,
        state: 'failed',
        progress: { fraction: 0.5, step: 'search', figures: { gap: 0.03, best: null } },
        error: { code: 'TOO_LARGE', message: 'expected less' },
        updatedAt: '2026-01-05T08:00:09.000Z',
      };
      await store.saveJob(failed);
      await reopen();
      expect(await store.loadJob('job_1')).toEqual(failed);
      await expect(store.loadJob('job_2')).rejects.toEqual(
        refusal('NOT_FOUND', 'expected the id of a job, got "job_2"'),
      );
    });

    it('of a living process are not abandoned', async () => {
      await store.saveJob({ ...job, state: 'running' });
      const second = await openStore(location);
      expect(await second.failAbandonedJobs('2026-01-05T23:00:00.000Z')).toBe(0);
      await second.close();
      expect((await store.loadJob('job_1')).state).toBe('running');
    });
  });

  describe('opening and closing', () => {
    it('many at once set up the schema once', async () => {
      const fresh = await newLocation();
      const stores = await Promise.all([1, 2, 3, 4, 5].map(() => openStore(fresh)));
      await Promise.all(stores.map((one) => one.ping()));
      await stores[0]!.saveHistory('default', [historyOf('support', MONDAY, [1])]);
      expect(await stores[4]!.listQueues('default')).toHaveLength(1);
      await Promise.all(stores.map((one) => one.close()));
    });

    it('keeps what was imported over a restart', async () => {
      const history = fullHistory('support', 1000);
      await store.saveHistory('default', [history]);
      await reopen();
      const range = { from: null, to: null };
      expect(await store.loadHistory('default', 'support', range)).toEqual(history);
    });

    it('refuses to work once closed', async () => {
      await store.ping();
      await store.close();
      await expect(store.ping()).rejects.toEqual(refusal('STORAGE', 'it was closed'));
      store = await openStore(location);
    });
  });
}
