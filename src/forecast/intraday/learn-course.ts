import { type IntervalHistory } from '../../domain/index.ts';
import { readDayLevels } from '../day-levels.ts';
import { type DaySetup, readDays } from '../day-table.ts';
import { MIN_HISTORY_DAYS } from '../forecast-options.ts';
import { learnProfiles } from '../profiles.ts';

/** How a day strays from its profile once its total is known. Relative variances. */
export interface DayCourse {
  /** Of a wave that dies away along the day: a busy hour is followed by a busy one. */
  readonly waveVariance: number;
  /** After so long half of the wave's correlation is left. */
  readonly waveHalfLifeSeconds: number;
  /** Of each interval by itself, beyond Poisson. */
  readonly slotVariance: number;
}

/** Half-lives that are tried: from half an hour to a long shift. */
const HALF_LIVES_SECONDS: readonly number[] = [1800, 3600, 7200, 14_400, 28_800];

/** Days whose course is known that it takes to learn one. */
const FEWEST_DAYS = 10;

/** Sums over one day: by lag, what its residuals were and what a wave would have made of them. */
interface DayMoments {
  readonly products: Float64Array;
  readonly waves: readonly Float64Array[];
  /** Squares of expected contacts behind each lag. */
  readonly sizes: Float64Array;
}

/**
 * Learns from the last eight weeks before `date` how far, and for how long, intervals stray
 * together from the profile of their day.
 *
 * By moments: products of the residuals of two intervals, less what Poisson noise around a known
 * total lets expect, against those of a wave whose mean over the day is part of that total. A wave
 * that differs from 0 no more than from day to day is believed as little (positive-part rule).
 * `null` where the history is too short.
 *
 * Cost: O(days x slotsPerDay²).
 */
export function learnCourse(
  history: IntervalHistory,
  date: string,
  setup: DaySetup,
): DayCourse | null {
  const table = readDays(history, date, setup);
  const contacts = table.values.some((value) => value > 0);
  if (table.dates.length < MIN_HISTORY_DAYS || !contacts) return null;
  const levels = readDayLevels(table);
  const perDay = table.slotsPerDay;
  const days: DayMoments[] = [];
  for (const [day, shares] of learnProfiles(table, levels).trials) {
    if (!(levels.weights[day]! > 0) || table.special[day] !== null) continue;
    const values = levels.values.subarray(day * perDay, (day + 1) * perDay);
    days.push(momentsOf(values, shares, levels.totals[day]!, table.stepSeconds));
  }
  if (days.length < FEWEST_DAYS) return null;
  const fits = HALF_LIVES_SECONDS.map((_, at) => fitWave(days, at));
  const best = fits.reduce((least, fit) => (fit.error < least.error ? fit : least), fits[0]!);
  return {
    waveVariance: best.wave,
    waveHalfLifeSeconds: HALF_LIVES_SECONDS[fits.indexOf(best)]!,
    slotVariance: best.slot,
  };
}

function momentsOf(
  values: Float64Array,
  shares: Float64Array,
  total: number,
  stepSeconds: number,
): DayMoments {
  const perDay = values.length;
  const known = [...values.keys()].filter(
    (wall) => shares[wall]! > 0 && !Number.isNaN(values[wall]),
  );
  const products = new Float64Array(perDay);
  const sizes = new Float64Array(perDay);
  const residuals = Float64Array.from(values, (value, wall) => value - total * shares[wall]!);
  for (const [index, a] of known.entries()) {
    for (const b of known.slice(index)) {
      const size = total * total * shares[a]! * shares[b]!;
      // Around a known total Poisson counts are multinomial: their covariances are -N p q.
      const chance =
        a === b ? total * shares[a]! * (1 - shares[a]!) : -total * shares[a]! * shares[b]!;
      products[b - a]! += residuals[a]! * residuals[b]! - chance;
      sizes[b - a]! += size;
    }
  }
  const waves = HALF_LIVES_SECONDS.map((halfLife) => {
    const keep = 2 ** (-stepSeconds / halfLife);
    const powers = Float64Array.from({ length: perDay }, (_, lag) => keep ** lag);
    const means = new Float64Array(perDay);
    let whole = 0;
    for (const a of known) {
      for (const b of known) means[a]! += shares[b]! * powers[Math.abs(a - b)]!;
      whole += shares[a]! * means[a]!;
    }
    const sums = new Float64Array(perDay);
    for (const [index, a] of known.entries()) {
      for (const b of known.slice(index)) {
        const size = total * total * shares[a]! * shares[b]!;
        sums[b - a]! += size * (powers[b - a]! - means[a]! - means[b]! + whole);
      }
    }
    return sums;
  });
  return { products, waves, sizes };
}

/** Least squares over lags above 0, lags weighted by their size; lag 0 tells the rest. */
function fitWave(days: readonly DayMoments[], halfLife: number) {
  const perDay = days[0]?.products.length ?? 0;
  const product = sumOf(
    days.map(({ products }) => products),
    perDay,
  );
  const wave = sumOf(
    days.map(({ waves }) => waves[halfLife]!),
    perDay,
  );
  const size = sumOf(
    days.map(({ sizes }) => sizes),
    perDay,
  );
  const regress = (of: Float64Array) => {
    let [top, bottom] = [0, 0];
    for (let lag = 1; lag < perDay; lag++) {
      if (size[lag] === 0) continue;
      top += (wave[lag]! * of[lag]!) / size[lag]!;
      bottom += wave[lag]! ** 2 / size[lag]!;
    }
    return { top, bottom };
  };
  const all = regress(product);
  if (!(all.bottom > 0)) return { wave: 0, slot: 0, error: Infinity };
  const raw = all.top / all.bottom;
  let spread = 0;
  for (const day of days) {
    const off = Float64Array.from(
      day.products,
      (value, lag) => value - raw * day.waves[halfLife]![lag]!,
    );
    spread += regress(off).top ** 2;
  }
  const doubt = spread / all.bottom ** 2;
  const kept = raw <= 0 ? 0 : raw * Math.max(0, 1 - doubt / (raw * raw));
  let error = 0;
  for (let lag = 1; lag < perDay; lag++) {
    if (size[lag] !== 0) error += (product[lag]! - kept * wave[lag]!) ** 2 / size[lag]!;
  }
  const slot = size[0]! > 0 ? Math.max(0, (product[0]! - kept * wave[0]!) / size[0]!) : 0;
  return { wave: kept, slot, error };
}

function sumOf(lists: readonly Float64Array[], length: number): Float64Array {
  const sum = new Float64Array(length);
  for (const list of lists) for (let at = 0; at < length; at++) sum[at]! += list[at]!;
  return sum;
}
