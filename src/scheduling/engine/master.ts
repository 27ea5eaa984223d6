import { addWork, type Schedule } from './draft.ts';
import { cellCost } from './cover.ts';
import { type Group } from './price-bound.ts';
import {
  type GrowingLp,
  type LpColumn,
  type LpRow,
  type MipModel,
  type MipSolver,
  type StopSignal,
} from '../mip-solver.ts';

/** One schedule of one of the group, as a column. */
export interface Column {
  /** Place of its person in the group. */
  readonly member: number;
  readonly schedule: Schedule;
  readonly lp: LpColumn;
}

/** What the relaxation says of the columns known. */
export interface Relaxed {
  readonly objective: number;
  /** Value of each column, in order of adding. */
  readonly values: readonly number[];
  /** Price of one agent more, per line and cell. */
  readonly cells: readonly Float64Array[];
  /** Worth of each member's choice. */
  readonly members: readonly number[];
}

/** The restricted master problem: one schedule a member, cover priced cell by cell. */
export interface Master {
  readonly columns: readonly Column[];
  /** Adds schedules that are not there yet; tells how many were new. */
  readonly add: (member: number, schedules: readonly Schedule[]) => number;
  readonly relax: (limits: { timeLimitSeconds: number; signal: StopSignal }) => Relaxed | null;
  /** The same with whole schedules, to be solved apart. */
  readonly integerModel: (
    columns: readonly Column[],
    start: readonly Column[],
  ) => Pick<MipModel, 'variables' | 'constraints' | 'start'>;
  /** What a column costs beyond what the relaxation pays for it. */
  readonly reducedCost: (column: Column, relaxed: Relaxed) => number;
  /** Price of the cells outside the rows, and of nothing else. */
  readonly constant: number;
  readonly close: () => void;
}

/**
 * min sum cost x + sum (under u + over o), cover x + u - o = required - base per cell, one
 * schedule a member.
 */
export async function openMaster(solver: MipSolver, group: Group): Promise<Master> {
  const { model, members, base, fromDay, toDay, fromCell, toCell } = group;
  const rowOf = model.lines.map(({ required }) => new Int32Array(required.length).fill(-1));
  const rows: LpRow[] = [];
  const slacks: LpColumn[] = [];
  const places: { line: number; cell: number }[] = [];
  let constant = 0;
  model.lines.forEach((line, index) => {
    for (let cell = 0; cell < line.required.length; cell++) {
      const agents = base[index]![cell]!;
      if (cell < fromCell || cell >= toCell) {
        constant += cellCost(line, cell, agents);
        continue;
      }
      const row = rows.length;
      rowOf[index]![cell] = row;
      places.push({ line: index, cell });
      const missing = line.required[cell]! - agents;
      rows.push({ lower: missing, upper: missing });
      const slack = { lower: 0, upper: Infinity, rows: [row] };
      const under = { ...slack, cost: line.under[cell]!, coefficients: [1] };
      slacks.push({ ...slack, cost: line.over[cell]!, coefficients: [-1] });
      if (line.below[cell] === 0) slacks.push(under);
      else {
        slacks.push(
          { ...under, upper: line.required[cell]! - line.floor[cell]! },
          { ...under, cost: line.under[cell]! + line.below[cell]! },
        );
      }
    }
  });
  const cellRows = rows.length;
  for (let member = 0; member < members.length; member++) rows.push({ lower: 1, upper: 1 });
  const lp: GrowingLp = await solver.openLp(rows);
  lp.addColumns(slacks);
  const columns: Column[] = [];
  const known = new Set<string>();
  const scratch = model.lines.map(({ required }) => new Float64Array(required.length));

  const makeColumn = (member: number, schedule: Schedule): Column => {
    addWork(scratch, schedule, 1, fromDay, toDay);
    const found: number[] = [];
    const coefficients: number[] = [];
    for (const assignment of schedule.work.slice(fromDay, toDay)) {
      if (assignment === null || assignment.line < 0) continue;
      const cells = scratch[assignment.line]!;
      const from = Math.max(fromCell, Math.floor(assignment.duty.from));
      const to = Math.min(toCell, Math.ceil(assignment.duty.to), cells.length);
      for (let cell = from; cell < to; cell++) {
        if (cells[cell]! < 1e-9) continue;
        found.push(rowOf[assignment.line]![cell]!);
        coefficients.push(cells[cell]!);
        cells[cell] = 0;
      }
    }
    for (const cells of scratch) cells.fill(0);
    found.push(cellRows + member);
    coefficients.push(1);
    const cost = schedule.cost + schedule.penalty;
    return { member, schedule, lp: { lower: 0, upper: Infinity, cost, rows: found, coefficients } };
  };

  return {
    columns,
    constant,
    add: (member, schedules) => {
      const fresh: Column[] = [];
      for (const schedule of schedules) {
        const column = makeColumn(member, schedule);
        const { rows: own, coefficients, cost } = column.lp;
        const key = `${own.join(' ')}|${coefficients.join(' ')}|${cost}`;
        if (known.has(key)) continue;
        known.add(key);
        fresh.push(column);
      }
      if (fresh.length > 0) lp.addColumns(fresh.map((column) => column.lp));
      columns.push(...fresh);
      return fresh.length;
    },
    relax: (limits) => {
      const { objective, values, duals } = lp.solve(limits);
      if (objective === null || values === null || duals === null) return null;
      const cells = model.lines.map(({ required, under, over }, index) =>
        required.map((wanted, cell) =>
          wanted > base[index]![cell]! ? -under[cell]! : over[cell]!,
        ),
      );
      places.forEach(({ line, cell }, row) => {
        const { under, over } = model.lines[line]!;
        cells[line]![cell] = Math.min(over[cell]!, Math.max(-under[cell]!, -duals[row]!));
      });
      return {
        objective: objective + constant,
        values: values.slice(slacks.length),
        cells,
        members: duals.slice(cellRows),
      };
    },
    reducedCost: ({ member, lp: { cost, rows: own, coefficients } }, relaxed) => {
      let reduced = cost - relaxed.members[member]!;
      for (let at = 0; at < own.length - 1; at++) {
        const { line, cell } = places[own[at]!]!;
        reduced += coefficients[at]! * relaxed.cells[line]![cell]!;
      }
      return reduced;
    },
    integerModel: (chosen, start) => {
      const picked = new Set(start);
      const all = [...slacks, ...chosen.map((column) => column.lp)];
      const entries = rows.map((): [number[], number[]] => [[], []]);
      all.forEach(({ rows: own, coefficients }, variable) => {
        own.forEach((row, at) => {
          entries[row]![0].push(variable);
          entries[row]![1].push(coefficients[at]!);
        });
      });
      const left = rows.map(({ lower }) => lower);
      for (const { lp: column } of start) {
        column.rows.forEach((row, at) => (left[row]! -= column.coefficients[at]!));
      }
      return {
        variables: all.map(({ lower, upper, cost }, variable) => ({
          lower,
          upper: variable < slacks.length ? upper : 1,
          cost,
          integer: variable >= slacks.length,
        })),
        constraints: rows.map(({ lower, upper }, row) => ({
          variables: entries[row]![0],
          coefficients: entries[row]![1],
          lower,
          upper,
        })),
        start:
          start.length < members.length
            ? null
            : [
                ...slacks.map((slack) => {
                  const row = slack.rows[0]!;
                  const value = Math.max(0, slack.coefficients[0]! * left[row]!);
                  const taken = Math.min(value, slack.upper);
                  // What one slack cannot take is left to the next of its row.
                  left[row]! -= slack.coefficients[0]! * taken;
                  return taken;
                }),
                ...chosen.map((column) => (picked.has(column) ? 1 : 0)),
              ],
      };
    },
    close: () => {
      lp.close();
    },
  };
}
