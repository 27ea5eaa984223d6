import { type ModelPerson, type PersonRules } from './roster-model.ts';
import { type DayPrices, type FixedDays, FREE, OFF, type PersonPath } from './paths.ts';
import { type StateGraph } from './state-graph.ts';

/** Ways into one day, cheapest first found: state and gate with what they cost and came from. */
interface Reached {
  readonly states: number[];
  readonly gates: number[];
  readonly costs: number[];
  readonly penalties: number[];
  readonly choices: number[];
  readonly parents: number[];
  readonly indexOf: Map<number, number>;
}

/**
 * Cheapest schedule where most days are fixed: forwards, over the states and gates that can be
 * reached, which are few. The same outcome as the search backwards over all of them.
 *
 * Cost: O(days + free days x states reached x duties).
 */
export function windowPath(
  { menu, startGate }: ModelPerson,
  rules: PersonRules,
  prices: DayPrices,
  fixed: FixedDays,
  graph: StateGraph,
): PersonPath | null {
  const days: Reached[] = [nothingReached()];
  reach(days[0]!, 0, startGate, 1, 0, 0, OFF, -1);
  for (let day = 0; day < menu.length; day++) {
    const from = days[day]!;
    const to = nothingReached();
    const layer = graph.layers[day]!;
    const { gates, offCost, forced, duties, kindOf } = menu[day]!;
    const isLast = day === menu.length - 1;
    const width = isLast ? 1 : menu[day + 1]!.gates.count;
    const only = fixed[day]!;
    const first = only >= 0 ? only : 0;
    const end = only === FREE ? duties.length : only >= 0 ? only + 1 : 0;
    for (let at = 0; at < from.states.length; at++) {
      const state = from.states[at]!;
      const gate = from.gates[at]!;
      const cost = from.costs[at]!;
      const penalty = from.penalties[at]!;
      const off = layer.offNext[state]!;
      if (off >= 0 && only < 0 && offCost < Infinity) {
        const missed = layer.offPenalty[state]!;
        const leave = isLast ? 0 : gates.offLeaves[gate]!;
        reach(to, off, leave, width, cost + offCost + missed, penalty + missed, OFF, at);
      }
      for (let duty = first; duty < end; duty++) {
        const closed = gate > gates.lastGate[duty]!;
        if (closed && !forced) continue;
        const way = state * layer.kinds + kindOf[duty]!;
        const next = layer.workNext[way]!;
        if (next < 0) continue;
        const missed = layer.workPenalty[way]! + (closed ? rules.breach : 0);
        const leave = isLast ? 0 : gates.leaves[duty]!;
        const whole = cost + prices[day]![duty]! + missed;
        if (!(whole < Infinity)) continue;
        reach(to, next, leave, width, whole, penalty + missed, duty, at);
      }
    }
    if (to.states.length === 0) return null;
    days.push(to);
  }
  return cheapestOf(days);
}

function cheapestOf(days: readonly Reached[]): PersonPath {
  const end = days.at(-1)!;
  let at = 0;
  for (let index = 1; index < end.costs.length; index++) {
    if (end.costs[index]! < end.costs[at]!) at = index;
  }
  const cost = end.costs[at]!;
  const penalty = end.penalties[at]!;
  const choice = new Int32Array(days.length - 1);
  for (let day = days.length - 1; day > 0; day--) {
    choice[day - 1] = days[day]!.choices[at]!;
    at = days[day]!.parents[at]!;
  }
  return { choice, cost, penalty, bound: cost };
}

function nothingReached(): Reached {
  return {
    states: [],
    gates: [],
    costs: [],
    penalties: [],
    choices: [],
    parents: [],
    indexOf: new Map(),
  };
}

function reach(
  to: Reached,
  state: number,
  gate: number,
  width: number,
  cost: number,
  penalty: number,
  choice: number,
  parent: number,
): void {
  const key = state * width + gate;
  let index = to.indexOf.get(key);
  if (index === undefined) {
    index = to.states.length;
    to.indexOf.set(key, index);
    to.states.push(state);
    to.gates.push(gate);
  } else if (cost >= to.costs[index]!) return;
  to.costs[index] = cost;
  to.penalties[index] = penalty;
  to.choices[index] = choice;
  to.parents[index] = parent;
}
