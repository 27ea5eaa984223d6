import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LiveCentre } from '../../src/domain/index.ts';
import { capturedChunks, drivenCalls } from '../support/ami-capture.ts';
import { type StandIn, standInForAsterisk } from '../support/ami-stand-in.ts';
import { capturesAbsence, capturesStandAside } from '../support/captures.ts';
import { capturedEsl } from '../support/esl-capture.ts';
import { standInForFreeswitch } from '../support/esl-stand-in.ts';
import { eventually } from '../support/eventually.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';

const CHUNKS = capturedChunks('load450');
const BEGAN = 1_795_300_567.189;
const END = CHUNKS.at(-1)!.t;
const SECRET = 'wfm-secret';

let folder: string;
let database: string;
let config: string;
const endings: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agner-live-'));
  database = join(folder, 'agner.db');
  config = join(folder, 'acd.yaml');
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true });
});

async function standIn(): Promise<StandIn> {
  const server = await standInForAsterisk({ chunks: CHUNKS, began: BEGAN });
  endings.push(() => server.stop());
  return server;
}

function configure({ port }: StandIn, more = ''): Record<string, string> {
  writeFileSync(
    config,
    `system: asterisk\nhost: 127.0.0.1\nport: ${port}\nusername: wfm\nzone: UTC\ninterval: 1m\nsnapshotEvery: 1h\n${more}`,
  );
  return { AGNER_ACD: config, AGNER_ACD_SECRET: SECRET, AGNER_LOG_LEVEL: 'info' };
}

async function serve(env: Record<string, string>): Promise<RunningServer> {
  const server = await startAgner(database, { env });
  endings.push(() => server.stop());
  await eventually(async () => {
    expect((await get(server, '/live/queues')).source.link).toBe('up');
    expect((await get(server, '/live/queues')).queues).toHaveLength(3);
  });
  return server;
}

async function get(server: RunningServer, path: string): Promise<LiveCentre> {
  const response = await fetch(`${server.url}/api/v1${path}`);
  expect(response.status).toBe(200);
  return (await response.json()) as LiveCentre;
}

const offered = ({ queues }: LiveCentre): number =>
  queues.reduce((sum, { today }) => sum + today.offered, 0);

/** Calls by queue and minute that entered from one second of the recording to before another. */
function driven(from: number, to: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { queue, join: entered } of drivenCalls('load450')) {
    const start = Math.floor(entered / 60_000) * 60;
    if (entered / 1000 < BEGAN + from || entered / 1000 >= BEGAN + to) continue;
    counts.set(`${queue} ${start}`, (counts.get(`${queue} ${start}`) ?? 0) + 1);
  }
  return counts;
}

async function stored(server: RunningServer, queue: string): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${server.url}/api/v1/queues/${queue}/history`);
  if (response.status === 404) return new Map();
  const history = (await response.json()) as {
    grid: { start: string };
    totals: { offered: (number | null)[] };
  };
  const first = Date.parse(history.grid.start) / 1000;
  return new Map(
    history.totals.offered.flatMap((count, slot) =>
      count === null ? [] : [[`${queue} ${first + slot * 60}`, count] as const],
    ),
  );
}

interface Heard {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly queues: { readonly queue: string; today: { offered: number } }[] };
}

/** Reads a stream of events until it has so many. */
async function hear(
  server: RunningServer,
  count: number,
  lastEventId: string | null,
  meanwhile: () => void,
): Promise<readonly Heard[]> {
  const gone = new AbortController();
  const response = await fetch(`${server.url}/api/v1/live/events`, {
    signal: gone.signal,
    headers: lastEventId === null ? {} : { 'Last-Event-ID': lastEventId },
  });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  let text = '';
  const heard: Heard[] = [];
  meanwhile();
  for await (const piece of response.body! as unknown as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(piece);
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const field = (name: string) =>
        new RegExp(`^${name}: (.*)$`, 'm').exec(text.slice(0, end))![1]!;
      heard.push({
        id: field('id'),
        event: field('event'),
        data: JSON.parse(field('data')) as Heard['data'],
      });
      text = text.slice(end + 2);
    }
    if (heard.length >= count) break;
  }
  gone.abort();
  return heard;
}

describe('the live day', () => {
  it('is told over HTTP, as a stream, to Prometheus and in the terminal', async () => {
    const asterisk = await standIn();
    const env = configure(asterisk);
    const server = await serve(env);
    asterisk.playTo(120_000);
    await eventually(async () => {
      expect(offered(await get(server, '/live/queues'))).toBeGreaterThan(150);
    });
    const { source, queues } = await get(server, '/live/queues');
    expect(source).toMatchObject({ link: 'up', stale: false, system: 'asterisk' });
    expect(queues.map(({ queue }) => queue)).toEqual(['billing', 'sales', 'support']);
    const { agents } = await get(server, '/live/agents');
    expect(agents.map(({ agent }) => agent)).toContain('Ada Alvarez');

    const first = await hear(server, 2, null, () => {
      asterisk.playTo(130_000);
    });
    expect(first.map(({ event }) => event)).toEqual(['centre', 'change']);
    const again = await hear(server, 1, first[0]!.id, () => undefined);
    expect([again[0]!.id, again[0]!.event]).toEqual([first[1]!.id, 'change']);
    const unknown = await hear(server, 1, 'before-17', () => undefined);
    expect(unknown[0]!.event).toBe('centre');

    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^agner_live_up\{acd="asterisk"\} 1$/m);
    expect(metrics).toMatch(/^agner_live_today_offered\{queue="support"\} \d+$/m);

    const look = await runAgner(['--database', database, 'live', '--once', '--agents'], { env });
    expect(look.code).toBe(0);
    expect(look.stdout).toMatch(/^support /m);
    expect(look.stdout).toMatch(/Ada Alvarez/);

    await asterisk.stop();
    await eventually(async () => {
      expect((await get(server, '/live/agents')).source).toMatchObject({ stale: true });
    });
    expect(
      (await fetch(`${server.url}/metrics`).then((r) => r.text())).match(/agner_live_up.* 0/),
    ).not.toBeNull();
    expect(server.log() + metrics + look.stdout + look.stderr).not.toContain(SECRET);
  });

  it('says that nothing is followed where no ACD is configured', async () => {
    const server = await startAgner(database);
    endings.push(() => server.stop());
    const response = await fetch(`${server.url}/api/v1/live/queues`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('AGNER_ACD');
    const look = await runAgner(['--database', database, 'live', '--once']);
    expect(look.code).toBe(2);
  });

  it.skipIf(capturesStandAside())(
    `follows a FreeSWITCH by the same file${capturesAbsence()}`,
    async () => {
      const freeswitch = await standInForFreeswitch({
        capture: capturedEsl('fs-callcenter'),
        secret: SECRET,
      });
      endings.push(() => freeswitch.stop());
      freeswitch.playTo(60);
      writeFileSync(
        config,
        `system: freeswitch\nhost: 127.0.0.1\nport: ${freeswitch.port}\nzone: UTC\nagents: { 1001@default: Ada }\n`,
      );
      const env = { AGNER_ACD: config, AGNER_ACD_SECRET: SECRET };
      const look = await runAgner(['--database', database, 'live', '--once', '--json'], { env });
      expect(look.code).toBe(0);
      // The recording's clock is days off.
      expect(look.stderr).toMatch(/^the ACD's clock differs from ours: .*\n$/);
      const centre = JSON.parse(look.stdout) as LiveCentre;
      expect(centre.source).toMatchObject({ system: 'freeswitch', link: 'up', stale: false });
      expect(centre.queues.map(({ queue }) => queue)).toEqual(['sales@default', 'support@default']);
      expect(centre.agents.map(({ agent }) => agent)).toContain('Ada');
      expect(look.stdout + look.stderr).not.toContain(SECRET);
    },
  );

  it('writes what closes into the history, and no interval with a gap', async () => {
    const asterisk = await standIn();
    const server = await serve(configure(asterisk));
    for (let t = 0; t <= END; t += 2000) asterisk.playTo(t);
    await eventually(async () => {
      expect(offered(await get(server, '/live/queues'))).toBe(450);
    });
    // The first minute began before we listened, the last one has not closed.
    const counts = driven(0, 1000);
    const minutes = [...new Set([...counts.keys()].map((key) => Number(key.split(' ')[1])))].sort();
    await eventually(async () => {
      for (const queue of ['billing', 'sales', 'support']) {
        const expected = new Map(
          minutes.slice(1, -1).map((start) => {
            const key = `${queue} ${start}`;
            return [key, counts.get(key) ?? 0] as const;
          }),
        );
        expect(await stored(server, queue)).toEqual(expected);
      }
    });
  });

  it('counts no call twice and loses none that the log holds, after kill -9', async () => {
    const log = readFileSync(
      join(import.meta.dirname, '../fixtures/asterisk/load450.queue_log'),
      'utf8',
    ).split('\n');
    const path = join(folder, 'queue_log');
    const writeLog = (seconds: number): void => {
      writeFileSync(
        path,
        log
          .filter((line) => line !== '' && Number(line.split('|')[0]) < BEGAN + seconds)
          .join('\n') + '\n',
      );
    };
    const asterisk = await standIn();
    const env = configure(asterisk, `queueLog: { path: ${path} }\n`);
    writeLog(100);
    const first = await serve(env);
    asterisk.playTo(100_000);
    await eventually(async () => {
      expect(offered(await get(first, '/live/queues'))).toBeGreaterThan(100);
    });
    await first.kill();
    // Dead while calls come, up to a moment of which the recording has a list.
    asterisk.playTo(220_215);
    writeLog(220.215);
    const entered = readFileSync(path, 'utf8').match(/\|ENTERQUEUE\|/g)!.length;
    const second = await serve(env);
    await eventually(async () => {
      expect(offered(await get(second, '/live/queues'))).toBe(entered);
    });
    for (let t = 220_000; t <= END; t += 1000) asterisk.playTo(t);
    writeLog(1000);
    await eventually(async () => {
      expect(offered(await get(second, '/live/queues'))).toBe(450);
      let all = 0;
      for (const queue of ['billing', 'sales', 'support']) {
        for (const count of (await stored(second, queue)).values()) all += count;
      }
      expect(all).toBe(450);
    });
    const { source } = await get(second, '/live/queues');
    expect(source.link).toBe('up');
  });
});
