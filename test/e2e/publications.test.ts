import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditEntry, type Publication } from '../../src/domain/index.ts';
import { executeSql } from '../support/execute-sql.ts';
import { makeRosteredCentre } from '../support/rostered-centre.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';

const folder = mkdtempSync(join(tmpdir(), 'agner-publications-'));
const database = join(folder, 'agner.db');
const tokens: Record<string, string> = {};
let centre: string;
let server: RunningServer;

const agner = (...words: string[]) => runAgner(['--database', database, '--json', ...words]);

const read = async <T>(...words: string[]): Promise<T> => {
  const { code, stdout, stderr } = await agner(...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as T;
};

async function call<T>(method: string, path: string, user: string, body?: unknown) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${tokens[user] ?? ''}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: (await response.json()) as T };
}

beforeAll(async () => {
  ({ folder: centre } = await makeRosteredCentre(database));
  for (const [name, role, person] of [
    ['p1', 'agent', 'p1'],
    ['p2', 'agent', 'p2'],
    ['scheduler', 'scheduler', null],
    ['planner', 'planner', null],
  ] as const) {
    const words = ['--role', role, ...(person === null ? [] : ['--agent', person])];
    await read('user', 'add', name, '--no-password', ...words);
    tokens[name] = (await read<{ secret: string }>('token', 'add', name, '--label', 'test')).secret;
  }
  server = await startAgner(database);
});

afterAll(async () => {
  expect(await server.stop()).toBe(0);
  for (const path of [folder, centre]) rmSync(path, { recursive: true, force: true });
});

interface Shifts {
  readonly shifts: readonly { readonly agent: string; readonly publication: string }[];
}

const WEEK = '/me/shifts?from=2026-03-23&to=2026-03-29';

describe('publishing', () => {
  it('shows agents their own shifts, from when it is done', async () => {
    expect((await call<Shifts>('GET', WEEK, 'p1')).json).toEqual({
      agent: 'p1',
      from: '2026-03-23',
      to: '2026-03-29',
      shifts: [],
    });
    const published = await read<Publication>('roster', 'publish', '--note', 'as agreed');
    expect(published).toMatchObject({ plan: 'small', version: 1, note: 'as agreed' });
    expect(published.publishedBy).toMatch(/^os:\d+$/);
    for (const person of ['p1', 'p2']) {
      const { shifts } = (await call<Shifts>('GET', WEEK, person)).json;
      expect(shifts.length).toBeGreaterThan(0);
      expect(shifts.map(({ agent }) => agent)).toEqual(shifts.map(() => person));
    }
    const all = '/rosters/latest';
    expect((await call('GET', all, 'p1')).status).toBe(403);
    expect((await call('GET', WEEK, 'planner')).status).toBe(404);
    expect((await call('GET', WEEK.replace('29', '22'), 'p1')).status).toBe(400);
  });

  it('again is a new version, which is kept beside the old one', async () => {
    const body = { roster: 'latest', note: 'again' };
    expect((await call('POST', '/publications', 'p1', body)).status).toBe(403);
    const { status, json } = await call<Publication>('POST', '/publications', 'scheduler', body);
    expect(status).toBe(201);
    expect(json).toMatchObject({ version: 2, note: 'again' });
    expect(json.publishedBy).toMatch(/^us_/);
    const { publications } = await read<{ publications: Publication[] }>('list', 'publications');
    expect(publications.map(({ version }) => version)).toEqual([2, 1]);
    const { json: listed } = await call('GET', '/publications', 'planner');
    expect(listed).toEqual({ publications, next: null });
    const first = publications[1]!;
    expect((await call('GET', `/publications/${first.id}`, 'planner')).json).toEqual(first);
    const { shifts } = (await call<Shifts>('GET', WEEK, 'p1')).json;
    expect(new Set(shifts.map(({ publication }) => publication))).toEqual(new Set([json.id]));
  });

  it('of what is not there says what is missing', async () => {
    expect((await call('POST', '/publications', 'scheduler', { roster: 'none' })).status).toBe(404);
    const run = await agner('roster', 'publish', '--roster', 'none');
    expect(run).toMatchObject({ code: 3 });
    expect(run.stderr).toContain('expected a stored roster of site \\"default\\", got \\"none\\"');
  });
});

describe('the audit trail', () => {
  it('is for planners, and names who by an id', async () => {
    const { entries } = await read<{ entries: AuditEntry[] }>('audit-log', 'list');
    expect((await call('GET', '/audit-log', 'planner')).json).toEqual({ entries, next: null });
    expect((await call('GET', '/audit-log', 'scheduler')).status).toBe(403);
    expect(new Set(entries.map(({ action }) => action))).toEqual(
      new Set(['roster.published', 'plan.saved', 'user.added', 'token.added']),
    );
    const published = entries.filter(({ action }) => action === 'roster.published');
    expect(published.map(({ token }) => token !== null)).toEqual([true, false]);
    expect(published[0]!.before).not.toBeNull();
  });

  it('is verified, by command and over HTTP; the first broken line is named', async () => {
    const before = await read<{ lines: number; head: string }>('audit-log', 'verify');
    expect(before).toMatchObject({ broken: null, headIsThere: true });
    const path = '/audit-log/verification';
    expect((await call('GET', path, 'planner')).json).toMatchObject({ lines: before.lines });
    expect((await agner('audit-log', 'verify', '--head', before.head)).code).toBe(0);
    const gone = await agner('audit-log', 'verify', '--head', '0'.repeat(64));
    expect(gone).toMatchObject({ code: 4 });
    expect(gone.stderr).toMatch(/the line with hash 0+ is gone/);

    const location = { kind: 'sqlite', path: database } as const;
    await executeSql(location, 'DROP TRIGGER audit_log_update ON audit_log');
    await executeSql(location, `UPDATE audit_log SET actor = 'us_0' WHERE position = 2`);
    const broken = await runAgner(['--database', database, 'audit-log', 'verify']);
    expect(broken.code).toBe(4);
    expect(broken.stderr).toMatch(
      /^broken: line 2 \(us_\w+\): the line was altered; the 1 before it hold$/m,
    );
    expect((await call('GET', path, 'planner')).json).toMatchObject({
      broken: { position: 2, fault: 'altered' },
    });
  });
});
