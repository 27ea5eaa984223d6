import type { Identity, JobQueue, SharedJobStore, Store } from '../use-cases/index.ts';
import { newRecord } from './job-record.ts';
import { type Turns } from './turns.ts';

export interface SharedQueueOptions {
  readonly store: Pick<Store, 'loadJob'> &
    Pick<SharedJobStore, 'change' | 'addSharedJob' | 'cancelSharedJob' | 'countJobs'>;
  readonly turns: Turns;
  readonly identity: Identity;
  /** Jobs that may wait for their turn, whoever queued them. */
  readonly maxQueued: number;
}

/** Queues jobs for any process that works, and tells how they stand, whoever works. */
export function createSharedQueue({
  store,
  turns,
  identity,
  maxQueued,
}: SharedQueueOptions): JobQueue {
  return {
    async submit(order) {
      const record = newRecord(identity, order);
      await store.change(async () => {
        await store.addSharedJob(record, order, maxQueued);
        await turns.add(record.id);
      });
      return record;
    },
    get: (id) => store.loadJob(id),
    cancel: (id) => store.cancelSharedJob(id),
    count: () => store.countJobs(),
    close: () => Promise.resolve(),
  };
}
