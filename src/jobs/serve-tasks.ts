import type { TaskName, TaskTypes, WorkContext } from '../use-cases/index.ts';
import { sharedSignal } from './shared-signal.ts';
import { errorData, type TaskMessage, type TaskNews, type TaskReply } from './task-message.ts';
import { throttleProgress } from './throttle-progress.ts';

/** What does each task. `context.signal.aborted` turns true even while the handler computes. */
export type TaskHandlers = {
  readonly [K in TaskName]: (
    input: TaskTypes[K]['input'],
    context: WorkContext,
  ) => TaskTypes[K]['output'] | Promise<TaskTypes[K]['output']>;
};

const PROGRESS_MILLISECONDS = 100;

/**
 * The worker's side of a task runner. A worker file says
 * `export const runTask = serveTasks({ ... })`; `createTaskRunner` looks for that name.
 */
export function serveTasks(handlers: TaskHandlers): (message: TaskMessage) => Promise<TaskReply> {
  return async ({ task, input, flag, port }) => {
    const { signal, raise } = sharedSignal(flag);
    const tell = (news: TaskNews) => {
      port.postMessage(news);
    };
    const progress = throttleProgress(
      (moment) => {
        tell({ kind: 'progress', progress: moment });
      },
      PROGRESS_MILLISECONDS,
      () => performance.now(),
    );
    port.on('message', raise);
    tell({ kind: 'started' });
    try {
      signal.throwIfAborted();
      // Task and input belong together since the runner's `run` asks for them together.
      const handler = handlers[task] as (input: unknown, context: WorkContext) => unknown;
      const output = await handler(input, { signal, onProgress: progress.onProgress });
      progress.flush();
      return { kind: 'done', output };
    } catch (error) {
      return { kind: 'failed', error: errorData(error) };
    } finally {
      port.close();
    }
  };
}
