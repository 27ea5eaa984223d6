import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { AgnerError } from '../domain/index.ts';
import type { OnProgress, TaskRunner } from '../use-cases/index.ts';
import {
  errorData,
  errorFrom,
  TASK_EXPORT,
  type TaskMessage,
  type TaskNews,
  type TaskReply,
} from './task-message.ts';

export interface TaskRunnerOptions {
  /** JavaScript file that exports `runTask`, made by `serveTasks`. */
  readonly workerUrl: URL;
  /** Tasks that run at the same time; further ones wait. */
  readonly threads: number;
}

/** How long a cancelled task may go on to bring home what it has; then its thread is ended. */
const GRACE_MILLISECONDS = 4_000;

/** Within this time a task that a thread has taken says so. */
const START_MILLISECONDS = 200;

/**
 * Runs tasks in worker threads, so that the event loop stays free. Input and output are copied.
 * Threads are started with the first task.
 *
 * An abort of `context.signal` takes a waiting task off the queue at once. A running one sees it
 * between its steps; one that does not end within {@link GRACE_MILLISECONDS} loses its thread.
 * Errors of the house arrive as they were thrown; others as `INTERNAL`.
 */
export function createTaskRunner({ workerUrl, threads }: TaskRunnerOptions): TaskRunner {
  let pool: Piscina | null = null;
  let isClosed = false;
  const isOver = () => isClosed;
  // What makes a waiting task fail: piscina forgets those that wait for a thread that cannot start.
  const waiting = new Set<(error: unknown) => void>();

  const openPool = () => {
    const opened = new Piscina({
      filename: fileURLToPath(workerUrl),
      name: TASK_EXPORT,
      // With none, tasks that wait while a thread is ended would wait for ever.
      minThreads: 1,
      maxThreads: threads,
      idleTimeout: 30_000,
      recordTiming: false,
    });
    opened.on('error', (error) => {
      for (const fail of waiting) fail(error);
    });
    return opened;
  };

  return {
    async run(task, input, { signal, onProgress }) {
      if (isOver() || signal.aborted) throw cancelled();
      pool ??= openPool();
      const cancel = new Int32Array(new SharedArrayBuffer(4));
      const { port1, port2 } = new MessageChannel();
      const listener = listen(port1, onProgress);
      const end = new AbortController();
      const timers: NodeJS.Timeout[] = [];
      const stop = () => {
        Atomics.store(cancel, 0, 1);
        port1.postMessage('cancel');
        const endUnless = (isFine: () => boolean, milliseconds: number) =>
          setTimeout(() => {
            if (!isFine()) end.abort();
          }, milliseconds);
        timers.push(
          endUnless(listener.hasStarted, START_MILLISECONDS),
          endUnless(() => false, GRACE_MILLISECONDS),
        );
      };
      signal.addEventListener('abort', stop, { once: true });
      let fail: (error: unknown) => void = () => undefined;
      const failure = new Promise<never>((_, reject) => {
        fail = (error) => {
          if (!listener.hasStarted()) reject(error);
        };
        waiting.add(fail);
      });
      try {
        const message: TaskMessage = { task, input, flag: cancel.buffer, port: port2 };
        const running = pool.run(message, { transferList: [port2], signal: end.signal });
        const reply = (await Promise.race([running, failure])) as TaskReply;
        listener.drain();
        if (reply.kind === 'failed') throw errorFrom(reply.error);
        return reply.output as never;
      } catch (error) {
        if (error instanceof AgnerError) throw error;
        if (isOver() || end.signal.aborted) throw cancelled();
        throw errorFrom(errorData(error));
      } finally {
        waiting.delete(fail);
        for (const timer of timers) clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        port1.close();
      }
    },
    async close() {
      isClosed = true;
      await pool?.destroy();
    },
  };
}

function listen(port: MessagePort, onProgress: OnProgress) {
  let started = false;
  const hear = (news: TaskNews) => {
    if (news.kind === 'started') started = true;
    else onProgress(news.progress);
  };
  port.on('message', hear);
  return {
    hasStarted: () => started,
    /** Hears what is on its way: the answer may overtake the last progress. */
    drain: () => {
      for (;;) {
        const late = receiveMessageOnPort(port) as { readonly message: TaskNews } | undefined;
        if (late === undefined) return;
        hear(late.message);
      }
    },
  };
}

function cancelled(): AgnerError {
  return new AgnerError('CANCELLED', 'the work was cancelled');
}
