export { everyDay } from './every-day.ts';
export { createJobQueue } from './job-queue.ts';
export { openSharedJobs, startWorker } from './shared-jobs.ts';
export { createTaskRunner } from './task-runner.ts';
export { type Working, type WorkNote } from './work-jobs.ts';
