import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { AgnerError } from '../domain/index.ts';
import type { TaskRunner, WorkContext } from '../use-cases/index.ts';
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
  /** How far its threads stand back behind others of the machine (0 to 19), where it can tell threads apart. */
  readonly niceness: number;
}

/** How long a cancelled task may go on to bring home what it has; then its thread is ended. */
const GRACE_MILLISECONDS = 4_000;

/**
 * Tasks make much garbage and keep little. As V8 comes, a thread's heap grows to several times what is
 * kept before it is cleaned: four threads that forecast took 1.3 GB, and take half of that so, in the
 * same time.
 */
const HEAP_GROWING_PERCENT = 40;
const YOUNG_MEBIBYTES = 24;

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
export function createTaskRunner({ workerUrl, threads, niceness }: TaskRunnerOptions): TaskRunner {
  let pool: Piscina | null = null;
  let isClosed = false;
  const isOver = () => isClosed;
  // Piscina forgets tasks that wait for a thread when that thread cannot start.
  const lines = new Set<Line>();

  const openPool = () => {
    setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
    const opened = new Piscina({
      filename: fileURLToPath(workerUrl),
      name: TASK_EXPORT,
      // With none, tasks that wait while a thread is ended would wait for ever.
      minThreads: 1,
      maxThreads: threads,
      idleTimeout: 30_000,
      recordTiming: false,
      niceIncrement: niceness,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
    });
    opened.on('error', (error: Error) => {
      for (const line of lines) line.cannotStart(error);
    });
    return opened;
  };

  return {
    threads,
    async run(task, input, context) {
      if (isOver() || context.signal.aborted) throw cancelled();
      pool ??= openPool();
      const line = openLine(context);
      lines.add(line);
      try {
        const { flag, port } = line;
        const message: TaskMessage = { task, input, flag, port };
        const reply = (await Promise.race([
          pool.run(message, { transferList: [port], signal: line.end }),
          line.failure,
        ])) as TaskReply;
        line.drain();
        if (reply.kind === 'failed') throw errorFrom(reply.error);
        return reply.output as never;
      } catch (error) {
        if (error instanceof AgnerError) throw error;
        if (isOver() || line.end.aborted) throw cancelled();
        throw errorFrom(errorData(error));
      } finally {
        lines.delete(line);
        line.close();
      }
    },
    async close() {
      isClosed = true;
      await pool?.destroy();
    },
  };
}

type Line = ReturnType<typeof openLine>;

/** The line from a caller to its task: cancel goes in, news comes out. */
function openLine({ signal, onProgress }: WorkContext) {
  const flag = new SharedArrayBuffer(4);
  const { port1: ours, port2: port } = new MessageChannel();
  const end = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  let hasStarted = false;
  let cannotStart: (error: Error) => void = () => undefined;
  const failure = new Promise<never>((_, reject) => {
    cannotStart = (error) => {
      if (!hasStarted) reject(error);
    };
  });

  const hear = (news: TaskNews) => {
    if (news.kind === 'started') hasStarted = true;
    else onProgress(news.progress);
  };
  ours.on('message', hear);

  const cancel = () => {
    Atomics.store(new Int32Array(flag), 0, 1);
    ours.postMessage('cancel');
    timers.push(
      setTimeout(() => {
        if (!hasStarted) end.abort();
      }, START_MILLISECONDS),
      setTimeout(() => {
        end.abort();
      }, GRACE_MILLISECONDS),
    );
  };
  signal.addEventListener('abort', cancel, { once: true });

  return {
    flag,
    port,
    /** Raised where the task must lose its place in the queue, or its thread. */
    end: end.signal,
    failure,
    cannotStart: (error: Error) => {
      cannotStart(error);
    },
    /** Hears what is still on its way: the answer may overtake the last progress. */
    drain: () => {
      for (;;) {
        const late = receiveMessageOnPort(ours) as { readonly message: TaskNews } | undefined;
        if (late === undefined) return;
        hear(late.message);
      }
    },
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      ours.close();
    },
  };
}

function cancelled(): AgnerError {
  return new AgnerError('CANCELLED', 'the work was cancelled');
}
