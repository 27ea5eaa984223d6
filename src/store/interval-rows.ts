import {
  AgnerError,
  epochSeconds,
  type IntervalGrid,
  type IntervalHistory,
  localDateOf,
  makeGrid,
  type Measure,
  MEASURES,
  offsetSeconds,
  startOfDay,
  type Totals,
} from '../domain/index.ts';

const DAY_SECONDS = 86_400;

/** What one interval of one queue holds; values in the order of `MEASURES`. */
export interface IntervalRow {
  readonly start: number;
  readonly values: readonly (number | null)[];
}

/**
 * The slots of a history in which something is known, in order of time.
 *
 * Daily slots are kept under the first instant of their local date, since a grid of elapsed
 * seconds drifts against midnight with every clock change, and two files may start on either side
 * of one. All others are kept under their own start.
 *
 * @throws {AgnerError} `INVALID_INPUT` where totals and grid differ in length, or hold a number
 *   that is not finite
 */
export function intervalRows(history: IntervalHistory): IntervalRow[] {
  const { grid } = history;
  const columns = MEASURES.map((measure) => checkTotals(history, measure));
  const first = epochSeconds(grid.start);
  const rows: IntervalRow[] = [];
  for (let slot = 0; slot < grid.length; slot++) {
    if (columns.every((column) => (column[slot] ?? null) === null)) continue;
    rows.push({
      start: keptStart(grid, first + slot * grid.stepSeconds),
      values: columns.map((column) => column[slot] ?? null),
    });
  }
  return rows;
}

function checkTotals({ queue, grid, totals }: IntervalHistory, measure: Measure): Totals {
  const column = totals[measure];
  if (column.length !== grid.length) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected ${grid.length} values of ${measure} for queue "${queue}", got ${column.length}`,
      { queue, measure },
    );
  }
  const bad = column.find((value) => value !== null && !Number.isFinite(value));
  if (bad !== undefined) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected finite numbers in ${measure} of queue "${queue}", got ${String(bad)}`,
      { queue, measure },
    );
  }
  return column;
}

function keptStart({ zone, stepSeconds }: IntervalGrid, start: number): number {
  if (stepSeconds !== DAY_SECONDS) return start;
  // Noon of the slot lies on the slot's date, however far the grid has drifted.
  return startOfDay(zone, localDateOf(start + DAY_SECONDS / 2, zone));
}

/** Offset of a queue's slots within the step; all of a queue's rows must share one. */
export function phaseOf(stepSeconds: number, start: number): number {
  return stepSeconds === DAY_SECONDS ? 0 : ((start % stepSeconds) + stepSeconds) % stepSeconds;
}

/** How many slots a gapless grid has from one kept start to another, both included. */
export function slotsBetween(stepSeconds: number, first: number, last: number): number {
  return Math.round((last - first) / stepSeconds) + 1;
}

/**
 * The gapless grid from the first row to the last, and their totals on it; slots without a row
 * are `null`. Rows are in order of time, at least one. Inverse of {@link intervalRows}.
 */
export function gridOfRows(
  zone: string,
  stepSeconds: number,
  rows: readonly IntervalRow[],
): Pick<IntervalHistory, 'grid' | 'totals'> {
  const first = rows[0]!.start;
  const length = slotsBetween(stepSeconds, first, rows.at(-1)!.start);
  const drift = stepSeconds === DAY_SECONDS ? midnightDrift(zone, first, length) : 0;
  const grid = makeGrid(zone, first + drift, stepSeconds, length);
  const slots = rows.map(({ start }) => slotsBetween(stepSeconds, first, start) - 1);
  const columns = MEASURES.map((_, measure) => {
    const column = new Array<number | null>(length).fill(null);
    for (let row = 0; row < rows.length; row++) {
      column[slots[row]!] = rows[row]!.values[measure] ?? null;
    }
    return column;
  });
  return {
    grid,
    totals: Object.fromEntries(
      MEASURES.map((measure, index) => [measure, columns[index]!]),
    ) as unknown as Record<Measure, Totals>,
  };
}

/**
 * Seconds by which a daily grid must start after local midnight so that none of its slots starts
 * before its own date's midnight: with the first slot in summer time and others in winter, 3600.
 */
function midnightDrift(zone: string, first: number, length: number): number {
  const noon = first + DAY_SECONDS / 2;
  const offset = offsetSeconds(zone, noon);
  let drift = 0;
  for (let slot = 1; slot < length; slot++) {
    drift = Math.max(drift, offset - offsetSeconds(zone, noon + slot * DAY_SECONDS));
  }
  return drift;
}
