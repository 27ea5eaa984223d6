import { AgnerError, type ErrorCode } from '../domain/index.ts';

/** HTTP status of each fault: the one table. */
export const STATUS_OF: Readonly<Record<ErrorCode, number>> = {
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  CANCELLED: 409,
  TOO_LARGE: 413,
  UNSUPPORTED: 415,
  INSUFFICIENT_HISTORY: 422,
  UNSTABLE_QUEUE: 422,
  UNREACHABLE_GOAL: 422,
  BUSY: 503,
  STORAGE: 503,
  INTERNAL: 500,
};

const TITLES: Readonly<Record<ErrorCode, string>> = {
  INVALID_INPUT: 'The request cannot be understood',
  UNAUTHENTICATED: 'Sign in first',
  FORBIDDEN: 'Not allowed',
  NOT_FOUND: 'There is no such thing',
  CONFLICT: 'It clashes with what is stored',
  CANCELLED: 'The work was cancelled',
  TOO_LARGE: 'Too large',
  UNSUPPORTED: 'Not a supported kind of content',
  INSUFFICIENT_HISTORY: 'The history is too short',
  UNSTABLE_QUEUE: 'The agents cannot carry the load',
  UNREACHABLE_GOAL: 'No number of agents meets the goal',
  BUSY: 'Busy; try again later',
  STORAGE: 'The database cannot be used',
  INTERNAL: 'Something went wrong inside Agner',
};

/** An error as RFC 9457 problem details. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  /** Every fault of the input, where there are several. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

export interface ProblemAnswer {
  readonly problem: Problem;
  readonly retryAfterSeconds: number | null;
}

/** What a caller may know of an error: never an inner message, a path or a stack. */
export function toProblem(error: unknown): ProblemAnswer {
  if (error instanceof AgnerError) return fromAgner(error);
  return { problem: makeProblem('INTERNAL', TITLES.INTERNAL), retryAfterSeconds: null };
}

function fromAgner(error: AgnerError): ProblemAnswer {
  const { code, details } = error;
  const detail = code === 'INTERNAL' ? TITLES.INTERNAL : error.message;
  const retry = details['retryAfterSeconds'];
  return {
    problem: { ...makeProblem(code, detail), ...errorsOf(details['problems']) },
    retryAfterSeconds: typeof retry === 'number' ? retry : STATUS_OF[code] === 503 ? 5 : null,
  };
}

function makeProblem(code: ErrorCode, detail: string): Problem {
  return {
    type: `urn:agner:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: TITLES[code],
    status: STATUS_OF[code],
    detail,
    code,
  };
}

function errorsOf(problems: unknown): Pick<Problem, 'errors'> {
  if (!Array.isArray(problems)) return {};
  const errors = (problems as { path?: string; line?: number | null; message: string }[])
    .slice(0, 100)
    .map(({ path, line, message }) => ({
      path: path ?? '',
      message: typeof line === 'number' ? `line ${line}: ${message}` : message,
    }));
  return { errors };
}
