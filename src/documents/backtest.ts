import { type Backtest } from '../domain/forecast.ts';
import { formatCsvRow } from './csv-row.ts';
import { levelName } from './forecast.ts';

/**
 * A backtest's forecasts as CSV, line by line, header first: dataset, origin, timestamp (local
 * wall clock without offset), point, and a lower and upper column per band ("lo80", "hi80").
 *
 * @param dataset what the dataset column says; `null` for the queue's name
 */
export function* formatBacktestCsv(
  backtest: Backtest,
  dataset: string | null = null,
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
  for (const { queue, origin, intervalStart, point, bands } of backtest.rows) {
    yield `${formatCsvRow([
      dataset ?? queue,
      origin,
      intervalStart.slice(0, 19),
      point,
      ...levels.flatMap((level) => {
        const band = bands.find((each) => each.level === level);
        return [band?.lower ?? null, band?.upper ?? null];
      }),
    ])}\n`;
  }
}
