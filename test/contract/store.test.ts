import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Forecast, type IntervalHistory, type Roster } from '../../src/domain/index.ts';
import { openStore, type StoreLocation } from '../../src/store/index.ts';
import { type JobRecord, type Store } from '../../src/use-cases/ports.ts';
import {
  type PostgresServer,
  postgresAbsence,
  postgresStandsAside,
  startPostgres,
} from '../support/postgres.ts';
import { forecastOf, fullHistory, historyOf, planOf } from './sample-documents.ts';

const ALL = { from: null, to: null };
/** 2026-01-05 00:00 in Ljubljana. */
const MONDAY = Date.UTC(2026, 0, 4, 23) / 1000;
const HARD_NAMES = [
  "Robert'); DROP TABLE queues;--",
  '../../etc/passwd',
  '%_?$1 :name "x" `y` \\',
  '客服 · поддержка · šč',
  '__proto__',
];

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
  const importing = async (...histories: IntervalHistory[]) =>
    (await store.saveHistory('default', histories))[0]!;
  const offeredOf = async (
    queue: string,
    range: { from: number | null; to: number | null } = ALL,
  ) => (await store.loadHistory('default', queue, range)).totals.offered;
  const refusal = (code: string, message: RegExp | string) =>
    expect.objectContaining({ name: 'AgnerError', code, message: expect.stringMatching(message) });

  describe('history', () => {
    it('comes back as it was, after a restart too', async () => {
      const history = fullHistory('support', 1000);
      expect(await importing(history)).toEqual({
        queue: 'support',
        added: 1000,
        replaced: 0,
        unchanged: 0,
        replacedFrom: null,
        replacedTo: null,
        version: 1,
      });
      await reopen();
      expect(await store.loadHistory('default', 'support', ALL)).toEqual(history);
    });

    it('keeps every finite number to the last bit', async () => {
      const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 50 }), async (offered) => {
          const queue = `q${++round}`;
          await importing(historyOf(queue, MONDAY, offered));
          expect(await offeredOf(queue)).toEqual(offered.map((value) => value + 0));
          expect(await importing(historyOf(queue, MONDAY, offered))).toMatchObject({ version: 1 });
        }),
        { numRuns: 20 },
      );
    });

    it('changes nothing when the same comes twice', async () => {
      const history = fullHistory('support', 700);
      await importing(history);
      const before = await store.listQueues('default');
      expect(await importing(history)).toMatchObject({
        added: 0,
        replaced: 0,
        unchanged: 700,
        version: 1,
      });
      expect(await store.listQueues('default')).toEqual(before);
    });

    it('adds, replaces and tells which', async () => {
      await importing(historyOf('support', MONDAY, [1, 2, 3, 4]));
      expect(await importing(historyOf('support', MONDAY + 1800, [2, 30, 40, 5, 6]))).toEqual({
        queue: 'support',
        added: 2,
        replaced: 2,
        unchanged: 1,
        replacedFrom: '2026-01-05T01:00:00+01:00',
        replacedTo: '2026-01-05T01:30:00+01:00',
        version: 2,
      });
      expect(await offeredOf('support')).toEqual([1, 2, 30, 40, 5, 6]);
    });

    it('leaves what a later file does not know', async () => {
      await importing(historyOf('support', MONDAY, [1, 2, 3]));
      const later = await importing(historyOf('support', MONDAY, [null, 20, null]));
      expect(later).toMatchObject({ added: 0, replaced: 1, unchanged: 0 });
      expect(await offeredOf('support')).toEqual([1, 20, 3]);
    });

    it('fills gaps with null, between files and inside one', async () => {
      await importing(historyOf('support', MONDAY, [null, 1, null, null, 0, null]));
      await importing(historyOf('support', MONDAY + 8 * 1800, [8]));
      const history = await store.loadHistory('default', 'support', ALL);
      expect(history.grid).toEqual({
        zone: 'Europe/Ljubljana',
        start: '2026-01-05T00:30:00+01:00',
        stepSeconds: 1800,
        length: 8,
      });
      expect(history.totals.offered).toEqual([1, null, null, 0, null, null, null, 8]);
      expect(history.totals.talkSeconds).toEqual(Array(8).fill(null));
    });

    it('is limited to a range, whose end is excluded', async () => {
      await importing(historyOf('support', MONDAY, [0, 1, null, 3, 4]));
      expect(await offeredOf('support', { from: MONDAY + 1, to: MONDAY + 4 * 1800 })).toEqual([
        1,
        null,
        3,
      ]);
      await expect(
        store.loadHistory('default', 'support', { from: MONDAY + 9000, to: null }),
      ).rejects.toEqual(
        refusal('NOT_FOUND', /expected stored history of queue "support" from 2026/),
      );
    });

    it('keeps the hour that a clock change repeats', async () => {
      const beforeChange = Date.UTC(2026, 9, 24, 22) / 1000;
      const day = Array.from({ length: 50 }, (_, slot) => slot);
      await importing(historyOf('support', beforeChange, day));
      const history = await store.loadHistory('default', 'support', ALL);
      expect(history.grid.length).toBe(50);
      expect(history.totals.offered).toEqual(day);
    });

    it.each([
      ['winter to summer', Date.UTC(2026, 2, 26, 23) / 1000, '2026-03-27T00:00:00+01:00'],
      ['summer to winter', Date.UTC(2026, 9, 22, 23) / 1000, '2026-10-23T01:00:00+02:00'],
    ])('keeps days across a clock change, %s', async (_, start, text) => {
      const history = historyOf('support', start, [1, 2, 3, 4, 5, 6], { stepSeconds: 86_400 });
      await importing(history);
      expect(history.grid.start).toBe(text);
      expect(await store.loadHistory('default', 'support', ALL)).toEqual(history);
    });

    it('joins days of files that start on either side of a clock change', async () => {
      const daily = { stepSeconds: 86_400 };
      const lastOfSummer = Date.UTC(2026, 9, 23, 22) / 1000;
      const firstOfWinter = Date.UTC(2026, 9, 25, 23) / 1000;
      await importing(historyOf('support', lastOfSummer, [24, 25], daily));
      expect(await importing(historyOf('support', firstOfWinter, [26, 27], daily))).toMatchObject({
        added: 2,
        replaced: 0,
      });
      expect(await offeredOf('support')).toEqual([24, 25, 26, 27]);
      expect(await store.listQueues('default')).toMatchObject([
        { firstInterval: '2026-10-24T00:00:00+02:00', lastInterval: '2026-10-27T00:00:00+01:00' },
      ]);
    });

    it.each([
      [
        'step',
        historyOf('support', MONDAY, [9], { stepSeconds: 900 }),
        /intervals of 1800 seconds/,
      ],
      ['zone', historyOf('support', MONDAY, [9], { zone: 'Europe/Paris' }), /Europe\/Ljubljana/],
      ['start of intervals', historyOf('support', MONDAY + 900, [9]), /to start like the stored/],
    ])('refuses another %s, and stores nothing of the whole call', async (_, odd, message) => {
      await importing(historyOf('support', MONDAY, [1]));
      const calls = store.saveHistory('default', [historyOf('sales', MONDAY, [1]), odd]);
      await expect(calls).rejects.toEqual(refusal('CONFLICT', message));
      expect(await store.listQueues('default')).toMatchObject([{ name: 'support', version: 1 }]);
      expect(await offeredOf('support')).toEqual([1]);
    });

    it('refuses more intervals than a grid may hold, and numbers that are none', async () => {
      await importing(historyOf('support', MONDAY, [1]));
      const farOff = historyOf('support', MONDAY + 1800 * 1_200_000, [1]);
      await expect(importing(farOff)).rejects.toEqual(refusal('TOO_LARGE', /at most 1100000/));
      const notANumber = historyOf('support', MONDAY, [Number.NaN]);
      await expect(importing(notANumber)).rejects.toEqual(refusal('INVALID_INPUT', /got NaN/));
    });

    it('is of its own site', async () => {
      await store.saveHistory('north', [historyOf('support', MONDAY, [1])]);
      await store.saveHistory('south', [historyOf('support', MONDAY, [2, 3])]);
      expect(await store.listQueues('north')).toEqual([
        {
          site: 'north',
          name: 'support',
          channel: 'voice',
          zone: 'Europe/Ljubljana',
          stepSeconds: 1800,
          firstInterval: '2026-01-05T00:00:00+01:00',
          lastInterval: '2026-01-05T00:00:00+01:00',
          intervals: 1,
          version: 1,
        },
      ]);
      expect((await store.loadHistory('south', 'support', ALL)).totals.offered).toEqual([2, 3]);
      await expect(store.loadHistory('east', 'support', ALL)).rejects.toEqual(
        refusal('NOT_FOUND', 'expected a queue of site "east", got "support"'),
      );
    });

    it.each(HARD_NAMES)('takes %s as a name and nothing else', async (name) => {
      await store.saveHistory(name, [historyOf(name, MONDAY, [1])]);
      expect(await store.listQueues(name)).toMatchObject([{ name, site: name }]);
      expect((await store.loadHistory(name, name, ALL)).queue).toBe(name);
      expect(await store.listQueues('default')).toEqual([]);
    });

    it.each([
      ['empty', '', /1 to 200 characters long, got 0/],
      ['long', 'x'.repeat(201), /1 to 200 characters long, got 201/],
      ['NUL', 'a\0b', /got NUL at character 2/],
      ['half a pair', 'a\ud800', /got half of a surrogate pair/],
    ])('refuses a name that not every database can keep: %s', async (_, name, message) => {
      const refused = refusal('INVALID_INPUT', message);
      await expect(importing(historyOf(name, MONDAY, [1]))).rejects.toEqual(refused);
      await expect(store.saveHistory(name, [])).rejects.toEqual(refused);
    });

    it('of one queue may be imported by many at once', async () => {
      const parts = Array.from({ length: 12 }, (_, part) =>
        historyOf('support', MONDAY + part * 3600, [part, part]),
      );
      await Promise.all(parts.map((part) => store.saveHistory('default', [part])));
      expect(await offeredOf('support')).toEqual(parts.flatMap(({ totals }) => totals.offered));
      expect(await store.listQueues('default')).toMatchObject([{ intervals: 24, version: 12 }]);
    });
  });

  describe('plans', () => {
    const meta = (id: string, hash: string) => ({
      id,
      hash,
      text: `# ${hash} č\nagner: 1\n`,
      createdAt: '2026-01-05T08:00:00.000Z',
    });

    it('have versions, of which the newest comes first', async () => {
      const first = await store.savePlan('default', planOf('winter', 1), meta('p1', 'h1'));
      expect(first).toEqual({
        id: 'p1',
        site: 'default',
        name: 'winter',
        version: 1,
        hash: 'h1',
        createdAt: '2026-01-05T08:00:00.000Z',
      });
      const second = await store.savePlan('default', planOf('winter', 2), meta('p2', 'h2'));
      await store.savePlan('default', planOf('summer'), meta('p3', 'h1'));
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
      const first = await store.savePlan('default', planOf('winter'), meta('p1', 'h1'));
      expect(await store.savePlan('default', planOf('winter'), meta('p2', 'h1'))).toEqual(first);
      await store.savePlan('default', planOf('winter'), meta('p3', 'h2'));
      const back = await store.savePlan('default', planOf('winter'), meta('p4', 'h1'));
      expect(back.version).toBe(3);
    });

    it.each([
      ['name', 'summer', null, 'expected a plan of site "default", got "summer"'],
      ['version', 'winter', 2, 'expected a plan of site "default", got version 2 of "winter"'],
      ['whole number', 'winter', 1.5, 'got version 1.5 of "winter"'],
      ['number of 32 bits', 'winter', 2 ** 40, 'got version 1099511627776 of "winter"'],
    ])('are not found by an unknown %s', async (_, name, version, message) => {
      await store.savePlan('default', planOf('winter'), meta('p1', 'h1'));
      await expect(store.loadPlan('default', name, version)).rejects.toEqual(
        refusal('NOT_FOUND', message),
      );
    });

    it('get each its version when many are saved at once', async () => {
      const saved = await Promise.all(
        [1, 2, 3, 4, 5, 6, 7, 8].map((n) =>
          store.savePlan('default', planOf('winter', n), meta(`p${n}`, `h${n}`)),
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

    it('refuses to work once closed', async () => {
      await store.ping();
      await store.close();
      await expect(store.ping()).rejects.toEqual(refusal('STORAGE', 'it was closed'));
      store = await openStore(location);
    });
  });
}
