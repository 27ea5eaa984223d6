import { AgnerError, type DateSpan, daysBetween } from '../domain/index.ts';

/**
 * The number of local dates of a range, both ends included.
 *
 * @param what of which only so many days are told at once, " of intervals" say; "" for all
 * @throws {AgnerError} `INVALID_INPUT` for a range that ends before it begins, `TOO_LARGE` beyond
 *   `mostDays`
 */
export function checkDayRange({ from, to }: DateSpan, mostDays: number, what = ''): number {
  const days = daysBetween(from, to) + 1;
  if (days < 1) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a range that ends on or after ${from}, got ${to}`,
    );
  }
  if (days > mostDays) {
    throw new AgnerError('TOO_LARGE', `expected at most ${mostDays} days${what}, got ${days}`);
  }
  return days;
}
