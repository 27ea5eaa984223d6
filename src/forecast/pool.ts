import { medianSorted } from 'simple-statistics';
import { type ModelShare } from '../domain/index.ts';
import {
  type DaySeries,
  type FilteredSeries,
  filterSeries,
  fitMembers,
  POOL_MEMBERS,
  type PredictMembers,
} from './pool-members.ts';
import { stackMembers } from './stack-members.ts';

/** Leads (days from the last known day, from 1) that are weighted together: first and last. */
export const LEAD_GROUPS: readonly (readonly [number, number])[] = [
  [1, 1],
  [2, 7],
  [8, 14],
  [15, 28],
  [29, 91],
  [92, 182],
  [183, 800],
];

/** Days that must lie before an inner origin. */
const INNER_TRAINING_DAYS = 21;
/** Inner origins lie this far apart: not a week, so every weekday comes first. */
const INNER_SPACING_DAYS = 3;
const INNER_ORIGINS = 60;
/** Effects of the calendar are learned afresh so often; levels follow to each origin. */
const REFIT_DAYS = 18;
/** Farther inner origins, for leads that the near ones do not reach. */
const FAR_ORIGINS: readonly number[] = [120, 160, 200, 280, 364];
/** A group with fewer errors than this borrows those of the groups below it. */
const FEWEST_ERRORS = 6;
/** Days of error that the prior variance counts for when few errors are known. */
const PRIOR_ERRORS = 5;
/** A member that carries less is not told of. */
const LEAST_SHARE = 0.005;
/** Variance of a log total is kept below this, or means would run away. */
const MAX_VARIANCE = 1;
/** Days of backtest that the lognormal law counts for in the step from log to mean. */
const SMEARING_DAYS = 20;

/** Error of the pool on one day of the inner backtest. */
interface InnerError {
  readonly lead: number;
  readonly row: number;
  /** Log of actual less log of forecast, per member. */
  readonly errors: Float64Array;
}

/** A day of history that the pool forecast from an earlier one. */
export interface BacktestDay {
  readonly row: number;
  readonly lead: number;
  /** Log of the day total as forecast. */
  readonly predicted: number;
}

/** The pool after its inner backtest, ready to forecast. */
export interface FittedPool {
  /** Log of the day total forecast for a row at or after the end of history. */
  readonly predict: (row: number) => number;
  /** Variance of the log of the day total by lead, from the inner backtest. */
  readonly varianceAt: (lead: number) => number;
  /** Mean of a day total whose log is predicted: above its exponential, as logs are skewed. */
  readonly meanOf: (predicted: number, lead: number) => number;
  readonly models: readonly ModelShare[];
  /** Every day that the inner backtest forecast with the pool's weights, outlying ones too. */
  readonly backtest: readonly BacktestDay[];
}

/**
 * Fits the pool on rows [0, end): runs an inner rolling backtest inside them, weighs the members
 * per lead group by how their errors combine, and measures the error of the whole.
 *
 * @param horizon rows to be forecast after `end`
 */
export function fitPool(series: DaySeries, end: number, horizon: number): FittedPool {
  const filtered = filterSeries(series);
  const all = runInnerBacktest(series, filtered, end, horizon);
  const inner = all.filter(({ row }) => series.outlying[row] === 0);
  const weights = LEAD_GROUPS.map((_, group) =>
    stackMembers(errorsOfGroup(inner, group).map(tameDip), POOL_MEMBERS.length),
  );
  const members = fitMembers(series, filtered, end, end);
  const predict = (row: number) =>
    weightedMean(weights[groupOf(row - end + 1)]!, members(end, row));
  const backtest = all.map(({ row, lead, errors }): BacktestDay => ({
    row,
    lead,
    predicted: series.logs[row]! - weightedMean(weights[groupOf(lead)]!, errors),
  }));
  const ordinary = backtest.filter(({ row }) => series.outlying[row] === 0);
  const varianceAt = fitVariance(series, ordinary);
  const meanOf = fitMean(series, ordinary, varianceAt);
  const lastGroup = groupOf(Math.min(horizon, 28));
  const models = POOL_MEMBERS.flatMap((member, index): ModelShare[] => {
    const share = weights.slice(0, lastGroup + 1).reduce((sum, of) => sum + of[index]!, 0);
    const weight = share / (lastGroup + 1);
    const backtestWape = memberWape(series, inner, index);
    return weight >= LEAST_SHARE ? [{ model: member.name, weight, backtestWape }] : [];
  });
  return { predict, varianceAt, meanOf, models, backtest };
}

/** Lead group of a lead. */
export function groupOf(lead: number): number {
  const group = LEAD_GROUPS.findIndex(([, last]) => lead <= last);
  return group < 0 ? LEAD_GROUPS.length - 1 : group;
}

function runInnerBacktest(
  series: DaySeries,
  filtered: FilteredSeries,
  end: number,
  horizon: number,
): readonly InnerError[] {
  const reach = Math.max(28, horizon);
  const distances = Array.from({ length: INNER_ORIGINS }, (_, at) => (at + 1) * INNER_SPACING_DAYS);
  if (horizon > 28) distances.push(...FAR_ORIGINS);
  const fits = new Map<number, PredictMembers>();
  const inner: InnerError[] = [];
  for (const distance of distances) {
    const innerEnd = end - distance;
    if (innerEnd < INNER_TRAINING_DAYS) continue;
    const fittedEnd = Math.max(
      Math.min(INNER_TRAINING_DAYS, innerEnd),
      end - Math.ceil(distance / REFIT_DAYS) * REFIT_DAYS,
    );
    let predict = fits.get(fittedEnd);
    if (predict === undefined) {
      const lastEnd = Math.min(end, fittedEnd + REFIT_DAYS);
      predict = fitMembers(series, filtered, fittedEnd, lastEnd);
      fits.set(fittedEnd, predict);
    }
    for (let row = innerEnd; row < Math.min(end, innerEnd + reach); row++) {
      if (series.weights[row] === 0 && series.outlying[row] === 0) continue;
      const log = series.logs[row]!;
      const errors = predict(innerEnd, row).map((predicted) => log - predicted);
      inner.push({ lead: row - innerEnd + 1, row, errors });
    }
  }
  return inner;
}

/** Errors of a lead group; of all shorter leads too where it has too few. */
function errorsOfGroup(inner: readonly InnerError[], group: number): readonly InnerError[] {
  const [first, last] = LEAD_GROUPS[group]!;
  const own = inner.filter(({ lead }) => first <= lead && lead <= last);
  if (own.length >= FEWEST_ERRORS) return own;
  const shorter = inner.filter(({ lead }) => lead <= last);
  return shorter.length >= FEWEST_ERRORS ? shorter : inner;
}

/**
 * Errors of a day as its weights are learned from. A day that fell short of all forecasts has a log
 * error without bound, though it cost no more contacts than were expected of it: what nearly
 * silent days happen to favour would carry the weights. So errors of such a day are scaled by the
 * share of its contacts that came.
 */
function tameDip({ errors }: InnerError): Float64Array {
  const middle = medianSorted(Float64Array.from(errors).sort() as unknown as number[]);
  const share = Math.exp(Math.min(0, middle));
  return errors.map((error) => error * share);
}

function weightedMean(weights: Float64Array, values: Float64Array): number {
  return values.reduce((sum, value, index) => sum + weights[index]! * value, 0);
}

/**
 * Variance of the combined log error as a line in lead, rising and never below that of a day's
 * own noise: group variances are noisy, the line is not, and it reaches beyond the last lead seen.
 */
function fitVariance(
  series: DaySeries,
  backtest: readonly BacktestDay[],
): (lead: number) => number {
  const n = backtest.length;
  let [sx, sy, sxx, sxy] = [0, 0, 0, 0];
  for (const { row, lead, predicted } of backtest) {
    const size = (series.logs[row]! - predicted) ** 2;
    sx += lead;
    sy += size;
    sxx += lead * lead;
    sxy += lead * size;
  }
  const prior = 1.5 * series.deviation ** 2;
  if (n === 0) return (lead) => Math.min(MAX_VARIANCE, prior * (1 + lead / 28));
  const mean = (sy + PRIOR_ERRORS * prior) / (n + PRIOR_ERRORS);
  const spread = sxx - (sx * sx) / n;
  const slope = spread > 0 ? Math.max(0, (sxy - (sx * sy) / n) / spread) : 0;
  const middle = sx / n;
  // A line that starts below half the mean is the work of chance.
  const intercept = Math.max(mean - slope * middle, mean / 2);
  const kept = middle > 0 ? (mean - intercept) / middle : 0;
  return (lead) => Math.min(MAX_VARIANCE, intercept + Math.max(0, kept) * lead);
}

/**
 * The step from the log to the mean: half the variance (the lognormal law) and, for queues so
 * small that the logs of counts are mostly Poisson noise, the ratio of actual to forecast contacts
 * in the inner backtest. In large queues that ratio is what the weeks happened to bring.
 *
 * @see Duan (1983), "Smearing estimate", JASA 78.
 */
function fitMean(
  series: DaySeries,
  backtest: readonly BacktestDay[],
  varianceAt: (lead: number) => number,
): FittedPool['meanOf'] {
  let [actual, forecast, variance] = [0, 0, 0];
  for (const { row, lead, predicted } of backtest) {
    actual += series.totals[row]!;
    forecast += Math.exp(predicted + varianceAt(lead) / 2);
    variance += varianceAt(lead);
  }
  const days = new Set(backtest.map(({ row }) => row)).size;
  const count = backtest.length;
  const poissonShare = actual > 0 ? Math.min(1, count / actual / (variance / count)) : 0;
  const trust = (poissonShare * days) / (days + SMEARING_DAYS);
  const more = trust > 0 ? trust * Math.log(actual / forecast) : 0;
  return (predicted, lead) => Math.exp(predicted + varianceAt(lead) / 2 + more);
}

function memberWape(series: DaySeries, inner: readonly InnerError[], index: number): number | null {
  let off = 0;
  let total = 0;
  for (const { row, errors } of inner) {
    const error = errors[index]!;
    const actual = Math.exp(series.logs[row]!);
    off += Math.abs(actual * Math.exp(-error) - actual);
    total += actual;
  }
  return total > 0 ? off / total : null;
}
