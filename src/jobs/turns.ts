import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import PgBoss from 'pg-boss';
import { AgnerError } from '../domain/index.ts';
import { type AttemptRef, type SharedJobStore } from '../use-cases/index.ts';

/**
 * The turns of shared jobs, kept by pg-boss: who comes next, and how often a job was tried. What a
 * job is and how it stands is kept by the store; both change in one transaction.
 */
export interface Turns {
  readonly add: (id: string) => Promise<void>;
  /** Takes the next job that waits, if there is one. Of those who ask at once each gets another. */
  readonly next: () => Promise<AttemptRef | null>;
  /** Forgets a job that has ended. */
  readonly remove: (id: string) => Promise<void>;
  /** Lets a job wait again that was stopped for no fault of its own. */
  readonly giveBack: (id: string) => Promise<void>;
  /** Lets a job wait again whose attempt was lost; `false` once that happened too often. */
  readonly again: (id: string) => Promise<boolean>;
  readonly has: (id: string) => Promise<boolean>;
}

const QUEUE = 'agner-jobs';

/** Attempts of a job after the first that was lost with its process. */
const RETRIES = 5;

/** Servers that start at once make the same schema and queue: who comes second tries again. */
const INSTALL_TRIES = 5;
const INSTALL_PAUSE_MS = 300;

/**
 * pg-boss makes and upgrades its tables, in a schema of its own. Several may do so at once.
 *
 * @throws {AgnerError} `STORAGE` where the database refuses
 */
export async function installTurns(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await installOnce(url);
      return;
    } catch (error) {
      if (attempt < INSTALL_TRIES) {
        await setTimeout(INSTALL_PAUSE_MS * attempt);
        continue;
      }
      throw new AgnerError(
        'STORAGE',
        `cannot prepare the database for jobs (its user must be able to create a schema): ${messageOf(error)}`,
        {},
        { cause: error },
      );
    }
  }
}

async function installOnce(url: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'agner',
    max: 1,
    supervise: false,
    schedule: false,
  });
  boss.on('error', () => undefined);
  try {
    await boss.start();
    await boss.createQueue(QUEUE, { name: QUEUE, retryLimit: RETRIES });
  } finally {
    await boss.stop({ graceful: false }).catch(() => undefined);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Opens the turns that {@link installTurns} made.
 *
 * @throws {AgnerError} `STORAGE` where they were made for another version
 */
export async function openTurns({
  executeSql,
}: Pick<SharedJobStore, 'executeSql'>): Promise<Turns> {
  const boss = new PgBoss({
    db: { executeSql },
    // Jobs are removed as they end and told lost by their silence: nothing is left to look after.
    supervise: false,
    schedule: false,
    migrate: false,
  });
  boss.on('error', () => undefined);
  await checkInstalled(boss);
  return {
    add: async (id) => {
      await boss.send(QUEUE, { job: id }, { id: keyOf(id), retryLimit: RETRIES });
    },
    next: async () => {
      const [taken] = await boss.fetch<{ job: string }>(QUEUE, { includeMetadata: true });
      return taken === undefined ? null : { id: taken.data.job, attempt: taken.retryCount + 1 };
    },
    remove: async (id) => {
      await boss.deleteJob(QUEUE, keyOf(id));
    },
    giveBack: async (id) => {
      await boss.cancel(QUEUE, keyOf(id));
      await boss.resume(QUEUE, keyOf(id));
    },
    again: async (id) => {
      await boss.fail(QUEUE, keyOf(id), {});
      return (await boss.getJobById(QUEUE, keyOf(id)))?.state === 'retry';
    },
    has: async (id) => (await boss.getJobById(QUEUE, keyOf(id))) !== null,
  };
}

async function checkInstalled(boss: PgBoss): Promise<void> {
  try {
    await boss.start();
  } catch (error) {
    if (error instanceof AgnerError) throw error;
    throw new AgnerError(
      'STORAGE',
      'expected a database whose jobs are kept by this version of Agner, got one of another; start "agner serve" of this version first',
      {},
      { cause: error },
    );
  }
}

/** pg-boss knows jobs by UUIDs; this one is told from our id alone. */
function keyOf(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex');
  return [8, 12, 16, 20, 32].map((end, at) => hex.slice([0, 8, 12, 16, 20][at], end)).join('-');
}
