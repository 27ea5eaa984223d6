import { AgnerError } from '../../domain/errors.ts';
import { type DeferredWork, type JobList } from './deferred-work.ts';
import { type LevelCapacity } from './level-capacity.ts';
import { checkPaths, type SampledWork } from './sampled-work.ts';
import { checkSpread, type WorkSpread } from './window-bounds.ts';

/**
 * What is kept in reserve against chance:
 * - `none`: the mean must fit. On about half of all days it does not
 * - `window`: in each stretch of time the work due in it fits with the probability, in closed form.
 *   A day has many stretches, and all of them fit together less often
 * - `paths`: the goal is met on at least that share of sampled days, with the least reserve
 */
export type DeferredMargin =
  | { readonly kind: 'none' }
  | { readonly kind: 'window'; readonly probability: number; readonly spread: WorkSpread }
  | {
      readonly kind: 'paths';
      readonly probability: number;
      readonly spread: WorkSpread;
      readonly paths: readonly SampledWork[];
    };

/** Throws `INVALID_INPUT` unless the margin makes sense for the work. */
export function checkMargin(margin: DeferredMargin, work: DeferredWork): void {
  if (margin.kind === 'none') return;
  checkSpread(margin.spread);
  if (!(margin.probability >= 0.5 && margin.probability <= 1 - 1e-9)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected probability to be a fraction in [0.5, 1), got ${margin.probability}`,
      { name: 'probability', got: String(margin.probability) },
    );
  }
  if (margin.kind === 'paths') checkPaths(work, margin.paths);
}

/** A plan with some reserve. */
export interface Draft {
  readonly bounds: Float64Array;
  readonly deviations: number | null;
  readonly capacity: LevelCapacity;
}

/** Halvings of the reserve: to a thousandth of a deviation and beyond. */
const HALVINGS = 16;

/**
 * The plan with the least reserve that passes, or that exceeds the limits.
 *
 * @param families plans by reserve, tried in this order; in the last one `highest` passes for sure
 */
export function searchDraft(
  families: readonly ((deviations: number | null) => Draft)[],
  passes: (agents: Float64Array) => boolean,
  highest: number,
): Draft {
  const ends = ({ capacity }: Draft): boolean =>
    capacity.status === 'short' || passes(capacity.agents);
  for (const planWith of families) {
    const bare = planWith(null);
    if (ends(bare)) return bare;
    let low = 0;
    let high = 1;
    let best = planWith(high);
    while (!ends(best) && high < highest) {
      low = high;
      high = Math.min(2 * high, highest);
      best = planWith(high);
    }
    if (!ends(best)) continue;
    for (let halving = 0; halving < HALVINGS; halving++) {
      const middle = planWith((low + high) / 2);
      if (ends(middle)) {
        high = (low + high) / 2;
        best = middle;
      } else {
        low = (low + high) / 2;
      }
    }
    return best;
  }
  throw new AgnerError(
    'UNREACHABLE_GOAL',
    `expected a goal that a reserve of ${highest} deviations meets, got one beyond`,
    { part: 'probability' },
  );
}

/**
 * A reserve with which every path's work fits into every window: sums of deviations are at most
 * the root of their number times the deviation of the sum.
 */
export function highestDeviations(
  list: JobList,
  { paths, spread }: DeferredMargin & { readonly kind: 'paths' },
): number {
  let most = 1;
  for (const { interval, items, handleTimeSeconds: h } of list.jobs) {
    if (interval < 0) continue;
    const variance = items * h * h * (spread.countDispersion + spread.handleTimeVariation ** 2);
    for (const { workSeconds } of paths) {
      most = Math.max(most, workSeconds[interval]! / Math.sqrt(variance));
    }
  }
  return 1 + most * Math.sqrt(list.jobs.length);
}
