import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAgner } from '../support/run-agner.ts';
import { FORECAST_FROM, makeSmallCentre } from '../support/small-centre.ts';

const centre = makeSmallCentre();
const database = join(centre.folder, 'agner.db');
const agner = (...words: string[]) => runAgner(['--database', database, ...words]);
const inFolder = (name: string) => join(centre.folder, name);

afterAll(() => {
  rmSync(centre.folder, { recursive: true, force: true });
});

describe('the whole line against the database', () => {
  beforeAll(async () => {
    expect(
      await agner('import', 'history', centre.history, '--zone', 'Europe/Ljubljana'),
    ).toMatchObject({ code: 0 });
    expect(await agner('import', 'plan', centre.plan)).toMatchObject({ code: 0 });
    const forecast = await agner('forecast', '--plan', 'small', '--days', '14');
    expect(forecast).toMatchObject({ code: 0 });
    expect(await agner('staff', '--plan', 'small')).toMatchObject({ code: 0 });
    expect(
      await agner('roster', '--plan', 'small', '--iterations', '20', '--time-limit', '20'),
    ).toMatchObject({ code: 0 });
  });

  it('writes history to the file that --output names', async () => {
    const path = inFolder('exported.csv');
    const run = await agner('export', 'history', '--output', path);
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(path, 'utf8')).toMatch(/^interval_start,interval_minutes,queue,/);
  });

  it('says that the same file twice changes nothing', async () => {
    const again = await agner('--json', 'import', 'history', centre.history);
    expect(JSON.parse(again.stdout)).toMatchObject({
      queues: [{ queue: 'sales', added: 0, replaced: 0 }],
    });
  });

  it('says what an overlapping file replaces', async () => {
    const lines = readFileSync(centre.history, 'utf8').split('\n');
    writeFileSync(
      inFolder('later.csv'),
      [lines[0], lines[1]!.replace(/,\d+,\d+,/, ',99,99,')].join('\n'),
    );
    const { stdout } = await agner('--json', 'import', 'history', inFolder('later.csv'));
    expect(JSON.parse(stdout)).toMatchObject({
      queues: [{ added: 0, replaced: 1, replacedFrom: lines[1]!.split(',')[0] }],
    });
    expect(await agner('import', 'history', centre.history)).toMatchObject({ code: 0 });
  });

  it('verifies a requirement by simulation, days first', async () => {
    const words = ['staff', '--plan', 'small', '--replications', '20', '--seed', '4'];
    const run = await agner(...words, '--verify');
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/each interval by itself \(SIPP\) would take/);
    expect(run.stdout).toMatch(/20 runs, with 95 % intervals/);
    expect(run.stdout.match(/^2026-\d\d-\d\d {2}/gm)).toHaveLength(14);
    expect(run.stdout).toMatch(/outside the 95 % interval in \d+ of [\d,]+ intervals/);
    const shown = run.stdout.match(/^2026-\d\d-\d\d \d\d:\d\d {2}/gm) ?? [];
    expect(shown.length).toBeLessThanOrEqual(20);
    const all = await agner(...words, '--verify', '--intervals');
    expect(all.stdout.match(/^2026-\d\d-\d\d \d\d:\d\d {2}/gm)!.length).toBeGreaterThan(100);
    const refused = await agner(...words);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/expected --verify beside --replications/);
    const listed = await agner('list', 'verifications');
    expect(listed.stdout.match(/^vf_/gm)).toHaveLength(2);
  });

  it('keeps the runs that were done when a verification is stopped', async () => {
    const words = ['--json', 'staff', '--plan', 'small', '--verify', '--replications', '10000'];
    const run = await runAgner(['--database', database, ...words], { interruptAt: /verify: \d/ });
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/keeping what has been found/);
    const [queue] = (
      JSON.parse(run.stdout) as {
        verification: { document: { queues: { status: string; replications: number }[] } };
      }
    ).verification.document.queues;
    expect(queue!.status).toBe('simulated');
    expect(queue!.replications).toBeGreaterThanOrEqual(2);
    expect(queue!.replications).toBeLessThan(10_000);
  });

  it('makes a roster that its audit finds legal', async () => {
    const audit = await agner('audit', '--plan', 'small');
    expect(audit.stdout).toMatch(/shifts keep every rule/);
    expect(audit.code).toBe(0);
  });

  it('names person, date and rule of a broken rule, and exits with 4', async () => {
    await agner('export', '--output', inFolder('roster.csv'));
    const rows = readFileSync(inFolder('roster.csv'), 'utf8').trimEnd().split('\n');
    // Everybody works the first person's shifts as well as their own.
    const first = rows.filter((row) => row.startsWith('p1,'));
    const doubled = first.map((row) => row.replace(/^p1,(.*?),day,/, 'p2,$1,extra,'));
    writeFileSync(inFolder('broken.csv'), `${[...rows, ...doubled].join('\n')}\n`);
    const audit = await agner(
      '--json',
      'audit',
      '--plan',
      'small',
      '--input',
      inFolder('broken.csv'),
    );
    expect(audit.code).toBe(4);
    const { violations } = JSON.parse(audit.stdout) as {
      violations: { agent: string; date: string; rule: string }[];
    };
    expect(violations.length).toBeGreaterThan(0);
    expect(new Set(violations.map(({ agent }) => agent))).toEqual(new Set(['p2']));
    expect(violations.every(({ date, rule }) => /^2026-/.test(date) && rule !== '')).toBe(true);
  });

  it.each([
    ['roster.ics', /^BEGIN:VCALENDAR/],
    ['roster.json', /^\{\s*"kind": "roster"/],
    ['roster.xlsx', /^PK/],
    ['picture.png', /^.PNG/],
  ])('exports %s', async (file, start) => {
    expect(await agner('export', '--output', inFolder(file))).toMatchObject({ code: 0 });
    expect(readFileSync(inFolder(file), 'latin1')).toMatch(start);
  });

  it('keeps formulas in names out of what a spreadsheet opens', async () => {
    for (const [file, format] of [
      ['formula.csv', 'csv'],
      ['formula-payroll.csv', 'payroll-planned'],
    ] as const) {
      await agner('export', '--format', format, '--output', inFolder(file));
      const cells = readFileSync(inFolder(file), 'utf8').split(/[,\n]/);
      expect(cells).toContain("'=cmd|calc");
      expect(cells).not.toContain('=cmd|calc');
    }
  });

  it('exports planned hours for payroll', async () => {
    const { stdout, code } = await agner('export', '--format', 'payroll-planned');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/agent.*hours/);
  });

  it('exports the history as it was imported', async () => {
    const { stdout } = await agner('export', 'history');
    expect(stdout.split('\n')[0]).toMatch(/^interval_start,interval_minutes,queue,channel,offered/);
    const offered = (text: string, column: number) =>
      text
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => `${line.split(',')[0]!} ${line.split(',')[column]!}`);
    expect(offered(stdout, 4)).toEqual(offered(readFileSync(centre.history, 'utf8'), 3));
  });

  it('compares scenarios with the baseline', async () => {
    const { stdout, code } = await agner(
      '--json',
      'whatif',
      centre.scenarios,
      '--plan',
      'small',
      '--roster',
      'latest',
    );
    expect(code).toBe(0);
    const { outcomes } = (
      JSON.parse(stdout) as {
        document: {
          outcomes: {
            scenario: string;
            volume: number;
            requiredAgentSeconds: number;
            serviceLevelWithRoster: number;
          }[];
        };
      }
    ).document;
    const [base, more] = outcomes;
    expect(outcomes.map(({ scenario }) => scenario)).toEqual(['baseline', 'calls +20 %']);
    expect(more!.volume).toBeCloseTo(1.2 * base!.volume, 6);
    expect(more!.requiredAgentSeconds).toBeGreaterThan(base!.requiredAgentSeconds);
    expect(more!.serviceLevelWithRoster).toBeLessThan(base!.serviceLevelWithRoster);
  });

  it('lists what is stored', async () => {
    for (const what of ['queues', 'plans', 'forecasts', 'requirements', 'rosters']) {
      const { stdout, code } = await agner('list', what);
      expect(code).toBe(0);
      expect(stdout.trim().split('\n').length).toBeGreaterThan(2);
    }
  });
});

describe('the whole line through pipes, without a database', () => {
  const nowhere = inFolder('none/agner.db');
  const pipe = (words: string[], input: string) =>
    runAgner(['--database', nowhere, ...words], { input });

  it('goes from a history on stdin to a roster on stdout, data alone', async () => {
    const history = readFileSync(centre.history, 'utf8');
    const forecast = await pipe(
      [
        'forecast',
        '--input',
        '-',
        '--zone',
        'Europe/Ljubljana',
        '--plan',
        centre.plan,
        '--from',
        FORECAST_FROM,
        '--days',
        '7',
        '--output',
        '-',
      ],
      history,
    );
    expect(forecast.stderr).toMatch(/sales/);
    expect(forecast.stdout.split('\n')[0]).toMatch(/^interval_start,interval_minutes,queue/);
    const staff = await pipe(
      ['staff', '--input', '-', '--plan', centre.plan, '--output', '-', '--format', 'json'],
      forecast.stdout,
    );
    expect(staff.code).toBe(0);
    const roster = await pipe(
      ['roster', '--input', '-', '--plan', centre.plan, '--iterations', '5', '--output', '-'],
      staff.stdout,
    );
    expect(roster.code).toBe(0);
    // The week ends with the spring clock change: both offsets stand in the file.
    expect(roster.stdout).toMatch(/2026-03-28T\d\d:\d\d:00\+01:00/);
    const audit = await pipe(['audit', '--input', '-', '--plan', centre.plan], roster.stdout);
    expect(audit.stdout).toMatch(/keep every rule/);
    expect(existsSync(nowhere)).toBe(false);
  });

  it('backtests a file and writes the forecasts themselves', async () => {
    const { stdout, stderr, code } = await pipe(
      [
        'backtest',
        '--input',
        centre.history,
        '--zone',
        'Europe/Ljubljana',
        '--origins',
        '2026-03-02,2026-03-09',
        '--days',
        '7',
        '--dataset',
        'small',
        '--output',
        '-',
      ],
      '',
    );
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe('dataset,origin,timestamp,point,lo80,hi80,lo95,hi95');
    expect(stdout.split('\n')[1]).toMatch(/^small,2026-03-02,2026-03-02T00:00:00,/);
    expect(stderr).toMatch(/WAPE interval/);
    expect(stderr).toMatch(/same-weekday-mean/);
    expect(stderr).toMatch(/agner-median/);
  });
});

describe('bad input', () => {
  it.each([
    [['forecast', '--days', '0'], 2, /--days.*whole number from 1 to 400/],
    [['forecast', '--special-days', '/nowhere.json'], 3, /there is no such file/],
    [['import', 'history', centre.history, '--interval', '15'], 2, /such as 240s or 4m/],
    [['staff', '--plan', 'nothing'], 3, /no plan "nothing"; stored are: small/],
    [['forecast', '--queues', 'nobody'], 3, /no queue "nobody"; known are: sales/],
    [['import', 'history', '/nowhere.csv'], 3, /there is no such file/],
    [['export', '--roster', 'ro_none', '--format', 'ics'], 3, /ro_none/],
    [['whatever'], 2, /unknown command/],
    [['--database', 'mysql://h/x', 'list'], 2, /SQLite file or a postgres:\/\/ URL/],
    [['serve', '--host', '0.0.0.0'], 6, /loopback/],
  ])('%j says so and exits with %d', async (words, code, message) => {
    const run = await agner(...words);
    expect(run.stderr).toMatch(message);
    expect(run.code).toBe(code);
    expect(run.stdout).toBe('');
  });

  it('gives errors as JSON with --json', async () => {
    const { stderr } = await agner('--json', 'export', '--roster', 'ro_none', '--format', 'ics');
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });
});
