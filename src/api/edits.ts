import { type Request } from 'express';
import { AgnerError } from '../domain/index.ts';
import { type Precondition } from '../use-cases/index.ts';

/** Longest `If-Match` that is read: some dozens of tags. */
const MAX_LENGTH = 4096;

/** One entity tag (RFC 9110, section 8.8.3), weak or strong. */
const TAG = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;

/** The strong ETag of a state. */
export function etagOf(state: string): string {
  return `"${state}"`;
}

/**
 * Which state of a thing the caller has seen, by `If-Match`. Weak tags never match.
 *
 * @throws {AgnerError} `INVALID_INPUT`: 428 without the header, 400 for one that holds no tags
 */
export function preconditionOf(request: Request): Precondition {
  const text = request.get('if-match')?.trim();
  if (text === undefined || text === '') {
    throw new AgnerError(
      'INVALID_INPUT',
      'expected If-Match with the ETag of what is to be changed, as GET tells it',
      { status: 428 },
    );
  }
  if (text === '*') return { kind: 'any' };
  if (text.length > MAX_LENGTH) throw notTags();
  const states = text.split(',').flatMap((part) => {
    const found = TAG.exec(part.trim());
    if (found === null) throw notTags();
    return found[1] === undefined ? [found[2]!] : [];
  });
  return { kind: 'seen', states };
}

/** Whether `If-None-Match` names a state; weak tags match too, and what is no tag matches nothing. */
export function hasState(request: Request, state: string): boolean {
  const text = request.get('if-none-match')?.trim() ?? '';
  if (text === '*') return true;
  if (text.length > MAX_LENGTH) return false;
  return text.split(',').some((part) => TAG.exec(part.trim())?.[2] === state);
}

function notTags(): AgnerError {
  return new AgnerError('INVALID_INPUT', 'expected If-Match to hold ETags such as "pl_4f1c", or *');
}
