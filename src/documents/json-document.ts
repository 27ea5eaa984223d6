import { AgnerError } from '../domain/errors.ts';
import { type DocumentKind } from '../domain/document.ts';
import type * as z from 'zod';
import { checkValue, quoted } from './issues.ts';
import { parseLocatedJson } from './safe-json.ts';

/** Largest document that is read, in characters: a year of quarter-hours for many queues. */
const MAX_DOCUMENT_CHARACTERS = 256 * 1024 * 1024;

/**
 * Reads a computed document from JSON: as it is, or stored with its header (`{header, document}`).
 *
 * @throws {AgnerError} `INVALID_INPUT` with line and column; `TOO_LARGE`
 */
export function readJsonDocument<T>(
  text: string,
  source: string,
  kind: DocumentKind,
  schema: z.ZodType<T>,
): T {
  const { value, locate } = parseLocatedJson(text, source, MAX_DOCUMENT_CHARACTERS);
  const isStored = isObject(value) && 'document' in value;
  const document = isStored ? value['document'] : value;
  const found = isObject(document) ? document['kind'] : undefined;
  if (found !== kind) {
    const what = typeof found === 'string' ? `the kind ${quoted(found)}` : 'something else';
    throw new AgnerError('INVALID_INPUT', `${source}: expected a ${kind}, got ${what}`, {
      source,
      expected: kind,
    });
  }
  return checkValue(schema, document, source, (parts) =>
    locate(parts.map(({ path, at }) => ({ path: isStored ? ['document', ...path] : path, at }))),
  );
}

/** Whether a text is JSON rather than CSV: by the ending of its name, else by its first character. */
export function isJsonText(text: string, source: string): boolean {
  const ending = /\.(json|csv)$/i.exec(source)?.[1]?.toLowerCase();
  return ending === undefined ? /^\ufeff?\s*[[{]/.test(text) : ending === 'json';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
