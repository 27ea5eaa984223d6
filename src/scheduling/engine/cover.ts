import { type CoverLine, type RosterModel } from './roster-model.ts';

/** Agents per line and cell; fractions where work starts or ends inside a cell. */
export type Cover = readonly Float64Array[];

/**
 * Adds `weight` agents to a line for a stretch given in cells (fractions allowed); what lies
 * outside is left out.
 */
export function addCover(cells: Float64Array, from: number, to: number, weight: number): void {
  const start = Math.max(0, from);
  const end = Math.min(cells.length, to);
  if (end <= start) return;
  const first = Math.floor(start);
  const last = Math.ceil(end) - 1;
  if (first === last) {
    cells[first]! += weight * (end - start);
    return;
  }
  cells[first]! += weight * (first + 1 - start);
  for (let cell = first + 1; cell < last; cell++) cells[cell]! += weight;
  cells[last]! += weight * (end - last);
}

/** Price of a line's cover in one cell: convex in the agents, its slope changes at floor and requirement. */
export function cellCost(line: CoverLine, cell: number, agents: number): number {
  const missing = line.required[cell]! - agents;
  if (missing <= 0) return -missing * line.over[cell]!;
  const lacking = line.floor[cell]! - agents;
  const cost = missing * line.under[cell]!;
  return lacking > 0 ? cost + lacking * line.below[cell]! : cost;
}

/** Price of a cover: missing and surplus agents of every cell. */
export function coverCost(model: RosterModel, cover: Cover): number {
  let cost = 0;
  model.lines.forEach((line, index) => {
    const agents = cover[index]!;
    for (let cell = 0; cell < agents.length; cell++) cost += cellCost(line, cell, agents[cell]!);
  });
  return cost;
}

/** What one agent more would change in a cell. */
export function marginalCost(line: CoverLine, cell: number, agents: number): number {
  const missing = line.required[cell]! - agents;
  if (missing <= 0) return line.over[cell]!;
  const lacking = line.floor[cell]! - agents;
  const gain = lacking <= 0 ? 0 : Math.min(1, lacking) * line.below[cell]!;
  if (missing >= 1) return -line.under[cell]! - gain;
  return line.over[cell]! - missing * (line.under[cell]! + line.over[cell]!) - gain;
}
