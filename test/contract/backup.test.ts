import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databaseKeeper, openStore, type StoreLocation } from '../../src/store/index.ts';
import { TABLES } from '../../src/store/keeping/tables.ts';
import { type BackupSummary, type WorkContext } from '../../src/use-cases/index.ts';
import { executeSql, querySql } from '../support/execute-sql.ts';
import { fillStore } from '../support/filled-store.ts';
import {
  type PostgresServer,
  postgresAbsence,
  postgresStandsAside,
  startPostgres,
} from '../support/postgres.ts';
import { refusal } from './refusal.ts';
import { BY, forecastOf, planOf } from './sample-documents.ts';

const CONTEXT: WorkContext = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
};

const folder = mkdtempSync(join(tmpdir(), 'agner-backup-'));
let files = 0;
const newFile = (): StoreLocation => ({
  kind: 'sqlite',
  path: join(folder, `${++files}`, 'agner.db'),
});
let server: PostgresServer | null = null;
beforeAll(async () => {
  if (!postgresStandsAside()) server = await startPostgres();
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

const KINDS = [
  ['SQLite', () => Promise.resolve(newFile())],
  ['PostgreSQL', async () => ({ kind: 'postgres' as const, url: await server!.createDatabase() })],
] as const;

async function backUp(location: StoreLocation): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const write = async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const chunk of chunks) parts.push(chunk);
  };
  await databaseKeeper(location).backUp(write, BY.at, CONTEXT);
  return Buffer.concat(parts);
}

function restore(location: StoreLocation, ...copies: Uint8Array[]): Promise<BackupSummary> {
  let turn = 0;
  const open = async function* () {
    await Promise.resolve();
    const bytes = copies[Math.min(turn++, copies.length - 1)]!;
    for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
  };
  return databaseKeeper(location).restore(open, BY, CONTEXT);
}

async function filled(location: StoreLocation): Promise<void> {
  const store = await openStore(location);
  await fillStore(store);
  await store.close();
}

const linesOf = (backup: Uint8Array) => gunzipSync(backup).toString().trimEnd().split('\n');

/** A backup of these lines, with the checksum that they need. */
function packed(lines: readonly string[]): Buffer {
  const body = lines.slice(0, -1).map((line) => `${line}\n`);
  const footer = JSON.parse(lines.at(-1)!) as object;
  const sha256 = createHash('sha256').update(body.join('')).digest('hex');
  return gzipSync(`${body.join('')}${JSON.stringify({ ...footer, sha256 })}\n`);
}

/** All lines that hold rows, without the header, the footer and the trail. */
function rowsOf(backup: Uint8Array): readonly string[] {
  const lines = linesOf(backup);
  const trail = lines.findIndex((line) => line.startsWith('{"table":"audit_log"'));
  return lines.slice(1, trail);
}

const titled = KINDS.map(([name, make]) => ({
  title: name === 'PostgreSQL' ? `${name}${postgresAbsence()}` : name,
  skip: name === 'PostgreSQL' && postgresStandsAside(),
  make,
}));

describe.each(titled)('a backup of $title', ({ skip, make }) => {
  describe.skipIf(skip)('', () => {
    it('holds every table of the schema, each with rows in it', async () => {
      const location = await make();
      await filled(location);
      const all = await querySql<{ name: string }>(
        location,
        location.kind === 'sqlite'
          ? `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
          : `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()`,
      );
      const names = all.map(({ name }) => name).filter((name) => !/^agner_migrations/.test(name));
      expect(TABLES.map(({ name }) => name).sort()).toEqual(names.sort());
      const footer = JSON.parse(linesOf(await backUp(location)).at(-1)!) as BackupSummary;
      expect(Object.keys(footer.rows).sort()).toEqual(names);
      // An empty table would prove nothing.
      expect(Object.entries(footer.rows).filter(([, count]) => count === 0)).toEqual([]);
    });

    it.each(titled)('comes back whole in $title, and out again', async (target) => {
      if (target.skip) return;
      const [from, to] = [await make(), await target.make()];
      await filled(from);
      const first = await backUp(from);
      const summary = await restore(to, first);
      expect(summary.rows['history_intervals']).toBe(3004);
      const second = await backUp(to);
      expect(rowsOf(second)).toEqual(rowsOf(first));
      const store = await openStore(to);
      const { lines, broken } = await store.verifyAudit();
      expect({ lines, broken }).toEqual({ lines: summary.rows['audit_log']! + 1, broken: null });
      const [newest] = await store.listAudit(null, { before: null, limit: 1 });
      expect(newest).toMatchObject({ action: 'database.restored', subject: summary.sha256 });
      expect(await store.hasAuditHash(summary.auditHead!)).toBe(true);
      // What is counted goes on after what was restored.
      const meta = { id: 'pl_9', hash: 'h9', text: '' };
      expect(await store.savePlan('default', planOf('winter', 9), meta, BY)).toMatchObject({
        version: 3,
      });
      expect((await store.listPlans('default'))[0]!.id).toBe('pl_9');
      const published = { id: 'pb_2', roster: 'ro_1', note: '' };
      expect(await store.publishRoster('default', published, BY)).toMatchObject({ version: 2 });
      await store.close();
    });

    it('is of one instant while others write', async () => {
      const location = await make();
      await filled(location);
      const store = await openStore(location);
      let acknowledged = 0;
      let isDone = false;
      const writing = (async () => {
        for (let n = 0; !isDone || n < 20; n++) {
          const id = `fc_w${n}`;
          const document = { ...forecastOf(1), note: 'x'.repeat(20_000) };
          await store.saveResult({
            ...{ id, kind: 'forecast', site: 'default', name: 'busy' },
            createdAt: BY.at,
            document,
          });
          await store.saveOverrides(
            id,
            [
              {
                id: `ov_w${n}`,
                statement: {
                  queue: 'support',
                  target: { kind: 'day', date: '2026-01-12' },
                  change: { kind: 'absolute', contacts: n },
                  author: 'ana',
                  reason: '',
                },
              },
            ],
            BY,
          );
          acknowledged = n + 1;
        }
      })();
      while (acknowledged < 3) await new Promise((resolve) => setTimeout(resolve, 5));
      const before = acknowledged;
      const backup = await backUp(location);
      isDone = true;
      await writing;
      await store.close();
      const copy = newFile();
      await restore(copy, backup);
      const there = await querySql<{ id: string }>(
        copy,
        `SELECT id FROM results WHERE id LIKE 'fc_w%' ORDER BY version`,
      );
      expect(there.length).toBeGreaterThanOrEqual(before);
      expect(there.map(({ id }) => id)).toEqual(there.map((_, n) => `fc_w${n}`));
      const orphans = await querySql(
        copy,
        `SELECT id FROM forecast_overrides WHERE forecast_id NOT IN (SELECT id FROM results)`,
      );
      expect(orphans).toEqual([]);
      const restored = await openStore(copy);
      expect((await restored.verifyAudit()).broken).toBeNull();
      await restored.close();
    });

    describe('that is', () => {
      let good: Buffer;
      let target: StoreLocation;
      let before: readonly string[];
      beforeAll(async () => {
        const location = await make();
        await filled(location);
        good = await backUp(location);
        target = await make();
        const store = await openStore(target);
        await store.savePlan('default', planOf('old'), { id: 'pl_o', hash: 'h', text: '' }, BY);
        await store.close();
        before = linesOf(await backUp(target)).slice(1);
      });

      const flipped = (at: number) => {
        const bytes = Buffer.from(good);
        bytes[Math.floor(at * bytes.length)]! ^= 1;
        return bytes;
      };
      const changed = (change: (lines: string[]) => readonly string[]) => () =>
        packed(change(linesOf(good)));
      const header = (value: object) =>
        changed(([first, ...rest]) => [
          JSON.stringify({ ...(JSON.parse(first!) as object), ...value }),
          ...rest,
        ]);

      it.each<[string, () => Uint8Array, Parameters<typeof refusal>[0], RegExp]>([
        ['empty', () => Buffer.alloc(0), 'INVALID_INPUT', /wrote, got another|end is missing/],
        ['a text', () => Buffer.from('agner: 1\n'), 'INVALID_INPUT', /wrote, got another/],
        ['packed text', () => gzipSync('agner: 1\n'), 'INVALID_INPUT', /wrote, got another/],
        [
          'packed JSON of others',
          () => gzipSync('{"format":"other"}\n'),
          'INVALID_INPUT',
          /wrote, got another/,
        ],
        ['cut by a byte', () => good.subarray(0, -1), 'INVALID_INPUT', /end is missing/],
        ['cut in half', () => good.subarray(0, good.length / 2), 'INVALID_INPUT', /missing/],
        ['flipped near the end', () => flipped(0.99), 'INVALID_INPUT', /damaged/],
        ['flipped in the middle', () => flipped(0.5), 'INVALID_INPUT', /damaged/],
        ['flipped in the checksum', () => flipped(0.9999), 'INVALID_INPUT', /damaged/],
        [
          'changed in a row',
          () =>
            gzipSync(
              linesOf(good)
                .map((line) => `${line.replace('"campaign"', '"Campaign"')}\n`)
                .join('')
                .replace('campaign', 'Campaign'),
            ),
          'INVALID_INPUT',
          /its checksum is wrong/,
        ],
        [
          'followed by more',
          () => gzipSync(`${gunzipSync(good).toString()}["x"]\n`),
          'INVALID_INPUT',
          /comes after the last/,
        ],
        [
          'short of a value',
          changed((lines) => lines.map((line, n) => (n === 2 ? '["site_1"]' : line))),
          'INVALID_INPUT',
          /line 3 is out of place/,
        ],
        [
          'of a later form',
          header({ version: 2 }),
          'UNSUPPORTED',
          /newer Agner wrote \(of form 2\)/,
        ],
        [
          'of a later schema',
          header({ migrations: ['0001-initial', '9999-from-the-future'] }),
          'UNSUPPORTED',
          /newer Agner wrote \(9999-from-the-future\)/,
        ],
        [
          'with a table of a later schema',
          changed((lines) => [
            ...lines.slice(0, -1),
            '{"table":"robots","columns":["id"]}',
            lines.at(-1)!,
          ]),
          'UNSUPPORTED',
          /newer Agner wrote \(robots\.id\)/,
        ],
      ])('%s is refused, and nothing is changed', async (_, make_, code, message) => {
        await expect(restore(target, make_())).rejects.toEqual(refusal(code, message));
        expect(linesOf(await backUp(target)).slice(1)).toEqual(before);
      });

      it('changed after it was checked is refused, and nothing is changed', async () => {
        const other = newFile();
        const store = await openStore(other);
        await store.close();
        await expect(restore(target, good, await backUp(other))).rejects.toEqual(
          refusal('INVALID_INPUT', 'the backup changed while it was read'),
        );
        await expect(restore(target, good, good.subarray(0, -9))).rejects.toEqual(
          refusal('INVALID_INPUT', 'damaged'),
        );
        expect(linesOf(await backUp(target)).slice(1)).toEqual(before);
      });
    });
  });
});

describe('looking after a database', () => {
  let location: StoreLocation;
  beforeEach(() => {
    location = newFile();
  });

  it('backs up none that is not there, and makes none', async () => {
    await expect(backUp(location)).rejects.toEqual(refusal('NOT_FOUND', 'there is no database at'));
    await expect(backUp(location)).rejects.toEqual(refusal('NOT_FOUND', 'there is no database at'));
  });

  it('stops a backup when told, and when its writer fails', async () => {
    await filled(location);
    const keeper = databaseKeeper(location);
    const read = async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const chunk of chunks) expect(chunk.length).toBeGreaterThan(0);
    };
    const signal = AbortSignal.abort();
    await expect(keeper.backUp(read, BY.at, { ...CONTEXT, signal })).rejects.toEqual(
      refusal('CANCELLED', 'the backup was stopped'),
    );
    const failing = async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const chunk of chunks) throw new Error(`disk full after ${chunk.length > 0}`);
    };
    await expect(keeper.backUp(failing, BY.at, CONTEXT)).rejects.toThrow('disk full after true');
  });

  it('refuses one that a newer program changed', async () => {
    await filled(location);
    const backup = await backUp(location);
    await executeSql(
      location,
      `INSERT INTO agner_migrations (name, batch) VALUES ('9999-from-the-future', 9)`,
    );
    const message = 'a newer Agner has changed (9999-from-the-future)';
    await expect(backUp(location)).rejects.toMatchObject({
      message: expect.stringContaining(message),
    });
    await expect(restore(location, backup)).rejects.toMatchObject({ code: 'STORAGE' });
  });
});
