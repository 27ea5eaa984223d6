import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Json } from '../support/ask.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';
import { makeSmallCentre } from '../support/small-centre.ts';

/** A week before the history ends, so that it is known what came. */
const FORECAST_FROM = '2026-03-16';
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

async function call(method: string, path: string, body?: unknown, headers = {}) {
  const { status, json } = await ask(server.url, method, path, { body, headers });
  return { status, json };
}

/** A job when it has ended, from what the request for it was answered. */
async function ended(started: Json): Promise<Json> {
  let job = started;
  while (['queued', 'running'].includes(String(job.state))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    job = (await call('GET', `/jobs/${String(job.id)}`)).json;
  }
  return job;
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

describe('reforecast', () => {
  it('revises the day under way alike over command line and API', async () => {
    const id = String(forecast['header'].id);
    const asOf = `${FORECAST_FROM}T13:00:00+01:00`;
    const revised = await cli('reforecast', '--forecast', id, '--plan', 'small', '--as-of', asOf);
    const [before, after] = [forecast, revised].map((answer) => answer['document'].queues[0]);
    expect(after.volume.mean.slice(48)).toEqual(before.volume.mean.slice(48));
    expect(Number.isInteger(after.volume.mean[20])).toBe(true);
    expect(after.dayTotals.mean[0]).not.toBe(before.dayTotals.mean[0]);
    expect(after.notes.at(-1)).toMatchObject({ code: 'reforecast', details: { asOf } });

    const started = await call('POST', `/forecasts/${id}/reforecast`, { plan: 'small', asOf });
    expect(started.status).toBe(202);
    const job = await ended(started.json);
    expect(job.state, JSON.stringify(job)).toBe('succeeded');
    const stored = await call('GET', `/forecasts/${String(job.resultId)}`);
    expect(stored.json['document'].queues).toEqual(revised['document'].queues);
    const staffed = await cli('staff', '--plan', 'small', '--forecast', String(job.resultId));
    expect(staffed['document'].provenance.inputs).toMatchObject({ forecast: job.resultId });
  });

  it('says in words what came, and refuses a moment outside the forecast', async () => {
    const id = String(forecast['header'].id);
    const asOf = `${FORECAST_FROM}T13:00:00+01:00`;
    const words = await agner('reforecast', '--forecast', id, '--as-of', asOf);
    expect(words.stdout).toMatch(
      /sales: as of 2026-03-16T13:00:00\+01:00 \d+ contacts came \([\d.]+ of them were forecast\)/,
    );
    const refused = await agner('reforecast', '--forecast', id, '--as-of', '2026-06-01T12:00:00Z');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /expected a moment in the days of the forecast of queue "sales"/,
    );
  });
});

describe('long range', () => {
  it('gives weeks and months alike over command line and API, and as CSV', async () => {
    const told = await cli('long-range', '--plan', 'small', '--weeks', '6', '--growth', '5 %');
    const asked = { plan: 'small', weeks: 6, annualGrowth: 0.05 };
    expect(await call('POST', '/long-range', asked)).toEqual({ status: 200, json: told });
    expect(told['document'].queues[0].days).toHaveLength(42);
    const csv = await agner('long-range', '--plan', 'small', '--weeks', '6', '--output', '-');
    expect(csv.stdout.split('\n')[0]).toBe(
      'queue,period,from,days,contacts,contacts_median,contacts_lo80,contacts_hi80,contacts_lo95,' +
        'contacts_hi95,work_seconds',
    );
    expect(csv.stderr).toMatch(/sales: growth seen not known a year/);
    const refused = await agner('long-range', '--plan', 'small', '--weeks', '78');
    expect(refused.code).toBe(5);
    expect(refused.stderr).toMatch(/expected a horizon of at most 2 times the history/);
  });
});

describe('sample paths', () => {
  it('are drawn alike over command line and API, and as CSV', async () => {
    const id = String(forecast['header'].id);
    const told = await cli('paths', '--forecast', id, '--count', '3', '--seed', '5');
    const answer = await call('GET', `/forecasts/${id}/paths?count=3&seed=5`);
    expect(answer).toEqual({ status: 200, json: told });
    const { paths, of, grid } = told['document'].queues[0];
    expect(paths).toHaveLength(3);
    expect(paths[0]).toHaveLength(grid.length);
    expect(of).toBe('counts');
    expect(paths[0].every(Number.isInteger)).toBe(true);
    const other = await call('GET', `/forecasts/${id}/paths?count=3&seed=6`);
    expect(other.json['document'].queues).not.toEqual(told['document'].queues);
    const csv = await agner('paths', '--forecast', id, '--count', '2', '--output', '-');
    expect(csv.stdout.split('\n')[0]).toBe('queue,path,interval_start,contacts');
    expect(csv.stdout.trim().split('\n')).toHaveLength(1 + 2 * grid.length);
    expect(csv.stderr).toMatch(/sales +of the busiest day/);
    const unknown = await agner('paths', '--queues', 'fax');
    expect(unknown.code).toBe(3);
    expect(unknown.stderr).toMatch(/expected a queue of the forecast, sales, got "fax"/);
    const many = await call('GET', `/forecasts/${id}/paths?count=20000`);
    expect(many.status).toBe(400);
  });
});

describe('calendar', () => {
  it('shows holidays and special days alike over command line and API', async () => {
    const text = readFileSync(centre.plan, 'utf8').replace(/^name: small$/m, 'name: festive');
    const festive = join(centre.folder, 'festive.yaml');
    const days = [
      'holidays: { country: SI, open: closed }',
      'specialDays:',
      '  2026-03-18: { type: campaign, factor: "+50 %" }',
      '  2026-03-20: { type: half-day, open: ["08:00-12:00"] }',
    ];
    writeFileSync(festive, `${text}\n${days.join('\n')}\n`);
    await cli('import', 'plan', festive);
    const asked = ['--from', '2026-03-16', '--days', '30'];
    const told = await cli('calendar', '--plan', 'festive', ...asked);
    const path = '/plans/festive/calendar?from=2026-03-16&days=30';
    expect(await call('GET', path)).toEqual({ status: 200, json: told });
    expect(told['queues'][0].days.map(({ date, type }: Json) => [date, type])).toEqual([
      ['2026-03-18', 'campaign'],
      ['2026-03-20', 'half-day'],
      ['2026-04-05', 'holiday'],
      ['2026-04-06', 'holiday'],
    ]);
    const words = await agner('calendar', '--plan', 'festive', ...asked);
    expect(words.stdout).toMatch(/2026-03-18 {2}Wed {2}campaign .*1\.50 of usual/);
    expect(words.stdout).toMatch(/2026-04-06 {2}Mon {2}holiday .*closed/);

    const special = await cli(
      'forecast',
      '--plan',
      'festive',
      '--from',
      FORECAST_FROM,
      '--days',
      '7',
    );
    const [plain, changed] = [forecast, special].map((one) => one['document'].queues[0]);
    expect(changed.dayTotals.mean[2] / plain.dayTotals.mean[2]).toBeCloseTo(1.5, 1);
    const staffed = await cli('staff', '--plan', 'festive', '--forecast', special['header'].id);
    const open = staffed['document'].queues[0].open.slice(4 * 48, 5 * 48) as boolean[];
    expect(open.filter(Boolean)).toHaveLength(8);

    const refused = await agner('check', 'plan', festive.replace('festive', 'nowhere'));
    expect(refused.code).toBe(3);
    writeFileSync(festive, `${text}\nholidays: { country: XX }\n`);
    const unknown = await agner('import', 'plan', festive);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/expected a country whose public holidays are known, one of AD/);
  });
});

describe('a queue that is yet to open', () => {
  const path = join(centre.folder, 'opening.yaml');
  const planWith = (before: string) =>
    readFileSync(centre.plan, 'utf8')
      .replace('name: small', 'name: opening')
      .replace(
        '    patience: 120s\n',
        `    patience: 120s\n  - name: online\n    goal: { serviceLevel: 0.8, threshold: 20s }\n    before: [{ ${before} }]\n`,
      );

  it('continues the queue it is split off, alike over command line and API', async () => {
    writeFileSync(path, planWith('queue: sales, share: 30 %'));
    await cli('import', 'plan', path);
    const both = await cli('forecast', '--plan', 'opening', '--days', '7');
    const [sales, online] = both['document'].queues;
    expect(online).toMatchObject({
      queue: 'online',
      grid: sales.grid,
      handleTimeSource: 'history',
    });
    const total = (queue: Json): number =>
      (queue.dayTotals.mean as number[]).reduce((sum, mean) => sum + mean, 0);
    expect(total(online) / total(sales)).toBeCloseTo(0.3, 1);
    expect(online.notes).toContainEqual({
      code: 'history-before',
      details: { before: '30 % of sales', until: 'its opening' },
    });
    const started = await call('POST', '/forecasts', { plan: 'opening', days: 7 });
    const job = await ended(started.json);
    expect(job.state).toBe('succeeded');
    const made = await call('GET', `/forecasts/${String(job.resultId)}`);
    expect(made.json['document'].queues).toEqual(both['document'].queues);
    const far = await cli('long-range', '--plan', 'opening', '--weeks', '4');
    expect((far['document'].queues as Json[]).map(({ queue }) => queue)).toEqual([
      'sales',
      'online',
    ]);
    const run = await agner('forecast', '--plan', 'opening', '--queues', 'online', '--days', '7');
    expect(run.stdout).toMatch(/online: up to its opening its history is that of 30 % of sales/);
  });

  it('is made to agree with the sum of both, alike over command line and API', async () => {
    const both = await cli('forecast', '--plan', 'opening', '--days', '7', '--reconcile');
    const [site] = both['document'].totals;
    expect(site).toMatchObject({ name: 'site', channel: 'voice', queues: ['sales', 'online'] });
    for (const [day, mean] of (site.dayTotals.mean as number[]).entries()) {
      const parts = (both['document'].queues as Json[]).map(({ dayTotals }) => dayTotals.mean[day]);
      expect(mean).toBeCloseTo(parts[0] + parts[1], 9);
    }
    const body = { plan: 'opening', days: 7, reconcile: true };
    const job = await ended((await call('POST', '/forecasts', body)).json);
    expect(job.state).toBe('succeeded');
    const made = await call('GET', '/forecasts/latest');
    expect(made.json['document']).toEqual(both['document']);
    const run = await agner('forecast', '--plan', 'opening', '--days', '7', '--reconcile');
    expect(run.stdout).toMatch(
      /^together +queues +contacts +busiest day +busiest day, 80 % band$/m,
    );
    expect(run.stdout).toMatch(/^site +2 +[\d,]+ +[\d,]+ +[\d,]+ to [\d,]+$/m);
  });

  it('says whose history is missing', async () => {
    writeFileSync(path, planWith('queue: gone, share: 30 %'));
    await cli('import', 'plan', path);
    const run = await agner('forecast', '--plan', 'opening', '--days', '7');
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(
      /expected the history of queue "gone", which queue "online" of the plan continues, got none; known are: sales/,
    );
  });
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
    expect(added.stdout).toMatch(/2026-03-16 +[\d.]+ +900\.0/);
    const both = (await call('GET', `/forecasts/${id}/overrides`)).json['overrides'] as Json[];
    const withdrawn = await cli(
      ...['override', 'withdraw', both[1].id, '--author', 'ana', '--forecast', id],
    );
    expect(withdrawn).toMatchObject({ version: 3, days: [day] });
    const last = await call(
      'DELETE',
      `/forecasts/${id}/overrides/${String(both[0].id)}?author=ana`,
      undefined,
      { 'if-match': '*' },
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

const OUTCOMES = { better: 'Better than', alike: 'About as good as', worse: 'Worse than' };

describe('accuracy', () => {
  it('of a stored forecast is the backtest before it and what came since, alike everywhere', async () => {
    const id = String(forecast['header'].id);
    const { status, json } = await call('GET', `/forecasts/${id}/accuracy`);
    expect(status).toBe(200);
    expect(json).toMatchObject({ forecastId: id, since: [{ queue: 'sales', intervals: 168 }] });
    expect(await cli('accuracy', '--forecast', id)).toEqual(json);
    const rows = json['since'][0].accuracy as Json[];
    for (const method of ['agner', 'seasonal-naive', 'same-weekday-mean']) {
      const all = rows.find((row) => row.method === method && row.bucket === 'all');
      expect(all.wapeDay).toBeLessThan(0.3);
    }
    // The last origin of a backtest of the history that was known is the same everywhere, too.
    const [origin] = (json['backtest'].origins as string[]).slice(-1);
    const alone = await cli(
      ...['backtest', '--plan', 'small', '--days', '7'],
      ...['--origins', (json['backtest'].origins as string[]).join(',')],
    );
    expect(alone['document'].accuracy).toEqual(json['backtest'].accuracy);
    expect(alone['document'].verdicts).toEqual(json['backtest'].verdicts);
    expect(alone['document'].picks[0].origin).toBe(origin);
    const picture = await fetch(`${server.url}/api/v1/forecasts/${id}/accuracy/picture`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    const path = join(centre.folder, 'accuracy.png');
    const run = await agner('accuracy', '--forecast', id, '--picture', path);
    expect(run.stdout).toMatch(/best pick/);
    const verdicts = json['backtest'].verdicts as {
      wapeDay: number;
      outcome: keyof typeof OUTCOMES;
    }[];
    expect(verdicts).toHaveLength(1);
    for (const { outcome, wapeDay } of verdicts) {
      const off = `day totals were off by ${(100 * wapeDay).toFixed(1)} %`;
      expect(run.stdout).toContain(`agner: ${OUTCOMES[outcome]} a plain rule: ${off}`);
    }
    expect(run.stdout).toMatch(/Monday +[\d.]+ % +█/);
    expect(readFileSync(path).subarray(1, 4).toString()).toBe('PNG');
  });

  it("of somebody else's forecast stands beside ours from the same day", async () => {
    const path = join(centre.folder, 'vendor.csv');
    const rows = Array.from({ length: 24 }, (_, slot) => {
      const hour = String(8 + Math.floor(slot / 2)).padStart(2, '0');
      return `${FORECAST_FROM} ${hour}:${slot % 2 === 0 ? '00' : '30'},14`;
    });
    writeFileSync(path, `When,Calls\n${rows.join('\n')}\n`);
    const words = ['--columns', 'interval_start=When,volume=Calls', '--queue', 'sales'];
    const zone = ['--zone', 'Europe/Ljubljana', '--handle-time', '240s'];
    const imported = await cli('import', 'forecast', path, '--name', 'vendor', ...words, ...zone);
    const { header } = imported;
    const report = await cli('accuracy', '--forecast', String(header.id));
    const methods = new Set((report['since'][0].accuracy as Json[]).map(({ method }) => method));
    expect([...methods]).toEqual([
      'imported',
      'agner',
      'agner-median',
      'seasonal-naive',
      'same-weekday-mean',
    ]);
    const query =
      'name=vendor&zone=Europe/Ljubljana&queue=sales&columns=interval_start=When,volume=Calls';
    const response = await fetch(
      `${server.url}/api/v1/imports/forecast?${query}&handleTimeSeconds=240`,
      {
        method: 'POST',
        body: readFileSync(path, 'utf8'),
        headers: { 'content-type': 'text/csv' },
      },
    );
    expect(response.status).toBe(201);
    const posted = (await response.json()) as Json;
    expect(posted.header.version).toBe(2);
    expect(posted.document.queues).toEqual(imported['document'].queues);
    const bare = await agner(
      'import',
      'forecast',
      path,
      '--name',
      'x',
      ...words,
      ...zone.slice(0, 2),
    );
    expect(bare).toMatchObject({ code: 2 });
    expect(bare.stderr).toMatch(/missing column "handle_time_seconds"/);
  });
});
