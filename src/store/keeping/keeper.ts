import { existsSync } from 'node:fs';
import { AgnerError } from '../../domain/index.ts';
import type { DatabaseKeeper } from '../../use-cases/index.ts';
import { type Database, openDatabase, type StoreLocation } from '../database.ts';
import { refuseNewer } from '../migrate.ts';
import { check, examineDatabase, examineMachine } from './examine.ts';
import { restoreBackup } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

/**
 * Looks after the database at a place, which it opens for each task and closes again.
 *
 * @param busySeconds how long restoring waits for other processes
 */
export function databaseKeeper(location: StoreLocation, busySeconds = 10): DatabaseKeeper {
  const using = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
    const database = await openDatabase(location, busySeconds);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  };
  return {
    async backUp(write, createdAt, context) {
      refuseMissing(location);
      return using(async (database) => {
        if ((await database.read(refuseNewer)).length === 0) throw missing();
        return writeBackup(database, write, createdAt, context);
      });
    },
    restore: (open, by, context) => using((database) => restoreBackup(database, open, by, context)),
    async examine() {
      const machine = await examineMachine(location);
      const opened = await check('database', async () => {
        refuseMissing(location);
        await using(() => Promise.resolve());
        return { status: 'ok', figures: {} };
      });
      if (opened.status !== 'ok') return [...machine, opened];
      return [...machine, ...(await using(examineDatabase))];
    },
  };
}

/** Opening would make one. */
function refuseMissing(location: StoreLocation): void {
  if (location.kind === 'sqlite' && !existsSync(location.path)) {
    throw new AgnerError('NOT_FOUND', `there is no database at ${location.path}`);
  }
}

function missing(): AgnerError {
  return new AgnerError('NOT_FOUND', 'the database holds nothing of Agner yet');
}
