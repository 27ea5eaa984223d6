import { createHash } from 'node:crypto';
import { checkZone } from '../domain/calendar.ts';
import { type Provenance } from '../domain/document.ts';
import { inputError } from '../domain/errors.ts';
import { quoted } from './issues.ts';
import { type Table } from './table.ts';

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

/** A file of another tool: what it calls things, and what it does not say. `null` is "as it says". */
export interface ForeignNames {
  /** Queue of every row. */
  readonly queue: string | null;
  /** The file's own column names by ours. */
  readonly columns: Readonly<Record<string, string>> | null;
}

/** A table under our names. Throws `INVALID_INPUT` where a needed column is missing. */
export function renameColumns(
  table: Table,
  { queue, columns }: ForeignNames,
  needed: readonly string[],
  source: string,
): Table {
  const theirs = (name: string) => columns?.[name] ?? name;
  const has = new Set(table.columns);
  for (const name of needed) {
    if ((name === 'queue' && queue !== null) || has.has(theirs(name))) continue;
    const known = table.columns.slice(0, 12).map(quoted).join(', ');
    throw inputError(`missing column ${quoted(theirs(name))}, the header has ${known}`, {
      source,
      line: 1,
    });
  }
  const ours = new Map(Object.entries(columns ?? {}).map(([name, other]) => [other, name]));
  return {
    columns: table.columns.map((name) => ours.get(name) ?? name),
    rows: table.rows.map(({ line, cell }) => ({
      line,
      cell: (name) => (name === 'queue' && queue !== null ? queue : cell(theirs(name))),
    })),
  };
}
