import { cellCost } from './cover.ts';
import { addWork, type Draft, type Schedule } from './draft.ts';
import { type RosterModel } from './roster-model.ts';

/** A whole schedule of one person, and the share in which it is mixed in. */
export interface MixColumn {
  readonly schedule: Schedule;
  /** Own costs and penalties. */
  readonly cost: number;
  /** Cells that it covers, all lines in one row, and the agents that it adds to each. */
  readonly cells: Int32Array;
  readonly agents: Float64Array;
  share: number;
  /** Round of mixing in which it was last of use. */
  usedIn: number;
}

/** Room for the exchange of two columns, reused. */
interface Exchange {
  readonly row: Float64Array;
  cells: Int32Array;
  steps: Float64Array;
}

/** A roster with shares of people: everybody works a mixture of schedules. */
export interface Mixture {
  readonly model: RosterModel;
  /** Each person's schedules; shares add up to 1. */
  readonly columns: MixColumn[][];
  /** Mixed cover, all lines in one row. */
  readonly cover: Float64Array;
  readonly required: Float64Array;
  readonly under: Float64Array;
  readonly over: Float64Array;
  readonly floor: Float64Array;
  readonly below: Float64Array;
  /** Where each line begins in the row. */
  readonly offsets: readonly number[];
  readonly exchange: Exchange;
}

/** A mixture in which everybody works as in the draft. */
export function mixtureOf(draft: Draft): Mixture {
  const { model } = draft;
  const offsets: number[] = [];
  let cells = 0;
  for (const { required } of model.lines) {
    offsets.push(cells);
    cells += required.length;
  }
  const rowOf = (pick: (line: RosterModel['lines'][number]) => Float64Array) => {
    const row = new Float64Array(cells);
    model.lines.forEach((line, index) => {
      row.set(pick(line), offsets[index]);
    });
    return row;
  };
  const mixture: Mixture = {
    model,
    columns: model.people.map(() => []),
    cover: rowOf(({ base }) => base),
    required: rowOf(({ required }) => required),
    under: rowOf(({ under }) => under),
    over: rowOf(({ over }) => over),
    floor: rowOf(({ floor }) => floor),
    below: rowOf(({ below }) => below),
    offsets,
    exchange: {
      row: new Float64Array(cells),
      cells: new Int32Array(64),
      steps: new Float64Array(64),
    },
  };
  draft.schedules.forEach((schedule, index) => {
    const column = makeColumn(mixture, schedule!);
    column.share = 1;
    mixture.columns[index]!.push(column);
    addColumn(mixture.cover, column, 1);
  });
  return mixture;
}

const scratches = new WeakMap<Mixture, Float64Array[]>();

/** A schedule as a column of share 0. */
export function makeColumn(mixture: Mixture, schedule: Schedule): MixColumn {
  const { model, offsets } = mixture;
  let scratch = scratches.get(mixture);
  if (scratch === undefined) {
    scratch = model.lines.map(({ required }) => new Float64Array(required.length));
    scratches.set(mixture, scratch);
  }
  addWork(scratch, schedule, 1);
  const cells: number[] = [];
  const agents: number[] = [];
  for (const assignment of schedule.work) {
    if (assignment === null || assignment.line < 0) continue;
    const { line, duty } = assignment;
    const own = scratch[line]!;
    const to = Math.min(own.length, Math.ceil(duty.to));
    for (let cell = Math.max(0, Math.floor(duty.from)); cell < to; cell++) {
      if (Math.abs(own[cell]!) > 1e-9) {
        cells.push(offsets[line]! + cell);
        agents.push(own[cell]!);
      }
      own[cell] = 0;
    }
  }
  return {
    schedule,
    cost: schedule.cost + schedule.penalty,
    cells: Int32Array.from(cells),
    agents: Float64Array.from(agents),
    share: 0,
    usedIn: 0,
  };
}

/** Puts a share of a column into a cover, or takes it out. */
export function addColumn(cover: Float64Array, { cells, agents }: MixColumn, share: number): void {
  for (let at = 0; at < cells.length; at++) cover[cells[at]!]! += share * agents[at]!;
}

/** A row of cells as one stretch a line. */
export function linesOfRow({ model, offsets }: Mixture, row: Float64Array): Float64Array[] {
  return model.lines.map(({ required }, index) =>
    row.subarray(offsets[index], offsets[index]! + required.length),
  );
}

/** What the mixture costs: no restricted relaxation of its columns costs more. */
export function mixtureCost({ model, columns, cover, offsets }: Mixture): number {
  let cost = 0;
  model.lines.forEach((line, index) => {
    const from = offsets[index]!;
    for (let cell = 0; cell < line.required.length; cell++) {
      cost += cellCost(line, cell, cover[from + cell]!);
    }
  });
  for (const own of columns) for (const column of own) cost += column.share * column.cost;
  return cost;
}

/**
 * Prices of cover that a mixture asks for: drawn towards a centre, `width` agents too few or too
 * many move a price over its whole range (the proximal term of a bundle method).
 */
export interface PriceField {
  readonly centre: Float64Array;
  width: number;
}

/** The price of each cell at the mixture's cover. */
export function pricesAt(mixture: Mixture, field: PriceField, prices: Float64Array): void {
  for (let cell = 0; cell < prices.length; cell++) {
    prices[cell] = priceAt(mixture, field, cell, mixture.cover[cell]!);
  }
}

function priceAt(
  { required, under, over, floor, below }: Mixture,
  { centre, width }: PriceField,
  cell: number,
  agents: number,
): number {
  const low = under[cell]!;
  const high = over[cell]!;
  const bend = (low + high) / width;
  const price = centre[cell]! + (agents - required[cell]!) * bend;
  if (price >= -low) return price > high ? high : price;
  if (below[cell] === 0) return -low;
  // Between floor and requirement the price rests at -low.
  const lower = centre[cell]! + (agents - floor[cell]!) * bend;
  if (lower >= -low) return -low;
  const least = -low - below[cell]!;
  return lower < least ? least : lower;
}

/** Whether the price of a cell moves with its agents, and does not rest at a corner. */
function isMoving({ under, over, below }: Mixture, cell: number, price: number): boolean {
  const low = under[cell]!;
  return price < over[cell]! && price !== -low && price > -low - below[cell]!;
}

/**
 * Moves shares until the mixture is (nearly) the cheapest of its columns under the field, person
 * by person and over again.
 *
 * @returns what the shares could still save at the last prices
 */
export function settleShares(
  mixture: Mixture,
  field: PriceField,
  round: number,
  limits: { readonly maxSweeps: number; readonly enough: number },
  members: readonly number[] = [...mixture.columns.keys()],
): number {
  let left = Infinity;
  for (let sweep = 0; sweep < limits.maxSweeps && left > limits.enough; sweep++) {
    left = 0;
    for (const index of members) left += settlePerson(mixture, field, round, index);
  }
  return left;
}

/**
 * Moves a person's share from the dearest schedule in use to the cheapest, as much as is best (a
 * step of block-coordinate pairwise Frank-Wolfe; Lacoste-Julien and Jaggi, 2015).
 *
 * @returns what the shares could save at the prices before the move
 */
export function settlePerson(
  mixture: Mixture,
  field: PriceField,
  round: number,
  index: number,
): number {
  const { columns, cover } = mixture;
  const own = columns[index]!;
  let dearest = own[0]!;
  let most = -Infinity;
  let cheapest = own[0]!;
  let least = Infinity;
  let mean = 0;
  for (const column of own) {
    let price = column.cost;
    const { cells, agents } = column;
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at]!;
      price += agents[at]! * priceAt(mixture, field, cell, cover[cell]!);
    }
    if (column.share > 0) {
      mean += column.share * price;
      if (price > most) {
        most = price;
        dearest = column;
      }
    }
    if (price < least) {
      least = price;
      cheapest = column;
    }
  }
  cheapest.usedIn = round;
  if (dearest === cheapest) return 0;
  const moved = bestMove(mixture, field, dearest, cheapest);
  dearest.share = moved >= dearest.share ? 0 : dearest.share - moved;
  cheapest.share += moved;
  addColumn(cover, dearest, -moved);
  addColumn(cover, cheapest, moved);
  return mean - least;
}

/** How much share to move from one column to another: where the slope of the cost is 0. */
function bestMove(mixture: Mixture, field: PriceField, from: MixColumn, to: MixColumn): number {
  const { exchange } = mixture;
  const { row } = exchange;
  const most = from.cells.length + to.cells.length;
  if (exchange.cells.length < most) {
    exchange.cells = new Int32Array(2 * most);
    exchange.steps = new Float64Array(2 * most);
  }
  const { cells, steps } = exchange;
  addColumn(row, from, -1);
  addColumn(row, to, 1);
  let count = 0;
  for (const column of [from, to]) {
    for (const cell of column.cells) {
      const step = row[cell]!;
      if (step === 0) continue;
      row[cell] = 0;
      if (Math.abs(step) < 1e-9) continue;
      cells[count] = cell;
      steps[count++] = step;
    }
  }
  const { cover, under, over } = mixture;
  const { width } = field;
  const costStep = to.cost - from.cost;
  let low = 0;
  let high = from.share;
  let share = high;
  for (let turn = 0; turn < 8; turn++) {
    let slope = costStep;
    let bend = 0;
    for (let at = 0; at < count; at++) {
      const cell = cells[at]!;
      const step = steps[at]!;
      const price = priceAt(mixture, field, cell, cover[cell]! + share * step);
      slope += step * price;
      if (isMoving(mixture, cell, price)) {
        bend += (step * step * (under[cell]! + over[cell]!)) / width;
      }
    }
    if (slope > 0) high = share;
    else low = share;
    if (slope <= 0 && share >= from.share) return from.share;
    const next = bend > 0 ? share - slope / bend : (low + high) / 2;
    const inside = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(inside - share) < 1e-4 * from.share) return Math.max(low, Math.min(high, inside));
    share = inside;
  }
  return low;
}

/** Gives a person one schedule whole. */
export function settleOn({ columns, cover }: Mixture, index: number, chosen: MixColumn): void {
  for (const column of columns[index]!) {
    if (column.share > 0) addColumn(cover, column, -column.share);
    column.share = 0;
  }
  chosen.share = 1;
  addColumn(cover, chosen, 1);
}
