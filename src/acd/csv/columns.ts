import { MEASURE_COLUMNS } from '../../documents/index.ts';
import { inputError, type Measure, MEASURES } from '../../domain/index.ts';
import { type HistoryReadOptions } from '../../use-cases/index.ts';
import { AVERAGES, INPUT_COLUMNS, type InputColumn } from './input-columns.ts';
import { PRESETS } from './presets.ts';

/** A cell with a number: where, what the file calls it, and what a 1 in it stands for. */
export interface NumberColumn {
  readonly index: number;
  readonly name: string;
  readonly unit: number;
  readonly isDuration: boolean;
  /** Contacts that the number is an average of; `null` for a total. */
  readonly per: 'answered' | 'abandoned' | null;
}

/** Which cells of a row hold what; -1 for nowhere. */
export interface Layout {
  readonly header: readonly string[];
  /** One cell, or date and time. */
  readonly start: readonly [number] | readonly [number, number];
  readonly intervalMinutes: number;
  readonly queue: number;
  readonly channel: number;
  readonly measures: readonly { readonly measure: Measure; readonly column: NumberColumn }[];
  /** Talk, hold and wrap-up in one, where talk has no column. */
  readonly handle: NumberColumn | null;
  /** Columns that nothing is read from. */
  readonly unused: readonly string[];
}

/** A name of ours in whatever way it was written: talkSeconds is talk_seconds. */
function ownName(key: string): InputColumn | null {
  const snake = key.trim().replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return INPUT_COLUMNS.find((column) => column === snake) ?? null;
}

/**
 * Finds the columns of a header.
 *
 * @throws {AgnerError} `INVALID_INPUT` where a needed column (start, queue, offered) is missing, a
 *   column of `columns` is not there, or a name could be either of two columns
 */
export function findColumns(
  header: readonly string[],
  options: Pick<
    HistoryReadOptions,
    'preset' | 'columns' | 'queueColumn' | 'queue' | 'queueIfUnnamed' | 'source'
  >,
): Layout {
  const { source } = options;
  const preset = options.preset === null ? null : PRESETS[options.preset];
  const given = givenNames(options);
  const used = new Set<number>();
  const missing = (what: string) =>
    inputError(
      `expected a header with a column for ${what}, got ${header.slice(0, 30).join(', ').slice(0, 300)}`,
      { source, line: 1 },
    );

  const find = (column: InputColumn): number => {
    const asGiven = given.get(column);
    const names = asGiven === undefined ? [...(preset?.columns[column] ?? []), column] : [asGiven];
    for (const name of names) {
      const index = indexOf(header, name, source);
      if (index >= 0) {
        used.add(index);
        return index;
      }
    }
    if (asGiven !== undefined) throw missing(`${column} called "${asGiven.slice(0, 60)}"`);
    return -1;
  };
  const findNumber = (column: InputColumn, per: NumberColumn['per']): NumberColumn | null => {
    const index = find(column);
    if (index < 0) return null;
    const isDuration = column.endsWith('_seconds');
    const unit = isDuration ? (preset?.durationUnitSeconds ?? 1) : 1;
    return { index, name: header[index] ?? column, unit, isDuration, per };
  };

  const intervalStart = find('interval_start');
  const time = intervalStart >= 0 ? -1 : find('time');
  const date = intervalStart >= 0 ? -1 : find('date');
  const start: Layout['start'] =
    intervalStart >= 0 ? [intervalStart] : time >= 0 ? [date, time] : [date];
  const queue = options.queue === null ? find('queue') : -1;
  const columns = new Map<Measure, NumberColumn>();
  for (const measure of MEASURES) {
    const column = findNumber(MEASURE_COLUMNS[measure] as InputColumn, null);
    if (column !== null) columns.set(measure, column);
  }
  for (const [name, { measure, per }] of Object.entries(AVERAGES)) {
    const column = columns.has(measure) ? null : findNumber(name as InputColumn, per);
    if (column === null) continue;
    if (!columns.has(per)) throw missing(`${per}, which ${column.name} is an average of`);
    columns.set(measure, column);
  }
  const handle = columns.has('talkSeconds')
    ? null
    : (findNumber('handle_seconds', null) ?? findNumber('average_handle_seconds', 'answered'));
  if (handle?.per === 'answered' && !columns.has('answered')) {
    throw missing(`answered, which ${handle.name} is an average of`);
  }

  if (start.includes(-1)) throw missing('interval_start');
  if (!columns.has('offered')) throw missing('offered');
  if (queue < 0 && options.queue === null && options.queueIfUnnamed === null) {
    throw missing('queue (or a queue for all rows)');
  }
  return {
    header,
    start,
    queue,
    intervalMinutes: find('interval_minutes'),
    channel: find('channel'),
    measures: [...columns].map(([measure, column]) => ({ measure, column })),
    handle,
    unused: header.filter((name, index) => name !== '' && !used.has(index)),
  };
}

function givenNames(
  options: Pick<HistoryReadOptions, 'columns' | 'queueColumn' | 'source'>,
): ReadonlyMap<InputColumn, string> {
  const given = new Map<InputColumn, string>();
  for (const [key, name] of Object.entries(options.columns ?? {})) {
    const column = ownName(key);
    if (column === null) {
      throw inputError(
        `expected columns to name some of ${INPUT_COLUMNS.join(', ')}, got "${key.slice(0, 60)}"`,
      );
    }
    given.set(column, name);
  }
  if (options.queueColumn !== null) given.set('queue', options.queueColumn);
  return given;
}

/** The column of this name, whatever its case if there is only one; -1 for none. */
function indexOf(header: readonly string[], name: string, source: string): number {
  const exact = header.indexOf(name.trim());
  if (exact >= 0) return exact;
  const lower = name.trim().toLowerCase();
  const found = header.findIndex((column) => column.toLowerCase() === lower);
  if (found >= 0 && header.some((column, at) => at > found && column.toLowerCase() === lower)) {
    throw inputError('expected one column of this name, got two that differ in case only', {
      source,
      line: 1,
      column: name,
    });
  }
  return found;
}
