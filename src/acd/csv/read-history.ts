import { setImmediate } from 'node:timers/promises';
import { type DecimalStyle, openCsv, type OpenedCsv } from '../../documents/index.ts';
import { inputError } from '../../domain/index.ts';
import {
  type ByteSource,
  type HistoryReading,
  type HistoryReadOptions,
} from '../../use-cases/index.ts';
import { findColumns } from './columns.ts';
import { type FindingLog, shortText, shownText, startFindings } from './finding-log.ts';
import { findSteps } from './find-step.ts';
import { layOut } from './lay-out.ts';
import { PRESETS } from './presets.ts';
import { type RowReading, startRowReading, takeRow } from './read-rows.ts';
import { type QueueRows } from './row-store.ts';

const AS_THE_FILE_SAYS: HistoryReadOptions = {
  source: 'history',
  zone: null,
  queue: null,
  queueIfUnnamed: null,
  queueColumn: null,
  channel: null,
  attribution: null,
  intervalSeconds: null,
  preset: null,
  columns: null,
  dateOrder: null,
  decimal: null,
};

/**
 * Reads interval history from CSV: the canonical layout, or another by preset and columns.
 *
 * A row with a fault is left out and told with its line; nothing is guessed, clamped or made 0.
 * Of two rows for one interval with different values the earlier in the file stands. An interval
 * without a row is unknown (`null`).
 *
 * Local times without offset are read in `options.zone`. One that a clock change skips is left out.
 * One that it makes double is taken as the earlier if it comes once, and told; if it comes twice,
 * the rows are the two instants in the file's order (in a file that runs backwards, in reverse).
 *
 * Intervals that do not keep to the wall clock through the zone's clock changes (a day, in most
 * zones) are laid out on the wall clock as if it were UTC: each local date is one slot, and the
 * history's zone is UTC. That is told as a `layout` finding.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a file that is no CSV text, lacks a needed column, has
 *   dates of doubtful order or times without zone, or of which no row is left; `TOO_LARGE` beyond
 *   256 MB unpacked, 2,000,000 rows or a grid's most slots
 *
 * Cost: about 2 s per 160,000 rows; the event loop is given back at least every 64 KB of text.
 */
export async function readHistoryCsv(
  bytes: ByteSource,
  given: Partial<HistoryReadOptions> = {},
): Promise<HistoryReading> {
  const options = { ...AS_THE_FILE_SAYS, ...given };
  const { source } = options;
  const preset = options.preset === null ? null : PRESETS[options.preset];
  const attribution = options.attribution ?? preset?.attribution ?? 'arrival';
  const log = startFindings();

  const csv = await openCsv(bytes, source);
  let reading: RowReading;
  try {
    const layout = findColumns(csv.header, options);
    const decimal = decimalStyle(csv, options);
    tellLayout(csv, decimal, layout.unused, log);
    reading = startRowReading(layout, options, { attribution, decimal, log });
    for await (const rows of csv.batches) {
      for (const row of rows) takeRow(reading, row);
    }
  } finally {
    csv.close();
  }

  const queues = [...reading.queues.values()];
  for (const rows of queues) settleOrder(rows, log);

  await setImmediate();
  const steps = findSteps(queues, options.intervalSeconds, source);
  const zone = reading.zone ?? 'UTC';
  const { histories, taken } = await layOut(steps, { zone, attribution, source, log });
  const { read } = reading;
  if (histories.length === 0) throw nothingToImport(reading, log);
  return { histories, findings: log.list(), rows: { read, taken, leftOut: read - taken } };
}

function decimalStyle(csv: OpenedCsv, { decimal }: HistoryReadOptions): DecimalStyle {
  return decimal ?? (csv.separator === ';' ? 'either' : 'point');
}

function tellLayout(
  csv: OpenedCsv,
  decimal: DecimalStyle,
  unused: readonly string[],
  log: FindingLog,
): void {
  if (csv.separator !== ',' || csv.encoding !== 'utf-8') {
    const separator = csv.separator === '\t' ? 'tab' : csv.separator;
    const details = { separator, decimal, encoding: csv.encoding };
    log.tell({ code: 'layout', action: 'told', details });
  }
  for (const name of unused) {
    const column = shownText(name);
    log.tell({ code: 'unknown-column', severity: 'info', line: 1, column, action: 'told' });
  }
}

/** Tells rows out of order once, and gives double local times their instants. */
function settleOrder(rows: QueueRows, log: FindingLog): void {
  const { queue, backward, firstBackwardLine: line, doubles, instants } = rows;
  const runsBackwards = backward > rows.lines.length / 2;
  for (const { rows: occurrences, later } of doubles.values()) {
    if (occurrences.length < 2) continue;
    const turned = runsBackwards ? occurrences.toReversed() : occurrences;
    for (const row of turned.slice(1)) instants[row] = later;
  }
  // The double hour of a clock change goes back once without being out of order.
  const changes = new Set([...doubles.keys()].map((wall) => Math.floor(wall / 86_400)));
  if (backward <= changes.size) return;
  const details = { rows: backward };
  log.tell({ code: 'out-of-order', severity: 'info', queue, line, action: 'told', details });
}

function nothingToImport({ read, source }: RowReading, log: FindingLog): Error {
  const [first] = log.list().filter(({ action }) => action === 'left-out');
  const why =
    first === undefined
      ? 'the file has a header and no rows'
      : `all ${read} rows were left out, the first for ${shortText(first)}`;
  return inputError(`nothing to import: ${why}`, {
    source,
    ...(first?.line == null ? {} : { line: first.line }),
  });
}
