import type { Identity, JobRecord, Store } from '../use-cases/index.ts';

/** A job as it stands, written to the store behind it: state at once, progress now and then. */
export interface PersistedJob {
  readonly record: () => JobRecord;
  readonly hasEnded: () => boolean;
  /** Changes it while it lives; of a job that has ended nothing changes. */
  readonly update: (change: Partial<Pick<JobRecord, 'state' | 'progress'>>) => void;
  /** Ends it; only the first end counts. */
  readonly finish: (
    end: Pick<JobRecord, 'state'> & Partial<Pick<JobRecord, 'resultId' | 'error'>>,
  ) => void;
  /** Resolves once the store holds it as it stands, rejects if the store refuses. */
  readonly saved: () => Promise<void>;
}

const PROGRESS_MILLISECONDS = 1_000;

/** Keeps a job in memory and in the store. Saves of one job never overtake each other. */
export function persistJob(
  store: Pick<Store, 'saveJob'>,
  identity: Pick<Identity, 'now'>,
  first: JobRecord,
): PersistedJob {
  let record = first;
  let ended = false;
  let savedRecord: JobRecord | null = null;
  let saving: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const save = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    saving ??= (async () => {
      try {
        while (savedRecord !== record) {
          const taken = record;
          await store.saveJob(taken);
          savedRecord = taken;
        }
      } finally {
        saving = null;
      }
    })();
    return saving;
  };
  const saveSoon = (milliseconds: number) => {
    timer ??= setTimeout(() => {
      // A store that is down for now: the next change tries again, and `saved` tells.
      save().catch(() => undefined);
    }, milliseconds);
  };

  return {
    record: () => record,
    hasEnded: () => ended,
    update(change) {
      if (ended) return;
      record = { ...record, ...change, updatedAt: identity.now() };
      saveSoon(change.state === undefined ? PROGRESS_MILLISECONDS : 0);
    },
    finish(end) {
      if (ended) return;
      ended = true;
      record = { ...record, ...end, updatedAt: identity.now() };
      save().catch(() => undefined);
    },
    saved: () => (savedRecord === record ? Promise.resolve() : save()),
  };
}
