import { type MipSolver, type StopSignal } from '../mip-solver.ts';
import { type Watch } from '../search-watch.ts';
import { addWork, type Draft, objectiveOf, putSchedule, type Schedule } from './draft.ts';
import { generateColumns } from './generate-columns.ts';
import { type Column, type Master, type Relaxed } from './master.ts';
import { type Group } from './price-bound.ts';

/** What the search has at hand. */
export interface SearchTools {
  readonly solver: MipSolver;
  readonly signal: StopSignal;
  readonly watch: Watch;
}

/** Outcome of one neighbourhood. */
export interface Tried {
  readonly objective: number;
  /** Whether nothing better is left in it, as far as the columns made can tell. */
  readonly isExhausted: boolean;
}

export interface NeighbourhoodLimits {
  readonly maxRounds: number;
  readonly nodeLimit: number;
  readonly timeLimitSeconds: number;
}

/** A group of the draft's people, to be chosen anew on some days. */
export function groupOf(
  draft: Draft,
  members: readonly number[],
  fromDay: number,
  toDay: number,
): Group {
  const { model } = draft;
  const isWhole = fromDay === 0 && toDay === model.days;
  const base = draft.cover.map((cells) => cells.slice());
  const present: Schedule[] = [];
  for (const index of members) {
    const schedule = draft.schedules[index] ?? null;
    if (schedule === null) continue;
    addWork(base, schedule, -1, fromDay, toDay);
    present.push(schedule);
  }
  let fromCell = 0;
  let toCell = Infinity;
  if (!isWhole) {
    fromCell = Infinity;
    toCell = 0;
    for (const index of members) {
      for (const { duties } of model.people[index]!.menu.slice(fromDay, toDay)) {
        for (const { from, to } of duties) {
          fromCell = Math.min(fromCell, Math.floor(from));
          toCell = Math.max(toCell, Math.ceil(to));
        }
      }
    }
  }
  return {
    model,
    members,
    fromDay,
    toDay,
    present: isWhole ? null : present,
    base,
    fromCell,
    toCell,
  };
}

/**
 * Chooses a group's days anew, all at once: a column generation over the group, then the best of
 * the schedules found (integer programme). Keeps the outcome where it costs no more.
 *
 * @param known schedules worth trying, per member
 */
export async function chooseAnew(
  draft: Draft,
  group: Group,
  known: readonly (readonly Schedule[])[],
  limits: NeighbourhoodLimits,
  { solver, signal, watch }: SearchTools,
): Promise<Tried> {
  const objective = objectiveOf(draft);
  const isMember = new Set(group.members);
  let others = 0;
  draft.schedules.forEach((schedule, index) => {
    if (schedule !== null && !isMember.has(index)) others += schedule.cost + schedule.penalty;
  });
  const present = group.members.map((index) => draft.schedules[index]!);
  const leastGain = draft.model.costUnit ?? 1e-6 * Math.abs(objective);
  const target = objective - others - leastGain + 1e-6;
  let bound = -Infinity;
  const { master, relaxed } = await generateColumns(
    group,
    present.map((schedule, member) => [schedule, ...known[member]!]),
    {
      solver,
      signal,
      watch,
      maxRounds: limits.maxRounds,
      enough: 1e-4,
      until: () => bound > target,
      onBound: (found) => (bound = found),
    },
  );
  try {
    if (bound > target) return { objective, isExhausted: true };
    if (relaxed === null || watch.stopped() !== null) return { objective, isExhausted: false };
    const slack = target - relaxed.objective;
    return await pickBest(draft, group, master, relaxed, slack, limits, { solver, signal, watch });
  } finally {
    master.close();
  }
}

/**
 * Gives a group the best of a master's schedules, where that costs no more than what they have.
 *
 * @param slack reduced cost up to which a schedule is looked at
 */
export async function pickBest(
  draft: Draft,
  group: Group,
  master: Master,
  relaxed: Relaxed,
  slack: number,
  limits: NeighbourhoodLimits,
  tools: SearchTools,
): Promise<Tried> {
  const objective = objectiveOf(draft);
  const present = group.members.map((index) => draft.schedules[index]!);
  const useful = usefulColumns(master, relaxed, slack);
  const { columns, isOptimal } = await pickWhole(master, useful, present, limits, tools);
  if (columns === null) return { objective, isExhausted: isOptimal };
  for (const { member, schedule } of columns) {
    putSchedule(draft, group.members[member]!, schedule);
  }
  const found = objectiveOf(draft);
  if (found <= objective + 1e-9) return { objective: found, isExhausted: isOptimal };
  group.members.forEach((index, member) => {
    putSchedule(draft, index, present[member]!);
  });
  return { objective, isExhausted: isOptimal };
}

/** Columns whose reduced cost leaves room for a gain, the present ones among them. */
function usefulColumns(master: Master, relaxed: Relaxed, slack: number): readonly Column[] {
  const priced = master.columns.map((column, at) => ({
    column,
    used: relaxed.values[at] ?? 0,
    reduced: master.reducedCost(column, relaxed),
  }));
  const limit = Math.max(0, slack) + 1e-6;
  return priced
    .filter(({ used, reduced }) => used > 1e-6 || reduced <= limit)
    .sort((a, b) => a.reduced - b.reduced)
    .slice(0, MAX_COLUMNS)
    .map(({ column }) => column);
}

/** Most columns of one integer programme. */
const MAX_COLUMNS = 4000;

async function pickWhole(
  master: Master,
  useful: readonly Column[],
  present: readonly Schedule[],
  { nodeLimit, timeLimitSeconds }: NeighbourhoodLimits,
  { solver, signal, watch }: SearchTools,
): Promise<{ readonly columns: readonly Column[] | null; readonly isOptimal: boolean }> {
  const isPresent = new Set(present);
  const own = new Set(master.columns.filter(({ schedule }) => isPresent.has(schedule)));
  const chosen = [...own, ...useful.filter((column) => !own.has(column))];
  const model = master.integerModel(chosen, [...own]);
  const { values, status } = await solver.solve({
    ...model,
    nodeLimit,
    timeLimitSeconds: watch.isCounted ? Infinity : Math.min(timeLimitSeconds, watch.left()),
    relativeGap: 1e-6,
    signal,
    onProgress: () => undefined,
  });
  const isOptimal = status === 'optimal';
  if (values === null) return { columns: null, isOptimal };
  const first = values.length - chosen.length;
  return { columns: chosen.filter((_, at) => values[first + at]! > 0.5), isOptimal };
}
