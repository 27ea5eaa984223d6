import { type ModelPerson, type PersonRules } from './roster-model.ts';
import {
  type CostsAhead,
  type DayPrices,
  type FixedDays,
  FREE,
  OFF,
  type PersonPath,
} from './paths.ts';

/** Most states that are opened before the search settles for a good schedule. */
const MAX_OPENED = 3_000;

/** Most states before somebody who may miss minimums is taken to have to. */
const MAX_STRICT = 12_000;

interface Node {
  readonly day: number;
  readonly state: number;
  readonly gate: number;
  readonly meters: readonly number[];
  readonly tallies: readonly number[];
  readonly cost: number;
  readonly penalty: number;
  readonly estimate: number;
  readonly choice: number;
  readonly parent: Node | null;
}

/**
 * Best-first search that keeps every rule, guided by the costs ahead of a graph without some of
 * them. Cut short after a while, it goes on greedily and says in `bound` what is left.
 */
export function searchForwards(
  person: ModelPerson,
  rules: PersonRules,
  prices: DayPrices,
  fixed: FixedDays | null,
  ahead: CostsAhead,
): PersonPath | null {
  const { menu, startGate } = person;
  const root: Node = {
    day: 0,
    state: 0,
    gate: startGate,
    meters: rules.meters.map(({ start }) => start),
    tallies: rules.tallies.map(() => 0),
    cost: 0,
    penalty: 0,
    estimate: ahead.costs[0]![startGate]!,
    choice: OFF,
    parent: null,
  };
  let open: Node[] = [root];
  let opened = 0;
  let leftBound = Infinity;
  const mostOpened = rules === person.rules && person.lenient !== null ? MAX_STRICT : Infinity;
  for (;;) {
    const node = opened < MAX_OPENED ? takeBest(open) : open.pop();
    if (node === undefined) return null;
    if (node.day === menu.length) {
      return {
        choice: choicesOf(node, menu.length),
        cost: node.cost,
        penalty: node.penalty,
        bound: Math.min(node.cost, leftBound),
      };
    }
    if (opened > mostOpened) return null;
    if (++opened === MAX_OPENED) {
      leftBound = node.estimate;
      open = [];
    }
    const children = childrenOf(person, rules, prices, fixed, ahead, node);
    if (opened < MAX_OPENED) for (const child of children) insert(open, child);
    // Past the limit it dives: the siblings stay on a stack, so a dead end is backed out of.
    else open.push(...children.sort((a, b) => b.estimate - a.estimate));
  }
}

function childrenOf(
  person: ModelPerson,
  rules: PersonRules,
  prices: DayPrices,
  fixed: FixedDays | null,
  ahead: CostsAhead,
  node: Node,
): Node[] {
  const { menu } = person;
  const { day, state, gate } = node;
  const { duties, kindOf, gates, offCost, forced } = menu[day]!;
  const layer = ahead.graph.layers[day]!;
  const isLast = day === menu.length - 1;
  const nextGates = isLast ? 1 : menu[day + 1]!.gates.count;
  const children: Node[] = [];
  const add = (choice: number, to: number, leave: number, price: number, closed: boolean) => {
    if (to < 0) return;
    const kind = choice < 0 ? null : rules.kinds[day]![kindOf[choice]!]!;
    let penalty = 0;
    let broken = 0;
    const meters = rules.meters.map((meter, index) => {
      const step = meter.step(node.meters[index]!, day, kind);
      penalty += step.penalty;
      if (step.broken) broken++;
      return step.value;
    });
    const tallies = rules.tallies.map((tally, index) => {
      const read = rules.meters.findIndex(({ name }) => name === tally.reads);
      const more = kind === null ? 0 : tally.amount(day, kind, read < 0 ? 0 : node.meters[read]!);
      const sum = node.tallies[index]! + more;
      if (more > 0 && sum > tally.max) broken++;
      if (isLast && sum < tally.min) penalty += (tally.min - sum) * tally.missingPrice;
      return sum;
    });
    if (broken > 0 && (rules.breach === Infinity || (choice >= 0 && !forced))) return;
    if (closed) broken++;
    if (broken > 0) penalty += broken * rules.breach;
    const cost = node.cost + price + penalty;
    const estimate = cost + ahead.costs[day + 1]![to * nextGates + leave]!;
    if (!(estimate < Infinity)) return;
    children.push({
      day: day + 1,
      state: to,
      gate: leave,
      meters,
      tallies,
      cost,
      penalty: node.penalty + penalty,
      estimate,
      choice,
      parent: node,
    });
  };
  const only = fixed === null ? FREE : fixed[day]!;
  if (!forced && only < 0) {
    add(OFF, layer.offNext[state]!, isLast ? 0 : gates.offLeaves[gate]!, offCost, false);
  }
  for (let duty = 0; duty < duties.length; duty++) {
    if (only !== FREE && only !== duty) continue;
    const closed = gate > gates.lastGate[duty]!;
    if (closed && !forced) continue;
    const to = layer.workNext[state * layer.kinds + kindOf[duty]!]!;
    add(duty, to, isLast ? 0 : gates.leaves[duty]!, prices[day]![duty]!, closed);
  }
  return children;
}

function choicesOf(node: Node, days: number): Int32Array {
  const choice = new Int32Array(days).fill(OFF);
  for (let at = node; at.parent !== null; at = at.parent) choice[at.day - 1] = at.choice;
  return choice;
}

/** Lower estimates first; of equal ones the later day, so that ties are walked to the end. */
function isBefore(a: Node, b: Node): boolean {
  const slack = 1e-9 * (Math.abs(a.estimate) + 1);
  if (a.estimate < b.estimate - slack) return true;
  return a.estimate <= b.estimate + slack && a.day > b.day;
}

function insert(heap: Node[], node: Node): void {
  let at = heap.push(node) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (!isBefore(node, heap[up]!)) break;
    heap[at] = heap[up]!;
    at = up;
  }
  heap[at] = node;
}

function takeBest(heap: Node[]): Node | undefined {
  const top = heap[0];
  const moved = heap.pop();
  if (moved === undefined || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
    if (!isBefore(heap[child]!, moved)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = moved;
  return top;
}
