import { AgnerError } from './errors.ts';

/** Throws `INVALID_INPUT` unless `value` is a finite number of at least 0. */
export function checkNonNegative(name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) refuse(name, 'a finite number of at least 0', value);
}

/** Throws `INVALID_INPUT` unless `value` is a finite number above 0. */
export function checkPositive(name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) refuse(name, 'a finite number above 0', value);
}

/** Throws `INVALID_INPUT` unless `value` is a whole number of at least 1. */
export function checkPositiveInteger(name: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 1)) {
    refuse(name, 'a whole number of at least 1', value);
  }
}

/** Throws `INVALID_INPUT` unless `value` is a whole number of at least 0. */
export function checkNonNegativeInteger(name: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 0)) {
    refuse(name, 'a whole number of at least 0', value);
  }
}

/** Throws `INVALID_INPUT` unless `value` is a fraction in [0, 1): 0.8, not 80. */
export function checkFraction(name: string, value: number): void {
  if (!(value >= 0 && value < 1)) refuse(name, 'a fraction in [0, 1)', value);
}

/** Throws `INVALID_INPUT` unless `value` is a fraction in [0, 1]. */
export function checkShare(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) refuse(name, 'a fraction in [0, 1]', value);
}

function refuse(name: string, expected: string, value: number): never {
  throw new AgnerError('INVALID_INPUT', `expected ${name} to be ${expected}, got ${value}`, {
    name,
    expected,
    got: String(value),
  });
}
