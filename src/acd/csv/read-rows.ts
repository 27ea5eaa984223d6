import { type CsvRow, type DecimalStyle, readDecimal } from '../../documents/index.ts';
import {
  AgnerError,
  type Attribution,
  type Channel,
  CHANNELS,
  checkZone,
  dayLengthSeconds,
  inputError,
  MEASURES,
  offsetSeconds,
  readLocal,
  startOfDay,
} from '../../domain/index.ts';
import { type HistoryReadOptions } from '../../use-cases/index.ts';
import { type Layout } from './columns.ts';
import { type FindingLog, shownText } from './finding-log.ts';
import { type ReadQueueName, startQueueNames } from './queue-names.ts';
import { joinDateAndTime, readTime, type WrittenTime } from './read-time.ts';
import { readValues } from './read-values.ts';
import { type QueueRows, startRows } from './row-store.ts';

/** Most rows of a file: about 57 queue-years of quarter-hours. */
export const MAX_ROWS = 2_000_000;
const MAX_QUEUES = 5000;
/** No export repeats itself so often; what does is made to keep the reader busy. */
const MAX_REPEATED = 100_000;

/** What the rows of a file are read with, and what came of them so far. */
export interface RowReading {
  readonly source: string;
  readonly layout: Layout;
  readonly options: HistoryReadOptions;
  readonly attribution: Attribution;
  readonly decimal: DecimalStyle;
  readonly log: FindingLog;
  readonly queueName: ReadQueueName;
  readonly queues: Map<string, QueueRows>;
  /** The row's numbers, each row anew. */
  readonly values: number[];
  /** First instant of local dates that last 24 hours; `null` for those with a clock change. */
  readonly plainDays: Map<string, number | null>;
  /** Zone of local dates; `null` until the first row shows that UTC will do. */
  zone: string | null;
  read: number;
}

export function startRowReading(
  layout: Layout,
  options: HistoryReadOptions,
  setup: Pick<RowReading, 'attribution' | 'decimal' | 'log'>,
): RowReading {
  if (options.zone !== null) checkZone(options.zone);
  return {
    ...setup,
    source: options.source,
    layout,
    options,
    queueName: startQueueNames(setup.log),
    queues: new Map(),
    values: [],
    plainDays: new Map(),
    zone: options.zone,
    read: 0,
  };
}

/**
 * Takes one row in, or tells why it is left out: its first fault.
 *
 * @throws {AgnerError} `INVALID_INPUT` for what makes the whole file doubtful: times that cannot be
 *   placed without a zone or an order of day and month, a channel that is none or changes within a
 *   queue; `TOO_LARGE` beyond 2,000,000 rows or 5,000 queues
 */
export function takeRow(reading: RowReading, row: CsvRow): void {
  const { layout, log, options } = reading;
  if (++reading.read > MAX_ROWS) throw tooMany(reading, `${MAX_ROWS} rows; split the file`);
  const { cells, line } = row;
  const wanted = layout.header.length;
  if (cells.length < wanted || cells.slice(wanted).some((cell) => cell.trim() !== '')) {
    const details = { cells: cells.length, expected: wanted };
    log.tell({ code: 'ragged-row', line, details });
    return;
  }

  const named = layout.queue < 0 ? options.queueIfUnnamed : cells[layout.queue];
  const queue = reading.queueName(options.queue ?? named ?? '', line);
  if (queue === null) return;
  const [first, second] = layout.start;
  const firstCell = cells[first] ?? '';
  const text =
    second === undefined ? firstCell.trim() : joinDateAndTime(firstCell, cells[second] ?? '');
  const column = layout.header[first] ?? '';
  const time = readTime(text, options.dateOrder);
  if (typeof time === 'string') {
    if (time === 'day-or-month-first') throw doubtfulDate(reading, text, line, column);
    const details = { got: shownText(text), reason: time };
    log.tell({ code: 'bad-time', queue, line, column, interval: shownText(text), details });
    return;
  }

  const length = readLength(reading, cells);
  const told = { queue, line, interval: shownText(text) };
  if (length === null) {
    const lengthColumn = layout.header[layout.intervalMinutes] ?? '';
    const details = { got: shownText(cells[layout.intervalMinutes] ?? ''), reason: 'not-a-length' };
    log.tell({ code: 'bad-number', ...told, column: lengthColumn, details });
    return;
  }
  const { values } = reading;
  const fault = readValues(cells, layout, reading.decimal, reading.attribution, values);
  if (fault !== null) {
    log.tell({ ...told, ...fault });
    return;
  }
  const offeredColumn = layout.measures.find(({ measure }) => measure === 'offered')?.column.name;
  if (values.every(Number.isNaN)) {
    log.tell({ code: 'blank', ...told, column: offeredColumn ?? null });
    return;
  }
  if (Number.isNaN(values[0]!)) {
    log.tell({ code: 'blank', ...told, column: offeredColumn ?? null, action: 'kept' });
  }
  store(reading, rowsOf(reading, queue, cells, line), { time, length, values, line });
}

/** The row's own length in seconds, 0 if it states none, `null` if what it states is no length. */
function readLength({ layout, decimal }: RowReading, cells: readonly string[]): number | null {
  const text = layout.intervalMinutes < 0 ? '' : (cells[layout.intervalMinutes] ?? '').trim();
  if (text === '') return 0;
  const seconds = (readDecimal(text, decimal) ?? 0) * 60;
  return Number.isInteger(seconds) && seconds > 0 ? seconds : null;
}

function rowsOf(
  reading: RowReading,
  queue: string,
  cells: readonly string[],
  line: number,
): QueueRows {
  const { queues, layout, source } = reading;
  const channel = readChannel(reading, cells, line);
  let rows = queues.get(queue);
  if (rows === undefined) {
    if (queues.size >= MAX_QUEUES) throw tooMany(reading, `${MAX_QUEUES} queues`);
    const measures = layout.measures.map(({ measure }) => measure);
    const isTalkMade = layout.handle !== null;
    rows = startRows(queue, channel, isTalkMade ? [...measures, 'talkSeconds'] : measures);
    queues.set(queue, rows);
  }
  if (rows.channel !== channel) {
    const column = layout.header[layout.channel] ?? '';
    throw inputError(
      `expected one channel per queue, got ${channel} after ${rows.channel} for queue "${shownText(queue)}"; give each channel a queue of its own`,
      { source, line, column },
    );
  }
  return rows;
}

/** Names that other systems give to channels. */
const CHANNEL_NAMES: ReadonlyMap<string, Channel> = new Map([
  ...CHANNELS.map((channel) => [channel, channel] as const),
  ['call', 'voice'],
  ['phone', 'voice'],
  ['callback', 'voice'],
  ['message', 'chat'],
  ['messaging', 'chat'],
  ['e-mail', 'email'],
]);

function readChannel(
  { layout, options, source }: RowReading,
  cells: readonly string[],
  line: number,
): Channel {
  const text = layout.channel < 0 ? '' : (cells[layout.channel] ?? '').trim();
  if (text === '') return options.channel ?? 'voice';
  const channel = CHANNEL_NAMES.get(text.toLowerCase());
  if (channel !== undefined) return channel;
  throw inputError(`expected channel ${CHANNELS.join(', ')}, got "${shownText(text)}"`, {
    source,
    line,
    column: layout.header[layout.channel] ?? '',
  });
}

interface ReadRow {
  readonly time: WrittenTime;
  readonly length: number;
  readonly values: readonly number[];
  readonly line: number;
}

function store(
  reading: RowReading,
  rows: QueueRows,
  { time, length, values, line }: ReadRow,
): void {
  const row = rows.lines.length;
  const { instant, wall } = placeInTime(reading, rows, row, time, line);
  const before = rows.walls[row - 1];
  // An offset tells the two passes of a clock change's double hour apart.
  const isBack =
    time.offset === null
      ? before !== undefined && wall < before
      : instant < (rows.instants[row - 1] ?? -Infinity);
  if (isBack) {
    if (rows.backward === 0) rows.firstBackwardLine = line;
    rows.backward++;
  }
  if (wall === before && ++rows.repeated > MAX_REPEATED) {
    throw tooMany(reading, `${MAX_REPEATED} rows that repeat the interval before them`);
  }
  rows.lines.push(line);
  rows.instants.push(instant);
  rows.walls.push(wall);
  rows.written.push(time.wall);
  rows.lengths.push(length);
  for (let at = 0; at < MEASURES.length; at++) rows.lists[at]?.push(values[at]!);
}

function placeInTime(
  reading: RowReading,
  rows: QueueRows,
  row: number,
  { date, wall, offset }: WrittenTime,
  line: number,
): { readonly instant: number; readonly wall: number } {
  const { zone } = reading;
  if (zone === null) {
    if (offset !== 0) throw zoneWanted(reading, offset, line);
    reading.zone = 'UTC';
    return { instant: wall, wall };
  }
  if (offset !== null) {
    const instant = wall - offset;
    return { instant, wall: instant + offsetSeconds(zone, instant) };
  }
  if (reading.options.zone === null) throw zoneWanted(reading, offset, line);
  if (zone === 'UTC') return { instant: wall, wall };
  const onDay = wall - Math.floor(wall / 86_400) * 86_400;
  const midnight = plainDay(reading.plainDays, zone, date);
  if (midnight !== null) return { instant: midnight + onDay, wall };
  const local = readLocal(zone, date, onDay);
  if (local.kind === 'gap') return { instant: Number.NaN, wall };
  if (local.kind === 'instant') return { instant: local.instant, wall };
  const double = rows.doubles.get(wall) ?? { rows: [], later: local.later };
  double.rows.push(row);
  rows.doubles.set(wall, double);
  return { instant: local.earlier, wall };
}

/** Reading a zone is dear and a date has many rows: those of plain dates need it once. */
function plainDay(days: RowReading['plainDays'], zone: string, date: string): number | null {
  let midnight = days.get(date);
  if (midnight === undefined) {
    midnight = dayLengthSeconds(zone, date) === 86_400 ? startOfDay(zone, date) : null;
    days.set(date, midnight);
  }
  return midnight;
}

function zoneWanted(
  { source, layout }: RowReading,
  offset: number | null,
  line: number,
): AgnerError {
  const place = { source, line, column: layout.header[layout.start[0]] ?? '' };
  return offset === null
    ? inputError('expected times with an offset or a zone to read them in, got neither', place)
    : inputError(
        'expected a zone (--zone, or zone in a request) such as Europe/Ljubljana for times that are not UTC, got none',
        place,
      );
}

function doubtfulDate(
  { source }: RowReading,
  text: string,
  line: number,
  column: string,
): AgnerError {
  return inputError(
    `expected a date with the year first or a stated order of day and month, got "${shownText(text)}"`,
    { source, line, column },
  );
}

function tooMany({ source }: RowReading, what: string): AgnerError {
  return new AgnerError('TOO_LARGE', `${source}: expected at most ${what}`, { source });
}
