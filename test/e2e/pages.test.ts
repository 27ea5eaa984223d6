import { readFileSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { ask, type Json } from '../support/ask.ts';
import { onEachDatabase } from '../support/databases.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';
import { makeSmallCentre } from '../support/small-centre.ts';

const centre = makeSmallCentre();
const plan = readFileSync(centre.plan, 'utf8');

afterAll(() => {
  rmSync(centre.folder, { recursive: true, force: true });
});

onEachDatabase((newDatabase) => {
  let database: string;
  let server: RunningServer;
  beforeEach(async () => {
    database = await newDatabase();
    server = await startAgner(database);
  });
  afterEach(() => server.stop());

  const savePlan = (n: number) =>
    ask(server.url, 'POST', '/plans', {
      body: plan.replace('name: small', `name: small ${n}`),
      headers: { 'content-type': 'application/yaml' },
    });
  const importQueues = (names: readonly string[]) => {
    const rows = names.map((name) => `2026-07-06T08:00:00Z,15,${name},12`);
    return ask(server.url, 'POST', '/imports/history?zone=UTC', {
      body: `interval_start,interval_minutes,queue,offered\n${rows.join('\n')}\n`,
      headers: { 'content-type': 'text/csv' },
    });
  };
  const list = async (words: readonly string[]): Promise<Json> =>
    JSON.parse((await runAgner(['--database', database, '--json', ...words])).stdout);
  /** Every page of a list, over HTTP and by command, which are the same. */
  const pages = async (name: string, words: readonly string[], limit: number) => {
    const told: Json[][] = [];
    let cursor: string | null = null;
    do {
      const part: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { json } = await ask(server.url, 'GET', `/${name}?limit=${limit}${part}`);
      const more = cursor === null ? [] : ['--cursor', cursor];
      expect(await list([...words, '--limit', String(limit), ...more])).toEqual(json);
      const { next, ...items } = json as { next: string | null };
      told.push(Object.values(items)[0] as Json[]);
      cursor = next;
    } while (cursor !== null);
    return told;
  };

  it('lists are told in pages, each item once, by HTTP and by command', async () => {
    for (let n = 1; n <= 5; n++) expect((await savePlan(n)).status).toBe(201);
    await importQueues(['e', 'b', 'd', 'a', 'c']);
    const plans = await pages('plans', ['list', 'plans'], 2);
    expect(plans.map((page) => page.map(({ name }) => name as string))).toEqual([
      ['small 5', 'small 4'],
      ['small 3', 'small 2'],
      ['small 1'],
    ]);
    const queues = await pages('queues', ['list', 'queues'], 3);
    expect(queues.map((page) => page.map(({ name }) => name as string))).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
    const lines = await pages('audit-log', ['audit-log', 'list'], 5);
    expect(lines.map((page) => page.map(({ position }) => position as number))).toEqual([
      [5, 4, 3, 2, 1],
    ]);
  });

  it('what comes or was refused meanwhile moves nothing', async () => {
    for (let n = 1; n <= 3; n++) await savePlan(n);
    const { json: first } = await ask(server.url, 'GET', '/plans?limit=1');
    await savePlan(4);
    const { json } = await ask(server.url, 'GET', `/plans?limit=5&cursor=${String(first.next)}`);
    expect((json['plans'] as Json[]).map(({ name }) => name as string)).toEqual([
      'small 2',
      'small 1',
    ]);
    for (const cursor of ['x', String(first.next).slice(1), `${String(first.next)}x`]) {
      const wrong = await ask(server.url, 'GET', `/plans?cursor=${cursor}`);
      expect(wrong.json).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
    }
    const elsewhere = await ask(server.url, 'GET', `/publications?cursor=${String(first.next)}`);
    expect(elsewhere.json['detail']).toMatch(/^expected a cursor that this list told/);
    const run = await runAgner(['--database', database, 'list', 'plans', '--limit', '1']);
    expect(run.stderr).toMatch(/there is more: --cursor \S+/);
    expect((await runAgner(['--database', database, 'list', '--cursor', 'x'])).code).toBe(2);
  });

  it('users and tokens have pages too', async () => {
    const agner = (...words: string[]) => list(['user', ...words]);
    await agner('add', 'root', '--role', 'admin', '--no-password');
    const { secret } = await list(['token', 'add', 'root', '--label', 't']);
    for (const name of ['cene', 'ana', 'bor']) {
      await agner('add', name, '--role', 'viewer', '--no-password');
      await list(['token', 'add', name, '--label', name]);
    }
    const all = async (path: string, of: string) => {
      const told: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { json } = await ask(server.url, 'GET', `/${path}?limit=1${cursor}`, {
          token: secret as string,
        });
        told.push(...(json[path] as Json[]).map((item) => item[of] as string));
        cursor = json['next'] === null ? null : `&cursor=${String(json['next'])}`;
      }
      return told;
    };
    expect(await all('users', 'name')).toEqual(['ana', 'bor', 'cene', 'root']);
    expect(await all('tokens', 'user')).toEqual(['root', 'cene', 'ana', 'bor']);
  });
});
