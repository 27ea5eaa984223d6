import { readFileSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ask, ask, type Json } from '../support/ask.ts';
import { onEachDatabase } from '../support/databases.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';
import { makeSmallCentre } from '../support/small-centre.ts';

const centre = makeSmallCentre();
const plan = readFileSync(centre.plan, 'utf8');
const YAML = { 'content-type': 'application/yaml' };
const CSV = { 'content-type': 'text/csv' };

afterAll(() => {
  rmSync(centre.folder, { recursive: true, force: true });
});

onEachDatabase((newDatabase) => {
  let database: string;
  let server: RunningServer;
  beforeEach(async () => {
    database = await newDatabase();
    server = await startAgner(database, { env: { AGNER_DEAR_PER_MINUTE: '100000' } });
  });
  afterEach(() => server.stop());

  const send = (method: string, path: string, key: string, request: Ask = {}) =>
    ask(server.url, method, path, {
      ...request,
      headers: { ...request.headers, 'idempotency-key': key },
    });
  const savePlan = (key: string, pay: number) =>
    send('POST', '/plans', key, {
      body: plan.replace(/payPerHour: \d+/, `payPerHour: ${pay}`),
      headers: YAML,
    });
  const versions = async () =>
    ((await ask(server.url, 'GET', '/plans')).json['plans'] as Json[]).length;

  describe('a request with an Idempotency-Key', () => {
    it('is answered the same again, and done once; also after a kill and a restart', async () => {
      const first = await savePlan('k1', 10);
      expect(first.status).toBe(201);
      await savePlan('k2', 11);
      expect((await savePlan('k1', 10)).text).toBe(first.text);
      expect(await versions()).toBe(2);
      await server.kill();
      server = await startAgner(database);
      const again = await savePlan('k1', 10);
      expect([again.status, again.text]).toEqual([201, first.text]);
      expect(await versions()).toBe(2);
    });

    it('is refused where another request came with the key', async () => {
      await savePlan('k1', 10);
      for (const other of [
        await savePlan('k1', 11),
        await send('POST', '/plans?site=north', 'k1', { body: plan, headers: YAML }),
        await send('DELETE', '/jobs/j', 'k1'),
        await send('POST', '/plans', 'k1', { body: 'no plan at all', headers: YAML }),
        await send('POST', '/forecasts', 'k1', { body: { days: 'many' } }),
      ]) {
        expect(other.json).toMatchObject({ status: 422, code: 'INVALID_INPUT' });
      }
      expect(await versions()).toBe(1);
    });

    it('makes one of many that come at once', async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, () => savePlan('k1', 10)));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      const jobs = await Promise.all(
        Array.from({ length: 12 }, () =>
          send('POST', '/forecasts', 'k2', { body: { plan: 'small', days: 7 } }),
        ),
      );
      expect(new Set(jobs.map(({ headers }) => headers.get('location'))).size).toBe(1);
      expect(new Set(jobs.map(({ text }) => text)).size).toBe(1);
    });

    it('that was refused is not kept', async () => {
      const refused = await send('POST', '/publications', 'k1', { body: { roster: 'none' } });
      expect(refused.status).toBe(404);
      expect((await savePlan('k1', 10)).status).toBe(201);
    });

    it('may be a stream: a history is imported once', async () => {
      const history = readFileSync(centre.history, 'utf8');
      const path = '/imports/history?zone=Europe/Ljubljana';
      const first = await send('POST', path, 'k1', { body: history, headers: CSV });
      expect(first).toMatchObject({ status: 200, json: { queues: [{ version: 1 }] } });
      const again = await send('POST', path, 'k1', { body: history, headers: CSV });
      expect(again.text).toBe(first.text);
      const cut = history.slice(0, history.trimEnd().lastIndexOf('\n') + 1);
      expect((await send('POST', path, 'k1', { body: cut, headers: CSV })).status).toBe(422);
    });

    it.each(['', ' ', 'ž', 'k'.repeat(256)])('of "%s" is refused', async (key) => {
      const sent = await send('POST', '/plans', encodeHeader(key), { body: plan, headers: YAML });
      expect(sent.json).toMatchObject({
        status: 400,
        detail: expect.stringContaining('expected Idempotency-Key to be 1 to 255') as unknown,
      });
    });

    it('is apart for each user, and keeps no secret', async () => {
      const tokens: string[] = [];
      for (const name of ['ana', 'bor']) {
        const words = ['user', 'add', name, '--role', 'admin', '--no-password'];
        await runAgner(['--database', database, ...words]);
        const made = await runAgner(
          ['--database', database, '--json', 'token', 'add', name].concat('--label', 't'),
        );
        tokens.push((JSON.parse(made.stdout) as { secret: string }).secret);
      }
      const add = (token: string | undefined, name: string) =>
        send('POST', '/users', 'k1', { token, body: { name, role: 'viewer' } });
      expect((await add(tokens[0], 'cene')).status).toBe(201);
      expect((await add(tokens[1], 'drago')).status).toBe(201);
      expect((await add(tokens[1], 'cene')).status).toBe(422);
      expect((await add(tokens[0], 'cene')).status).toBe(201);
      expect((await add(undefined, 'cene')).status).toBe(401);

      const token = () =>
        send('POST', '/tokens', 'k2', { token: tokens[0], body: { user: 'cene', label: 'x' } });
      expect((await token()).json['secret']).not.toBe((await token()).json['secret']);
    });
  });
});

/** As bytes of UTF-8, which fetch would refuse otherwise. */
function encodeHeader(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
