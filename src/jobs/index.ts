export { createJobQueue, type JobQueueOptions } from './job-queue.ts';
export { serveTasks, type TaskHandlers } from './serve-tasks.ts';
export { createTaskRunner, type TaskRunnerOptions } from './task-runner.ts';
