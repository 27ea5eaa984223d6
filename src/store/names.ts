import { AgnerError } from '../domain/index.ts';

const MAX_NAME_LENGTH = 200;

/** Returns `name` if any database can keep and index it, else throws `INVALID_INPUT`. */
export function checkName(noun: string, name: string): string {
  if (name === '' || name.length > MAX_NAME_LENGTH) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected ${noun} to be 1 to ${MAX_NAME_LENGTH} characters long, got ${name.length}`,
      { noun, length: name.length },
    );
  }
  return checkText(noun, name);
}

/** Returns `text` if it is proper Unicode without NUL (PostgreSQL keeps nothing else). */
export function checkText(noun: string, text: string): string {
  const at = text.search(/\0|\p{Surrogate}/u);
  if (at >= 0) {
    const found = text.charCodeAt(at) === 0 ? 'NUL' : 'half of a surrogate pair';
    throw new AgnerError(
      'INVALID_INPUT',
      `expected ${noun} to be Unicode text without NUL, got ${found} at character ${at + 1}`,
      { noun, at },
    );
  }
  return text;
}
