import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { openStore, type StoreLocation } from '../../src/store/index.ts';
import { type ImportOutcome } from '../../src/use-cases/index.ts';
import { buildStoreChild, runStoreChild } from '../support/store-child.ts';
import { historyOf } from './sample-documents.ts';

const START = Date.UTC(2026, 0, 4, 23) / 1000;

const folder = mkdtempSync(join(tmpdir(), 'agner-durability-'));
const location: StoreLocation = { kind: 'sqlite', path: join(folder, 'agner.db') };
let program: string;
beforeAll(async () => {
  program = buildStoreChild();
  await (await openStore(location)).close();
});
afterAll(() => {
  for (const path of [program, folder]) rmSync(path, { recursive: true });
});

describe('what SQLite acknowledges', () => {
  it('is written through to the disk at every commit', async () => {
    const database = await openDatabase(location, 10);
    const read = (pragma: string) =>
      database.read((knex) => knex.raw<object[]>(`PRAGMA ${pragma}`));
    expect(await read('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    // 2 is FULL: the log is synchronised with each commit.
    expect(await read('synchronous')).toEqual([{ synchronous: 2 }]);
    await database.close();
  });

  it.skipIf(!canTrace())(
    `was synchronised since the acknowledgement before${canTrace() ? '' : ' (stands aside: no strace that may trace)'}`,
    async () => {
      const trace = join(folder, 'trace');
      const histories = Array.from({ length: 20 }, (_, n) =>
        historyOf('support', START + n * 1800, [n]),
      );
      const { answer } = await runStoreChild<ImportOutcome[]>(program, {
        task: 'import',
        location,
        input: { histories, acknowledge: true },
        under: ['strace', '-f', '-e', 'trace=fsync,fdatasync,write', '-o', trace],
      });
      expect(answer).toHaveLength(20);
      const calls = readFileSync(trace, 'utf8').split('\n');
      let synchronised = 0;
      const before: number[] = [];
      for (const call of calls) {
        if (
          / (fsync|fdatasync)\(\d+\) += 0/.test(call) ||
          /(fsync|fdatasync) resumed.*= 0/.test(call)
        ) {
          synchronised++;
        }
        if (/ write\(\d+, "acknowledged"/.test(call)) {
          before.push(synchronised);
          synchronised = 0;
        }
      }
      expect(before).toHaveLength(20);
      expect(Math.min(...before)).toBeGreaterThan(0);
    },
  );
});

function canTrace(): boolean {
  try {
    execFileSync('strace', ['-f', '-e', 'trace=fsync', '-o', '/dev/null', 'true'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}
