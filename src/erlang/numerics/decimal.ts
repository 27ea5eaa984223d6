import { AgnerError } from '../../domain/errors.ts';

/** A fraction of two whole numbers, the lower one positive. Not reduced. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * The decimal that a number prints as, exactly: 0.3 is 3/10 here, not the nearest binary fraction.
 *
 * People write decimals, and a boundary such as 21 / (1 - 0.3) = 30 belongs to what they wrote.
 *
 * @throws {AgnerError} `INVALID_INPUT` unless `value` is finite
 */
export function decimalOf(value: number): Rational {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (match === null) {
    throw new AgnerError('INVALID_INPUT', `expected a finite number, got ${value}`);
  }
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const power = Number(exponent) - fraction.length;
  return power >= 0
    ? { numerator: digits * 10n ** BigInt(power), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-power) };
}

export function add(a: Rational, b: Rational): Rational {
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function multiply(a: Rational, b: Rational): Rational {
  return {
    numerator: a.numerator * b.numerator,
    denominator: a.denominator * b.denominator,
  };
}

/** Negative, 0 or positive as `a` is below, equal to or above `b`. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The nearest double, but for the last bit. */
export function numberOf({ numerator, denominator }: Rational): number {
  const size = (value: bigint): number => value.toString(16).length * 4;
  const shift = size(denominator) - size(numerator) + 68;
  const scaled =
    shift >= 0
      ? (numerator << BigInt(shift)) / denominator
      : numerator / (denominator << BigInt(-shift));
  return Number(scaled) * 2 ** -shift;
}
