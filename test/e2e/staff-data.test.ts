import { mkdtempSync, rmSync, statSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AuditEntry } from '../../src/domain/index.ts';
import { openStore } from '../../src/store/index.ts';
import { ask, type Json } from '../support/ask.ts';
import { onEachDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { makeRosteredCentre } from '../support/rostered-centre.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';

const folder = mkdtempSync(join(tmpdir(), 'agner-staff-data-'));

onEachDatabase((newDatabase) => {
  let database: string;
  let centre: string;
  let server: RunningServer;
  const tokens: Record<string, string> = {};

  const agner = (...words: string[]) => runAgner(['--database', database, '--json', ...words]);
  const read = async <T = Json>(...words: string[]): Promise<T> => {
    const { code, stdout, stderr } = await agner(...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as T;
  };
  const call = (method: string, path: string, user: string) =>
    ask(server.url, method, path, { token: tokens[user] });
  const open = () =>
    openStore(
      database.startsWith('postgres')
        ? { kind: 'postgres', url: database }
        : { kind: 'sqlite', path: database },
    );

  beforeAll(async () => {
    database = await newDatabase();
    ({ folder: centre } = await makeRosteredCentre(database));
    await read('roster', 'publish');
    for (const [name, role, person] of [
      ['p1', 'agent', 'p1'],
      ['p2', 'agent', 'p2'],
      ['planner', 'planner', null],
      ['admin', 'admin', null],
    ] as const) {
      const words = ['--role', role, ...(person === null ? [] : ['--agent', person])];
      await read('user', 'add', name, '--no-password', ...words);
      tokens[name] = (await read('token', 'add', name, '--label', 'test'))['secret'] as string;
    }
    const store = await open();
    const yesterday = Date.now() / 1000 - 86_400;
    await store.saveAgentStates(
      'default',
      [1, 40].map((days) => ({
        ...{ agent: 'p1', state: 'ready', reason: null },
        ...{ start: yesterday - days * 86_400, end: yesterday - days * 86_400 + 60 },
      })),
    );
    await store.close();
    server = await startAgner(database, { env: { AGNER_RETENTION_DAYS: '30' } });
  });
  afterAll(async () => {
    expect(await server.stop()).toBe(0);
    rmSync(centre, { recursive: true, force: true });
  });

  it('is forgotten by the server once it is older than the setting says', async () => {
    await eventually(async () => {
      const { states } = await read<{ states: object[] }>('person', 'export', 'p1');
      expect(states).toHaveLength(1);
    });
    const forgotten = await read('person', 'forget', '--days', '30');
    expect(forgotten).toMatchObject({ states: 0, spans: 0, calls: 0 });
  });

  it('is told to the person and to planners, by command into a private file', async () => {
    const own = await call('GET', '/me/data', 'p1');
    expect(own.status).toBe(200);
    expect(own.json).toMatchObject({ agent: 'p1', names: ['Person 1'], users: [{ name: 'p1' }] });
    expect(own.json['rosters'][0].shifts.length).toBeGreaterThan(0);
    expect(own.text).not.toContain('Person 2');
    expect((await call('GET', '/people/p2/data', 'p1')).status).toBe(403);
    expect((await call('GET', '/me/data', 'planner')).status).toBe(404);
    const byPlanner = await call('GET', '/people/p1/data', 'planner');
    // That the person read it is told by then.
    expect(byPlanner.json).toEqual({ ...own.json, changes: [expect.anything()] });
    const file = join(folder, 'p1.json');
    expect(await agner('person', 'export', 'p1', '--out', file)).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(byPlanner.json);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const unknown = await agner('person', 'export', 'p99');
    expect(unknown).toMatchObject({ code: 3, stdout: '' });
  });

  it('is erased by admins: gone from names, exports and answers, kept in totals', async () => {
    const before = await call('GET', '/rosters/latest', 'planner');
    expect((await call('DELETE', '/people/p1/data', 'planner')).status).toBe(403);
    const { status, json } = await call('DELETE', '/people/p1/data', 'admin');
    expect(status).toBe(200);
    const pseudonym = json['pseudonym'] as string;
    expect(pseudonym).toMatch(/^erased_[0-9a-f]{16}$/);
    expect(json['stillPlanned']).toEqual(['small']);
    expect((await call('GET', '/me', 'p1')).status).toBe(401);
    expect((await call('DELETE', '/people/p1/data', 'admin')).status).toBe(404);

    const after = await call('GET', '/rosters/latest', 'planner');
    expect(after.json['document'].score).toEqual(before.json['document'].score);
    expect(after.text).toContain(pseudonym);
    const texts = [
      after.text,
      (await call('GET', '/plans/small', 'planner')).text,
      (await call('GET', '/users', 'admin')).text,
      (await call('GET', '/audit-log?limit=200', 'planner')).text,
      (await agner('export', 'roster', '--format', 'csv')).stdout,
      (await agner('export', 'roster', '--format', 'ics')).stdout,
      server.log(),
    ];
    for (const text of texts) expect(text).not.toMatch(/Person 1\b|\bp1\b/);
    const { entries } = await read<{ entries: AuditEntry[] }>('audit-log', 'list');
    expect(entries[0]).toMatchObject({ action: 'person.erased', subject: pseudonym });
    expect((await read('audit-log', 'verify'))['broken']).toBeNull();
  });

  it('is erased by command, when it is meant', async () => {
    const slip = await agner('person', 'erase', 'p2');
    expect(slip).toMatchObject({ code: 2 });
    expect(slip.stderr).toContain('expected --yes');
    const run = await runAgner(['--database', database, 'person', 'erase', 'p2', '--yes']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^erased at site default; erased_\w+ stands there now: /);
    expect(run.stdout).toContain('Backups that were made before still hold the person');
    expect(await agner('person', 'export', 'p2')).toMatchObject({ code: 3 });
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});
