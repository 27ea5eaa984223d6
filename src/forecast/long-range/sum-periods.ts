import { type ErrorPersistence, type Estimate, type PeriodSums } from '../../domain/index.ts';
import { centralDeviate, countQuantile } from '../count-quantiles.ts';
import { impliedVariance, relativeDeviates } from '../implied-law.ts';
import { correlationAt } from '../learn-persistence.ts';

/**
 * Sums of days over consecutive periods, with bands: variances of days as their bands have them,
 * errors going together by `persistence`.
 *
 * @param workSeconds handle time of each day's contacts
 * @param starts position of the first day of each period, ascending, the first is 0
 *
 * Cost: the sum of the squares of the periods' days.
 */
export function sumPeriods(
  dates: readonly string[],
  dayTotals: Estimate,
  workSeconds: Float64Array,
  starts: readonly number[],
  persistence: ErrorPersistence,
): PeriodSums {
  const deviates = relativeDeviates(dayTotals);
  const deviations = dates.map((_, day) => Math.sqrt(impliedVariance(dayTotals, day) ?? 0));
  const periods = starts.map((start, index) => ({ start, end: starts[index + 1] ?? dates.length }));
  const laws = periods.map(({ start, end }) => {
    let [mean, variance] = [0, 0];
    for (let a = start; a < end; a++) {
      mean += dayTotals.mean[a]!;
      for (let b = start; b < end; b++) {
        variance += deviations[a]! * deviations[b]! * correlationAt(persistence, Math.abs(a - b));
      }
    }
    return { mean, variance };
  });
  // A queue without contacts has no law, only what its silence leaves possible.
  const silent = periods.map(({ start, end }) => (at: readonly number[]) => {
    let sum = 0;
    for (let day = start; day < end; day++) sum += at[day]!;
    return sum;
  });
  return {
    from: periods.map(({ start }) => dates[start]!),
    days: periods.map(({ start, end }) => end - start),
    contacts: {
      mean: laws.map(({ mean }) => mean),
      median: laws.map((law) => countQuantile(law, 0)),
      bands: dayTotals.bands.map((band, index) => {
        const z = centralDeviate(band.level) * deviates[index]!;
        return {
          level: band.level,
          lower: laws.map((law) => countQuantile(law, -z)),
          upper: laws.map((law, at) =>
            law.mean > 0 ? countQuantile(law, z) : silent[at]!(band.upper),
          ),
        };
      }),
    },
    workSeconds: periods.map(({ start, end }) =>
      workSeconds.subarray(start, end).reduce((sum, seconds) => sum + seconds, 0),
    ),
  };
}
