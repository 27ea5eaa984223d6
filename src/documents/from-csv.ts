import { createHash } from 'node:crypto';
import { checkZone } from '../domain/calendar.ts';
import { type Provenance } from '../domain/document.ts';
import { inputError } from '../domain/errors.ts';

export interface CsvOptions {
  /** Zone whose local days count, and of times without offset; needed for CSV, unused for JSON. */
  readonly zone: string | null;
}

/** The zone of a CSV document. Throws `INVALID_INPUT` where none is given. */
export function neededZone({ zone }: CsvOptions, source: string): string {
  if (zone === null) {
    throw inputError('expected a time zone beside CSV (from a plan, or said by name)', { source });
  }
  checkZone(zone);
  return zone;
}

/** Provenance of a document that came as CSV: the hash is of the text. */
export function csvProvenance(text: string, source: string): Provenance {
  return {
    program: 'csv',
    inputsHash: createHash('sha256').update(text).digest('hex'),
    seed: 0,
    inputs: { file: source },
  };
}
