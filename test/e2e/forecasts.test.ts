import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';
import { FORECAST_FROM, makeSmallCentre } from '../support/small-centre.ts';

/** An answer whose shape the test itself checks. */
type Json = ReturnType<typeof JSON.parse>;

const centre = makeSmallCentre();
const database = join(centre.folder, 'agner.db');
const agner = (...words: string[]) => runAgner(['--database', database, ...words]);
let server: RunningServer;
let forecast: Json;

async function cli(...words: string[]): Promise<Json> {
  const { code, stdout, stderr } = await agner('--json', ...words);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Json;
}

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return { status: response.status, json: (await response.json()) as Json };
}

beforeAll(async () => {
  await cli('import', 'history', centre.history, '--zone', 'Europe/Ljubljana');
  await cli('import', 'plan', centre.plan);
  forecast = await cli('forecast', '--plan', 'small', '--from', FORECAST_FROM, '--days', '7');
  server = await startAgner(database);
});

afterAll(async () => {
  expect(await server.stop()).toBe(0);
  rmSync(centre.folder, { recursive: true, force: true });
});

describe('overrides', () => {
  const by = { author: 'ana', reason: 'campaign' };
  const volumeOf = (requirement: Json): number =>
    (requirement['document'].queues[0].volume as number[]).reduce((sum, value) => sum + value, 0);

  it('stand beside the model, staff by what was said, and go without a trace', async () => {
    const id = String(forecast['header'].id);
    const staffed = await cli('staff', '--plan', 'small', '--forecast', id);
    const made = await call('POST', `/forecasts/${id}/overrides`, {
      overrides: [{ queue: 'sales', date: FORECAST_FROM, change: '+50 %', ...by }],
    });
    expect(made).toMatchObject({ status: 201, json: { version: 1, days: [{ queue: 'sales' }] } });
    const [day] = made.json['days'];
    expect(day.contacts / day.modelContacts).toBeCloseTo(1.5, 9);
    expect(await cli('override', 'list', '--forecast', id)).toEqual(made.json);

    const more = await cli('staff', '--plan', 'small', '--forecast', id);
    expect(volumeOf(more) - volumeOf(staffed)).toBeCloseTo(day.modelContacts / 2, 6);
    expect(more['document'].provenance.inputs).toMatchObject({
      forecast: id,
      overrides: made.json['overrides'][0].id,
    });
    expect((await call('GET', `/forecasts/${id}`)).json['document']).toEqual(forecast['document']);

    const added = await agner(
      ...['override', 'add', '--forecast', id, '--queue', 'sales', '--day', FORECAST_FROM],
      ...['--contacts', '900', '--author', 'bor', '--reason', 'more than that'],
    );
    expect(added.stdout).toMatch(/2026-03-23 +[\d.]+ +900\.0/);
    const both = (await call('GET', `/forecasts/${id}/overrides`)).json['overrides'] as Json[];
    const withdrawn = await cli(
      ...['override', 'withdraw', both[1].id, '--author', 'ana', '--forecast', id],
    );
    expect(withdrawn).toMatchObject({ version: 3, days: [day] });
    const last = await call(
      'DELETE',
      `/forecasts/${id}/overrides/${String(both[0].id)}?author=ana`,
    );
    expect(last.json).toMatchObject({ version: 4, days: [] });
    const again = await cli('staff', '--plan', 'small', '--forecast', id);
    expect(again['document']).toEqual(staffed['document']);
  });

  it('are refused with a sentence', async () => {
    const wrong = { queue: 'sales', date: '2027-01-01', contacts: 5, ...by };
    expect(await call('POST', '/forecasts/latest/overrides', { overrides: [wrong] })).toMatchObject(
      {
        status: 400,
        json: { detail: expect.stringMatching(/^expected a day of the forecast of queue "sales"/) },
      },
    );
    const run = await agner('override', 'add', '--queue', 'sales', '--day', FORECAST_FROM);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/expected/);
    expect((await agner('override', 'withdraw', 'ov_no', '--author', 'ana')).code).toBe(3);
  });
});
