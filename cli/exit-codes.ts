import { type ErrorCode } from '../src/domain/index.ts';

/** Exit code of each fault; 0 is done, 4 is "checked, and something is wrong". */
export const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  INTERNAL: 1,
  INVALID_INPUT: 2,
  UNSUPPORTED: 2,
  TOO_LARGE: 2,
  NOT_FOUND: 3,
  INSUFFICIENT_HISTORY: 5,
  UNSTABLE_QUEUE: 5,
  UNREACHABLE_GOAL: 5,
  CONFLICT: 6,
  UNAUTHENTICATED: 6,
  FORBIDDEN: 6,
  BUSY: 7,
  STORAGE: 7,
  CANCELLED: 130,
};

/** `check` and `audit` found something wrong in what they were given. */
export const FOUND_PROBLEMS = 4;
