import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LearnedShrinkage, type Timesheet } from '../../src/domain/index.ts';
import { LOGGED_DATE, LOGGED_HOUR, publishLoggedHour } from '../support/logged-hour.ts';
import { logText } from '../support/queue-log.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';

const DATE = LOGGED_DATE;

describe('agner timesheet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agner-timesheet-'));
  const database = join(folder, 'agner.db');
  let server: RunningServer;
  const agner = (...words: string[]) => runAgner(['--database', database, ...words]);
  const sheet = async () => {
    const run = await agner('--json', 'timesheet', '--from', DATE);
    expect(run.code, run.stderr).toBe(0);
    return JSON.parse(run.stdout) as Timesheet;
  };
  const payroll = (...words: string[]) => agner('export', '--format', 'payroll', ...words);

  beforeAll(async () => {
    const log = join(folder, 'queue_log');
    writeFileSync(log, logText(LOGGED_HOUR));
    expect(await agner('import', 'queue-log', log, '--zone', 'UTC')).toMatchObject({ code: 0 });
    await publishLoggedHour(database);
    server = await startAgner(database);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows hours planned and worked, which nobody has approved', async () => {
    expect((await sheet()).days).toMatchObject([
      { agent: 'Ada', plannedSeconds: 3600, workedSeconds: 3600, approval: null },
      // Five minutes late; the lunch in between is a pause like any other.
      { agent: 'Ben', plannedSeconds: 3600, workedSeconds: 3300, approval: null },
    ]);
    const refused = await payroll();
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/expected approved hours of every day with planned time/);
    const planned = await agner('export', '--format', 'payroll-planned');
    expect(planned.stdout).toMatch(/planned_paid_hours[^]*\nAda,Ada,[^,]*,2026-01-05,1\.00,/);
  });

  it('approves as seen and as corrected, and payroll takes what was approved', async () => {
    const seen = await agner('timesheet', 'approve', '--from', DATE, '--reason', 'week 2');
    expect(seen.stdout).toBe('2 days approved, 1.92 h\n');
    const nothing = await agner('timesheet', 'approve', '--from', DATE, '--reason', 'week 2');
    expect(nothing.stdout).toBe('0 days approved, 0.00 h\n');
    const words = ['--from', DATE, '--agents', 'Ben', '--paid', '08:00-08:15,08:30-09:00'];
    const corrected = await agner('timesheet', 'approve', ...words, '--reason', 'lift was stuck');
    expect(corrected.code, corrected.stderr).toBe(0);
    const shown = await agner('timesheet', '--from', DATE);
    expect(shown.stdout).toMatch(/Ada .* 1\.00 h +os:\d+ +as seen: week 2/);
    expect(shown.stdout).toMatch(/Ben .* 0\.75 h +os:\d+ +corrected: lift was stuck/);
    const { stdout } = await payroll();
    expect(stdout).toMatch(/^agent,name,contract,date,approved_paid_hours,/);
    expect(stdout).toMatch(/\nAda,Ada,[^,]*,2026-01-05,1\.00,/);
    expect(stdout).toMatch(/\nBen,Ben,[^,]*,2026-01-05,0\.75,/);
    const trail = await agner('audit-log', 'list');
    expect(trail.stdout.match(/timesheet\.approved/g)).toHaveLength(3);
  });

  it('takes Lunch for a break where it is said so, and tells that hours have changed', async () => {
    const run = await agner(
      ...['--json', 'timesheet', '--from', DATE, '--activities', 'Lunch=break'],
    );
    expect((JSON.parse(run.stdout) as Timesheet).days).toMatchObject([
      { agent: 'Ada', workedSeconds: 3600, hasChanged: false },
      { agent: 'Ben', workedSeconds: 3000, hasChanged: true },
    ]);
  });

  it('does the same over HTTP, and refuses what is not so', async () => {
    const url = `${server.url}/api/v1/timesheets`;
    expect(await (await fetch(`${url}?from=${DATE}`)).json()).toEqual(await sheet());
    const post = (approval: object) =>
      fetch(`${url}/approvals`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ approvals: [approval] }),
      });
    const statement = { agent: 'Ben', date: DATE, paid: null, reason: 'as the log says' };
    const made = await post(statement);
    expect(made.status).toBe(201);
    expect(await made.json()).toMatchObject({ approvals: [{ agent: 'Ben', isAsSeen: true }] });
    const exported = await fetch(`${server.url}/api/v1/rosters/ro_1/export?format=payroll`);
    expect(await exported.text()).toMatch(/\nBen,Ben,[^,]*,2026-01-05,0\.92,/);
    expect((await post({ ...statement, agent: 'Eve' })).status).toBe(404);
    expect((await post({ ...statement, date: '2999-01-01' })).status).toBe(409);
    expect((await post({ ...statement, reason: '' })).status).toBe(400);
    const both = await agner(
      'timesheet',
      'approve',
      '--from',
      DATE,
      '--paid',
      'none',
      '--reason',
      'r',
    );
    expect(both.stderr).toMatch(/expected --paid of one day of one of --agents/);
  });

  it('learns the unrostered shrinkage', async () => {
    const url = `${server.url}/api/v1/reports/shrinkage?from=${DATE}`;
    const learned = (await (await fetch(url)).json()) as LearnedShrinkage;
    // Of 6,000 s of scheduled work Ben was 300 late and 300 paused; training is rostered.
    expect(learned).toMatchObject({ days: 1, scheduledSeconds: 6000, knownSeconds: 6000 });
    expect(learned.total).toEqual({ mean: 0.1, halfWidth: null });
    expect(learned.types).toEqual([
      { type: 'Lunch', mean: 0.05, halfWidth: null },
      { type: 'away', mean: 0.05, halfWidth: null },
    ]);
    const shown = await agner('report', 'shrinkage', '--from', DATE);
    expect(shown.stdout).toMatch(/all +10\.0 % +-\n/);
    expect(shown.stdout).toMatch(/unrostered: \{ "Lunch": 0\.050, "away": 0\.050 \}/);
    const none = await agner('report', 'shrinkage', '--from', '2025-06-01');
    expect(none.stdout).toMatch(/nothing is known of scheduled work/);
  });
});
