import { readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';
import { FORECAST_FROM, makeSmallCentre } from '../support/small-centre.ts';

const centre = makeSmallCentre();
const database = join(centre.folder, 'agner.db');
let server: RunningServer;

beforeAll(async () => {
  server = await startAgner(database);
});

afterAll(async () => {
  expect(await server.stop()).toBe(0);
  rmSync(centre.folder, { recursive: true, force: true });
});

/** An answer whose shape the test itself checks. */
type Json = ReturnType<typeof JSON.parse>;

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const text =
    typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(text === undefined ? {} : { body: text }),
  });
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as Json,
  };
}

async function finish(location: string): Promise<Json> {
  for (;;) {
    const job = (await (await fetch(`${server.url}${location}`)).json()) as Json;
    if (!['queued', 'running'].includes(job['state'] as string)) return job;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('the whole line over HTTP', () => {
  it('imports, forecasts, staffs and rosters, and gives what the command line gives', async () => {
    const imported = await call(
      'POST',
      '/imports/history?zone=Europe/Ljubljana',
      readFileSync(centre.history, 'utf8'),
      {
        'content-type': 'text/csv',
      },
    );
    expect(imported).toMatchObject({ status: 200, json: { queues: [{ queue: 'sales' }] } });
    const plan = await call('POST', '/plans', readFileSync(centre.plan, 'utf8'), {
      'content-type': 'application/yaml',
    });
    expect(plan).toMatchObject({ status: 201, json: { name: 'small', version: 1 } });

    const started = await call('POST', '/forecasts', {
      plan: 'small',
      from: FORECAST_FROM,
      days: 7,
    });
    expect(started.status).toBe(202);
    const job = await finish(started.headers.get('location')!);
    expect(job).toMatchObject({ state: 'succeeded', error: null });
    const forecast = await call('GET', '/forecasts/latest');
    const cliForecast = await cli(
      'forecast',
      '--plan',
      'small',
      '--from',
      FORECAST_FROM,
      '--days',
      '7',
    );
    expect(cliForecast['document']).toEqual(forecast.json['document']);

    const staffed = await call('POST', '/requirements', {
      forecast: job['resultId'],
      plan: 'small',
    });
    expect(staffed.status).toBe(201);
    const cliStaff = await cli('staff', '--plan', 'small', '--forecast', String(job['resultId']));
    expect(cliStaff['document']).toEqual(staffed.json['document']);

    const unknown = await call('POST', '/verifications', { requirement: 'rq_none' });
    expect(await finish(unknown.headers.get('location')!)).toMatchObject({
      state: 'failed',
      error: { code: 'NOT_FOUND' },
    });
    const verified = await finish(
      (
        await call('POST', '/verifications', {
          requirement: staffed.json['header'].id,
          replications: 20,
          seed: 4,
        })
      ).headers.get('location')!,
    );
    expect(verified).toMatchObject({ state: 'succeeded', kind: 'verification' });
    const verification = await call('GET', '/verifications/latest');
    const cliVerified = await cli(
      ...['staff', '--plan', 'small', '--forecast', String(job['resultId'])],
      ...['--verify', '--replications', '20', '--seed', '4'],
    );
    expect(verification.json['document'].queues[0].status).toBe('simulated');
    expect((cliVerified['verification'] as Json)['document'].queues).toEqual(
      verification.json['document'].queues,
    );

    const ask = {
      requirement: staffed.json['header'].id,
      plan: 'small',
      iterationLimit: 5,
      timeLimitSeconds: 60,
    };
    const rostered = await finish((await call('POST', '/rosters', ask)).headers.get('location')!);
    expect(rostered).toMatchObject({ state: 'succeeded' });
    const roster = await call('GET', `/rosters/${String(rostered['resultId'])}`);
    const cliRoster = await cli(
      'roster',
      '--plan',
      'small',
      '--requirement',
      String(ask.requirement),
      '--iterations',
      '5',
      '--time-limit',
      '60',
    );
    expect(cliRoster['document']).toEqual(roster.json['document']);

    const audit = await call('POST', '/rosters/audit', {
      plan: 'small',
      roster: rostered['resultId'],
    });
    expect(audit.json['violations']).toEqual([]);
    expect(await cli('audit', String(rostered['resultId']), '--plan', 'small')).toEqual(audit.json);
    for (const format of ['ics', 'xlsx', 'csv', 'json', 'payroll-planned']) {
      const file = await fetch(`${server.url}/api/v1/rosters/latest/export?format=${format}`);
      expect(file.status).toBe(200);
      expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
    const picture = await fetch(`${server.url}/api/v1/rosters/latest/picture`);
    expect(picture.headers.get('content-type')).toBe('image/png');
  });

  it('finds what looks wrong in a history, as the command line does', async () => {
    const lines = readFileSync(centre.history, 'utf8').split('\n');
    // A day that is not known, and an interval with ten times the usual.
    const odd = lines
      .filter((line) => !line.startsWith('2026-02-11'))
      .map((line) => line.replace(/^(2026-02-04T12:00\S+,30,sales),.*/, '$1,400,400,80000,16000'));
    expect(odd.length).toBe(lines.length - 24);
    const path = '/imports/history?zone=Europe/Ljubljana&site=odd';
    await call('POST', path, odd.join('\n'), { 'content-type': 'text/csv' });
    const { status, json } = await call('GET', '/queues/sales/check?site=odd');
    const found = json['findings'].map(({ code, interval }: Json) => [code, interval.slice(0, 10)]);
    expect(status).toBe(200);
    expect(found).toContainEqual(['gap', '2026-02-11']);
    expect(found).toContainEqual(['outlier-high', '2026-02-04']);
    const words = ['--database', database, '--json', '--site', 'odd', 'check', 'history'];
    expect(JSON.parse((await runAgner(words)).stdout)).toEqual(json);
  });

  it('refuses to audit shifts that lie centuries apart', async () => {
    const shifts = ['1900-01-01', '2900-01-01'].map((date) => {
      const span = { start: `${date}T08:00:00Z`, end: `${date}T16:00:00Z` };
      const work = { kind: 'work', name: 'work', queue: null, paid: true, ...span };
      return { agent: 'a1', date, pattern: 'day', ...span, activities: [work], locked: false };
    });
    const { status, json } = await call('POST', '/rosters/audit', { plan: 'small', shifts });
    expect(status).toBe(400);
    expect(json['detail']).toMatch(
      /^expected shifts within 732 days, got 1900-01-01 to 2900-01-01/,
    );
  });

  it('cancels a roster and keeps what was found', async () => {
    const requirement = await call('GET', '/requirements/latest');
    const started = await call('POST', '/rosters', {
      requirement: requirement.json['header'].id,
      plan: 'small',
      timeLimitSeconds: 600,
    });
    const job = `/jobs/${String(started.json['id'])}`;
    // A job that has told of a roster has one to keep.
    for (let told = false; !told;) {
      const { json } = await call('GET', job);
      told = json['state'] === 'succeeded' || json['progress'].figures.objective !== undefined;
    }
    expect((await call('DELETE', job)).status).toBe(202);
    const ended = await finish(`/api/v1${job}`);
    expect(ended).toMatchObject({ state: 'succeeded', error: null });
    const roster = await call('GET', `/rosters/${String(ended['resultId'])}`);
    expect(roster.json['document'].shifts.length).toBeGreaterThan(0);
  });
});

async function cli(...words: string[]): Promise<Json> {
  const run = await runAgner(['--database', database, '--json', ...words]);
  expect(run.stderr).not.toMatch(/agner:/);
  return JSON.parse(run.stdout) as Json;
}

describe('the OpenAPI document', () => {
  it('is valid', async () => {
    const { json } = await call('GET', '/openapi.json');
    const result = await new Validator().validate(json);
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
  });

  it('has an example for every body', async () => {
    const { json } = await call('GET', '/openapi.json');
    for (const operations of Object.values<Json>(json['paths'] as Json)) {
      for (const operation of Object.values<Json>(operations as Json)) {
        const content = (operation['requestBody']?.content ?? {}) as Json;
        for (const media of Object.values(content)) expect(media).toHaveProperty('example');
      }
    }
  });
});

describe('safety', () => {
  it.each([
    ['an unknown host', { host: 'evil.example' }],
    ['another site by origin', { origin: 'http://evil.example' }],
    ['another site by fetch metadata', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses %s', async (_, headers) => {
    const reply = await raw('GET /api/v1/queues HTTP/1.1', headers);
    expect(reply).toMatch(/^HTTP\/1.1 403 /);
    expect(reply).toMatch(/application\/problem\+json/);
    expect(reply).not.toMatch(/access-control-allow/i);
  });

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
    'refuses a body of type %s',
    async (type) => {
      const { status, json } = await call('POST', '/forecasts', '{}', { 'content-type': type });
      expect(status).toBe(415);
      expect(json['code']).toBe('UNSUPPORTED');
    },
  );

  it.each([
    ['broken JSON', '{"days":', 400, /JSON|expected/],
    ['a prototype', '{"__proto__":{"days":1}}', 400, /__proto__/],
    ['an unknown key', '{"dayz":1}', 400, /dayz/],
    ['a number out of bounds', '{"days":100000}', 400, /days/],
    ['too much', `{"name":"${'x'.repeat(70_000)}"}`, 413, /at most/],
    ['deep nesting', `{"queues":${'['.repeat(5000)}${']'.repeat(5000)}}`, 400, /deep|nest|level/],
  ])('answers %s with a problem', async (_, body, status, detail) => {
    const reply = await call('POST', '/forecasts', body);
    expect(reply.status).toBe(status);
    expect(JSON.stringify(reply.json)).toMatch(detail);
    expect(JSON.stringify(reply.json)).not.toMatch(/node_modules|\.ts|\.js:/);
  });

  it.each([
    ['GET', '/nothing', 404],
    ['PUT', '/forecasts', 405],
    ['GET', '/forecasts/fc_none', 404],
    ['GET', '/forecasts/..%2f..%2fetc', 400],
    ['GET', '/queues/%ff/history', 400],
    ['GET', '/queues?site=default&site=other', 400],
    ['GET', '/queues?unknown=1', 400],
    ['GET', '/rosters?limit=100000', 400],
    ['GET', '/rosters?limit=', 400],
    ['GET', '/adherence?grace=%20%20', 400],
    ['DELETE', '/jobs/none', 404],
  ])('%s %s answers %d', async (method, path, status) => {
    const reply = await call(method, path);
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toMatch(/application\/problem\+json/);
    expect(Object.keys(reply.json)).toEqual(
      expect.arrayContaining(['type', 'title', 'status', 'detail', 'code']),
    );
  });

  it('sends a strict content security policy with the page', async () => {
    const page = await fetch(`${server.url}/`);
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy')!;
    expect(policy).toMatch(/default-src 'self'/);
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval/);
    expect(await page.text()).not.toMatch(/<script>|style="/);
  });

  it('tells health and readiness', async () => {
    expect(await call('GET', '/health')).toMatchObject({ status: 200, json: { status: 'ok' } });
    expect(await call('GET', '/ready')).toMatchObject({ status: 200, json: { status: 'ready' } });
  });
});

describe('what whoever runs it sees', () => {
  it('figures for Prometheus, by operation', async () => {
    await call('GET', '/queues');
    await call('GET', '/nothing');
    const reply = await fetch(`${server.url}/metrics`);
    expect(reply.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await reply.text();
    for (const line of [
      /^agner_http_request_duration_seconds_count\{operation="list-queues",method="GET",status="200"\} [1-9]/m,
      /^agner_http_request_duration_seconds_count\{operation="none",method="GET",status="404"\} [1-9]/m,
      /^agner_database_up 1$/m,
      /^agner_jobs\{state="queued"\} 0$/m,
      /^agner_jobs\{state="running"\} \d+$/m,
      /^process_resident_memory_bytes \d+$/m,
    ]) {
      expect(text).toMatch(line);
    }
  });

  it('each answer has an id of its own', async () => {
    const ids = [await call('GET', '/health'), await call('GET', '/nothing')].map(({ headers }) =>
      headers.get('x-request-id'),
    );
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

/** A request as bytes, since fetch lets nobody choose Host or Sec-Fetch headers. */
function raw(line: string, headers: Record<string, string>): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let reply = '';
    const all = { host: `${hostname}:${port}`, connection: 'close', ...headers };
    socket.setEncoding('utf8').on('data', (text: string) => (reply += text));
    socket.on('end', () => {
      resolve(reply);
    });
    socket.on('error', reject);
    socket.write(
      `${line}\r\n${Object.entries(all)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
    );
  });
}
