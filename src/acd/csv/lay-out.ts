import { setImmediate } from 'node:timers/promises';
import {
  AgnerError,
  type Attribution,
  formatInstant,
  type IntervalGrid,
  type IntervalHistory,
  makeGrid,
  MAX_GRID_SLOTS,
  type Measure,
  MEASURES,
  type Totals,
} from '../../domain/index.ts';
import { type FindingLog } from './finding-log.ts';
import { keepsToWallClock, mostCommon } from './find-step.ts';
import { type QueueRows } from './row-store.ts';

/** Most slots of all queues of one file. */
const MAX_SLOTS_OF_FILE = 4_000_000;

export interface LayOutSetup {
  readonly zone: string;
  readonly attribution: Attribution;
  readonly source: string;
  readonly log: FindingLog;
}

/** Histories of the queues that have any row left, and how many rows they hold. */
export async function layOut(
  steps: ReadonlyMap<QueueRows, number>,
  setup: LayOutSetup,
): Promise<{ readonly histories: readonly IntervalHistory[]; readonly taken: number }> {
  const histories: IntervalHistory[] = [];
  let taken = 0;
  let slots = 0;
  for (const [rows, step] of steps) {
    await setImmediate();
    const placed = place(rows, step, setup);
    if (placed === null) continue;
    slots += placed.grid.length;
    if (slots > MAX_SLOTS_OF_FILE) {
      const message = `${setup.source}: expected at most ${MAX_SLOTS_OF_FILE} intervals in all queues, got more; a wrong date makes a range long`;
      throw new AgnerError('TOO_LARGE', message, { source: setup.source });
    }
    taken += placed.taken;
    histories.push({
      queue: rows.queue,
      channel: rows.channel,
      attribution: setup.attribution,
      grid: placed.grid,
      totals: await totalsOf(rows, placed.rowOfSlot),
    });
  }
  return { histories, taken };
}

interface Placed {
  readonly grid: IntervalGrid;
  /** Row that a slot's totals come from; -1 for none. */
  readonly rowOfSlot: Int32Array;
  /** Rows whose values stand in the history, duplicates of equal values included. */
  readonly taken: number;
}

function place(rows: QueueRows, step: number, setup: LayOutSetup): Placed | null {
  const usable = Uint8Array.from(rows.lengths, (length) =>
    length === 0 || length === step ? 1 : 0,
  );
  for (const [row, length] of rows.lengths.entries()) {
    if (usable[row] === 1) continue;
    const details = { lengthSeconds: length, expectedSeconds: step };
    tellRow('mixed-length', rows, row, details, setup);
  }
  const { starts, zone } = startsOf(rows, step, usable, setup);
  const phases: number[] = [];
  for (const [row, start] of starts.entries()) {
    if (usable[row] === 1) phases.push(start % step);
  }
  const phase = mostCommon(phases);
  for (const [row, start] of starts.entries()) {
    if (usable[row] !== 1 || start % step === phase) continue;
    usable[row] = 0;
    tellRow('off-grid', rows, row, { stepSeconds: step }, setup);
  }
  return fill(rows, starts, usable, { zone, step }, setup);
}

/**
 * Starts of rows on the axis of the grid, and the grid's zone: instants, or where the intervals do
 * not keep to the wall clock through a clock change (days, above all) the wall clock itself, as if
 * it were UTC, so that each local date has its own slot. Local times that a clock change skips are
 * taken out of `usable` for instants; on the wall clock they exist.
 */
function startsOf(
  rows: QueueRows,
  step: number,
  usable: Uint8Array,
  setup: LayOutSetup,
): { readonly starts: readonly number[]; readonly zone: string } {
  const { zone, log } = setup;
  if (zone === 'UTC' || keepsToWallClock(zone, step, rows.walls)) {
    for (const [row, instant] of rows.instants.entries()) {
      if (usable[row] !== 1 || !Number.isNaN(instant)) continue;
      usable[row] = 0;
      tellRow('dst-gap', rows, row, { zone }, setup);
    }
    tellDoubles(rows, setup);
    return { starts: rows.instants, zone };
  }
  log.tell({
    code: 'layout',
    severity: 'info',
    queue: rows.queue,
    action: 'told',
    details: { zone, stepSeconds: step, takenAs: 'UTC', reason: 'clock-changes' },
  });
  const phases = (walls: readonly number[]) => new Set(walls.map((wall) => wall % step)).size;
  const asWritten = phases(rows.walls) > 1 && phases(rows.written) === 1;
  return { starts: asWritten ? rows.written : rows.walls, zone: 'UTC' };
}

/** Tells which of its two instants each double local time was taken for. */
function tellDoubles(rows: QueueRows, { zone, log }: LayOutSetup): void {
  for (const { rows: doubles, later } of rows.doubles.values()) {
    for (const row of doubles) {
      const instant = rows.instants[row] ?? Number.NaN;
      log.tell({
        code: 'dst-double',
        queue: rows.queue,
        line: rows.lines[row] ?? null,
        interval: formatInstant(instant, zone),
        action: 'told',
        details: { takenAs: instant === later ? 'later' : 'earlier' },
      });
    }
  }
}

function fill(
  rows: QueueRows,
  starts: readonly number[],
  usable: Uint8Array,
  { zone, step }: { readonly zone: string; readonly step: number },
  setup: LayOutSetup,
): Placed | null {
  let first = -1;
  let last = -1;
  for (const [row, start] of starts.entries()) {
    if (usable[row] !== 1) continue;
    if (first < 0 || start < starts[first]!) first = row;
    if (last < 0 || start > starts[last]!) last = row;
  }
  if (first < 0) return null;
  const origin = starts[first]!;
  const length = (starts[last]! - origin) / step + 1;
  if (length > MAX_GRID_SLOTS) {
    throw new AgnerError(
      'TOO_LARGE',
      `${setup.source}: expected at most ${MAX_GRID_SLOTS} intervals in a queue, got ${length} from line ${rows.lines[first]!} (${formatInstant(origin, zone)}) to line ${rows.lines[last]!} (${formatInstant(starts[last]!, zone)}); is one of the dates wrong?`,
      { source: setup.source, queue: rows.queue },
    );
  }
  const rowOfSlot = new Int32Array(length).fill(-1);
  let taken = 0;
  for (const [row, start] of starts.entries()) {
    if (usable[row] !== 1) continue;
    const slot = (start - origin) / step;
    const before = rowOfSlot[slot]!;
    if (before < 0) rowOfSlot[slot] = row;
    const isSame =
      before < 0 || rows.lists.every((list) => list === null || Object.is(list[row], list[before]));
    if (isSame) taken++;
    if (before >= 0) tellDuplicate(rows, row, before, isSame, setup);
  }
  return { grid: makeGrid(zone, origin, step, length), rowOfSlot, taken };
}

async function totalsOf(
  rows: QueueRows,
  rowOfSlot: Int32Array,
): Promise<Readonly<Record<Measure, Totals>>> {
  const unknown: Totals = new Array<null>(rowOfSlot.length).fill(null);
  const totals: Partial<Record<Measure, Totals>> = {};
  for (const [at, measure] of MEASURES.entries()) {
    const list = rows.lists[at] ?? null;
    if (list === null) {
      totals[measure] = unknown;
      continue;
    }
    totals[measure] = Array.from(rowOfSlot, (row) => {
      const value = row < 0 ? Number.NaN : list[row]!;
      return Number.isNaN(value) ? null : value;
    });
    await setImmediate();
  }
  return totals as Record<Measure, Totals>;
}

function tellDuplicate(
  rows: QueueRows,
  row: number,
  before: number,
  isSame: boolean,
  setup: LayOutSetup,
): void {
  setup.log.tell({
    code: isSame ? 'duplicate-same' : 'duplicate-different',
    severity: isSame ? 'info' : 'warning',
    queue: rows.queue,
    line: rows.lines[row] ?? null,
    interval: intervalText(rows, row, setup.zone),
    action: isSame ? 'merged' : 'left-out',
    details: { firstLine: rows.lines[before] ?? 0 },
  });
}

function tellRow(
  code: 'mixed-length' | 'off-grid' | 'dst-gap',
  rows: QueueRows,
  row: number,
  details: Readonly<Record<string, string | number>>,
  { log, zone }: LayOutSetup,
): void {
  const interval = intervalText(rows, row, zone);
  log.tell({ code, queue: rows.queue, line: rows.lines[row] ?? null, interval, details });
}

function intervalText(rows: QueueRows, row: number, zone: string): string {
  const instant = rows.instants[row] ?? Number.NaN;
  if (!Number.isNaN(instant)) return formatInstant(instant, zone);
  return new Date(rows.written[row]! * 1000).toISOString().slice(0, 19);
}
