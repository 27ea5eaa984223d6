import {
  AgnerError,
  type ErrorPersistence,
  gridDays,
  type PathValue,
  type QueueForecast,
} from '../domain/index.ts';
import { impliedVariance } from './implied-law.ts';
import { ASSUMED_PERSISTENCE } from './learn-persistence.ts';

/** Draws that paths are made of, all of one seeded stream. */
export interface PathDraws {
  /** Of the standard normal law. */
  readonly normal: () => number;
  /** Of Poisson's law with a mean. */
  readonly poisson: (mean: number) => number;
}

/** Numbers that paths of one queue may hold. */
const MAX_VALUES = 20_000_000;
const ROUNDS = 40;

/** Relative variances of a day: of a factor that all its slots share, and of each slot's own. */
interface DaySpread {
  readonly day: number;
  readonly slots: readonly number[];
}

/**
 * Ways in which the volume of a forecast may turn out, all equally likely.
 *
 * The mean of a slot is that of the forecast times a factor of its day times one of its own, both
 * lognormal with mean 1; contacts are Poisson around it. Variances are those that the forecast's
 * bands say of day totals and of slots, so both hold their bands; the days' factors go together as
 * `errorPersistence` says. Without bands only Poisson's noise is left.
 *
 * @param count of paths
 * @returns per path, contacts per slot
 * @throws {AgnerError} `TOO_LARGE` for paths that hold more numbers than a queue's may
 *
 * Cost: O(count x slots), and O(contacts) draws for counts.
 *
 * @see Ibrahim, Ye, L'Ecuyer & Shen (2016), "Modeling and forecasting call center arrivals", IJF 32.
 */
export function samplePaths(
  forecast: QueueForecast,
  { count, of }: { readonly count: number; readonly of: PathValue },
  draws: PathDraws,
): number[][] {
  const { mean } = forecast.volume;
  if (count * mean.length > MAX_VALUES) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected at most ${Math.floor(MAX_VALUES / mean.length)} paths of ${mean.length} intervals, got ${count}`,
      { name: 'count', got: String(count) },
    );
  }
  const days = gridDays(forecast.grid).map(({ firstSlot, slots }, at) => ({
    firstSlot,
    ...spreadOfDay(forecast, at, firstSlot, firstSlot + slots),
  }));
  const persistence = forecast.errorPersistence ?? ASSUMED_PERSISTENCE;
  return Array.from({ length: count }, () => {
    const path = new Array<number>(mean.length).fill(0);
    const scores = drawScores(days.length, persistence, draws);
    for (const [at, { firstSlot, day, slots }] of days.entries()) {
      const factor = lognormal(day, scores[at]!);
      for (const [wall, variance] of slots.entries()) {
        const slot = firstSlot + wall;
        if (!(mean[slot]! > 0)) continue;
        const own = variance > 0 ? lognormal(variance, draws.normal()) : 1;
        const value = mean[slot]! * factor * own;
        path[slot] = of === 'means' ? value : draws.poisson(value);
      }
    }
    return path;
  });
}

/** Normal scores of consecutive days: a part that lasts, and one of the day alone. */
function drawScores(
  days: number,
  { share, halfLifeDays }: ErrorPersistence,
  { normal }: PathDraws,
): number[] {
  const kept = 2 ** (-1 / halfLifeDays);
  let lasting = normal();
  return Array.from({ length: days }, (_, day) => {
    if (day > 0) lasting = kept * lasting + Math.sqrt(1 - kept * kept) * normal();
    return Math.sqrt(share) * lasting + Math.sqrt(1 - share) * normal();
  });
}

/** A factor with mean 1 and a variance. */
function lognormal(variance: number, score: number): number {
  const square = Math.log1p(variance);
  return Math.exp(Math.sqrt(square) * score - square / 2);
}

/**
 * What is the whole day's of a slot's variance: as much as leaves the variance of the day's total
 * where its own band has it, after Poisson's noise and the slots' own errors.
 */
function spreadOfDay(
  { volume, dayTotals }: QueueForecast,
  at: number,
  firstSlot: number,
  endSlot: number,
): DaySpread {
  const means = volume.mean.slice(firstSlot, endSlot);
  const total = means.reduce((sum, mean) => sum + mean, 0);
  const beyondPoisson = means.map((mean, wall) => {
    const variance = impliedVariance(volume, firstSlot + wall);
    return variance === null ? 0 : Math.max(0, variance - mean) / (mean * mean);
  });
  const open = means.filter((mean) => mean > 0).length;
  if (open <= 1) return { day: Math.max(0, ...beyondPoisson), slots: means.map(() => 0) };
  const ofTotal = total > 0 ? impliedVariance(dayTotals, at) : null;
  if (ofTotal === null) return { day: 0, slots: beyondPoisson };
  const ofDay = Math.max(0, ofTotal - total) / (total * total);
  const own = (day: number) => beyondPoisson.map((all) => Math.max(0, (all - day) / (1 + day)));
  let day = ofDay;
  for (let round = 0; round < ROUNDS; round++) {
    const slotsPart = own(day).reduce(
      (sum, variance, wall) => sum + variance * (1 + day) * (means[wall]! / total) ** 2,
      0,
    );
    day = Math.max(0, ofDay - slotsPart);
  }
  return { day, slots: own(day) };
}
