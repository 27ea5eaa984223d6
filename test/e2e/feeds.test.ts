import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, type Json } from '../support/ask.ts';
import { onEachDatabase } from '../support/databases.ts';
import { openStore } from '../../src/store/index.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';
import { makeSample } from '../support/sample-roster.ts';

/** The week from tomorrow on: a feed holds what is near. */
const dayAfter = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const [FROM, TO] = [dayAfter(1), dayAfter(7)];

onEachDatabase((newDatabase) => {
  let database: string;
  let server: RunningServer;
  const tokens: Record<string, string> = {};

  const agner = async (...words: string[]) => {
    const { code, stdout, stderr } = await runAgner(['--database', database, '--json', ...words]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout === '' ? null : (JSON.parse(stdout) as Json);
  };
  const call = (method: string, path: string, user: string, body?: unknown) =>
    ask(server.url, method, path, { token: tokens[user], body });
  /** As a calendar's program does: without any sign of who asks. */
  const read = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, { headers });

  beforeAll(async () => {
    database = await newDatabase();
    const store = await openStore(
      database.startsWith('postgres')
        ? { kind: 'postgres', url: database }
        : { kind: 'sqlite', path: database },
    );
    const { roster } = makeSample({ zone: 'Europe/Ljubljana', from: FROM, days: 7, agents: 3 });
    await store.saveResult({
      ...{ id: 'ro_1', kind: 'roster', site: 'default', name: 'sample' },
      ...{ createdAt: new Date().toISOString(), document: roster },
    });
    await store.close();
    for (const [name, role, person] of [
      ['a01', 'agent', 'a01'],
      ['a02', 'agent', 'a02'],
      ['planner', 'planner', null],
    ] as const) {
      const words = ['--role', role, ...(person === null ? [] : ['--agent', person])];
      await agner('user', 'add', name, '--no-password', ...words);
      tokens[name] = (await agner('token', 'add', name, '--label', 'test'))['secret'] as string;
    }
    server = await startAgner(database, { env: { AGNER_LOG_LEVEL: 'trace' } });
  });

  afterAll(async () => {
    expect(await server.stop()).toBe(0);
  });

  it("shows a person's published shifts, and is not sent again unchanged", async () => {
    expect((await call('POST', '/me/feeds', 'a01')).status).toBe(404);
    const { id } = (await agner('roster', 'publish')) as { id: string };
    const made = await call('POST', '/me/feeds', 'a01');
    expect(made.status).toBe(201);
    expect(made.json['feed']).toMatchObject({ agent: 'a01', user: 'a01', site: 'default' });
    const path = made.json['path'] as string;
    expect(path).toMatch(/^\/api\/v1\/feeds\/[\w-]{43}\.ics$/);

    const full = await read(path);
    expect(full.status).toBe(200);
    expect(full.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(full.headers.get('cache-control')).toBe('private, max-age=300');
    const text = await full.text();
    const { json } = await call('GET', `/me/shifts?from=${FROM}&to=${TO}`, 'a01');
    const shifts = json['shifts'] as { start: string; publication: string }[];
    expect(shifts.length).toBeGreaterThan(0);
    expect(shifts[0]!.publication).toBe(id);
    const local = (iso: string) => iso.slice(0, 19).replaceAll(/[-:]/g, '');
    const starts = [...text.matchAll(/DTSTART;TZID=[\w/]+:(\w+)/g)].map(([, at]) => at);
    expect(starts).toEqual(shifts.map(({ start }) => local(start)));
    expect(text.match(/UID:.*\.a01@default/g)).toHaveLength(shifts.length);

    const etag = full.headers.get('etag')!;
    const again = await read(path, { 'if-none-match': etag });
    expect(again.status).toBe(304);
    expect(again.headers.get('etag')).toBe(etag);
    expect(await again.text()).toBe('');
    const body = { roster: 'latest', note: '' };
    expect((await call('POST', '/publications', 'planner', body)).status).toBe(201);
    expect((await read(path, { 'if-none-match': etag })).status).toBe(200);
  });

  it('is made, listed and revoked by the person or by planners, and nobody else', async () => {
    const own = (await call('POST', '/me/feeds', 'a02')).json as Json;
    const id = own['feed'].id as string;
    const listed = await call('GET', '/me/feeds', 'a02');
    expect(listed.json).toEqual({ feeds: [own['feed']], next: null });
    expect(listed.text).not.toContain(own['path'].split('/').at(-1).slice(0, 20));
    expect((await call('DELETE', `/me/feeds/${id}`, 'a01')).status).toBe(404);
    expect((await call('DELETE', `/feeds/${id}`, 'a01')).status).toBe(403);
    expect((await call('POST', '/feeds', 'a01', { agent: 'a02' })).status).toBe(403);
    expect((await call('POST', '/me/feeds', 'planner')).status).toBe(404);
    expect((await read(own['path'] as string)).status).toBe(200);
    expect((await call('DELETE', `/me/feeds/${id}`, 'a02')).status).toBe(200);
    expect((await read(own['path'] as string)).status).toBe(404);

    const unknown = await call('POST', '/feeds', 'planner', { agent: 'p99' });
    expect(unknown).toMatchObject({ status: 404 });
    expect(unknown.json['detail']).toContain('got "p99"');
    const given = (await call('POST', '/feeds', 'planner', { agent: 'a02' })).json as Json;
    expect((await read(given['path'] as string)).status).toBe(200);
    expect((await call('DELETE', `/feeds/${given['feed'].id as string}`, 'planner')).status).toBe(
      200,
    );
    expect((await read(given['path'] as string)).status).toBe(404);
  });

  it('is made, listed and revoked by command', async () => {
    const made = await agner('feed', 'add', 'a01');
    expect((await read(made['path'] as string)).status).toBe(200);
    const { feeds } = (await agner('feed', 'list', '--person', 'a01')) as { feeds: Json[] };
    expect(feeds.at(-1)).toEqual(made['feed']);
    const id = made['feed'].id as string;
    const revoke = ['--database', database, 'feed', 'revoke', id];
    expect(await runAgner(revoke)).toMatchObject({ code: 0, stderr: `feed ${id} is revoked\n` });
    expect(await runAgner(revoke)).toMatchObject({ code: 3 });
    expect((await read(made['path'] as string)).status).toBe(404);
  });

  it('what is unknown is 404 alike, and no secret is logged or kept', async () => {
    const { path } = (await call('POST', '/me/feeds', 'a01')).json as { path: string };
    const secret = path.slice('/api/v1/feeds/'.length, -'.ics'.length);
    const answers = await Promise.all(
      [`${secret.slice(1)}x`, 'x', `${secret}%00`, 'č'.repeat(300)].map(async (token) => {
        const reply = await read(`/api/v1/feeds/${token}.ics`);
        const { detail } = (await reply.json()) as { detail: string };
        return `${reply.status} ${detail}`;
      }),
    );
    expect(new Set(answers)).toEqual(
      new Set(['404 there is no such feed: it is unknown or was revoked']),
    );
    expect((await read(path)).status).toBe(200);
    expect(server.log()).toContain('"operation":"get-feed"');
    expect(server.log()).not.toContain(secret);
    const kept = JSON.stringify([await agner('feed', 'list'), await agner('audit-log', 'list')]);
    expect(kept).not.toContain(secret);
  });
});
