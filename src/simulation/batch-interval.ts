import { AgnerError } from '../domain/errors.ts';
import { type ConfidentMean } from '../domain/verification.ts';
import { addRun, errorsInInterval, makeRatioSums, readRatio } from './ratio-sums.ts';

/**
 * Mean of independent values (of runs, or of batches of one long run that are long against its
 * memory) with the half-width of its 95 % confidence interval by Student's t.
 *
 * @param values at least 2, finite
 * @throws {AgnerError} `INVALID_INPUT`
 *
 * @example
 * batchInterval([0.81, 0.79, 0.83]); // => { mean: 0.81, halfWidth: 0.0496... }
 */
export function batchInterval(values: readonly number[]): ConfidentMean {
  return ratioInterval(
    values,
    values.map(() => 1),
  )!;
}

/**
 * Ratio of two means over the same runs: totals over totals.
 *
 * @param parts and @param wholes one of each per run, at least 2 runs, finite
 * @returns `null` where the wholes sum to 0
 * @throws {AgnerError} `INVALID_INPUT`
 */
export function ratioInterval(
  parts: readonly number[],
  wholes: readonly number[],
): ConfidentMean | null {
  if (parts.length < 2 || wholes.length !== parts.length) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected at least 2 values, as many of each, got ${parts.length} and ${wholes.length}`,
      { parts: parts.length, wholes: wholes.length },
    );
  }
  const sums = makeRatioSums(1);
  parts.forEach((part, run) => {
    const whole = wholes[run]!;
    if (!Number.isFinite(part) || !Number.isFinite(whole)) {
      throw new AgnerError('INVALID_INPUT', `expected finite values, got ${part} and ${whole}`);
    }
    addRun(sums, 0, part, whole);
  });
  return readRatio(sums, 0, errorsInInterval(parts.length));
}
