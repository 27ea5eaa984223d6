import { epochSeconds, formatInstant } from '../domain/calendar.ts';
import { type IntervalHistory, type Measure, MEASURES } from '../domain/history.ts';
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
  const columns = MEASURES.map((measure) => MEASURE_COLUMNS[measure]);
  yield `${formatCsvRow(['interval_start', 'interval_minutes', 'queue', 'channel', ...columns])}\n`;
  for (const { queue, channel, grid, totals } of histories) {
    const start = epochSeconds(grid.start);
    for (let slot = 0; slot < grid.length; slot++) {
      const values = MEASURES.map((measure) => totals[measure][slot] ?? null);
      if (values.every((value) => value === null)) continue;
      const instant = formatInstant(start + slot * grid.stepSeconds, grid.zone);
      yield `${formatCsvRow([instant, grid.stepSeconds / 60, queue, channel, ...values])}\n`;
    }
  }
}
