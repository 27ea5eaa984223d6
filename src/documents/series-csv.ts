import { inputError } from '../domain/errors.ts';
import { type IntervalGrid, makeGrid } from '../domain/interval-grid.ts';
import { cellFault, instantCell, neededCell, numberCell } from './cells.ts';
import { checkValue } from './issues.ts';
import { type Table, type TableRow } from './table.ts';
import { nameText } from './text-values.ts';

/** The rows of one queue laid on a grid; `null` where the table has no row for a slot. */
export interface QueueRows {
  readonly queue: string;
  readonly grid: IntervalGrid;
  readonly rows: readonly (TableRow | null)[];
  readonly absent: number;
}

/**
 * Lays a table of interval_start and queue (and interval_minutes, else learned from the starts)
 * on one grid per queue, from the first to the last interval, in order of first appearance.
 *
 * @throws {AgnerError} `INVALID_INPUT` for an interval that comes twice or lies off the grid;
 *   `TOO_LARGE` where first and last lie too far apart
 */
export function layOutQueues(table: Table, zone: string, source: string): readonly QueueRows[] {
  const rowsOf = new Map<string, { row: TableRow; start: number }[]>();
  for (const row of table.rows) {
    const queue = checkValue(
      nameText,
      neededCell(row, 'queue', source),
      `${source}, line ${row.line}, column queue`,
    );
    const start = instantCell(row, 'interval_start', zone, source);
    const rows = rowsOf.get(queue);
    if (rows === undefined) rowsOf.set(queue, [{ row, start }]);
    else rows.push({ row, start });
  }
  if (rowsOf.size === 0) throw inputError('expected rows below the header, got none', { source });
  return [...rowsOf].map(([queue, rows]) => layOut(queue, rows, zone, source));
}

function layOut(
  queue: string,
  entries: readonly { readonly row: TableRow; readonly start: number }[],
  zone: string,
  source: string,
): QueueRows {
  const sorted = [...entries].sort((a, b) => a.start - b.start);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) throw inputError('expected rows', { source });
  const stepSeconds = stepOf(sorted, source);
  const length = Math.floor((last.start - first.start) / stepSeconds) + 1;
  const grid = makeGrid(zone, first.start, stepSeconds, length);
  const rows = Array.from<TableRow | null>({ length }).fill(null);
  for (const { row, start } of sorted) {
    const slot = (start - first.start) / stepSeconds;
    if (!Number.isInteger(slot)) {
      const message = `expected intervals of ${stepSeconds / 60} minutes in step with the first`;
      throw cellFault(source, row, 'interval_start', message);
    }
    const before = rows[slot] ?? null;
    if (before !== null) {
      const message = `expected each interval of a queue once, got the one of line ${before.line} again`;
      throw cellFault(source, row, 'interval_start', message);
    }
    rows[slot] = row;
  }
  return { queue, grid, rows, absent: length - sorted.length };
}

function stepOf(
  sorted: readonly { readonly row: TableRow; readonly start: number }[],
  source: string,
): number {
  let step: number | null = null;
  for (const { row } of sorted) {
    const minutes = numberCell(row, 'interval_minutes', source);
    if (minutes === null) continue;
    const seconds = minutes * 60;
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > 86_400) {
      const message = `expected minutes between 1 second and 24 hours, got ${minutes}`;
      throw cellFault(source, row, 'interval_minutes', message);
    }
    if (step !== null && seconds !== step) {
      const message = `expected one length of interval, got ${minutes} after ${step / 60}`;
      throw cellFault(source, row, 'interval_minutes', message);
    }
    step = seconds;
  }
  if (step !== null) return step;
  const shortest = sorted.reduce((least, { start }, i) => {
    const gap = i === 0 ? 0 : start - sorted[i - 1]!.start;
    return gap > 0 ? Math.min(least, gap) : least;
  }, Infinity);
  if (shortest > 86_400) {
    const message = 'expected a column interval_minutes: the starts do not tell the length';
    throw inputError(message, { source });
  }
  return shortest;
}
