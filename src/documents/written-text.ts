import { type Located } from './located-text.ts';
import { parseLocatedJson } from './safe-json.ts';
import { parseLocatedYaml } from './safe-yaml.ts';

/** Largest file that people write by hand, in characters. */
const MAX_WRITTEN_CHARACTERS = 2 * 1024 * 1024;

/**
 * Reads what a person wrote, as JSON or YAML: by the ending of the source's name, else as JSON
 * where it starts as JSON objects and lists do.
 *
 * @throws {AgnerError} `INVALID_INPUT` with line and column; `TOO_LARGE` beyond 2 Mi characters
 */
export function readWritten(text: string, source: string): Located {
  return looksLikeJson(text, source)
    ? parseLocatedJson(text, source, MAX_WRITTEN_CHARACTERS)
    : parseLocatedYaml(text, source, MAX_WRITTEN_CHARACTERS);
}

function looksLikeJson(text: string, source: string): boolean {
  const ending = /\.(json|ya?ml)$/i.exec(source)?.[1]?.toLowerCase();
  return ending === undefined ? /^\ufeff?\s*(?:\[|\{\s*["}])/.test(text) : ending === 'json';
}
