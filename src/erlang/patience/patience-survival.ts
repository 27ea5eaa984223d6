import { checkNonNegative } from '../../domain/check.ts';
import { type Patience } from '../../domain/patience.ts';
import { newLawPanel } from './law-panel.ts';
import { timeOf, walkLaw } from './law-walk.ts';
import { patienceLaw } from './patience-law.ts';
import { checkPatienceRange } from './patience-range.ts';

/** Cumulative hazard beyond which the callers left, exp(-120), add nothing to a mean. */
const ALL_GONE = 120;

/**
 * Share of callers whose patience is longer than a time, were nobody to be served.
 *
 * @param seconds at least 0
 * @returns fraction in [0, 1]; at 0 all but those who hang up at once
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 */
export function patienceSurvival(patience: Patience, seconds: number): number {
  checkPatienceRange(patience);
  checkNonNegative('seconds', seconds);
  const law = patienceLaw(patience);
  return (1 - law.balking) * law.survival(seconds);
}

/**
 * Rate, per second, at which callers hang up who have waited for so long, just after that time.
 *
 * @param seconds at least 0
 * @returns `null` where there is no finite rate: when all hang up at one moment, and at 0 for a
 *   Weibull law of shape below 1
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 */
export function patienceHazard(patience: Patience, seconds: number): number | null {
  checkPatienceRange(patience);
  checkNonNegative('seconds', seconds);
  return patienceLaw(patience).hazard(seconds);
}

/**
 * Mean time that callers wait until they hang up, or to a limit if that comes first: the integral
 * of {@link patienceSurvival} from 0 to the limit.
 *
 * @param limitSeconds at least 0
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 */
export function restrictedMeanPatience(patience: Patience, limitSeconds: number): number {
  checkPatienceRange(patience);
  checkNonNegative('limitSeconds', limitSeconds);
  const law = patienceLaw(patience);
  const gone = law.endless > 0 ? Infinity : timeOf(law.timeAtHazard(ALL_GONE));
  const limit = Math.min(gone, limitSeconds);
  const { staying, goneTime } = walkLaw(law, { edge: limit, offset: 0 }, newLawPanel());
  return goneTime + limit * staying;
}

/**
 * Mean patience, those who hang up at once included; `null` if some never hang up.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 */
export function meanPatience(patience: Patience): number | null {
  checkPatienceRange(patience);
  const { endless, balking } = patienceLaw(patience);
  return endless > 0 && balking < 1 ? null : restrictedMeanPatience(patience, Number.MAX_VALUE);
}
