import { AgnerError } from '../domain/errors.ts';
import { quoted } from './issues.ts';

/**
 * Reads "offered=Calls,interval_start=Start time" as an object. Names hold neither "=" nor ",".
 *
 * @throws {AgnerError} `INVALID_INPUT` for anything else, a name that comes twice, or `__proto__`
 */
export function readPairs(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((part) => part.split('=').map((word) => word.trim()));
  const seen = new Set(['__proto__', 'constructor', 'prototype']);
  for (const pair of pairs) {
    const [name = '', value = ''] = pair;
    if (pair.length !== 2 || name === '' || value === '' || seen.has(name)) {
      const shown = quoted(pair.join('='));
      throw new AgnerError(
        'INVALID_INPUT',
        `expected pairs of names such as offered=Calls, each once, got ${shown}`,
      );
    }
    seen.add(name);
  }
  return Object.fromEntries(pairs) as Record<string, string>;
}
