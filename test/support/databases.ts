import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import {
  type PostgresServer,
  postgresAbsence,
  postgresStandsAside,
  startPostgres,
} from './postgres.ts';

/** Runs the same tests on SQLite and on PostgreSQL; `newDatabase` is what `--database` takes. */
export function onEachDatabase(
  suite: (newDatabase: () => Promise<string>, kind: 'sqlite' | 'postgres') => void,
): void {
  describe('on SQLite', () => {
    const folder = mkdtempSync(join(tmpdir(), 'agner-e2e-'));
    let files = 0;
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });
    suite(() => Promise.resolve(join(folder, `${++files}.db`)), 'sqlite');
  });
  describe.skipIf(postgresStandsAside())(`on PostgreSQL${postgresAbsence()}`, () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server.stop());
    suite(() => server.createDatabase(), 'postgres');
  });
}
