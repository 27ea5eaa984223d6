import { type MessagePort } from 'node:worker_threads';
import { AgnerError, type ErrorCode } from '../domain/index.ts';
import type { Progress, TaskName } from '../use-cases/index.ts';

/** Name under which a worker file exports what {@link serveTasks} returns. */
export const TASK_EXPORT = 'runTask';

/** What a worker thread is given. */
export interface TaskMessage {
  readonly task: TaskName;
  readonly input: unknown;
  /** One 32-bit number: 1 once the task is to stop. Seen by a worker that is busy computing. */
  readonly flag: SharedArrayBuffer;
  /** Progress comes out; "cancel" goes in, for a worker that is waiting. */
  readonly port: MessagePort;
}

/** What a worker tells while it works. */
export type TaskNews =
  { readonly kind: 'started' } | { readonly kind: 'progress'; readonly progress: Progress };

/** What a worker answers. Errors travel as data: a thread's boundary keeps only their message. */
export type TaskReply =
  | { readonly kind: 'done'; readonly output: unknown }
  | { readonly kind: 'failed'; readonly error: ErrorData };

export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** Where it was thrown; for logs. */
  readonly stack: string;
}

/** An error as plain data. One that is not of the house is `INTERNAL`. */
export function errorData(error: unknown): ErrorData {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  if (error instanceof AgnerError) {
    return {
      code: error.code,
      message: error.message,
      details: plainDetails(error.details),
      stack,
    };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: 'INTERNAL',
    message: `the work failed unexpectedly (${message})`,
    details: {},
    stack,
  };
}

/** The error that {@link errorData} took apart. */
export function errorFrom({ code, message, details, stack }: ErrorData): AgnerError {
  const cause = new Error(message);
  cause.stack = stack;
  return new AgnerError(code, message, details, { cause });
}

/** Details that can be sent: functions and the like are left out. */
function plainDetails(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).flatMap(([key, value]) => {
      try {
        return [[key, structuredClone(value)]];
      } catch {
        return [];
      }
    }),
  );
}
