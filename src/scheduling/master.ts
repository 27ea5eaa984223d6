import { clearDays, copyDraft, type Draft, ownCost, setDay } from './draft.ts';
import { addAssignment } from './duty-price.ts';
import { baseCover } from './lagrangian.ts';
import { type MipConstraint, type MipModel, type MipVariable } from './mip-solver.ts';
import { type Column } from './mixture.ts';

/** A linear model that picks one known schedule for each person. */
export interface Master {
  readonly model: Pick<MipModel, 'variables' | 'constraints'>;
  /** Person and schedule of the first variables, in their order. */
  readonly picks: readonly { readonly index: number; readonly column: Column }[];
  readonly rows: readonly { readonly queue: number; readonly slot: number }[];
  /** Cost of slots that no schedule covers. */
  readonly constant: number;
}

/**
 * min sum cost x + sum (under u + over o), cover x + u - o = required - before per slot, one
 * schedule a person. Slots in which nothing can be worked are left out.
 */
export function makeMaster(draft: Draft, columns: readonly (readonly Column[])[]): Master {
  const { problem, prices } = draft;
  const base = baseCover(draft);
  const picks = columns.flatMap((own, index) => own.map((column) => ({ index, column })));
  const entries = problem.demand.map(
    () => new Map<number, { picks: number[]; agents: number[] }>(),
  );
  const own = problem.demand.map(() => new Float64Array(problem.grid.length));
  picks.forEach(({ column }, pick) => {
    for (const assignment of column.work) addAssignment(own, assignment, 1);
    own.forEach((slots, queue) => {
      for (let slot = 0; slot < slots.length; slot++) {
        const agents = slots[slot]!;
        if (agents < 1e-9) continue;
        let entry = entries[queue]!.get(slot);
        if (entry === undefined) {
          entry = { picks: [], agents: [] };
          entries[queue]!.set(slot, entry);
        }
        entry.picks.push(pick);
        entry.agents.push(agents);
      }
      slots.fill(0);
    });
  });
  const variables: MipVariable[] = picks.map(({ column }) => ({
    lower: 0,
    upper: 1,
    integer: true,
    cost: column.cost,
  }));
  const constraints: MipConstraint[] = [];
  const rows: { queue: number; slot: number }[] = [];
  let constant = 0;
  problem.demand.forEach(({ required }, queue) => {
    required.forEach((wanted, slot) => {
      const missing = wanted - base[queue]![slot]!;
      const entry = entries[queue]!.get(slot);
      if (entry === undefined) {
        constant += missing > 0 ? missing * prices.under : -missing * prices.over;
        return;
      }
      const under = variables.length;
      for (const cost of [prices.under, prices.over]) {
        variables.push({ lower: 0, upper: Infinity, integer: false, cost });
      }
      rows.push({ queue, slot });
      constraints.push({
        variables: [...entry.picks, under, under + 1],
        coefficients: [...entry.agents, 1, -1],
        lower: missing,
        upper: missing,
      });
    });
  });
  const picksOf = columns.map((): number[] => []);
  picks.forEach(({ index }, pick) => picksOf[index]!.push(pick));
  for (const mine of picksOf) {
    constraints.push({ variables: mine, coefficients: mine.map(() => 1), lower: 1, upper: 1 });
  }
  return { model: { variables, constraints }, picks, rows, constant };
}

/**
 * Prices of cover from the rows' worth in the linear relaxation, kept between -under and over; in
 * slots without a row the price that wants agents most, since none of the known schedules is there.
 */
export function pricesOfDuals(
  draft: Draft,
  master: Master,
  duals: readonly number[],
): Float64Array[] {
  const { problem, prices } = draft;
  const base = baseCover(draft);
  const found = problem.demand.map(({ required }, queue) =>
    Float64Array.from(required, (wanted, slot) =>
      wanted > base[queue]![slot]! ? -prices.under : prices.over,
    ),
  );
  master.rows.forEach(({ queue, slot }, row) => {
    found[queue]![slot] = Math.min(prices.over, Math.max(-prices.under, -duals[row]!));
  });
  return found;
}

/** A draft in which everybody works the schedule picked for them. */
export function draftOfPicks(draft: Draft, master: Master, values: readonly number[]): Draft {
  const picked = copyDraft(draft);
  master.picks.forEach(({ index, column }, pick) => {
    if (values[pick]! < 0.5) return;
    clearDays(picked, index, 0, draft.problem.days);
    for (const assignment of column.work) {
      const { day } = assignment.duty;
      setDay(picked, index, day, column.choices[day]!, assignment);
    }
  });
  return picked;
}

/** The draft's own schedules as columns of share 0. */
export function columnsOfDraft(draft: Draft): Column[] {
  return draft.people.map((person, index) => ({
    choices: draft.choices[index]!.slice(),
    work: draft.work[index]!.filter((assignment) => assignment !== null),
    cost: ownCost(person, draft.choices[index]!),
    share: 0,
  }));
}
