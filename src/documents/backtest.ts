import { type Backtest } from '../domain/forecast.ts';
import { formatCsvRow } from './csv-row.ts';
import { levelName } from './forecast.ts';

/** How a backtest is written as CSV. */
export interface BacktestCsvOptions {
  readonly dataset: string | null;
  readonly point: 'mean' | 'median';
}

/**
 * A backtest's forecasts as CSV, line by line, header first: dataset, origin, timestamp (local
 * wall clock without offset), point, and a lower and upper column per band ("lo80", "hi80").
 *
 * @param options what the dataset column says (`null` for the queue's name), and whether the point
 *   is the mean or the median
 */
export function* formatBacktestCsv(
  backtest: Backtest,
  options: BacktestCsvOptions = { dataset: null, point: 'mean' },
): Generator<string> {
  const levels = [
    ...new Set(backtest.rows.flatMap(({ bands }) => bands.map(({ level }) => level))),
  ].sort((a, b) => a - b);
  yield `${formatCsvRow([
    'dataset',
    'origin',
    'timestamp',
    'point',
    ...levels.flatMap((level) => [`lo${levelName(level)}`, `hi${levelName(level)}`]),
  ])}\n`;
  for (const { queue, origin, intervalStart, point, median, bands } of backtest.rows) {
    yield `${formatCsvRow([
      options.dataset ?? queue,
      origin,
      intervalStart.slice(0, 19),
      options.point === 'mean' ? point : median,
      ...levels.flatMap((level) => {
        const band = bands.find((each) => each.level === level);
        return [band?.lower ?? null, band?.upper ?? null];
      }),
    ])}\n`;
  }
}
