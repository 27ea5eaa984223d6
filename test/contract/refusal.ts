import { expect } from 'vitest';
import { type ErrorCode } from '../../src/domain/index.ts';

/** Matches an error of the house by code and message (a part of it, or a pattern). */
export function refusal(code: ErrorCode, message: RegExp | string): unknown {
  return expect.objectContaining({
    name: 'AgnerError',
    code,
    message: expect.stringMatching(message),
  });
}
