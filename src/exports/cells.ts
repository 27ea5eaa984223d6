/** Cells of workbooks. */
import { type CellObject } from 'write-excel-file/node';

export const HEADER: CellObject = {
  fontWeight: 'bold',
  backgroundColor: '#1F3A5F',
  textColor: '#FFFFFF',
};
/** What a spreadsheet would run once the sheet is saved as CSV; neutralised as in our own CSV. */
const FORMULA = /^'*[=+\-@\t\r]/;
/** What one sheet of an XLSX workbook holds at most, and one cell. */
export const MAX_ROWS = 1_048_576;
const MAX_CELL_LENGTH = 32_767;

export function hours(seconds: number, style: CellObject = {}): CellObject {
  return number(seconds / 3600, { ...style, format: '0.00' });
}

export function number(value: number, style: CellObject = {}): CellObject {
  return { ...style, value, type: Number };
}

/** Text that stays text, also once the sheet is saved as CSV and opened again. */
export function text(value: string, style: CellObject = {}): CellObject {
  const safe = (FORMULA.test(value) ? `'${value}` : value).slice(0, MAX_CELL_LENGTH);
  // The library looks texts up in a plain object, where "constructor" is always found.
  return { ...style, value: safe in Object.prototype ? `${safe} ` : safe, type: String };
}
