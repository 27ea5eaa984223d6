import { checkFraction, checkNonNegative } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { add, compare, decimalOf, type Rational } from '../numerics/decimal.ts';

/** People to put in the roster so that enough are there. */
export interface ScheduledAgents {
  /** Whole number, rounded up. */
  readonly scheduledAgents: number;
  /** Before rounding, for sums of hours and FTE. */
  readonly exact: number;
}

/**
 * Agents to roster for a number of agents on the phones: agents / (1 - unrostered shrinkage).
 *
 * The shares add up, and rounding up is decided in the decimals that they are written in:
 * 21 / (1 - 0.3) is 30, though doubles say 30.000000000000004.
 *
 * @param agents agents on the phones, at least 0
 * @param unrosteredShares shares of scheduled agents who are missing unplanned (sickness,
 *   lateness), each a fraction in [0, 1) with a sum below 1
 * @throws {AgnerError} `INVALID_INPUT`
 *
 * @example
 * scheduledAgents(21, [0.25, 0.05]); // => { scheduledAgents: 30, exact: 30 }
 */
export function scheduledAgents(
  agents: number,
  unrosteredShares: readonly number[],
): ScheduledAgents {
  checkNonNegative('agents', agents);
  const present = presentShare(unrosteredShares);
  const { numerator, denominator } = decimalOf(agents);
  const top = numerator * present.denominator;
  const bottom = denominator * present.numerator;
  return {
    scheduledAgents: Number((top + bottom - 1n) / bottom),
    exact: divide(top, bottom),
  };
}

/** Share of scheduled agents who are there, exactly. Throws `INVALID_INPUT` as above. */
function presentShare(unrosteredShares: readonly number[]): Rational {
  for (const share of unrosteredShares) checkFraction('unrosteredShares', share);
  const missing = unrosteredShares.map(decimalOf).reduce(add, decimalOf(0));
  if (compare(missing, decimalOf(1)) >= 0) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected the sum of unrosteredShares to be below 1, got ${unrosteredShares.join(' + ')}`,
      { name: 'unrosteredShares' },
    );
  }
  return { numerator: missing.denominator - missing.numerator, denominator: missing.denominator };
}

/** Quotient of two positive whole numbers as the nearest double or its neighbour. */
function divide(top: bigint, bottom: bigint): number {
  const whole = top / bottom;
  const SCALE = 10n ** 20n;
  return Number(whole) + Number(((top - whole * bottom) * SCALE) / bottom) / 1e20;
}
