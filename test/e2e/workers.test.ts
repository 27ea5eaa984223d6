import { readFileSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, type Json } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { executeSql, querySql } from '../support/execute-sql.ts';
import {
  type PostgresServer,
  postgresAbsence,
  postgresStandsAside,
  startPostgres,
} from '../support/postgres.ts';
import {
  runAgner,
  type RunningAgner,
  type RunningServer,
  startAgner,
  startWorker,
} from '../support/run-agner.ts';
import { makeSmallCentre } from '../support/small-centre.ts';

const centre = makeSmallCentre();
const QUEUES_ONLY = { env: { AGNER_SERVER_WORKS: 'no', AGNER_DEAR_PER_MINUTE: '100000' } };
/** Longer than a job may be silent before it counts as lost, on a machine that does much else. */
const PATIENCE_MS = 110_000;

/** Fills a site: a week's requirement, of which rosters can be made. */
async function prepare(database: string, site: string, history: string, plan: string) {
  const name = /^name: (.+)$/m.exec(readFileSync(plan, 'utf8'))![1]!;
  for (const words of [
    ['import', 'history', history, '--zone', 'Europe/Ljubljana'],
    ['import', 'plan', plan],
    ['forecast', '--plan', name, '--days', '7'],
    ['staff', '--plan', name],
  ]) {
    const { code, stderr } = await runAgner(['--database', database, '--site', site, ...words]);
    expect(code, stderr).toBe(0);
  }
}

afterAll(() => {
  rmSync(centre.folder, { recursive: true, force: true });
});

it('a worker on SQLite is refused', async () => {
  const refused = await runAgner(['--database', `${centre.folder}/a.db`, 'worker']);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('expected a PostgreSQL database (postgres://...)');
});

it('a server on SQLite that is to leave work to others is refused', async () => {
  const refused = await runAgner(['--database', `${centre.folder}/a.db`, 'serve'], QUEUES_ONLY);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('expected AGNER_SERVER_WORKS=no with a PostgreSQL database');
  const unclear = { env: { AGNER_SERVER_WORKS: 'sometimes' } };
  expect((await runAgner(['serve'], unclear)).stderr).toContain(
    'expected AGNER_SERVER_WORKS to be yes or no, got "sometimes"',
  );
});

describe.skipIf(postgresStandsAside())(`workers on PostgreSQL${postgresAbsence()}`, () => {
  let postgres: PostgresServer;
  let database: string;
  const started: RunningAgner[] = [];
  let servers: readonly [RunningServer, RunningServer];
  let prepared: string;
  beforeAll(async () => {
    postgres = await startPostgres();
    prepared = await postgres.createDatabase();
    await prepare(prepared, 'default', centre.history, centre.plan);
    await prepare(prepared, 'large', 'data/sample/history.csv.gz', 'data/sample/plan.yaml');
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    database = await postgres.createDatabase(prepared);
    servers = [await serve(), await serve()];
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((one) => one.kill()));
  });

  async function serve(): Promise<RunningServer> {
    const server = await startAgner(database, QUEUES_ONLY);
    started.push(server);
    return server;
  }
  async function work(): Promise<RunningAgner> {
    const worker = await startWorker(database);
    started.push(worker);
    return worker;
  }
  async function submit(at: RunningServer, path: string, body: object): Promise<string> {
    const { status, text, json } = await ask(at.url, 'POST', path, { body });
    expect(status, text).toBe(202);
    return String(json['id']);
  }
  const jobAt = async (at: RunningServer, id: string): Promise<Json> =>
    (await ask(at.url, 'GET', `/jobs/${id}`)).json;
  const untilState = (id: string, ...states: string[]) =>
    eventually(async () => {
      const job = await jobAt(servers[1], id);
      expect(states, JSON.stringify(job)).toContain(job['state']);
    }, PATIENCE_MS);
  /** Goes on for as long as it may. */
  const longRoster = (timeLimitSeconds = 600) =>
    submit(servers[0], '/rosters?site=large', { plan: 'sample', timeLimitSeconds });
  const sql = <T>(text: string) => querySql<T>({ kind: 'postgres', url: database }, text);

  it('are killed again and again: of forecasts and rosters none is lost and none is made twice', async () => {
    let workers = [await work(), await work()];
    const ids: string[] = [];
    for (let i = 0; i < 22; i++) {
      const at = servers[i % 2]!;
      ids.push(
        i % 11 === 5
          ? await submit(at, '/rosters', { plan: 'small', timeLimitSeconds: 2, name: `made-${i}` })
          : await submit(at, '/forecasts', { plan: 'small', days: 7, name: `made-${i}` }),
      );
    }
    for (let kills = 0; kills < 6; kills++) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await workers[0]!.kill();
      workers = [workers[1]!, await work()];
    }
    for (const id of ids) await untilState(id, 'succeeded');
    const made = await sql<{ name: string; versions: string }>(
      "SELECT name, count(*) AS versions FROM results WHERE name LIKE 'made-%' GROUP BY name",
    );
    expect(made).toHaveLength(22);
    expect(new Set(made.map(({ versions }) => Number(versions)))).toEqual(new Set([1]));
    const results = await Promise.all(ids.map((id) => jobAt(servers[0], id)));
    expect(new Set(results.map((job) => job['resultId'])).size).toBe(22);
    expect(await sql('SELECT 1 FROM pgboss.job')).toEqual([]);
    expect(await sql('SELECT 1 FROM jobs WHERE work_order IS NOT NULL')).toEqual([]);
  });

  it('tell every server how far they are, and stop when one says so, with what was found', async () => {
    await work();
    const id = await longRoster();
    await eventually(async () => {
      const { state, progress } = await jobAt(servers[1], id);
      expect(state).toBe('running');
      expect(['queued', 'started']).not.toContain(progress['step']);
    }, PATIENCE_MS);
    expect((await ask(servers[1].url, 'DELETE', `/jobs/${id}`)).status).toBe(202);
    await untilState(id, 'succeeded', 'cancelled');
  });

  it('leave what is cancelled before its turn', async () => {
    const id = await longRoster();
    const cancelled = await ask(servers[1].url, 'DELETE', `/jobs/${id}`);
    expect(cancelled.json).toMatchObject({ state: 'cancelled' });
    await work();
    await eventually(async () => {
      expect(await sql('SELECT 1 FROM pgboss.job')).toEqual([]);
    }, PATIENCE_MS);
    expect((await jobAt(servers[0], id))['state']).toBe('cancelled');
  });

  it('that die with a job which is cancelled then leave it cancelled', async () => {
    const worker = await work();
    const id = await longRoster();
    await untilState(id, 'running');
    await worker.kill();
    expect((await ask(servers[0].url, 'DELETE', `/jobs/${id}`)).status).toBe(202);
    await untilState(id, 'cancelled');
  });

  it('that are told to end give their job back', async () => {
    const worker = await work();
    const id = await longRoster(10);
    await untilState(id, 'running');
    expect(await worker.stop()).toBe(0);
    expect((await jobAt(servers[1], id))['state']).toBe('queued');
    await work();
    await untilState(id, 'succeeded');
  });

  it('may be none: jobs wait, and not more than a hundred', async () => {
    for (let i = 0; i < 100; i++) await submit(servers[i % 2]!, '/forecasts', { days: 1 });
    const refused = await ask(servers[0].url, 'POST', '/forecasts', { body: { days: 1 } });
    expect(refused.json).toMatchObject({ status: 503, code: 'BUSY' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const metrics = await (await fetch(`${servers[1].url}/metrics`)).text();
    expect(metrics).toContain('agner_jobs{state="queued"} 100');
  });

  it('fail a job that is refused, in the words of the house', async () => {
    await work();
    const id = await submit(servers[0], '/forecasts?site=nowhere', { days: 1 });
    await untilState(id, 'failed');
    expect((await jobAt(servers[1], id))['error']).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('and servers wait while PostgreSQL is stopped, and go on when it is back', async () => {
    const worker = await work();
    const ready = async (at: RunningServer) => (await ask(at.url, 'GET', '/ready')).status;
    const id = await longRoster(10);
    await untilState(id, 'running');
    await postgres.pause();
    try {
      await eventually(async () => {
        expect([await ready(servers[0]), await ready(servers[1])]).toEqual([503, 503]);
        expect(worker.log()).toContain('waiting for it');
      }, PATIENCE_MS);
    } finally {
      await postgres.resume();
    }
    await eventually(async () => {
      expect([await ready(servers[0]), await ready(servers[1])]).toEqual([200, 200]);
    }, PATIENCE_MS);
    await untilState(id, 'succeeded');
    await untilState(await submit(servers[1], '/forecasts', { days: 1 }), 'succeeded');
    expect(worker.log()).toContain('the database answers again');
  });

  it('of another version than the database are refused', async () => {
    const refused = async (words: string) => {
      const { code, stderr } = await runAgner(['--database', database, 'worker']);
      expect([code, stderr]).toEqual([7, expect.stringContaining(words)]);
    };
    const location = { kind: 'postgres', url: database } as const;
    await executeSql(
      location,
      "UPDATE agner_migrations SET name = '9999-x' WHERE name = '0009-shared-jobs'",
    );
    await refused('one that a newer Agner has changed');
    await executeSql(location, "DELETE FROM agner_migrations WHERE name = '9999-x'");
    await refused('start "agner serve" of this version first');
    database = await postgres.createDatabase();
    await refused('start "agner serve" of this version first');
  });

  it('end when the database is changed by a newer version, and take no job of it', async () => {
    const worker = await work();
    await executeSql(
      { kind: 'postgres', url: database },
      "INSERT INTO agner_migrations (name, batch) VALUES ('9999-from-the-future', 2)",
    );
    const id = await submit(servers[0], '/forecasts', { days: 1 });
    expect(await worker.ended).toBe(7);
    expect(worker.log()).toContain('one that a newer Agner has changed (9999-from-the-future)');
    expect((await jobAt(servers[0], id))['state']).toBe('queued');
  });
});
