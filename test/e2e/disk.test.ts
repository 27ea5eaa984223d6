import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../support/ask.ts';
import { canMount } from '../support/can-mount.ts';
import { runAgner, startAgner } from '../support/run-agner.ts';

const ZONE = ['--zone', 'UTC'];

/** Days of quarter-hours from 2022 on. */
function historyCsv(queue: string, days: number): string {
  const lines = ['interval_start,interval_minutes,queue,offered,answered,talk_seconds,acw_seconds'];
  for (let slot = 0; slot < days * 96; slot++) {
    const start = new Date(Date.UTC(2022, 0, 1) + slot * 900_000).toISOString();
    lines.push(
      `${start},15,${queue},${slot % 97},${slot % 97},${(slot % 97) * 1.5},${(slot % 97) / 3}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

describe.skipIf(!canMount())(
  `the program on a small disk${canMount() ? '' : ' (stands aside: may not mount)'}`,
  () => {
    let folder: string;
    let disk: string;
    let database: string;
    const mount = (...options: string[]) => {
      execFileSync('mount', [...options, disk]);
    };
    const agner = (...words: string[]) => runAgner(['--database', database, '--json', ...words]);
    const queues = async () => {
      const { code, stdout } = await agner('list', 'queues');
      expect(code).toBe(0);
      return (JSON.parse(stdout) as { queues: { name: string; intervals: number }[] }).queues.map(
        ({ name, intervals }) => `${name} ${intervals}`,
      );
    };
    const small = () => join(folder, 'small.csv');
    const large = () => join(folder, 'large.csv');

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'agner-disk-'));
      disk = join(folder, 'data');
      database = join(disk, 'agner.db');
      mkdirSync(disk);
      mount('-t', 'tmpfs', '-o', 'size=4m', 'tmpfs');
      writeFileSync(small(), historyCsv('small', 10));
      writeFileSync(large(), historyCsv('large', 1200));
      expect(await agner('import', 'history', small(), ...ZONE)).toMatchObject({ code: 0 });
    });
    afterEach(() => {
      execFileSync('umount', [disk]);
      rmSync(folder, { recursive: true });
    });

    it('says that it is full, keeps what it had, and goes on when there is room', async () => {
      const full = 'cannot use the database: the disk is full; free some space and try again';
      const run = await agner('import', 'history', large(), ...ZONE);
      expect(run).toMatchObject({ code: 7, stdout: '' });
      expect(JSON.parse(run.stderr)).toMatchObject({ error: { code: 'STORAGE', message: full } });
      expect(await queues()).toEqual(['small 960']);
      mount('-o', 'remount,size=64m');
      expect(await agner('import', 'history', large(), ...ZONE)).toMatchObject({ code: 0 });
      expect(await queues()).toEqual(['large 115200', 'small 960']);
    });

    it('answers 503 while it is full, goes on reading, and needs no restart', async () => {
      const server = await startAgner(database);
      try {
        const send = () =>
          ask(server.url, 'POST', '/imports/history?zone=UTC', {
            body: historyCsv('large', 1200),
            headers: { 'content-type': 'text/csv' },
          });
        const refused = await send();
        expect(refused.status).toBe(503);
        expect(refused.json).toMatchObject({
          code: 'STORAGE',
          detail: 'cannot use the database: the disk is full; free some space and try again',
        });
        const { json } = await ask(server.url, 'GET', '/queues');
        expect(json['queues']).toMatchObject([{ name: 'small', intervals: 960 }]);
        mount('-o', 'remount,size=64m');
        expect((await send()).status).toBe(200);
      } finally {
        expect(await server.stop()).toBe(0);
      }
      expect(await queues()).toEqual(['large 115200', 'small 960']);
    });

    it('that is mounted read-only is told so, and everything is there afterwards', async () => {
      mount('-o', 'remount,ro');
      const run = await agner('import', 'history', large(), ...ZONE);
      mount('-o', 'remount,rw');
      expect(run).toMatchObject({ code: 7, stdout: '' });
      const { error } = JSON.parse(run.stderr) as { error: { code: string; message: string } };
      expect(error.code).toBe('STORAGE');
      expect(error.message).toMatch(
        /^cannot use the database \S+agner\.db: (it may not be written|the file cannot be opened); check /,
      );
      expect(await queues()).toEqual(['small 960']);
    });
  },
);
