import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { capturedChunks } from '../support/ami-capture.ts';
import { standInForAsterisk } from '../support/ami-stand-in.ts';
import { type Json } from '../support/ask.ts';
import { makeRosteredCentre } from '../support/rostered-centre.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';
import { IS_LONG, kitAbsence, kitStandsAside, type Kit, type KitRun, openKit } from './kit.ts';

const MAIN = join(process.cwd(), 'dist/cli/main.js');
const HERE = join(process.cwd(), 'test/black-box');
const MANY = { env: { AGNER_DEAR_PER_MINUTE: '1000000' } };
const TIMEOUT_MS = IS_LONG ? 3_600_000 : 240_000;

let kit: Kit;
let folder: string;
/** A database with a plan, a forecast, a requirement and a published roster. */
let filled: string;
const endings: (() => Promise<unknown>)[] = [];

describe.skipIf(kitStandsAside())(`from outside${kitAbsence()}`, () => {
  beforeAll(async () => {
    kit = await openKit();
    folder = mkdtempSync(join(tmpdir(), 'agner-black-box-'));
    filled = join(folder, 'filled.db');
    await makeRosteredCentre(filled);
    await runAgner(['--database', filled, 'roster', 'publish']);
  }, 300_000);
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  afterAll(() => {
    kit.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('requests made from the OpenAPI document', () => {
    it.each(IS_LONG ? [1, 2, 3] : [1])(
      'valid and hostile, find no fault (seed %i)',
      async (seed) => {
        const { url, pid } = await serve(await copyOf(filled));
        const run = await kit.run('openapi-fuzz.mjs', [
          ...['--doc', `${url}/api/v1/openapi.json`, '--health', '/api/v1/health'],
          ...['--seed', String(seed), '--pid', String(pid), '--allow503'],
          ...['--max-requests', IS_LONG ? '4000' : '1500', '--max-seconds', IS_LONG ? '300' : '45'],
          ...['--max-rss-growth-mb', '400'],
        ]);
        expectHeld(run);
      },
      TIMEOUT_MS,
    );
  });

  describe('the edge', () => {
    it(
      'has the headers, refuses other hosts and sites, slow and malformed callers',
      async () => {
        const { url, pid } = await serve(await copyOf(filled), await followed());
        const plan = await examplePlan(url);
        await post(url, '/plans', plan(0));
        const run = await kit.run('surface.mjs', [
          ...['--base', url, '--pid', String(pid), '--slow-limit', '70'],
          ...['--post', '/api/v1/forecasts', '--post-body', '{"plan":"small","days":7}'],
          ...['--sse', '/api/v1/live/events'],
          ...['--edit', '/api/v1/plans/kit', '--edit-body', plan('{{n}}')],
          ...(IS_LONG ? [] : ['--slow-sockets', '40', '--sse-open', '200']),
        ]);
        expectHeld(run);
      },
      TIMEOUT_MS,
    );

    it(
      'asks everybody who they are, and lets a viewer change nothing',
      async () => {
        const database = await copyOf(filled);
        await runAgner([
          '--database',
          database,
          'user',
          'add',
          'eva',
          '--role',
          'viewer',
          '--no-password',
        ]);
        const words = ['--json', 'token', 'add', 'eva', '--label', 'kit'];
        const { stdout } = await runAgner(['--database', database, ...words]);
        const { secret } = JSON.parse(stdout) as { secret: string };
        const { url } = await serve(database);
        const run = await kit.run('surface.mjs', [
          ...['--base', url, '--only', 'auth', '--doc', `${url}/api/v1/openapi.json`],
          ...['--expect-auth', '--reader-header', `Authorization: Bearer ${secret}`],
        ]);
        const checks = run.report as { name: string; ok: boolean }[];
        const missed = checks.filter(({ ok }) => !ok).map(({ name }) => name);
        expect(checks.length).toBeGreaterThan(200);
        // Questions to the models change nothing; everybody may leave, and see to their own calendar.
        const own = / \/api\/v1\/(erlang\/|sign-out|me\/feeds)/;
        expect(missed.filter((name) => !own.test(name))).toEqual([]);
      },
      TIMEOUT_MS,
    );
  });

  it(
    'load: reads stay quick, streams whole and memory flat',
    async () => {
      const { url, pid } = await serve(await copyOf(filled), await followed());
      const run = await kit.run('load.mjs', [
        ...['/live/queues', '/live/agents', '/queues', '/rosters'].flatMap((path) => [
          '--url',
          `${url}/api/v1${path}`,
        ]),
        ...['--rate', '200', '--duration', IS_LONG ? '600' : '20', '--pid', String(pid)],
        ...['--sse', `${url}/api/v1/live/events`, '--sse-clients', IS_LONG ? '500' : '100'],
        ...['--sse-time', 'madeAt', '--sse-churn', '20', '--max-p99', '50'],
        ...['--max-sse-lag-p99', '250', '--max-sse-lost', '0', '--max-error-rate', '0'],
        ...['--max-rss-growth-mb', '30'],
      ]);
      expectHeld(run);
    },
    TIMEOUT_MS,
  );

  describe('killed at any moment', () => {
    const rounds = ['--rounds', IS_LONG ? '40' : '5'];

    it(
      'an import is done or not done, and can be repeated',
      async () => {
        const database = join(folder, 'killed', 'agner.db');
        mkdirSync(join(folder, 'killed'));
        const sample = join(process.cwd(), 'data/sample/history.csv.gz');
        const agner = `${process.execPath} ${MAIN} --database ${database}`;
        const run = await kit.run('crash.mjs', [
          ...rounds,
          ...['--reset', `rm -rf ${join(folder, 'killed')}`],
          ...['--run', `${agner} import history ${sample} --zone Europe/Ljubljana`],
          ...['--dump', `${process.execPath} ${HERE}/dump-state.mjs ${database}`],
        ]);
        expectHeld(run);
      },
      TIMEOUT_MS,
    );

    it.each(['imports', 'rosters', 'publications'])(
      'a server loses nothing of the %s that it acknowledged',
      async (what) => {
        const database = await copyOf(filled);
        const run = await kit.run('crash.mjs', [
          ...rounds,
          ...['--keep-ledger', '--group', '--start-after', 'listening'],
          ...['--min-ms', '50', '--max-ms', '2500', '--ack', '^ack (.*)'],
          ...['--run', `${process.execPath} ${HERE}/write-on.mjs ${MAIN} ${database} ${what}`],
          ...[
            '--check',
            `${process.execPath} ${HERE}/check-ledger.mjs ${MAIN} ${database} ${what}`,
          ],
        ]);
        expectHeld(run);
        const { rounds: told } = run.report as { rounds: { acknowledged: number }[] };
        expect(told.at(-1)!.acknowledged).toBeGreaterThan(told.length);
      },
      TIMEOUT_MS,
    );

    it(
      'by SIGTERM, a server ends of itself',
      async () => {
        const database = await copyOf(filled);
        const serving = `exec ${process.execPath} ${MAIN} --database ${database} serve --port 0 2>&1`;
        const run = await kit.run('crash.mjs', [
          ...['--signal', 'SIGTERM', '--grace-ms', '10000', '--rounds', IS_LONG ? '10' : '3'],
          ...['--run', `sh -c "${serving}"`, '--start-after', 'listening'],
          ...['--check', 'true', '--min-ms', '50', '--max-ms', '1500'],
        ]);
        expectHeld(run);
      },
      TIMEOUT_MS,
    );
  });

  describe('hostile files', () => {
    const only = IS_LONG
      ? []
      : ['--only', 'bomb|good|truncated|deep|proto|laughs|nan|dst|cut|leap|backwards|unclosed'];

    it(
      'given to commands are refused or taken with a word',
      async () => {
        const place = join(folder, 'hostile');
        const database = join(place, 'agner.db');
        const agner = `${process.execPath} ${MAIN} --quiet --database ${database}`;
        const run = await kit.run('hostile.mjs', [
          ...only,
          ...['--history', `${agner} import history {file} --queue-column queue --zone {zone}`],
          ...['--plan', `${agner} check plan {file}`],
          ...['--queue-log', `${agner} import queue-log {file} --zone {zone}`],
          ...['--reset', `rm -rf ${place}`],
          ...['--dump', `${process.execPath} ${HERE}/dump-state.mjs ${database}`],
        ]);
        expectHeld(run);
      },
      TIMEOUT_MS,
    );

    it(
      'sent to a server are refused or taken with a word',
      async () => {
        const database = await copyOf(filled);
        const { url } = await serve(database);
        const send = `${process.execPath} ${kit.folder}/post-file.mjs --file {file} --url`;
        // A site for each file, so that they do not see each other.
        const history = `"${url}/api/v1/imports/history?queueColumn=queue&site=s$$&zone={zone}"`;
        const run = await kit.run('hostile.mjs', [
          ...only,
          ...['--history', `${send} ${history}`],
          ...['--plan', `${send} ${url}/api/v1/plans/check --type application/yaml`],
          ...['--dump', `${process.execPath} ${HERE}/dump-state.mjs ${database}`],
        ]);
        expectHeld(run);
      },
      TIMEOUT_MS,
    );
  });
});

/** A script found no fault; what it says of its run is shown. */
function expectHeld({ code, output }: KitRun): void {
  process.stdout.write(output);
  expect(output).not.toBe('');
  expect(code, output).toBe(0);
}

async function copyOf(database: string): Promise<string> {
  const place = mkdtempSync(join(folder, 'db-'));
  const copy = join(place, 'agner.db');
  const backup = join(place, 'backup');
  for (const words of [
    ['--database', database, 'backup', backup],
    ['--database', copy, 'restore', backup],
  ]) {
    expect(await runAgner(words)).toMatchObject({ code: 0 });
  }
  return copy;
}

async function serve(database: string, env = {}): Promise<RunningServer> {
  const server = await startAgner(database, { env: { ...MANY.env, ...env } });
  endings.push(() => server.stop());
  return server;
}

/** An ACD that goes on telling what a real one told, and the settings that follow it. */
async function followed(): Promise<Record<string, string>> {
  const chunks = capturedChunks('load450');
  const asterisk = await standInForAsterisk({ chunks, began: 1_795_300_567.189 });
  let told = 0;
  const end = chunks.at(-1)!.t;
  const timer = setInterval(() => {
    told = Math.min(end, told + (IS_LONG ? 130 : 200));
    asterisk.playTo(told);
  }, 200);
  endings.push(() => {
    clearInterval(timer);
    return asterisk.stop();
  });
  const config = join(mkdtempSync(join(folder, 'acd-')), 'acd.yaml');
  writeFileSync(
    config,
    `system: asterisk\nhost: 127.0.0.1\nport: ${asterisk.port}\nusername: wfm\nzone: Europe/Ljubljana\ninterval: 15m\nsnapshotEvery: 1h\n`,
  );
  return { AGNER_ACD: config, AGNER_ACD_SECRET: 'wfm-secret' };
}

/** The plan that the OpenAPI document shows, called "kit", with a figure to change. */
async function examplePlan(url: string): Promise<(figure: number | string) => string> {
  const { paths } = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as Json;
  const { content } = paths['/api/v1/plans'].post.requestBody;
  const { example } = content['application/json'] as { example: { costs: object } };
  const plan = { ...example, name: 'kit', costs: { ...example.costs, unmetWish: '@' } };
  return (figure) => JSON.stringify(plan).replace('"@"', String(figure));
}

async function post(url: string, path: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers, body });
  expect(response.status).toBe(201);
}
