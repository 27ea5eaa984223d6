import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochSeconds, formatInstant, type KpiReport } from '../../src/domain/index.ts';
import { LOGGED_DATE, LOGGED_HOUR, publishLoggedHour } from '../support/logged-hour.ts';
import { logText } from '../support/queue-log.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';

const DATE = LOGGED_DATE;

describe('agner report kpi', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agner-report-'));
  const database = join(folder, 'agner.db');
  let server: RunningServer;
  const agner = (...words: string[]) => runAgner(['--database', database, ...words]);
  const kpi = async (...words: string[]) => {
    const run = await agner('--json', 'report', 'kpi', '--from', DATE, ...words);
    expect(run.code, run.stderr).toBe(0);
    return JSON.parse(run.stdout) as KpiReport;
  };

  beforeAll(async () => {
    const log = join(folder, 'queue_log');
    writeFileSync(log, logText(LOGGED_HOUR));
    const words = ['import', 'queue-log', log, '--zone', 'UTC', '--threshold', '20s'];
    expect(await agner(...words, '--wrap-up', '20s')).toMatchObject({ code: 0 });
    server = await startAgner(database);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('adds up a day of a queue log', async () => {
    const { rows, notes, zone } = await kpi();
    expect([zone, rows.length]).toEqual(['UTC', 1]);
    expect(rows[0]).toMatchObject({
      queue: 'support',
      from: '2026-01-05T00:00:00+00:00',
      // The log goes on to nine: quarters without a call are known to have none.
      intervals: 5,
      offered: 4,
      answered: 3,
      abandoned: 1,
      serviceLevel: { offered: 2 / 4, answered: 2 / 3, includingShortAbandons: 3 / 4 },
      averageSpeedOfAnswerSeconds: 15,
      averageTalkTimeSeconds: 160,
      averageAfterContactWorkSeconds: 20,
      averageHandleTimeSeconds: 180,
      agents: 2,
      contactsPerAgent: 1.5,
      // Nobody is scheduled: whose time it was is not known.
      occupancy: null,
      adherence: null,
    });
    expect(notes.map(({ code }) => code)).toEqual(['kpi-no-forecast', 'kpi-nobody-seen']);
  });

  it('knows people by their sessions, pauses and calls', async () => {
    const { rows } = await kpi('--of', 'agent');
    expect(rows).toMatchObject([
      // An hour signed in, 180 s of it on calls.
      { agent: 'Ada', answered: 2, averageTalkTimeSeconds: 90, occupancy: 0.05, utilisation: 0.05 },
      // 55 min signed in, 5 min of them paused, 5 on a call.
      { agent: 'Ben', answered: 1, occupancy: 0.1, utilisation: 5 / 55 },
    ]);
    const site = await kpi('--of', 'site', '--every', 'interval');
    expect(site.rows.map(({ from, offered, occupancy }) => [from, offered, occupancy])).toEqual([
      ['2026-01-05T08:00:00+00:00', 3, 420 / (900 + 600)],
      ['2026-01-05T08:15:00+00:00', 1, 60 / (900 + 600)],
      ['2026-01-05T08:30:00+00:00', 0, 0],
      ['2026-01-05T08:45:00+00:00', 0, 0],
      ['2026-01-05T09:00:00+00:00', 0, null],
    ]);
  });

  it('holds people against what was published for them', async () => {
    await publishLoggedHour(database);
    const [row] = (await kpi()).rows;
    expect(row!.occupancy).toBeCloseTo(480 / (3600 + 3000), 12);
    // Of two paid hours: 20 min training, Ben 5 min late and 5 min paused.
    expect(row!.shrinkage).toMatchObject({
      training: 1 / 6,
      away: 1 / 24,
      paused: 1 / 24,
      absent: 0,
    });
    expect(row!.adherence).toBeCloseTo(1 - 1800 / 7200, 12);
  });

  it('is written as table, CSV and workbook, and answered over HTTP', async () => {
    const shown = await agner('report', 'kpi', '--from', DATE);
    expect(shown.stdout).toMatch(/support +2026-01-05 00:00 +4 +3 +1 +50\.0 % +15\.0 s +180\.0 s/);
    expect(shown.stdout).toMatch(/forecast accuracy is empty: no stored forecast/);
    const csv = join(folder, 'kpi.csv');
    const xlsx = join(folder, 'kpi.xlsx');
    expect(await agner('report', 'kpi', '--from', DATE, '-o', csv)).toMatchObject({ code: 0 });
    expect(await agner('report', 'kpi', '--from', DATE, '-o', xlsx)).toMatchObject({ code: 0 });
    const [head, row] = readFileSync(csv, 'utf8')
      .split('\n')
      .map((line) => line.split(','));
    const cell = (name: string) => row![head!.indexOf(name)];
    expect([cell('queue'), cell('offered'), cell('service_level_offered')]).toEqual([
      'support',
      '4',
      '0.5',
    ]);
    expect(cell('forecast_wape')).toBe('');
    expect(readFileSync(xlsx).subarray(0, 2).toString()).toBe('PK');
    const url = `${server.url}/api/v1/reports/kpi?from=${DATE}`;
    expect(await (await fetch(url)).json()).toEqual(await kpi());
    const asCsv = await fetch(`${url}&format=csv`);
    expect(asCsv.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(await asCsv.text()).toBe(readFileSync(csv, 'utf8'));
    const asBook = await fetch(`${url}&format=xlsx`);
    expect(Buffer.from(await asBook.arrayBuffer()).equals(readFileSync(xlsx))).toBe(true);
  });

  it('refuses what it cannot tell, in sentences', async () => {
    const refused = async (...words: string[]) => (await agner('report', 'kpi', ...words)).stderr;
    expect(await refused('--from', DATE, '--to', '2026-01-01')).toMatch(/ends on or after/);
    expect(await refused('--from', DATE, '--to', '2026-03-01', '--every', 'interval')).toMatch(
      /at most 31 days of intervals, got 56/,
    );
    expect(await refused('--from', DATE, '--queues', 'sales')).toMatch(/known are: support/);
    expect(await refused('--from', DATE, '-o', 'kpi.pdf')).toMatch(
      /end in \.csv, \.xlsx or \.json/,
    );
    const empty = await agner('report', 'kpi', '--from', '2025-01-05');
    expect(empty.stdout).toMatch(/nothing is stored of these days/);
    const bad = await fetch(`${server.url}/api/v1/reports/kpi?from=${DATE}&of=team`);
    expect(bad.status).toBe(400);
  });

  it('knows what was forecast, and when', async () => {
    const lines = ['interval_start,interval_minutes,queue,offered'];
    for (let day = 1; day <= 28; day++) {
      for (let quarter = 32; quarter < 36; quarter++) {
        const start = formatInstant(
          epochSeconds(`${DATE}T00:00:00Z`) - day * 86_400 + quarter * 900,
          'UTC',
        );
        lines.push(`${start},15,support,2`);
      }
    }
    const file = join(folder, 'history.csv');
    writeFileSync(file, `${lines.join('\n')}\n`);
    expect(await agner('import', 'history', file, '--zone', 'UTC')).toMatchObject({ code: 0 });
    const words = ['forecast', '--from', DATE, '--days', '1', '--queues', 'support'];
    const made = await agner(...words, '--handle-time', '180s');
    expect(made.code, made.stderr).toBe(0);
    const { rows, notes, forecasts } = await kpi('--every', 'whole');
    expect(forecasts).toHaveLength(1);
    // Two a quarter of an hour were expected; three, one, none and none came.
    expect(rows[0]!.forecastOffered).toBeGreaterThan(7);
    expect(rows[0]!.forecastOffered).toBeLessThan(9);
    expect(rows[0]!.forecastBias).toBeCloseTo((rows[0]!.forecastOffered! - 4) / 4, 12);
    expect(rows[0]!.forecastWape).toBeGreaterThan(1.25);
    expect(rows[0]!.forecastWape).toBeLessThan(1.75);
    expect(notes).toEqual([{ code: 'kpi-forecast-made-later', details: { days: 1, first: DATE } }]);
  });
});
