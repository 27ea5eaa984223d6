import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Role, ROLES } from '../../src/domain/index.ts';
import { ask, type Json } from '../support/ask.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';
import { FORECAST_FROM, makeSmallCentre } from '../support/small-centre.ts';

const PASSWORD = 'canary-password-7Q4';

const centre = makeSmallCentre();
const folder = mkdtempSync(join(tmpdir(), 'agner-people-'));
const database = join(folder, 'agner.db');
const tokens = {} as Record<Role, string>;
let server: RunningServer;

const agner = (words: readonly string[], input = '') =>
  runAgner(['--database', database, '--json', ...words], { input });

beforeAll(async () => {
  for (const words of [
    ['import', 'history', centre.history, '--zone', 'Europe/Ljubljana'],
    ['import', 'plan', centre.plan],
    ['forecast', '--plan', 'small', '--from', FORECAST_FROM, '--days', '7'],
  ]) {
    expect(await agner(words)).toMatchObject({ code: 0 });
  }
  for (const role of ROLES) {
    const person = role === 'agent' ? ['--agent', 'p1'] : [];
    const added = await agner(['user', 'add', role, '--role', role, ...person], `${PASSWORD}\n`);
    expect(added).toMatchObject({ code: 0 });
    const made = await agner(['token', 'add', role, '--label', 'test']);
    tokens[role] = (JSON.parse(made.stdout) as { secret: string }).secret;
  }
  server = await startAgner(database, {
    env: { AGNER_DEAR_PER_MINUTE: '100000', AGNER_LOG_LEVEL: 'trace' },
  });
});

afterAll(async () => {
  expect(await server.stop()).toBe(0);
  for (const path of [folder, centre.folder]) rmSync(path, { recursive: true, force: true });
});

function call(
  method: string,
  path: string,
  {
    cookie,
    ifMatch,
    ...more
  }: { token?: string; cookie?: string; ifMatch?: string; body?: unknown } = {},
) {
  return ask(server.url, method, path, {
    ...more,
    headers: {
      ...(cookie === undefined ? {} : { cookie }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
  });
}

interface Operation {
  readonly id: string;
  readonly tag: string;
  readonly method: string;
  readonly path: string;
}

async function operations(): Promise<readonly Operation[]> {
  const { json } = await call('GET', '/openapi.json');
  return Object.entries(json['paths'] as Record<string, Record<string, Json>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        id: operation['operationId'] as string,
        tag: operation['tags'][0] as string,
        method: method.toUpperCase(),
        path: path
          .replace(/^(?!\/api)/, '/../..')
          .replace('/api/v1', '')
          .replace(/\{\w+\}/g, 'nobody'),
      })),
  );
}

/** The least role by rule, written apart from the table of the server. */
function expectedAccess({ id, tag, method, path }: Operation): 'anyone' | Role {
  if (['getOpenApi', 'get-health', 'get-ready', 'sign-in'].includes(id)) return 'anyone';
  if (id === 'get-feed') return 'anyone';
  if (id === 'erase-person') return 'admin';
  if (id === 'get-person-data') return 'planner';
  if (tag === 'feeds' && !path.startsWith('/me')) return 'planner';
  if (path.startsWith('/me') || id === 'sign-out') return 'agent';
  if (tag === 'people') return 'admin';
  if (['get-plan', 'propose-changes'].includes(id) || tag === 'audit-log') return 'planner';
  if (method === 'GET' || tag === 'erlang') return 'viewer';
  const isOfScheduler =
    ['start-roster', 'audit-roster', 'publish-roster', 'cancel-job'].includes(id) ||
    tag === 'adherence' ||
    tag === 'timesheets';
  return isOfScheduler ? 'scheduler' : 'planner';
}

describe('who may do what', () => {
  it('holds for every operation and every role', async () => {
    const wrong: string[] = [];
    const all = await operations();
    expect(all.length).toBeGreaterThan(40);
    for (const operation of all) {
      const { method, path, id } = operation;
      const access = expectedAccess(operation);
      const body = method === 'POST' ? { body: {} } : {};
      const expectStatus = async (
        who: string,
        allowed: boolean,
        refused: number,
        extra: object,
      ) => {
        const { status, json } = await call(method, path, { ...body, ...extra });
        const isRefused = status === 401 || status === 403;
        // Signing in with an empty body is refused for the body.
        if (isRefused === allowed || (!allowed && status !== refused)) {
          wrong.push(`${id} as ${who}: ${status} ${String(json?.['detail'])}`);
        }
      };
      await expectStatus('nobody', access === 'anyone', 401, {});
      await expectStatus('a wrong token', access === 'anyone', 401, { token: 'agner_wrong' });
      await expectStatus('a wrong session', access === 'anyone', 401, {
        cookie: `__Host-agner=${'x'.repeat(43)}`,
      });
      for (const role of ROLES) {
        const allowed = access === 'anyone' || ROLES.indexOf(role) >= ROLES.indexOf(access);
        await expectStatus(role, allowed, 403, { token: tokens[role] });
      }
    }
    expect(wrong).toEqual([]);
  });

  it('what is unknown is 404, or 405, for everybody', async () => {
    expect((await call('GET', '/nothing')).status).toBe(404);
    expect((await call('PUT', '/users')).status).toBe(405);
  });

  it('a refusal says how to ask', async () => {
    const { headers, json } = await call('GET', '/queues');
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(json).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    const { json: forbidden } = await call('GET', '/plans/small', { token: tokens.viewer });
    expect(forbidden['detail']).toBe('expected the role planner for this, got viewer');
  });

  it('pay and leave are for planners', async () => {
    const seen = await call('GET', '/plans/small', { token: tokens.planner });
    expect(seen.text).toContain('payPerHour');
    for (const role of ['viewer', 'scheduler'] as const) {
      for (const path of ['/plans', '/queues', '/forecasts', '/rosters', '/plans/small']) {
        expect((await call('GET', path, { token: tokens[role] })).text).not.toMatch(
          /payPerHour|leave/,
        );
      }
    }
  });
});

describe('sites', () => {
  it('those of others are not there, by name or by id', async () => {
    const id = (await call('GET', '/forecasts', { token: tokens.viewer })).json['results'][0]
      .id as string;
    const job = (
      await call('POST', '/forecasts', { token: tokens.planner, body: { plan: 'small', days: 7 } })
    ).json['id'] as string;
    const narrow = { name: 'narrow', role: 'planner', sites: ['elsewhere'] };
    expect((await call('POST', '/users', { token: tokens.admin, body: narrow })).status).toBe(201);
    const made = await call('POST', '/tokens', {
      token: tokens.admin,
      body: { user: 'narrow', label: 'test' },
    });
    const token = made.json['secret'] as string;
    for (const path of [
      '/queues',
      '/plans',
      '/forecasts',
      '/queues/sales/history',
      '/plans/small',
    ]) {
      expect((await call('GET', path, { token })).json).toMatchObject({
        status: 404,
        detail: 'expected a site of yours, got "default"',
      });
    }
    for (const path of [
      `/forecasts/${id}?site=elsewhere`,
      `/forecasts/${id}/overrides?site=elsewhere`,
      `/jobs/${job}`,
    ]) {
      expect((await call('GET', path, { token })).json).toMatchObject({ status: 404 });
      expect(
        (await call('GET', path.replace('elsewhere', 'default'), { token: tokens.viewer })).status,
      ).toBe(200);
    }
    expect((await call('DELETE', `/jobs/${job}`, { token })).status).toBe(404);
    const body = { forecast: id, plan: 'small' };
    expect((await call('POST', '/requirements?site=elsewhere', { token, body })).status).toBe(404);
    expect((await call('GET', '/queues?site=elsewhere', { token })).json).toEqual({
      queues: [],
      next: null,
    });
    expect((await call('POST', '/forecasts', { token, body: { days: 7 } })).status).toBe(404);
  });
});

describe('sessions', () => {
  const signIn = async (user: string, password = PASSWORD) => {
    const reply = await call('POST', '/sign-in', { body: { user, password } });
    return { ...reply, cookie: (reply.headers.get('set-cookie') ?? '').split(';')[0]! };
  };

  it('begin with the password and end when told', async () => {
    const { status, json, headers, cookie } = await signIn('Planner ');
    expect(status).toBe(200);
    expect(json).toEqual({
      kind: 'user',
      user: 'planner',
      role: 'planner',
      sites: null,
      agent: null,
    });
    expect(headers.get('set-cookie')).toMatch(
      /^__Host-agner=[\w-]{43}; Max-Age=43200; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect((await call('GET', '/me', { cookie })).json).toEqual(json);
    expect((await call('GET', '/queues', { cookie })).status).toBe(200);
    const out = await call('POST', '/sign-out', { cookie });
    expect(out.headers.get('set-cookie')).toMatch(/^__Host-agner=; Max-Age=0/);
    expect((await call('GET', '/me', { cookie })).json['detail']).toBe(
      'the session has ended; sign in again',
    );
  });

  it('an unknown user and a wrong password are answered alike', async () => {
    const wrong = await signIn('viewer', 'not the password');
    const unknown = await signIn('nobody', 'not the password');
    expect(wrong.status).toBe(401);
    expect(unknown.json).toEqual(wrong.json);
    expect(wrong.headers.get('set-cookie')).toBeNull();
  });

  it('guessing is slowed for that user alone', async () => {
    const replies = [];
    for (let n = 0; n < 7; n++) replies.push(await signIn('scheduler', `wrong password ${n}`));
    const statuses = replies.map(({ status }) => status);
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(statuses).toContain(429);
    const limited = replies.find(({ status }) => status === 429)!;
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn('viewer')).status).toBe(200);
    expect((await call('GET', '/me', { token: tokens.scheduler })).status).toBe(200);
  });

  it('a new password ends them', async () => {
    const { cookie } = await signIn('agent');
    const next = 'another long password';
    const wrong = { present: 'not the password', next };
    expect((await call('POST', '/me/password', { cookie, body: wrong })).status).toBe(401);
    const short = { present: PASSWORD, next: 'short' };
    expect((await call('POST', '/me/password', { cookie, body: short })).json['detail']).toBe(
      'expected a password of 12 to 200 characters, got 5',
    );
    const right = { present: PASSWORD, next };
    expect((await call('POST', '/me/password', { token: tokens.agent, body: right })).status).toBe(
      403,
    );
    expect((await call('POST', '/me/password', { cookie, body: right })).status).toBe(200);
    expect((await call('GET', '/me', { cookie })).status).toBe(401);
    expect((await signIn('agent')).status).toBe(401);
    expect((await signIn('agent', next)).status).toBe(200);
  });

  it('a role that is taken away is gone at once', async () => {
    const body = { name: 'brief', role: 'planner', password: PASSWORD };
    await call('POST', '/users', { token: tokens.admin, body });
    const { cookie } = await signIn('brief');
    expect((await call('GET', '/plans/small', { cookie })).status).toBe(200);
    const ifMatch = '*';
    await call('PATCH', '/users/brief', {
      token: tokens.admin,
      body: { role: 'viewer' },
      ifMatch,
    });
    expect((await call('GET', '/plans/small', { cookie })).status).toBe(403);
    await call('DELETE', '/users/brief', { token: tokens.admin, ifMatch });
    expect((await call('GET', '/me', { cookie })).status).toBe(401);
  });

  it('are of no use to another site', async () => {
    const { cookie } = await signIn('planner');
    const foreign = await fetch(`${server.url}/api/v1/queues`, {
      headers: { cookie, origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
    const own = await fetch(`${server.url}/api/v1/queues`, {
      headers: { cookie, origin: server.url.replace('http:', 'https:') },
    });
    expect(own.status).toBe(200);
  });
});

describe('admins', () => {
  it('cannot shut themselves out', async () => {
    const token = tokens.admin;
    const own = { token, ifMatch: '*' };
    expect((await call('DELETE', '/users/admin', own)).status).toBe(409);
    const body = { role: 'viewer' };
    expect((await call('PATCH', '/users/admin', { ...own, body })).status).toBe(409);
    const { json } = await call('GET', '/tokens', { token });
    const ownToken = (json['tokens'] as { id: string; user: string }[]).find(
      ({ user }) => user === 'admin',
    )!;
    expect((await call('DELETE', `/tokens/${ownToken.id}`, { token })).status).toBe(409);
  });

  it.each([
    [{ name: 'Ana', role: 'viewer' }, /user name/],
    [{ name: 'x', role: 'root' }, /role/],
    [{ name: 'x', role: 'admin', sites: ['a'] }, /admin to have all sites/],
    [{ name: 'x', role: 'viewer', sites: [] }, /sites/],
    [{ name: 'x', role: 'agent' }, /id of a person/],
    [{ name: 'x', role: 'viewer', password: 'short' }, /12 to 200 characters, got 5/],
    [{ name: 'x', role: 'viewer', admin: true }, /unknown key/],
  ])('are told what is wrong with %j', async (body, message) => {
    const { status, json } = await call('POST', '/users', { token: tokens.admin, body });
    expect(status).toBe(400);
    expect(json['detail']).toMatch(message);
  });

  it('a token has at most the role of its user, and ends when revoked', async () => {
    const { admin } = tokens;
    const tooMuch = { user: 'viewer', label: 'x', role: 'planner' };
    expect((await call('POST', '/tokens', { token: admin, body: tooMuch })).status).toBe(400);
    const body = { user: 'planner', label: 'x', role: 'viewer', days: 1 };
    const made = await call('POST', '/tokens', { token: admin, body });
    const token = made.json['secret'] as string;
    expect(made.json['token']).toMatchObject({ user: 'planner', role: 'viewer' });
    expect((await call('GET', '/me', { token })).json).toMatchObject({ role: 'viewer' });
    expect((await call('GET', '/plans/small', { token })).status).toBe(403);
    await call('DELETE', `/tokens/${String(made.json['token'].id)}`, { token: admin });
    expect((await call('GET', '/me', { token })).status).toBe(401);
    expect((await call('GET', '/tokens', { token: admin })).text).not.toContain(token);
  });
});

describe('the command line', () => {
  it('refuses a password that is missing, or a name that is taken', async () => {
    expect(await agner(['user', 'add', 'new'])).toMatchObject({ code: 2 });
    expect(await agner(['user', 'add', 'viewer'], `${PASSWORD}\n`)).toMatchObject({ code: 6 });
    expect(await agner(['user', 'add', 'Not Good'], `${PASSWORD}\n`)).toMatchObject({ code: 2 });
    expect(await agner(['user', 'remove', 'nobody'])).toMatchObject({ code: 3 });
    expect(await agner(['token', 'revoke', 'tk_none'])).toMatchObject({ code: 3 });
  });

  it('lists, changes, removes', async () => {
    await agner(['user', 'add', 'temp', '--sites', 'a,b', '--no-password']);
    const changed = await agner([
      'user',
      'change',
      'temp',
      '--sites',
      'all',
      '--role',
      'scheduler',
    ]);
    expect(JSON.parse(changed.stdout)).toMatchObject({
      users: [{ name: 'temp', role: 'scheduler', sites: null }],
    });
    const text = await runAgner(['--database', database, 'user', 'list']);
    expect(text.stdout).toMatch(/temp +scheduler +all/);
    expect(await agner(['user', 'password', 'temp'], 'a password of some length\n')).toMatchObject({
      code: 0,
    });
    expect(
      (
        await call('POST', '/sign-in', {
          body: { user: 'temp', password: 'a password of some length' },
        })
      ).status,
    ).toBe(200);
    expect(await agner(['user', 'remove', 'temp'])).toMatchObject({ code: 0 });
  });
});

describe('without users', () => {
  it('one local planner does all but manage users, and nobody else gets in', async () => {
    const alone = join(folder, 'alone.db');
    const outward = await runAgner([
      '--database',
      alone,
      'serve',
      '--port',
      '0',
      '--host',
      '0.0.0.0',
    ]);
    expect(outward.code).toBe(6);
    expect(outward.stderr).toContain('"agner user add" makes the first one');
    const open = await startAgner(alone);
    try {
      const get = async (path: string) => {
        const response = await fetch(`${open.url}/api/v1${path}`);
        return { status: response.status, json: (await response.json()) as Json };
      };
      expect((await get('/me')).json).toMatchObject({ kind: 'local', role: 'planner' });
      expect((await get('/queues')).status).toBe(200);
      expect((await get('/users')).json).toMatchObject({ status: 403 });
      await runAgner(['--database', alone, 'user', 'add', 'first', '--role', 'admin'], {
        input: `${PASSWORD}\n`,
      });
      expect((await get('/queues')).status).toBe(401);
      expect((await get('/health')).status).toBe(200);
    } finally {
      await open.stop();
    }
  });
});

it('the log names operation and caller of every request', async () => {
  const { headers } = await call('GET', '/queues?site=default', { token: tokens.viewer });
  const id = headers.get('x-request-id')!;
  const lines = () =>
    server
      .log()
      .split('\n')
      .filter((line) => line.includes(id));
  while (lines().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(JSON.parse(lines()[0]!)).toMatchObject({
    level: 30,
    method: 'GET',
    operation: 'list-queues',
    status: 200,
    caller: expect.stringMatching(/^us_[0-9a-f]{16}$/),
    isWhole: true,
  });
});

it('no secret is in the database, the log or the tokens that are listed', async () => {
  const kept =
    readFileSync(database).toString('latin1') + readFileSync(`${database}-wal`).toString('latin1');
  const listed = (await agner(['token', 'list'])).stdout + (await agner(['user', 'list'])).stdout;
  for (const secret of [PASSWORD, ...Object.values(tokens)]) {
    expect(kept).not.toContain(secret);
    expect(server.log()).not.toContain(secret);
    expect(listed).not.toContain(secret);
  }
});
