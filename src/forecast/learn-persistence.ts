import { type ErrorPersistence } from '../domain/index.ts';
import { type DayError } from './volume-forecast.ts';

/** Where no error is known: a level that is wrong is wrong for weeks. */
export const ASSUMED_PERSISTENCE: ErrorPersistence = { share: 0.5, halfLifeDays: 91 };
const HALF_LIVES_DAYS: readonly number[] = [2, 7, 28, 91, 364];
/** Days apart up to which errors are compared. */
const MAX_APART = 27;
/** Pairs of errors that the assumption counts for. */
const PRIOR_PAIRS = 50;

/**
 * Learns from forecasts of the past how errors of days that were forecast together go together:
 * correlations by days apart, drawn a little towards an assumption, then the share and the
 * half-life that are nearest to them.
 */
export function learnPersistence(errors: readonly DayError[]): ErrorPersistence {
  const byOrigin = new Map<number, DayError[]>();
  for (const error of errors) {
    if (error.lead > MAX_APART + 1) continue;
    const origin = error.row - error.lead;
    byOrigin.set(origin, [...(byOrigin.get(origin) ?? []), error]);
  }
  const products = new Float64Array(MAX_APART + 1);
  const squares = new Float64Array(MAX_APART + 1);
  const pairs = new Float64Array(MAX_APART + 1);
  for (const group of byOrigin.values()) {
    for (const [index, a] of group.entries()) {
      for (const b of group.slice(index + 1)) {
        const apart = Math.abs(a.lead - b.lead);
        products[apart]! += a.error * b.error;
        squares[apart]! += (a.error ** 2 + b.error ** 2) / 2;
        pairs[apart]!++;
      }
    }
  }
  let best = { ...ASSUMED_PERSISTENCE, miss: Infinity };
  for (const halfLifeDays of HALF_LIVES_DAYS) {
    let [top, bottom, square] = [0, 0, 0];
    for (let apart = 1; apart <= MAX_APART; apart++) {
      if (squares[apart] === 0) continue;
      const weight = pairs[apart]! + PRIOR_PAIRS;
      const assumed = correlationAt(ASSUMED_PERSISTENCE, apart);
      const seen = products[apart]! / squares[apart]!;
      const drawn = (seen * pairs[apart]! + assumed * PRIOR_PAIRS) / weight;
      const kernel = 2 ** (-apart / halfLifeDays);
      top += weight * kernel * drawn;
      bottom += weight * kernel * kernel;
      square += weight * drawn * drawn;
    }
    if (bottom === 0) return ASSUMED_PERSISTENCE;
    const share = Math.max(0, Math.min(1, top / bottom));
    const miss = square - 2 * share * top + share * share * bottom;
    if (miss < best.miss) best = { share, halfLifeDays, miss };
  }
  return { share: best.share, halfLifeDays: best.halfLifeDays };
}

/** Correlation of the errors of two days so far apart. */
export function correlationAt({ share, halfLifeDays }: ErrorPersistence, apart: number): number {
  return apart === 0 ? 1 : share * 2 ** (-apart / halfLifeDays);
}
