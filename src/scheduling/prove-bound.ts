import { type Draft, objectiveOf } from './draft.ts';
import { lagrangianBound } from './lagrangian.ts';
import { columnsOfDraft, draftOfPicks, makeMaster, pricesOfDuals } from './master.ts';
import { type MipSolver, type StopSignal } from './mip-solver.ts';
import { type Column, makeColumn, type Mixture, mixIn, mixtureOf, pricesOf } from './mixture.ts';
import { type Watch } from './search-watch.ts';

/** A bound of what a roster must cost, penalties of its people included, and schedules known. */
export interface Proving {
  readonly bound: number | null;
  readonly columns: Column[][];
}

/** Shares of the allowance that end the mixing, the relaxations and the picking. */
const MIX_SHARE = 0.25;
const RELAX_SHARE = 0.45;
const PICK_SHARE = 0.7;
/** Agents too few or too many within which prices of cover are smooth, first and last. */
const FIRST_WIDTH = 2;
const LAST_WIDTH = 0.3;
const MAX_ROUNDS = 40;
/** Weight of the newest prices in the averaged ones. */
const NEWEST = 0.2;
/** Most slots times queues for which the relaxation is solved exactly. */
const MAX_MASTER_ROWS = 1000;
const MAX_RELAXATIONS = 40;
const NODE_LIMIT = 50;

/**
 * Bounds from ever better prices. Mixing (cheap, any size) comes first; where the cover has few
 * rows the linear relaxation over the known schedules gives exact prices, and its cheapest
 * schedules join them until none would lower it (column generation).
 */
export async function proveBound(
  draft: Draft,
  penalty: number,
  solver: MipSolver,
  signal: StopSignal,
  watch: Watch,
): Promise<Proving> {
  const mixture = mixtureOf(draft);
  const objective = objectiveOf(draft) + penalty;
  let bound: number | null = null;
  const raise = (found: number) => {
    bound = Math.max(bound ?? found, found);
    watch.tell('bound', { objective: objective - penalty, bound: bound - penalty });
  };
  mix(draft, mixture, watch, raise);
  const { columns } = mixture;
  if (!isSmall(draft)) return { bound, columns };
  for (let round = 0; round < MAX_RELAXATIONS; round++) {
    if (watch.stopped() !== null || watch.used() >= RELAX_SHARE) break;
    const master = makeMaster(draft, columns);
    const relaxed = await solver.solveLp({
      ...master.model,
      start: null,
      timeLimitSeconds: watch.isCounted ? watch.left() : watch.left() * RELAX_SHARE,
      nodeLimit: null,
      relativeGap: 0,
      signal,
      onProgress: () => undefined,
    });
    if (relaxed.duals === null || relaxed.objective === null) break;
    const priced = lagrangianBound(draft, pricesOfDuals(draft, master, relaxed.duals));
    raise(priced.bound);
    watch.count(draft.people.length);
    priced.choices.forEach((choice, index) => {
      columns[index]!.push(makeColumn(draft, index, choice));
    });
    const least = relaxed.objective + master.constant + penalty;
    if (least - priced.bound <= 1e-5 * Math.abs(least)) break;
  }
  return { bound, columns };
}

/** Picks the best of the known schedules for everybody at once; the draft where none is better. */
export async function pickColumns(
  draft: Draft,
  known: readonly (readonly Column[])[],
  solver: MipSolver,
  signal: StopSignal,
  watch: Watch,
): Promise<Draft> {
  if (!isSmall(draft) || watch.stopped() !== null) return draft;
  const present = columnsOfDraft(draft);
  const columns = known.map((own, index) => [present[index]!, ...own]);
  const master = makeMaster(draft, columns);
  const isPresent = new Set(present);
  const share = Math.max(0, PICK_SHARE - watch.used()) / Math.max(1e-9, 1 - watch.used());
  const { values } = await solver.solve({
    ...master.model,
    start: startOf(draft, master, isPresent),
    timeLimitSeconds: watch.isCounted ? watch.left() : watch.left() * share,
    nodeLimit: watch.isCounted ? NODE_LIMIT : null,
    relativeGap: 1e-4,
    signal,
    onProgress: () => undefined,
  });
  if (values === null) return draft;
  const picked = draftOfPicks(draft, master, values);
  return objectiveOf(picked) < objectiveOf(draft) ? picked : draft;
}

function isSmall({ problem, people }: Draft): boolean {
  return people.length > 0 && problem.grid.length * problem.demand.length <= MAX_MASTER_ROWS;
}

/** The present schedules as a point of the model: what they leave missing or too many. */
function startOf(
  draft: Draft,
  { model, picks, rows }: ReturnType<typeof makeMaster>,
  present: ReadonlySet<Column>,
): readonly number[] {
  const start = model.variables.map(() => 0);
  picks.forEach(({ column }, pick) => {
    if (present.has(column)) start[pick] = 1;
  });
  rows.forEach(({ queue, slot }, row) => {
    const missing = draft.problem.demand[queue]!.required[slot]! - draft.cover[queue]![slot]!;
    const under = picks.length + 2 * row;
    if (missing > 0) start[under] = missing;
    else start[under + 1] = -missing;
  });
  return start;
}

/** Mixes people in one after the other; prices and their running average give bounds. */
function mix(draft: Draft, mixture: Mixture, watch: Watch, raise: (bound: number) => void): void {
  const ended = () => watch.stopped() !== null || watch.used() >= MIX_SHARE;
  let average: Float64Array[] | null = null;
  let width = FIRST_WIDTH;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (const fresh of [true, false, false, false]) {
      for (let index = 0; index < draft.people.length; index++) {
        if (watch.stopped() !== null || (round > 0 && ended())) return;
        mixIn(draft, mixture, index, width, fresh);
        if (fresh) watch.count(1);
      }
    }
    const prices = pricesOf(draft, mixture, width);
    average = average === null ? prices : blend(average, prices);
    raise(lagrangianBound(draft, round % 2 === 0 ? average : prices).bound);
    width = Math.max(LAST_WIDTH, width * 0.92);
  }
}

function blend(average: readonly Float64Array[], newest: readonly Float64Array[]): Float64Array[] {
  return average.map((slots, queue) =>
    slots.map((price, slot) => (1 - NEWEST) * price + NEWEST * newest[queue]![slot]!),
  );
}
