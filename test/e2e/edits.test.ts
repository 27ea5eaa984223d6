import { readFileSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ask, ask, type Json } from '../support/ask.ts';
import { onEachDatabase } from '../support/databases.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';
import { FORECAST_FROM, makeSmallCentre } from '../support/small-centre.ts';

const centre = makeSmallCentre();
const plan = readFileSync(centre.plan, 'utf8');
const planPaying = (pay: number) => plan.replace(/payPerHour: \d+/, `payPerHour: ${pay}`);
const RACERS = 12;

afterAll(() => {
  rmSync(centre.folder, { recursive: true, force: true });
});

onEachDatabase((newDatabase) => {
  let database: string;
  let servers: readonly RunningServer[];
  beforeEach(async () => {
    database = await newDatabase();
    const env = { AGNER_DEAR_PER_MINUTE: '100000' };
    servers = await Promise.all([startAgner(database, { env }), startAgner(database, { env })]);
  });
  afterEach(() => Promise.all(servers.map((server) => server.stop())));

  const agner = async (...words: readonly string[]): Promise<Json> => {
    const run = await runAgner(['--database', database, '--json', ...words]);
    expect(run).toMatchObject({ code: 0 });
    return run.stdout.startsWith('{') ? JSON.parse(run.stdout) : null;
  };
  const call = (method: string, path: string, ifMatch: string | null, more: Ask = {}, at = 0) =>
    ask(servers[at]!.url, method, path, {
      ...more,
      headers: { ...more.headers, ...(ifMatch === null ? {} : { 'if-match': ifMatch }) },
    });
  const tagOf = async (path: string, more: Ask = {}) =>
    (await call('GET', path, null, more)).headers.get('etag')!;
  /** Many who saw the same state change it at once, on both servers. */
  const race = async (change: (racer: number, at: number) => Promise<{ status: number }>) => {
    const racers = Array.from({ length: RACERS }, (_, n) => change(n, n % 2));
    return (await Promise.all(racers)).map(({ status }) => status).sort();
  };
  const oneWon = [200, ...Array.from({ length: RACERS - 1 }, () => 412)];

  describe('a plan', () => {
    const edit = (ifMatch: string | null, pay: number, at = 0, headers = {}) =>
      call(
        'PUT',
        '/plans/small',
        ifMatch,
        { body: planPaying(pay), headers: { 'content-type': 'application/yaml', ...headers } },
        at,
      );
    beforeEach(() => agner('import', 'plan', centre.plan));

    it('is edited by whoever saw its newest version', async () => {
      const seen = await tagOf('/plans/small');
      expect(seen).toMatch(/^"[\w-]+"$/);
      const edited = await edit(seen, 20);
      expect(edited).toMatchObject({ status: 200, json: { name: 'small', version: 2 } });
      expect(edited.headers.get('etag')).toBe(await tagOf('/plans/small'));
      expect(await tagOf('/plans/small?version=1')).toBe(seen);
      expect((await edit(seen, 30)).json).toMatchObject({ status: 412, code: 'CONFLICT' });
      expect((await edit('*', 30)).json).toMatchObject({ version: 3 });
      expect((await call('GET', '/plans', null)).json['plans']).toHaveLength(3);
    });

    it('is not edited by who saw none, an unclear or a weak one', async () => {
      const seen = await tagOf('/plans/small');
      expect((await edit(null, 20)).json).toMatchObject({
        status: 428,
        detail: expect.stringContaining('expected If-Match') as unknown,
      });
      expect((await edit('unquoted', 20)).status).toBe(400);
      expect((await edit(`W/${seen}`, 20)).status).toBe(412);
      expect(await tagOf('/plans/small')).toBe(seen);
    });

    it('keeps its name, and must be there', async () => {
      const body = plan.replace('name: small', 'name: other');
      const headers = { 'content-type': 'application/yaml' };
      const put = (path: string) => call('PUT', path, '*', { body, headers });
      expect((await put('/plans/small')).json['detail']).toBe(
        'expected the plan "small", got "other"',
      );
      expect((await put('/plans/other')).status).toBe(404);
    });

    it('of twelve edits at once one is made', async () => {
      const seen = await tagOf('/plans/small');
      expect(await race((n, at) => edit(seen, 20 + n, at))).toEqual(oneWon);
      expect((await call('GET', '/plans', null)).json['plans']).toHaveLength(2);
    });

    it('edited with a key is answered the same again, though it is stale by then', async () => {
      const seen = await tagOf('/plans/small');
      const key = { 'idempotency-key': 'k1' };
      const first = await edit(seen, 20, 0, key);
      const again = await edit(seen, 20, 1, key);
      expect([again.status, again.text]).toEqual([200, first.text]);
      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
      expect((await edit('*', 20, 1, key)).status).toBe(422);
    });
  });

  it('an override is withdrawn once, by whoever saw it', async () => {
    await agner('import', 'history', centre.history, '--zone', 'Europe/Ljubljana');
    await agner('import', 'plan', centre.plan);
    await agner('forecast', '--plan', 'small', '--from', FORECAST_FROM, '--days', '7');
    const statement = { queue: 'sales', author: 'ana', reason: 'a mailing' };
    const made = await call('POST', '/forecasts/latest/overrides', null, {
      body: { overrides: [{ ...statement, date: FORECAST_FROM, contacts: 100 }] },
    });
    const path = `/forecasts/latest/overrides/${String(made.json['overrides'][0].id)}`;
    const seen = await tagOf(path);
    expect((await call('GET', path, null)).json).toEqual(made.json['overrides'][0]);
    const withdraw = (ifMatch: string | null, at = 0) =>
      call('DELETE', `${path}?author=bor`, ifMatch, {}, at);
    expect((await withdraw(null)).status).toBe(428);
    expect((await withdraw('"other"')).status).toBe(412);
    expect(await race((_, at) => withdraw(seen, at))).toEqual(oneWon);
    expect((await withdraw('*')).status).toBe(409);
    expect((await call('GET', '/forecasts/latest/overrides/ov_none', null)).status).toBe(404);
  });

  it('a user is changed and removed by an admin who saw the user', async () => {
    await agner('user', 'add', 'boss', '--role', 'admin', '--no-password');
    const { secret: token } = await agner('token', 'add', 'boss', '--label', 't');
    const as = { token: token as string };
    await call('POST', '/users', null, { ...as, body: { name: 'ana', role: 'viewer' } });
    const seen = await tagOf('/users/ana', as);
    const give = (ifMatch: string | null, sites: readonly string[], at = 0) =>
      call('PATCH', '/users/ana', ifMatch, { ...as, body: { sites } }, at);
    expect((await give(null, ['a'])).status).toBe(428);
    expect(await race((n, at) => give(seen, [`site ${n}`], at))).toEqual(oneWon);
    expect((await call('DELETE', '/users/ana', null, as)).status).toBe(428);
    expect((await call('DELETE', '/users/ana', seen, as)).status).toBe(412);
    const now = await tagOf('/users/ana', as);
    const statuses = await race((_, at) => call('DELETE', '/users/ana', now, as, at));
    expect(statuses).toEqual([200, ...Array.from({ length: RACERS - 1 }, () => 404)]);
    expect((await call('GET', '/users/ana', null, as)).status).toBe(404);
  });
});
