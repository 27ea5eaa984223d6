import { type Sheet } from '../use-cases/index.ts';
import { formatCsvRow } from './csv-row.ts';

/** A table as CSV with a header; empty fields are "not known". */
export function* formatSheetCsv({ columns, rows }: Sheet): Generator<string> {
  yield `${formatCsvRow(columns.map(({ name }) => name))}\n`;
  for (const row of rows) yield `${formatCsvRow(row)}\n`;
}
