import { type Band, type Estimate } from '../domain/index.ts';
import { type CountLaw, countQuantile } from './count-quantiles.ts';

/** Laws of a day's slots and of their sum. */
export interface DayLaws {
  readonly slots: readonly CountLaw[];
  readonly total: CountLaw;
}

/**
 * Laws of a day whose total and slots are uncertain: Poisson around a mean that errs by
 * `dayVariance` for the whole day and by `slotVariance` for each slot (relative variances).
 *
 * @param means contacts expected per slot
 */
export function makeDayLaws(
  means: readonly number[],
  dayVariance: number,
  slotVariance: number,
): DayLaws {
  const relative = dayVariance + slotVariance;
  const slots = means.map((mean) => ({ mean, variance: mean + mean * mean * relative }));
  const mean = means.reduce((sum, value) => sum + value, 0);
  // The error of day totals already holds their own Poisson noise, but on the smallest days.
  return { slots, total: { mean, variance: Math.max(mean, mean * mean * dayVariance) } };
}

/** Mean, median and bands of counts; `deviates` are the bands' half-widths, one per level. */
export function makeEstimate(
  laws: readonly CountLaw[],
  levels: readonly number[],
  deviates: readonly number[],
): Estimate {
  const at = (z: number) => laws.map((law) => countQuantile(law, z));
  const bands = levels.map((level, index): Band => {
    const z = deviates[index]!;
    // Below half a contact the whole number next to it is none at all.
    const lower = at(-z).map((value) => (value < 0.5 ? 0 : value));
    return { level, lower, upper: at(z) };
  });
  return { mean: laws.map((law) => law.mean), median: at(0), bands };
}
