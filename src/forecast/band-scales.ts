import { quantileSorted } from 'simple-statistics';
import { centralDeviate, type CountLaw, countScore } from './count-quantiles.ts';

/** An outcome beside the law that was forecast for it. */
export interface Outcome {
  readonly law: CountLaw;
  readonly actual: number;
}

/** Days of outcomes that belief in the law itself counts for. */
const PRIOR_DAYS = 20;
/** Bands are never made narrower or wider than this by what was seen. */
const NARROWEST = 0.7;
const WIDEST = 1.8;

/**
 * Half-widths of bands, in standard deviations, such that the outcomes of a backtest lie inside
 * as often as the level says; drawn towards the normal law where few days are known.
 *
 * @param days distinct days behind the outcomes
 * @returns one deviate per level, in the order of `levels`, greater for a greater level
 *
 * @see Lei et al. (2018), "Distribution-free predictive inference for regression", JASA 113.
 */
export function fitDeviates(
  levels: readonly number[],
  outcomes: readonly Outcome[],
  days: number,
): readonly number[] {
  const scores = outcomes
    .filter(({ law }) => law.mean > 0)
    .map(({ law, actual }) => Math.abs(countScore(law, actual)))
    .sort((a, b) => a - b);
  const trust = scores.length === 0 ? 0 : days / (days + PRIOR_DAYS);
  const deviates = new Map<number, number>();
  let least = 0;
  for (const level of [...levels].sort((a, b) => a - b)) {
    const normal = centralDeviate(level);
    const seen = trust === 0 ? normal : quantileSorted(scores, level);
    const scale = Math.max(NARROWEST, Math.min(WIDEST, seen / normal)) ** trust;
    least = Math.max(least, scale * normal);
    deviates.set(level, least);
  }
  return levels.map((level) => deviates.get(level)!);
}
