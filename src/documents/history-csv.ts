import { epochSeconds, formatInstant } from '../domain/calendar.ts';
import { type IntervalHistory, type Measure, MEASURES, type Totals } from '../domain/history.ts';
import { type CallIntervals, EXITS } from '../use-cases/index.ts';
import { formatCsvRow } from './csv-row.ts';

/** The canonical layout's column of each measure. */
export const MEASURE_COLUMNS: Readonly<Record<Measure, string>> = {
  offered: 'offered',
  answered: 'answered',
  answeredInThreshold: 'answered_in_threshold',
  abandoned: 'abandoned',
  abandonedInThreshold: 'abandoned_in_threshold',
  talkSeconds: 'talk_seconds',
  holdSeconds: 'hold_seconds',
  acwSeconds: 'acw_seconds',
  waitAnsweredSeconds: 'wait_answered_seconds',
  waitAbandonedSeconds: 'wait_abandoned_seconds',
};

/**
 * Interval history as CSV in the canonical layout, line by line, header first.
 *
 * Times carry the offset of the history's zone, so that the double hour of a clock change stays
 * two. An unknown total is an empty field; an interval of which nothing is known has no row.
 * Read back with the history's zone, attribution and channel, it gives the same history, but for
 * unknown intervals at either end.
 */
export function* formatHistoryCsv(histories: readonly IntervalHistory[]): Generator<string> {
  yield* formatWithMore(
    histories.map((history) => ({ history, more: [] })),
    [],
  );
}

/** Ways out of a queue that the canonical layout has no column for. */
const EXIT_COLUMNS: Readonly<Record<(typeof EXITS)[number], string>> = {
  timeout: 'exited_timeout',
  empty: 'exited_empty',
  key: 'exited_key',
  withdrawn: 'withdrawn',
  cut: 'cut',
};

/** As {@link formatHistoryCsv}, with the other ways out of a queue in columns at the end. */
export function* formatCallIntervalsCsv(intervals: readonly CallIntervals[]): Generator<string> {
  yield* formatWithMore(
    intervals.map(({ history, exits }) => ({ history, more: EXITS.map((exit) => exits[exit]) })),
    EXITS.map((exit) => EXIT_COLUMNS[exit]),
  );
}

function* formatWithMore(
  all: readonly { readonly history: IntervalHistory; readonly more: readonly Totals[] }[],
  moreColumns: readonly string[],
): Generator<string> {
  const columns = [...MEASURES.map((measure) => MEASURE_COLUMNS[measure]), ...moreColumns];
  yield `${formatCsvRow(['interval_start', 'interval_minutes', 'queue', 'channel', ...columns])}\n`;
  for (const { history, more } of all) {
    const { queue, channel, grid, totals } = history;
    const start = epochSeconds(grid.start);
    const series = [...MEASURES.map((measure) => totals[measure]), ...more];
    for (let slot = 0; slot < grid.length; slot++) {
      const values = series.map((column) => column[slot] ?? null);
      if (values.every((value) => value === null)) continue;
      const instant = formatInstant(start + slot * grid.stepSeconds, grid.zone);
      yield `${formatCsvRow([instant, grid.stepSeconds / 60, queue, channel, ...values])}\n`;
    }
  }
}
