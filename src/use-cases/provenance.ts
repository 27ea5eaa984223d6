import { createHash } from 'node:crypto';
import { PROGRAM, type Provenance } from '../domain/index.ts';

/** SHA-256 (hex) of plain data, independent of the order of object keys. */
export function hashOf(data: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sortKeys(data)))
    .digest('hex');
}

/** Provenance of a result made of `data`. `inputs` names them for people and is not hashed. */
export function makeProvenance(
  data: unknown,
  seed: number,
  inputs: Readonly<Record<string, string>>,
): Provenance {
  return { program: PROGRAM, inputsHash: hashOf({ data, seed }), seed, inputs };
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    // Long arrays of numbers need no visit.
    return typeof value[0] === 'object' && value[0] !== null ? value.map(sortKeys) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sortKeys(entry)]),
  );
}
