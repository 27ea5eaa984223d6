import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { type Check, hashOf } from '../../src/use-cases/index.ts';
import { executeSql } from '../support/execute-sql.ts';
import { fillStore } from '../support/filled-store.ts';
import { runAgner } from '../support/run-agner.ts';
import { BY, fullHistory, planOf } from '../contract/sample-documents.ts';

const folder = mkdtempSync(join(tmpdir(), 'agner-backup-'));
const database = join(folder, 'agner.db');
const backup = join(folder, 'monday.agner');
const agner = (...words: string[]) => runAgner(['--database', database, ...words]);

beforeAll(async () => {
  const store = await openStore({ kind: 'sqlite', path: database });
  await fillStore(store);
  await store.close();
  expect(await agner('backup', backup)).toMatchObject({ code: 0 });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const plansIn = async (file: string) => {
  const run = await runAgner(['--database', file, '--json', 'list', 'plans']);
  return (JSON.parse(run.stdout) as { plans: { id: string }[] }).plans.map(({ id }) => id);
};

describe('backup and restore', () => {
  it('bring everything back, and tell what', async () => {
    const run = await agner('backup', backup);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(
      /^wrote .*monday\.agner: [\d,]+ rows as of \S+Z, by agner \S+; the audit trail ends with [0-9a-f]{64}$/m,
    );
    // Staff data and hashes of passwords are for the owner alone.
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    const other = join(folder, 'other', 'agner.db');
    const back = await runAgner(['--database', other, '--json', 'restore', backup]);
    expect(back.code).toBe(0);
    expect(JSON.parse(back.stdout)).toMatchObject({ database: 'sqlite', rows: { plans: 2 } });
    expect(await plansIn(other)).toEqual(['pl_2', 'pl_1']);
    const verified = await runAgner(['--database', other, 'audit-log', 'verify']);
    expect(verified.code).toBe(0);
  });

  it('refuse what is damaged or not there, and change nothing', async () => {
    const cut = join(folder, 'cut.agner');
    copyFileSync(backup, cut);
    truncateSync(cut, statSync(cut).size - 100);
    const before = readFileSync(database);
    const run = await agner('restore', cut);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toBe(
      'agner: the backup is damaged: its end is missing; nothing was changed\n',
    );
    expect(readFileSync(database).equals(before)).toBe(true);
    expect(await agner('restore', join(folder, 'nothing'))).toMatchObject({ code: 3 });
    expect(await agner('restore', folder)).toMatchObject({ code: 2 });
    const missing = join(folder, 'nowhere', 'agner.db');
    const none = await runAgner(['--database', missing, 'backup', join(folder, 'x.agner')]);
    expect(none).toMatchObject({ code: 3 });
    expect(none.stderr).toBe(`agner: there is no database at ${missing}\n`);
    expect(existsSync(missing) || existsSync(join(folder, 'x.agner'))).toBe(false);
  });

  it('leave all of the old or all of the new when killed', async () => {
    const large = join(folder, 'large.db');
    const store = await openStore({ kind: 'sqlite', path: large });
    await store.saveHistory('default', [fullHistory('support', 30_000)]);
    const plan = planOf('new');
    await store.savePlan('default', plan, { id: 'pl_new', hash: hashOf(plan), text: '' }, BY);
    await store.close();
    const file = join(folder, 'large.agner');
    expect((await runAgner(['--database', large, 'backup', file])).code).toBe(0);
    const target = join(folder, 'target.db');
    expect((await runAgner(['--database', target, 'restore', backup])).code).toBe(0);
    const started = performance.now();
    const spare = join(folder, 'spare.db');
    expect((await runAgner(['--database', spare, 'restore', file])).code).toBe(0);
    const whole = performance.now() - started;
    let killed = 0;
    for (const share of [0.5, 0.7, 0.85, 0.95]) {
      const child = spawn(process.execPath, [
        join(process.cwd(), 'dist/cli/main.js'),
        ...['--database', target, 'restore', file],
      ]);
      const timer = setTimeout(() => child.kill('SIGKILL'), share * whole);
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      clearTimeout(timer);
      if (signal === 'SIGKILL') killed++;
      expect([['pl_2', 'pl_1'], ['pl_new']]).toContainEqual(await plansIn(target));
      const doctor = await runAgner(['--database', target, 'doctor']);
      expect(doctor.code).toBe(0);
    }
    expect(killed).toBeGreaterThan(0);
  });
});

describe('the doctor', () => {
  const checksOf = async (file: string) => {
    const { code, stdout } = await runAgner(['--database', file, '--json', 'doctor']);
    const { checks } = JSON.parse(stdout) as { checks: Check[] };
    return { code, checks: Object.fromEntries(checks.map((check) => [check.name, check])) };
  };

  it('finds nothing wrong with a database in order', async () => {
    const run = await agner('doctor');
    expect(run.code).toBe(0);
    expect(run.stdout.split('\n').map((line) => line.split(/ +/)[1])).toEqual([
      ...['versions', 'zones', 'disk', 'database', 'settings', 'migrations', 'content', 'audit'],
      undefined,
    ]);
    expect(run.stdout).toMatch(/^ok +settings +journal_mode wal, synchronous 2, foreign_keys 1$/m);
    expect(run.stdout).toMatch(/^ok +migrations +all \d+ steps of the schema were taken$/m);
    expect(run.stdout).toMatch(/^ok +audit +\d+ lines hold$/m);
  });

  it('makes no database where there is none', async () => {
    const file = join(folder, 'none.db');
    const { code, checks } = await checksOf(file);
    expect(code).toBe(4);
    expect(checks['database']).toMatchObject({
      status: 'failed',
      figures: { error: `there is no database at ${file}` },
    });
    expect(existsSync(file)).toBe(false);
  });

  it('tells a file that is no database, a newer one, a broken trail, a damaged page', async () => {
    const text = join(folder, 'text.db');
    writeFileSync(text, 'this is a text and no database'.repeat(100));
    expect((await checksOf(text)).checks['database']).toMatchObject({ status: 'failed' });

    const newer = join(folder, 'newer.db');
    expect((await runAgner(['--database', newer, 'restore', backup])).code).toBe(0);
    const location = { kind: 'sqlite', path: newer } as const;
    await executeSql(location, 'DROP TRIGGER audit_log_update ON audit_log');
    await executeSql(location, `UPDATE audit_log SET actor = 'x' WHERE position = 1`);
    expect(await checksOf(newer)).toMatchObject({
      code: 4,
      checks: { audit: { status: 'failed', figures: { broken: 1, fault: 'altered' } } },
    });
    await executeSql(
      location,
      `INSERT INTO agner_migrations (name, batch) VALUES ('9999-from-the-future', 9)`,
    );
    expect(await checksOf(newer)).toMatchObject({
      code: 4,
      checks: { migrations: { status: 'failed', figures: { unknown: '9999-from-the-future' } } },
    });

    const damaged = join(folder, 'damaged.db');
    expect((await runAgner(['--database', damaged, 'restore', backup])).code).toBe(0);
    await executeSql({ kind: 'sqlite', path: damaged }, 'PRAGMA wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(damaged);
    // Pages of history, well behind the schema.
    bytes.fill(0xa5, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 20_000);
    writeFileSync(damaged, bytes);
    const found = await checksOf(damaged);
    expect(found.code).toBe(4);
    expect(Object.values(found.checks).some(({ status }) => status === 'failed')).toBe(true);
  });
});
