import { AgnerError, inputError } from '../domain/errors.ts';
import { type Locate, quoted } from './issues.ts';

/** A value read from text, and where in the text its parts stand. */
export interface Located {
  readonly value: unknown;
  readonly locate: Locate;
}

/** Deepest nesting of lists and objects that is read. */
export const MAX_DEPTH = 64;
/** Longest key, in characters. */
const MAX_KEY = 200;

const REFUSED_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** What is wrong with a key of an object, or `null`: prototype keys, over-long keys, repeats. */
export function keyFault(key: string, seen: ReadonlySet<string>): string | null {
  if (REFUSED_KEYS.has(key)) return `the key ${quoted(key)} is not allowed`;
  if (key.length > MAX_KEY) {
    return `expected a key of at most ${MAX_KEY} characters, got ${quoted(key)}`;
  }
  if (seen.has(key)) return `the key ${quoted(key)} stands twice`;
  return null;
}

/** Line and column (from 1) of an offset in a text, columns in characters as editors count them. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

/** An `INVALID_INPUT` at an offset: "plan.yaml, line 3, column 1: ...". */
export function faultAt(
  text: string,
  source: string,
  offset: number,
  message: string,
  firstLine = 1,
): AgnerError {
  const { line: lineOfText, column } = lineAndColumn(text, offset);
  const line = lineOfText + firstLine - 1;
  const fault = inputError(message, { source, line, column });
  return new AgnerError(fault.code, fault.message, {
    ...fault.details,
    problems: [{ line, column, path: '', message }],
  });
}

/**
 * The text without a byte order mark. Refuses what is no text (control characters, bytes that
 * were no UTF-8) and, as `TOO_LARGE`, more than `maxCharacters`.
 */
export function checkText(text: string, source: string, maxCharacters: number): string {
  if (text.length > maxCharacters) {
    throw new AgnerError(
      'TOO_LARGE',
      `${source}: expected at most ${maxCharacters} characters, got ${text.length}`,
      { source, limit: maxCharacters, got: text.length },
    );
  }
  const bare = text.startsWith('\ufeff') ? text.slice(1) : text;
  const odd = bare.search(/[^\P{Cc}\t\n\r]|\ufffd/u);
  if (odd !== -1) {
    throw faultAt(
      bare,
      source,
      odd,
      bare[odd] === '\ufffd'
        ? 'expected UTF-8 text, got bytes that are none'
        : `expected text, got the control character ${quoted(bare[odd] ?? '')}`,
    );
  }
  return bare;
}
