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

/** Provenance of a result put together from others, made alike but for their histories. */
export function mergeProvenance(parts: readonly Provenance[], seed: number): Provenance {
  const hashes = parts.map(({ inputsHash }) => inputsHash);
  const histories = parts.flatMap(({ inputs }) => inputs['history'] ?? []);
  const inputs = { ...parts[0]?.inputs, history: [...new Set(histories)].join(', ') };
  return makeProvenance(hashes, seed, inputs);
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
