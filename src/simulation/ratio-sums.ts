import { type ConfidentMean } from '../domain/verification.ts';
import { studentQuantile } from './student-quantile.ts';

/** Share of intervals that hold what they estimate. */
const CONFIDENCE = 0.95;

const COLUMNS = 7;

/**
 * Sums from which ratios of means over independent runs are read, such as answered in time over
 * offered: totals over totals, so that a quiet run weighs less than a busy one. One cell a ratio;
 * every run adds to every cell once.
 */
export interface RatioSums {
  /** By cell: first part and whole; sums of both less the first, of their squares and product. */
  readonly sums: Float64Array;
  readonly runs: Int32Array;
}

export function makeRatioSums(cells: number): RatioSums {
  return { sums: new Float64Array(COLUMNS * cells), runs: new Int32Array(cells) };
}

/** What one run gives to a ratio. */
export function addRun({ sums, runs }: RatioSums, cell: number, part: number, whole: number) {
  const at = COLUMNS * cell;
  if (runs[cell]!++ === 0) {
    sums[at] = part;
    sums[at + 1] = whole;
  }
  // Taken from the first, so that squares of values that hardly differ do not cancel.
  const x = part - sums[at]!;
  const y = whole - sums[at + 1]!;
  sums[at + 2]! += x;
  sums[at + 3]! += y;
  sums[at + 4]! += x * x;
  sums[at + 5]! += x * y;
  sums[at + 6]! += y * y;
}

/** How many standard errors a 95 % interval reaches on either side, after at least two runs. */
export function errorsInInterval(runs: number): number {
  return studentQuantile((1 + CONFIDENCE) / 2, runs - 1);
}

/**
 * The ratio of a cell, by at least two runs.
 *
 * @param errors of {@link errorsInInterval} for the runs of the cell: dear, and the same for all
 * @returns `null` where the wholes sum to 0
 *
 * @see Law (2015), "Simulation Modeling and Analysis", 5th ed., 9.5.3 and 11.4: the variance is
 *   that of part - ratio x whole, over the mean whole squared.
 */
export function readRatio(
  { sums, runs }: RatioSums,
  cell: number,
  errors: number,
): ConfidentMean | null {
  const at = COLUMNS * cell;
  const count = runs[cell]!;
  const x = sums[at + 2]!;
  const y = sums[at + 3]!;
  const meanWhole = sums[at + 1]! + y / count;
  if (meanWhole === 0) return null;
  const mean = (sums[at]! + x / count) / meanWhole;
  const squares =
    sums[at + 4]! -
    2 * mean * sums[at + 5]! +
    mean * mean * sums[at + 6]! -
    (x - mean * y) ** 2 / count;
  // At least 0 but for the last bits of rounding.
  const error = Math.sqrt(Math.max(0, squares) / (count - 1) / count) / Math.abs(meanWhole);
  return { mean, halfWidth: errors * error };
}
