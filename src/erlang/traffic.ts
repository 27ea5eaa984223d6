import { checkNonNegative, checkPositive } from '../domain/check.ts';
import { checkHandleTime, checkLoad } from './limits.ts';
import { compare, decimalOf, multiply, type Rational } from './numerics/decimal.ts';

/** What is offered to one queue in one interval. */
export interface Traffic {
  /** Contacts offered in the interval, at least 0; may be a fraction, as forecasts are. */
  readonly volume: number;
  /** Length of the interval. */
  readonly stepSeconds: number;
  /** Mean handle time (talk, hold and wrap-up), above 0 where there are contacts. */
  readonly handleTimeSeconds: number;
}

/** Offered load in erlangs: mean number of contacts in hand, were there agents without end. */
export function offeredLoad({ volume, stepSeconds, handleTimeSeconds }: Traffic): number {
  return (volume * handleTimeSeconds) / stepSeconds;
}

/** Offered load, exactly, of the decimals that the traffic prints as. */
export function exactLoad({ volume, stepSeconds, handleTimeSeconds }: Traffic): Rational {
  const step = decimalOf(stepSeconds);
  const work = multiply(decimalOf(volume), decimalOf(handleTimeSeconds));
  return {
    numerator: work.numerator * step.denominator,
    denominator: work.denominator * step.numerator,
  };
}

/** Throws `INVALID_INPUT` or `TOO_LARGE` unless the traffic is one that the models take. */
export function checkTraffic(traffic: Traffic): void {
  checkNonNegative('volume', traffic.volume);
  checkPositive('stepSeconds', traffic.stepSeconds);
  if (traffic.volume > 0) checkHandleTime(traffic.handleTimeSeconds);
  else checkNonNegative('handleTimeSeconds', traffic.handleTimeSeconds);
  checkLoad(offeredLoad(traffic));
}

/**
 * Fewest agents whose occupancy, were nobody to hang up, is at most `maxOccupancy`; for 1, fewest
 * above which the queue is stable is one more where the load is a whole number.
 *
 * Decided in exact decimals where doubles are too near to tell: 21 contacts of 90 s in 900 s at
 * an occupancy of 0.7 need 3 agents, though 2.1 / 0.7 is above 3 in doubles.
 */
export function agentsForOccupancy(traffic: Traffic, maxOccupancy: number): number {
  const bound = offeredLoad(traffic) / maxOccupancy;
  const nearest = Math.round(bound);
  if (Math.abs(bound - nearest) > 1e-9 * (1 + bound)) return Math.ceil(bound);
  return carries(traffic, nearest, maxOccupancy) >= 0 ? nearest : nearest + 1;
}

/** Fewest agents that exceed the load, decided likewise in exact decimals. */
export function agentsAboveLoad(traffic: Traffic): number {
  const load = offeredLoad(traffic);
  const nearest = Math.round(load);
  // A load that rounds to a whole number cannot be evaluated there, even if it is a hair below.
  if (load === nearest) return nearest + 1;
  if (Math.abs(load - nearest) > 1e-9 * (1 + load)) return Math.floor(load) + 1;
  return Math.max(carries(traffic, nearest, 1) > 0 ? nearest : nearest + 1, Math.floor(load) + 1);
}

/** Sign of agents x occupancy - load, exactly. */
function carries(traffic: Traffic, agents: number, occupancy: number): number {
  return compare(
    multiply(multiply(decimalOf(agents), decimalOf(occupancy)), decimalOf(traffic.stepSeconds)),
    multiply(decimalOf(traffic.volume), decimalOf(traffic.handleTimeSeconds)),
  );
}
