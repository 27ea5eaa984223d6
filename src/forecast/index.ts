export { applyOverrides, type QueueOverride } from './apply-overrides.ts';
export {
  BACKTEST_METHODS,
  backtestOrigin,
  backtestQueue,
  type BacktestMethod,
  type BacktestOptions,
  defaultOrigins,
  type OriginBacktest,
  summariseBacktest,
} from './backtest-queue.ts';
export { type ForecastOptions, MAX_FORECAST_DAYS, MIN_HISTORY_DAYS } from './forecast-options.ts';
export { forecastQueue } from './forecast-queue.ts';
export { inspectHistory } from './inspect-history.ts';
export { emptyHistory, precedeHistory } from './precede-history.ts';
export {
  matchTotals,
  reconcileForecasts,
  type TotalGroup,
  totalGroups,
} from './reconcile-forecasts.ts';
export { type PathDraws, samplePaths } from './sample-paths.ts';
export { judgeAccuracy } from './judge-accuracy.ts';
export { type NamedForecast, scoreForecast } from './score-forecast.ts';
export { reforecastQueue, type ReforecastOptions } from './intraday/reforecast-queue.ts';
export {
  forecastLongRange,
  type LongRangeOptions,
  MAX_WEEKS,
} from './long-range/forecast-long-range.ts';
