import type { Identity, SharedJobStore, Store } from '../use-cases/index.ts';
import { attendanceStore } from './attendance.ts';
import { auditStore } from './audit.ts';
import { callLogStore } from './call-logs.ts';
import { openDatabase, type StoreLocation } from './database.ts';
import { feedStore } from './feeds.ts';
import { historyStore } from './histories.ts';
import { systemIdentity } from './identity.ts';
import { jobStore } from './jobs.ts';
import { migrate, refuseOther } from './migrate.ts';
import { overrideStore } from './overrides.ts';
import { peopleStore } from './people.ts';
import { planStore } from './plans.ts';
import { personStore } from './people-data/person-store.ts';
import { publicationStore } from './publications.ts';
import { requestKeyStore } from './request-keys.ts';
import { resultStore } from './results.ts';
import { sharedJobStore } from './shared-jobs.ts';
import { timesheetStore } from './timesheets.ts';

/** How long a writer waits for other processes before it gives up with `BUSY`. */
const BUSY_SECONDS = 10;

/** A store, and the jobs that on PostgreSQL, and there alone, several processes share. */
export interface OpenedStore extends Store {
  sharedJobs(): Promise<SharedJobStore>;
}

/**
 * Opens the store, creating folder, file and tables where they are missing. Several processes may
 * have the same one open and write at the same time.
 *
 * @param location an SQLite file (`:memory:` for one that vanishes), or a PostgreSQL URL whose
 *   user may create tables
 * @param identity makes the ids of sites and queues
 * @param busySeconds how long a writer waits for other processes
 * @param schema whether a schema that is older is brought up to date, or refused
 * @throws {AgnerError} `STORAGE` for a database that cannot be opened, is not Agner's, or was
 *   changed by a newer version; `BUSY` where another process holds it for too long
 */
export async function openStore(
  location: StoreLocation,
  identity: Identity = systemIdentity,
  busySeconds = BUSY_SECONDS,
  schema: 'migrated' | 'as-it-is' = 'migrated',
): Promise<OpenedStore> {
  const database = await openDatabase(location, busySeconds);
  try {
    await (schema === 'migrated' ? migrate(database) : refuseOther(database));
  } catch (error) {
    await database.close();
    throw error;
  }
  database.hidePlace();
  return {
    ...historyStore(database, identity),
    ...planStore(database, identity),
    ...resultStore(database, identity),
    ...overrideStore(database),
    ...peopleStore(database),
    ...jobStore(database),
    ...callLogStore(database, identity),
    ...publicationStore(database, identity),
    ...attendanceStore(database, identity),
    ...timesheetStore(database, identity),
    ...feedStore(database, identity),
    ...personStore(database),
    ...auditStore(database),
    ...requestKeyStore(database),
    ping: () =>
      database.read(async (knex) => {
        await knex('sites').limit(1).select('id');
      }),
    sharedJobs: () => Promise.resolve(sharedJobStore(database)),
    close: database.close,
  };
}
