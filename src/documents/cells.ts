/** Cells of a CSV table as numbers, fractions, truth and instants, with faults by line and column. */
import { epochSeconds, readLocal } from '../domain/calendar.ts';
import { type AgnerError, inputError } from '../domain/errors.ts';
import { readDecimal } from './csv-number.ts';
import { quoted } from './issues.ts';
import { type TableRow } from './table.ts';

/** A fault of one cell: "roster.csv, line 7, column end: ...". */
export function cellFault(
  source: string,
  row: TableRow,
  column: string,
  message: string,
): AgnerError {
  return inputError(message, { source, line: row.line, column });
}

/** Text of a column that must not be empty. */
export function neededCell(row: TableRow, column: string, source: string): string {
  const text = row.cell(column);
  if (text === null) throw cellFault(source, row, column, 'expected a value, got an empty field');
  return text;
}

/** A number of 0 or more; `null` for an empty field. */
export function numberCell(row: TableRow, column: string, source: string): number | null {
  const text = row.cell(column);
  if (text === null) return null;
  const value = readDecimal(text, 'point');
  if (value === null || value < 0) {
    const message = `expected a number of at least 0 such as 12.5, got ${quoted(text)}`;
    throw cellFault(source, row, column, message);
  }
  return value;
}

/** A fraction in [0, 1]; `null` for an empty field. */
export function fractionCell(row: TableRow, column: string, source: string): number | null {
  const value = numberCell(row, column, source);
  if (value !== null && value > 1) {
    throw cellFault(source, row, column, `expected a fraction such as 0.8, got ${value}`);
  }
  return value;
}

/** true, false, yes, no, 1 or 0; `null` for an empty field. */
export function truthCell(row: TableRow, column: string, source: string): boolean | null {
  const text = row.cell(column);
  if (text === null) return null;
  if (/^(?:true|yes|1)$/i.test(text)) return true;
  if (/^(?:false|no|0)$/i.test(text)) return false;
  throw cellFault(source, row, column, `expected true or false, got ${quoted(text)}`);
}

const INSTANT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/;

/** An instant with offset, or a local time in `zone`, as epoch seconds. */
export function instantCell(row: TableRow, column: string, zone: string, source: string): number {
  const text = neededCell(row, column, source);
  const fault = (message: string) => cellFault(source, row, column, message);
  const [, date, time, seconds = '00', offset] = text.length > 40 ? [] : (INSTANT.exec(text) ?? []);
  if (date === undefined || time === undefined) {
    throw fault(`expected a time such as 2026-03-29T08:00:00+02:00, got ${quoted(text)}`);
  }
  const naive = Date.parse(`${date}T${time}:${seconds}Z`);
  if (Number.isNaN(naive) || new Date(naive).toISOString().slice(0, 10) !== date) {
    throw fault(`expected a time that exists, got ${quoted(text)}`);
  }
  if (offset !== undefined) return epochSeconds(`${date}T${time}:${seconds}${offset}`);
  const reading = readLocal(zone, date, (naive - Date.parse(`${date}T00:00:00Z`)) / 1000);
  if (reading.kind === 'instant') return reading.instant;
  throw fault(
    reading.kind === 'gap'
      ? `expected a time that exists in ${zone}, got ${quoted(text)}, which the clock jumps over`
      : `expected an offset, for ${quoted(text)} comes twice in ${zone}`,
  );
}
