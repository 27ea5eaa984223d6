import { AgnerError } from '../domain/errors.ts';

/** What a spreadsheet would run as a formula, or what {@link formatCsvRow} made of such a text. */
const FORMULA = /^'*[=+\-@\t\r]/;
const NEUTRALISED = /^'+[=+\-@\t\r]/;

/**
 * One row of CSV (RFC 4180, separated by commas), without the line end.
 *
 * A text that a spreadsheet would take for a formula (it starts with =, +, -, @, tab or carriage
 * return) gets an apostrophe in front; {@link readCsvText} takes it away again. Numbers stay
 * numbers, also below 0, and are written without exponent; `null` is an empty field.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a number that is not finite
 */
export function formatCsvRow(cells: readonly (string | number | null)[]): string {
  return cells.map(formatCell).join(',');
}

/** A cell's text as it was before {@link formatCsvRow} made it harmless. */
export function readCsvText(text: string): string {
  return NEUTRALISED.test(text) ? text.slice(1) : text;
}

function formatCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return formatNumber(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function formatNumber(value: number): string {
  if (!Number.isFinite(value)) {
    throw new AgnerError('INVALID_INPUT', `expected a finite number for CSV, got ${value}`);
  }
  const text = String(value);
  return text.includes('e')
    ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
    : text;
}
