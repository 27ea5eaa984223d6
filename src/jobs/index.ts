export { createJobQueue } from './job-queue.ts';
export { serveTasks } from './serve-tasks.ts';
export { createTaskRunner } from './task-runner.ts';
