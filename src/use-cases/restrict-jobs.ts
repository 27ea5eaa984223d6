import { AgnerError } from '../domain/index.ts';
import { type JobQueue } from './job-ports.ts';
import { notThere } from './restrict-store.ts';

/** The same jobs, of which those of other sites are not there. */
export function restrictJobs(jobs: JobQueue, sites: readonly string[]): JobQueue {
  const own = async (id: string) => {
    const job = await jobs.get(id);
    if (!sites.includes(job.site)) throw notThere('job', id);
    return job;
  };
  return {
    submit: async (order) => {
      if (!sites.includes(order.site)) {
        throw new AgnerError('NOT_FOUND', `expected a site of yours, got "${order.site}"`);
      }
      return jobs.submit({ ...order, sites });
    },
    get: own,
    cancel: async (id) => {
      await own(id);
      return jobs.cancel(id);
    },
    count: () => jobs.count(),
    close: () => jobs.close(),
  };
}
