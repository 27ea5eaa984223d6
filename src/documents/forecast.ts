import * as z from 'zod';
import { epochSeconds, formatInstant } from '../domain/calendar.ts';
import { type Estimate, type Forecast, type Note, type QueueForecast } from '../domain/forecast.ts';
import { type Channel, CHANNELS } from '../domain/history.ts';
import { gridDays } from '../domain/interval-grid.ts';
import { cellFault, neededCell, numberCell } from './cells.ts';
import { formatCsvRow } from './csv-row.ts';
import {
  checkLengths,
  estimateLists,
  estimateSchema,
  fraction,
  gridSchema,
  label,
  nonNegative,
  noteSchema,
  provenanceSchema,
} from './document-parts.ts';
import {
  type CsvOptions,
  csvProvenance,
  type ForeignNames,
  neededZone,
  renameColumns,
} from './from-csv.ts';
import { inputError } from '../domain/errors.ts';
import { quoted, wordList } from './issues.ts';
import { isJsonText, readJsonDocument } from './json-document.ts';
import { layOutQueues, type QueueRows } from './series-csv.ts';
import { readTable, type TableRow } from './table.ts';
import { dateText, keyed, nameText } from './text-values.ts';

/** What a queue's forecast is made of. */
export const pickShape = {
  models: z.array(
    keyed({ model: label, weight: nonNegative, backtestWape: nonNegative.nullable() }),
  ),
  excludedDays: z.array(
    keyed({
      date: dateText,
      reason: z.enum(['outlier', 'outage', 'special-day', 'incomplete', 'planner']),
      weight: fraction,
    }),
  ),
};

const queueForecastSchema = keyed({
  queue: nameText,
  channel: z.enum(CHANNELS),
  grid: gridSchema,
  volume: estimateSchema,
  handleTimeSeconds: estimateSchema,
  handleTimeSource: z.enum(['history', 'assumed']),
  days: z.array(dateText),
  dayTotals: estimateSchema,
  errorPersistence: keyed({ share: fraction, halfLifeDays: z.number().positive() }).exactOptional(),
  ...pickShape,
  notes: z.array(noteSchema),
}).check(({ value, issues }) => {
  checkLengths(
    value.grid.length,
    'interval of the grid',
    [
      ...estimateLists(['volume'], value.volume),
      ...estimateLists(['handleTimeSeconds'], value.handleTimeSeconds),
    ],
    issues,
  );
  checkLengths(value.days.length, 'day', estimateLists(['dayTotals'], value.dayTotals), issues);
});

const totalForecastSchema = keyed({
  name: nameText,
  channel: z.enum(CHANNELS).nullable(),
  queues: z.array(nameText).min(1).max(1000),
  days: z.array(dateText),
  dayTotals: estimateSchema,
}).check(({ value, issues }) => {
  checkLengths(value.days.length, 'day', estimateLists(['dayTotals'], value.dayTotals), issues);
});

export const forecastSchema: z.ZodType<Forecast> = keyed({
  kind: z.literal('forecast'),
  provenance: provenanceSchema,
  queues: z.array(queueForecastSchema).min(1).max(1000),
  totals: z.array(totalForecastSchema).max(10).exactOptional(),
});

/** How the CSV of a forecast, also of another tool, is to be read. */
export interface ForecastCsvOptions extends CsvOptions, Partial<ForeignNames> {
  /** Handle time of all contacts, where the file has no column of it. */
  readonly handleTimeSeconds?: number | null;
}

/**
 * Reads a forecast from JSON (as it is, or stored) or from CSV as {@link formatForecastCsv} writes
 * it. CSV needs interval_start, queue, volume and handle_time_seconds, under these names or those
 * that `options` say; bands are read where all rows have them. Intervals without a row get no contacts, and a note says how many.
 *
 * @throws {AgnerError} `INVALID_INPUT` with the line; `TOO_LARGE`
 */
export function readForecast(
  text: string,
  source: string,
  options: ForecastCsvOptions = { zone: null },
): Forecast {
  if (isJsonText(text, source)) return readJsonDocument(text, source, 'forecast', forecastSchema);
  const zone = neededZone(options, source);
  const names = { queue: options.queue ?? null, columns: options.columns ?? null };
  const needed = ['interval_start', 'queue', 'volume'];
  const table = renameColumns(readTable(text, source, [], null), names, needed, source);
  const assumed = options.handleTimeSeconds ?? null;
  if (assumed === null && !table.columns.includes('handle_time_seconds')) {
    const known = table.columns.slice(0, 12).map(quoted).join(', ');
    throw inputError(
      `missing column "handle_time_seconds", the header has ${known}: name the column, or say the ` +
        'handle time of all contacts',
      { source, line: 1 },
    );
  }
  const levels = levelsOf(table.columns);
  return {
    kind: 'forecast',
    provenance: csvProvenance(text, source),
    queues: layOutQueues(table, zone, source).map((rows) =>
      forecastOfRows(rows, levels, source, assumed),
    ),
  };
}

function forecastOfRows(
  { queue, grid, rows, absent }: QueueRows,
  levels: readonly string[],
  source: string,
  assumedHandleTimeSeconds: number | null,
): QueueForecast {
  const first = rows.find((row) => row !== null);
  const channel = first?.cell('channel') ?? 'voice';
  if (first && !isChannel(channel)) {
    const message = `expected ${wordList(CHANNELS.map(quoted))}, got ${quoted(channel)}`;
    throw cellFault(source, first, 'channel', message);
  }
  const volume = estimateOf(rows, 'volume', levels, source, () => 0);
  const handleTime =
    assumedHandleTimeSeconds === null
      ? handleTimeOf(rows, levels, source)
      : flatEstimate(rows.length, assumedHandleTimeSeconds);
  const days = gridDays(grid);
  const totals = days.map(({ firstSlot, slots }) =>
    volume.mean.slice(firstSlot, firstSlot + slots).reduce((sum, value) => sum + value, 0),
  );
  const notes: Note[] = [{ code: 'read-from-csv', details: {} }];
  if (absent > 0) notes.push({ code: 'intervals-absent', details: { intervals: absent } });
  return {
    queue,
    channel: isChannel(channel) ? channel : 'voice',
    grid,
    volume,
    handleTimeSeconds: handleTime,
    handleTimeSource: assumedHandleTimeSeconds === null ? 'history' : 'assumed',
    days: days.map(({ date }) => date),
    dayTotals: { mean: totals, median: totals, bands: [] },
    models: [],
    excludedDays: [],
    notes,
  };
}

function handleTimeOf(
  rows: readonly (TableRow | null)[],
  levels: readonly string[],
  source: string,
): Estimate {
  const usual = meanHandleTime(rows, source);
  return estimateOf(rows, 'handle_time_seconds', levels, source, () => usual);
}

function flatEstimate(length: number, value: number): Estimate {
  const flat = Array.from({ length }, () => value);
  return { mean: flat, median: flat, bands: [] };
}

/** Mean over all rows, weighted by volume where there is any; for intervals without a row. */
function meanHandleTime(rows: readonly (TableRow | null)[], source: string): number {
  const present = rows.filter((row) => row !== null);
  const times = present.map((row) => neededNumber(row, 'handle_time_seconds', source));
  const volumes = present.map((row) => neededNumber(row, 'volume', source));
  const contacts = volumes.reduce((sum, volume) => sum + volume, 0);
  const weights = contacts > 0 ? volumes.map((volume) => volume / contacts) : null;
  return times.reduce((sum, time, i) => sum + time * (weights?.[i] ?? 1 / times.length), 0);
}

function estimateOf(
  rows: readonly (TableRow | null)[],
  column: string,
  levels: readonly string[],
  source: string,
  absent: () => number,
): Estimate {
  const mean = rows.map((row) => (row === null ? absent() : neededNumber(row, column, source)));
  const optional = (name: string): number[] | null => {
    const values = rows.map((row) => (row === null ? absent() : numberCell(row, name, source)));
    return values.every((value) => value !== null) ? values : null;
  };
  const bands = levels.flatMap((level) => {
    const lower = optional(`${column}_lo${level}`);
    const upper = optional(`${column}_hi${level}`);
    if (lower === null || upper === null) return [];
    return [{ level: Number((Number(level) / 100).toPrecision(12)), lower, upper }];
  });
  return { mean, median: optional(`${column}_median`) ?? mean, bands };
}

function neededNumber(row: TableRow, column: string, source: string): number {
  neededCell(row, column, source);
  return numberCell(row, column, source) ?? 0;
}

/** "80" of the columns volume_lo80 and the like, ascending. */
function levelsOf(columns: readonly string[]): readonly string[] {
  const levels = columns.flatMap((column) => {
    const [, level] = /_lo(\d{1,2}(?:\.\d{1,6})?)$/.exec(column) ?? [];
    return level === undefined || Number(level) === 0 ? [] : [level];
  });
  return [...new Set(levels)].sort((a, b) => Number(a) - Number(b));
}

function isChannel(text: string): text is Channel {
  return CHANNELS.some((channel) => channel === text);
}

/** "80" for 0.8, "97.5" for 0.975: a level as column names say it. */
export function levelName(level: number): string {
  return String(Number((level * 100).toPrecision(12)));
}

/**
 * A forecast as CSV, line by line, header first. Bands have a column for each level that any
 * queue has; day totals, models and notes are left out.
 */
export function* formatForecastCsv(forecast: Forecast): Generator<string> {
  const levels = [
    ...new Set(
      forecast.queues.flatMap(({ volume, handleTimeSeconds }) =>
        [...volume.bands, ...handleTimeSeconds.bands].map(({ level }) => level),
      ),
    ),
  ].sort((a, b) => a - b);
  const columns = (name: string) => [
    name,
    `${name}_median`,
    ...levels.flatMap((level) => [
      `${name}_lo${levelName(level)}`,
      `${name}_hi${levelName(level)}`,
    ]),
  ];
  yield `${formatCsvRow([
    'interval_start',
    'interval_minutes',
    'queue',
    'channel',
    ...columns('volume'),
    ...columns('handle_time_seconds'),
  ])}\n`;
  for (const { queue, channel, grid, volume, handleTimeSeconds } of forecast.queues) {
    const start = epochSeconds(grid.start);
    for (let slot = 0; slot < grid.length; slot++) {
      yield `${formatCsvRow([
        formatInstant(start + slot * grid.stepSeconds, grid.zone),
        grid.stepSeconds / 60,
        queue,
        channel,
        ...valuesAt(volume, slot, levels),
        ...valuesAt(handleTimeSeconds, slot, levels),
      ])}\n`;
    }
  }
}

function valuesAt(
  { mean, median, bands }: Estimate,
  slot: number,
  levels: readonly number[],
): (number | null)[] {
  return [
    mean[slot] ?? null,
    median[slot] ?? null,
    ...levels.flatMap((level) => {
      const band = bands.find((each) => each.level === level);
      return [band?.lower[slot] ?? null, band?.upper[slot] ?? null];
    }),
  ];
}
