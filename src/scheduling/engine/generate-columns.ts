import { type MipSolver } from '../mip-solver.ts';
import { type Watch } from '../search-watch.ts';
import { type Schedule } from './draft.ts';
import { type Master, openMaster, type Relaxed } from './master.ts';
import { type Group, priceBound } from './price-bound.ts';
import { type StopSignal } from '../mip-solver.ts';

/** Where a column generation stands when it ends. */
export interface Generated {
  readonly master: Master;
  readonly relaxed: Relaxed | null;
  /** Best Lagrangian bound; `null` before the first. */
  readonly bound: number | null;
  /** Prices that gave the bound. */
  readonly prices: readonly Float64Array[] | null;
}

export interface GenerateOptions {
  readonly solver: MipSolver;
  readonly signal: StopSignal;
  readonly watch: Watch;
  readonly maxRounds: number;
  /** Gap of relaxation and bound that ends it, fraction. */
  readonly enough: number;
  readonly until: () => boolean;
  readonly onBound: (bound: number) => void;
}

/** Weight of the best prices so far against those of the relaxation. */
const SMOOTHING = 0.6;

/**
 * Column generation: the relaxation over the known schedules gives prices of cover, the schedules
 * that are cheapest at them join, until none would lower it. Prices are drawn towards those of
 * the best bound (Wentges, 1997, "Weighted Dantzig-Wolfe decomposition"), which spares rounds.
 */
export async function generateColumns(
  group: Group,
  known: readonly (readonly Schedule[])[],
  options: GenerateOptions,
): Promise<Generated> {
  const { solver, signal, watch, maxRounds, enough, until, onBound } = options;
  const master = await openMaster(solver, group);
  known.forEach((schedules, member) => master.add(member, schedules));
  let bound: number | null = null;
  let centre: readonly Float64Array[] | null = null;
  let relaxed: Relaxed | null = null;
  let weight = SMOOTHING;
  for (let round = 0; round < maxRounds; round++) {
    if ((round > 0 && until()) || watch.stopped() !== null) break;
    const timeLimitSeconds = watch.isCounted ? Infinity : Math.max(0.5, watch.left());
    relaxed = master.relax({ timeLimitSeconds, signal }) ?? relaxed;
    if (relaxed === null) break;
    const at: readonly Float64Array[] =
      centre === null ? relaxed.cells : blend(centre, relaxed.cells, weight);
    const priced = priceBound(group, at, () => watch.stopped() !== null);
    if (priced === null) break;
    watch.count(group.members.length);
    let added = 0;
    priced.schedules.forEach((found, member) => {
      if (found !== null) added += master.add(member, [found.schedule]);
    });
    const improved: boolean = bound === null || priced.bound > bound;
    if (improved) {
      bound = priced.bound;
      centre = at;
      onBound(bound);
    }
    if (relaxed.objective - (bound ?? -Infinity) <= enough * Math.abs(relaxed.objective) + 1e-6) {
      break;
    }
    if (added === 0) {
      if (weight === 0) break;
      weight = 0;
    } else if (!improved) weight = Math.max(0, weight - 0.15);
    else weight = SMOOTHING;
  }
  return { master, relaxed, bound, prices: centre };
}

function blend(
  centre: readonly Float64Array[],
  newest: readonly Float64Array[],
  weight: number,
): readonly Float64Array[] {
  if (weight === 0) return newest;
  return centre.map((cells, line) =>
    cells.map((price, cell) => weight * price + (1 - weight) * newest[line]![cell]!),
  );
}
