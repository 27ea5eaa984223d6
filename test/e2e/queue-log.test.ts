import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { executeSql } from '../support/execute-sql.ts';
import { logText } from '../support/queue-log.ts';
import { runAgner } from '../support/run-agner.ts';

const folder = mkdtempSync(join(tmpdir(), 'agner-queue-log-'));
const database = join(folder, 'agner.db');
const inFolder = (name: string) => join(folder, name);
const agner = (...words: string[]) => runAgner(['--database', database, ...words]);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const LOG = [
  '0|NONE|NONE|NONE|QUEUESTART|',
  '1|c1|support|NONE|ENTERQUEUE||1|1',
  '2|c2|support|NONE|ENTERQUEUE||2|2',
  '3|c3|support|NONE|ENTERQUEUE||3|3',
  '6|c1|support|Ada|CONNECT|5|m|1',
  '9|c2|support|NONE|ABANDON|1|2|7',
  '10|c3|support|NONE|EXITWITHKEY|1|1|3|7',
  '40|c1|support|Ada|COMPLETECALLER|5|34|1',
  '50|NONE|support|Ada|PAUSE|Lunch',
  '55|c4|support|NONE|ENTERQUEUE||4|1',
  '90|NONE|NONE|NONE|QUEUESTART|',
];

describe('agner import queue-log', () => {
  it('writes the canonical layout and the other ways out of a queue', async () => {
    writeFileSync(inFolder('queue_log'), logText(LOG));
    const options = ['--interval', '900', '--zone', 'Europe/Ljubljana', '--wrap-up', '10s'];
    const run = await agner('import', 'queue-log', inFolder('queue_log'), '-o', '-', ...options);
    expect(run.stdout).toBe(
      'interval_start,interval_minutes,queue,channel,offered,answered,answered_in_threshold,abandoned,abandoned_in_threshold,talk_seconds,hold_seconds,acw_seconds,wait_answered_seconds,wait_abandoned_seconds,exited_timeout,exited_empty,exited_key,withdrawn,cut\n' +
        '2026-01-05T09:00:00+01:00,15,support,voice,4,1,,1,,34,,10,5,7,0,0,1,0,1\n',
    );
    expect(run.stderr).toBe('11 lines, 4 calls\n  1 callers left waiting by a crash (cut)\n');
    writeFileSync(inFolder('intervals.csv'), run.stdout);
    expect(
      await agner(
        'import',
        'history',
        inFolder('intervals.csv'),
        '--zone',
        'Europe/Ljubljana',
        '--site',
        'csv',
      ),
    ).toMatchObject({ code: 0 });
  });

  it('writes calls that the estimate of patience reads', async () => {
    const path = inFolder('calls.csv');
    await agner(
      'import',
      'queue-log',
      inFolder('queue_log'),
      '--zone',
      'UTC',
      '--form',
      'calls',
      '-o',
      path,
    );
    expect(readFileSync(path, 'utf8')).toBe(
      'queue,call_id,entered_at,occurrence,outcome,wait_seconds,talk_seconds,wrap_up_seconds,agent\n' +
        'support,c3,2026-01-05T08:00:03+00:00,1,key,7,,,\n' +
        'support,c2,2026-01-05T08:00:02+00:00,1,abandoned,7,,,\n' +
        'support,c1,2026-01-05T08:00:01+00:00,1,answered,5,34,,Ada\n' +
        'support,c4,2026-01-05T08:00:55+00:00,1,cut,0,,,\n',
    );
    const estimate = await agner('erlang', 'patience', '-i', path);
    expect(estimate.stdout).toMatch(/^4 calls: 1 answered, 1 hung up, 2 neither/);
  });

  it('keeps calls and agents in the database, and goes by its zone', async () => {
    const words = ['import', 'queue-log', inFolder('queue_log'), '--threshold', '20s'];
    expect(await agner(...words)).toMatchObject({
      code: 2,
      stderr: 'agner: expected --zone, such as Europe/Ljubljana: the log itself has none\n',
    });
    expect(await agner(...words, '--zone', 'Europe/Ljubljana')).toMatchObject({ code: 0 });
    const history = await agner('export', 'history');
    expect(history.stdout).toContain(
      '2026-01-05T09:00:00+01:00,15,support,voice,4,1,1,1,1,34,,,5,7',
    );
    expect((await agner('export', 'agent-times')).stdout).toBe(
      'agent,kind,queue,reason,start,end,end_is_known\n' +
        'Ada,pause,support,Lunch,2026-01-05T09:00:50+01:00,2026-01-05T09:00:55+01:00,no\n',
    );
    expect((await agner('export', 'calls')).stdout.split('\n')).toHaveLength(6);
    const again = await agner(...words);
    expect(again.stderr).toContain('queue_log: nothing new');
  });

  it('reads a table as it reads the file, and goes on where it was left', async () => {
    const source = inFolder('asterisk.db');
    const sql = (text: string) => executeSql({ kind: 'sqlite', path: source }, text);
    const insert = (lines: readonly string[]) =>
      sql(
        logText(lines)
          .trimEnd()
          .split('\n')
          .map((line) => {
            const [time, ...cells] = line.split('|');
            const all = [...cells, ...new Array<string>(9).fill('')].slice(0, 9);
            return `INSERT INTO queue_log (time, callid, queuename, agent, event, data1, data2, data3, data4, data5) VALUES (datetime(${time}, 'unixepoch'), ${all.map((cell) => `'${cell}'`).join(', ')})`;
          })
          .join('; '),
      );
    await sql(
      'CREATE TABLE queue_log (id INTEGER PRIMARY KEY, time TEXT, callid TEXT, queuename TEXT, agent TEXT, event TEXT, data1 TEXT, data2 TEXT, data3 TEXT, data4 TEXT, data5 TEXT)',
    );
    await insert(LOG.slice(0, 6));
    const words = ['import', 'queue-log', source, '--table', 'queue_log', '--site', 'table'];
    const zones = ['--zone', 'Europe/Ljubljana', '--table-zone', 'UTC', '--threshold', '20s'];
    const first = await agner(...words, ...zones);
    expect(first.code, first.stderr).toBe(0);
    await insert(LOG.slice(6));
    expect(await agner(...words, ...zones)).toMatchObject({ code: 0 });
    const history = await agner('export', 'history', '--site', 'table');
    expect(history.stdout).toBe((await agner('export', 'history')).stdout);
    expect((await agner(...words, ...zones)).stderr).toContain('nothing new');
    const mysql = await agner('import', 'queue-log', 'mysql://h/asterisk', '--table', 'queue_log');
    expect(mysql.stderr).toMatch(/path of a SQLite file or a postgres:\/\/ URL as database/);
    const followed = await agner(...words, '--follow');
    expect(followed.stderr).toMatch(/expected one database with --table, without --follow/);
  });

  it('says what it leaves out', async () => {
    const words = async (name: string, text: string) => {
      writeFileSync(inFolder(name), text);
      const options = ['--zone', 'UTC', '--site', name, '--log', name];
      const run = await agner('import', 'queue-log', inFolder(name), ...options);
      return [run.code, run.stderr.replaceAll(folder, '').trimEnd()];
    };
    const good = logText(['1|c1|support|NONE|ENTERQUEUE||1|1']);
    expect(await words('cut', `${good}176760`)).toEqual([
      0,
      `/cut, byte 0 to ${good.length}: 1 lines, 0 calls over\n  the last line is cut: its 6 bytes are left out until it ends`,
    ]);
    expect(await words('leap', `${good}2767600000|c2|support|NONE|ENTERQUEUE||2|2\n`)).toEqual([
      0,
      expect.stringContaining('\n  1 lines left out of a clock that was years ahead'),
    ]);
    expect(await words('empty', '')).toEqual([
      0,
      'Nothing to import: the log is empty; it was left out.',
    ]);
  });

  it('says what it cannot do', async () => {
    const refused = async (...words: string[]) =>
      (await agner('import', 'queue-log', ...words)).stderr.split('\n')[0];
    expect(await refused('-')).toMatch(/expected files, got -/);
    expect(await refused('a', 'b', '--follow')).toMatch(/expected one file with --follow, got 2/);
    expect(await refused('a', '--follow', '-o', '-')).toMatch(/expected --follow without --output/);
    expect(await refused('a', '--wrap-up', '5s', '--wrap-up-reasons', 'x')).toMatch(/got both/);
    expect(await refused('a', '--interval', '7m')).toMatch(/an hour is a multiple/);
    expect(await refused(inFolder('absent'), '--zone', 'UTC')).toMatch(/there is no such file/);
  });

  it('follows a log through rotation, a kill and a start anew, and counts each call once', async () => {
    const path = inFolder('live_log');
    const call = (n: number) => [
      `${n * 10}|f${n}|sales|NONE|ENTERQUEUE||1|1`,
      `${n * 10 + 5}|f${n}|sales|NONE|ABANDON|1|1|5`,
    ];
    const followed = inFolder('followed.db');
    const start = () => {
      const words = ['dist/cli/main.js', '--database', followed, 'import', 'queue-log', path];
      return spawn(process.execPath, [...words, '--follow', '--zone', 'UTC']);
    };
    const store = await openStore({ kind: 'sqlite', path: followed });
    const calls = async () => (await store.loadCalls('default', { from: 0, to: 4e9 })).length;
    const until = async (count: number) => {
      for (let tries = 0; tries < 120 && (await calls()) < count; tries++) await sleep(250);
      expect(await calls()).toBe(count);
    };
    writeFileSync(path, logText(['0|NONE|NONE|NONE|QUEUESTART|', ...call(1)]));
    let child = start();
    await until(1);
    const torn = logText(call(2));
    appendFileSync(path, torn.slice(0, 30));
    await until(1);
    appendFileSync(path, torn.slice(30));
    renameSync(path, `${path}.0`);
    appendFileSync(`${path}.0`, logText([call(3)[0]!]));
    writeFileSync(path, logText(['35|NONE|NONE|NONE|CONFIGRELOAD|', call(3)[1]!]));
    await until(3);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('close', resolve));
    appendFileSync(path, logText(call(4)));
    child = start();
    await until(4);
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    const { totals } = await store.loadHistory('default', 'sales', { from: null, to: null });
    expect(totals).toMatchObject({ offered: [4], abandoned: [4], waitAbandonedSeconds: [20] });
    await store.close();
  });
});
