import { checkFraction } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { decimalOf, multiply, type Rational } from '../numerics/decimal.ts';
import { encloseInverse, ONE } from '../numerics/enclosure.ts';
import { inverseBlocking } from './inverse-blocking.ts';
import { checkLoad, MAX_AGENTS } from '../limits.ts';
import { checkTraffic, exactLoad, offeredLoad, type Traffic } from '../traffic.ts';

/** Relative error of 1 / B x share in doubles, with room; what is closer is decided exactly. */
const DOUBT = 1e-11;

/**
 * Fewest lines that lose at most a given share of calls, by Erlang B.
 *
 * Decided in the decimals that are written: 2 lines lose exactly a fifth of 1 erlang. A load that
 * comes out of a division (20 calls of 60 s in 1800 s) is best handed over as its traffic; one
 * that prints with more than 15 digits is taken to be rounded, and a tie within its last bits as
 * met.
 *
 * @param load offered load in erlangs, or the traffic that it comes from
 * @param maxBlocking fraction in [0, 1)
 * @returns whole number of at least 1
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNREACHABLE_GOAL` for a share of 0 with
 *   traffic, since every number of lines loses some calls, or for more than
 *   {@link MAX_AGENTS} lines
 *
 * Cost: O(6 square roots of load + lines beyond load (1 - maxBlocking)).
 *
 * @example
 * linesForBlocking(10, 0.01); // => 18
 */
export function linesForBlocking(load: number | Traffic, maxBlocking: number): number {
  if (typeof load === 'number') checkLoad(load);
  else checkTraffic(load);
  checkFraction('maxBlocking', maxBlocking);
  const erlangs = typeof load === 'number' ? load : offeredLoad(load);
  if (erlangs === 0) return 1;
  if (maxBlocking === 0) {
    throw new AgnerError(
      'UNREACHABLE_GOAL',
      'expected maxBlocking above 0: any finite number of lines loses some calls, got 0',
      { part: 'maxBlocking' },
    );
  }
  // At least 1 - lines / load is lost.
  let lines = Math.max(1, Math.floor(erlangs * (1 - maxBlocking) * (1 - 1e-12)));
  let inverse = inverseBlocking(erlangs, lines);
  // 1 / B grows by at least 1 a line, and above the load by a factor of more than 1.
  while (!losesAtMost(load, erlangs, inverse, lines, maxBlocking)) {
    if (lines === MAX_AGENTS) {
      throw new AgnerError(
        'UNREACHABLE_GOAL',
        `expected maxBlocking within reach of ${MAX_AGENTS} lines, got ${maxBlocking}`,
        { part: 'maxBlocking' },
      );
    }
    lines++;
    inverse = 1 + inverse * (lines / erlangs);
  }
  return lines;
}

function losesAtMost(
  load: number | Traffic,
  erlangs: number,
  inverse: number,
  lines: number,
  maxBlocking: number,
): boolean {
  const ratio = inverse * maxBlocking;
  const isClear = inverse === Infinity ? maxBlocking > 1e-300 : Math.abs(ratio - 1) > DOUBT;
  if (isClear) return ratio > 1;
  const exact = typeof load === 'number' ? decimalLoad(erlangs) : exactLoad(load);
  const share = decimalOf(maxBlocking);
  // The upper end: what is equal to 60 digits counts as equal.
  return encloseInverse(exact, lines).upper * share.numerator >= ONE * share.denominator;
}

/** What a load stands for: the decimal that it prints as, or if that is long a hair less. */
function decimalLoad(load: number): Rational {
  const digits = String(load).replace(/e.*$/, '').replace('.', '').replace(/^0+/, '');
  const exact = decimalOf(load);
  if (digits.length <= 15) return exact;
  const hair = { numerator: 2n ** 51n - 1n, denominator: 2n ** 51n };
  return multiply(exact, hair);
}
