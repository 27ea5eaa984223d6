import { type Rational } from './decimal.ts';

/** A number between two whole multiples of 2^-256. */
export interface Enclosure {
  readonly lower: bigint;
  readonly upper: bigint;
}

const BITS = 256n;

/** 1 in the unit of an {@link Enclosure}. */
export const ONE = 1n << BITS;

/**
 * 1 / B(load, lines) between bounds that differ in about the 70th digit, by the recursion in
 * whole numbers. For the few decisions that doubles cannot make.
 *
 * @param load above 0
 * @param lines whole number of at least 0
 *
 * Cost: O(20 square roots of load + lines above load), a microsecond each.
 */
export function encloseInverse({ numerator, denominator }: Rational, lines: number): Enclosure {
  const load = Number(numerator) / Number(denominator);
  // What is unknown at the start has shrunk by exp(-200) at the load.
  const start = Number.isFinite(load) ? Math.floor(load - 20 * Math.sqrt(load)) : 0;
  const from = Math.max(0, Math.min(lines, start));
  let lower = ONE;
  // Below the load I(k) is less than the geometric series of k / load.
  let upper = from === 0 ? ONE : divideUp(ONE * numerator, numerator - BigInt(from) * denominator);
  for (let k = from + 1; k <= lines; k++) {
    const factor = BigInt(k) * denominator;
    lower = ONE + (lower * factor) / numerator;
    upper = ONE + divideUp(upper * factor, numerator);
  }
  return { lower, upper };
}

/**
 * exp(-x) for x in [0, 64], between bounds that differ in about the 60th digit.
 *
 * Taylor's series of exp(-x / 256), whose partial sums lie on both sides in turn, squared 8 times.
 */
export function encloseDecay({ numerator, denominator }: Rational): Enclosure {
  const EXTRA = 64n;
  const unit = ONE << EXTRA;
  const small = (unit * numerator) / (denominator * 256n);
  let sum = unit;
  let term = unit;
  let terms = 0n;
  while (term > 0n) {
    terms++;
    term = (term * small) / (unit * terms);
    sum += terms % 2n === 0n ? term : -term;
  }
  // Each term is short of itself by less than its number of roundings; the argument by one.
  let lower = sum - terms * terms - 1n;
  let upper = sum + terms * terms + 1n;
  for (let k = 0; k < 8; k++) {
    lower = (lower * lower) / unit;
    upper = divideUp(upper * upper, unit);
  }
  return { lower: lower >> EXTRA, upper: (upper >> EXTRA) + 1n };
}

function divideUp(top: bigint, bottom: bigint): bigint {
  return (top + bottom - 1n) / bottom;
}
