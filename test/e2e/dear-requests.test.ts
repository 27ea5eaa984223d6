import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Json, type Reply } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';
import { FORECAST_FROM, makeSmallCentre } from '../support/small-centre.ts';

const centre = makeSmallCentre();
const folder = mkdtempSync(join(tmpdir(), 'agner-dear-'));
const database = join(folder, 'agner.db');
const tokens: Record<string, string> = {};
let server: RunningServer;

const agner = (...words: string[]) => runAgner(['--database', database, '--json', ...words]);

beforeAll(async () => {
  for (const words of [
    ['import', 'history', centre.history, '--zone', 'Europe/Ljubljana'],
    ['import', 'plan', centre.plan],
    ['forecast', '--plan', 'small', '--from', FORECAST_FROM, '--days', '7'],
    ['staff', '--plan', 'small'],
  ]) {
    expect(await agner(...words)).toMatchObject({ code: 0 });
  }
  for (const name of ['ana', 'bor']) {
    await agner('user', 'add', name, '--role', 'planner', '--no-password');
    const made = await agner('token', 'add', name, '--label', 'test');
    tokens[name] = (JSON.parse(made.stdout) as { secret: string }).secret;
  }
});
afterEach(() => server.stop());
afterAll(() => {
  for (const path of [folder, centre.folder]) rmSync(path, { recursive: true, force: true });
});

async function start(env: Record<string, string>): Promise<void> {
  server = await startAgner(database, { env });
}

const call = (name: string, method: string, path: string, body?: unknown) =>
  ask(server.url, method, path, { token: tokens[name], ...(body === undefined ? {} : { body }) });

/** One of each dear kind that changes nothing lasting: refused input, after the limit. */
const DEAR = [
  ['POST', '/forecasts', { plan: 'none', days: 7 }],
  ['POST', '/rosters', { plan: 'none' }],
  ['POST', '/requirements', { plan: 'none' }],
  ['POST', '/verifications', { requirement: 'none' }],
  ['POST', '/whatifs', {}],
  ['POST', '/backtests', { plan: 'none' }],
  ['POST', '/long-range', { weeks: 0 }],
  ['POST', '/imports/history', 'x'],
  ['POST', '/imports/forecast', 'x'],
  ['GET', '/forecasts/none/accuracy'],
  ['GET', '/queues/none/check'],
] as const;

const CHEAP = ['/queues', '/plans', '/forecasts', '/forecasts/latest', '/rosters', '/me', '/ready'];

function expectTooMany({ status, headers, json }: Reply, seconds: number): void {
  expect([status, headers.get('content-type')]).toEqual([
    429,
    'application/problem+json; charset=utf-8',
  ]);
  expect(json).toMatchObject({ status: 429, code: 'BUSY', title: 'Busy; try again later' });
  const wait = Number(headers.get('retry-after'));
  expect(wait).toBeGreaterThanOrEqual(1);
  expect(wait).toBeLessThanOrEqual(seconds);
}

describe('dear requests', () => {
  it('of a user are so many in a minute, whatever they ask; cheap reads and others go on', async () => {
    await start({ AGNER_DEAR_PER_MINUTE: '5' });
    for (const [method, path, body] of DEAR.slice(0, 5)) {
      expect((await call('ana', method, path, body)).status).not.toBe(429);
    }
    for (const [method, path, body] of DEAR) {
      const refused = await call('ana', method, path, body);
      expectTooMany(refused, 60);
      expect(refused.json['detail']).toBe('expected at most 5 dear requests a minute');
    }
    for (const path of CHEAP) expect((await call('ana', 'GET', path)).status).toBe(200);
    const question = {
      model: 'erlang-c',
      load: 10,
      handleTimeSeconds: 180,
      agents: 14,
      thresholdSeconds: 20,
    };
    expect((await call('ana', 'POST', '/erlang/evaluate', question)).status).toBe(200);
    expect((await call('bor', 'POST', '/rosters', { plan: 'none' })).status).not.toBe(429);
  });

  it('of a user are so many at once; the next may come when one has been answered', async () => {
    await start({ AGNER_DEAR_AT_ONCE: '2', AGNER_THREADS: '1' });
    const paths = '/forecasts/latest/paths?count=200';
    const answers = await Promise.all(Array.from({ length: 6 }, () => call('ana', 'GET', paths)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(refused).toHaveLength(4);
    for (const reply of refused) expectTooMany(reply, 2);
    expect(refused[0]!.json['detail']).toContain('expected at most 2 dear requests at once');
    expect((await call('ana', 'GET', paths)).status).toBe(200);
  });

  it('are so in the OpenAPI document', async () => {
    await start({});
    const { json } = await call('ana', 'GET', '/openapi.json');
    const answersOf = (method: string, path: string) =>
      json['paths'][`/api/v1${path}`][method]['responses'] as Record<string, Json>;
    for (const [method, path] of DEAR) {
      const answers = answersOf(
        method.toLowerCase(),
        path.replace('queues/none', 'queues/{queue}').replace('none', '{id}'),
      );
      expect(answers['429'].headers['Retry-After'].schema).toEqual({ type: 'integer', minimum: 1 });
      expect(answers['429'].description).toContain('AGNER_DEAR_PER_MINUTE');
    }
    for (const path of ['/queues', '/plans', '/forecasts/{id}']) {
      expect(answersOf('get', path)['429']).toBeUndefined();
    }
  });
});

it('questions are answered while jobs keep every thread of theirs busy', async () => {
  await start({ AGNER_THREADS: '1' });
  const roster = { plan: 'small', requirement: 'latest', timeLimitSeconds: 60 };
  const jobs: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    jobs.push((await call('ana', 'POST', '/rosters', roster)).json['id'] as string);
  }
  const stateOf = async (id: string) =>
    (await call('ana', 'GET', `/jobs/${id}`)).json['state'] as string;
  await eventually(async () => {
    expect(await stateOf(jobs[0]!)).toBe('running');
  });
  const audit = await call('ana', 'GET', '/forecasts/latest/paths?count=10');
  expect(audit.status).toBe(200);
  expect(await stateOf(jobs[0]!)).toBe('running');
  expect(await stateOf(jobs[1]!)).toBe('queued');
  for (const id of jobs) await call('ana', 'DELETE', `/jobs/${id}`);
});

it('a request with a body where none is expected is refused, also in pieces', async () => {
  await start({});
  const whole = await call('ana', 'POST', '/sign-out', { a: 1 });
  expect(whole.json).toMatchObject({ status: 400, detail: 'expected a request without a body' });
  const pieces = await fetch(`${server.url}/api/v1/sign-out`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens['ana']}` },
    body: new Blob(['x']).stream(),
    duplex: 'half',
  } as RequestInit);
  expect(pieces.status).toBe(400);
  expect((await ask(server.url, 'POST', '/sign-out', { token: tokens['ana'] })).status).toBe(200);
});
