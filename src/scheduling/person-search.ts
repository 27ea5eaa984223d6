import { type Counters, type Step, stepOff, stepWork } from './counters.ts';
import { type Duty } from './duties.ts';
import { type Person } from './person.ts';

/** A person's cheapest schedule under given prices. */
export interface PersonSchedule {
  /** Per day the index of the duty in the day's menu, or -1 for a day off. */
  readonly choice: Int32Array;
  /** Prices of its duties and the penalties of rules that it cannot keep. */
  readonly cost: number;
  /** No schedule costs less; equals `cost` unless the search was cut short. */
  readonly bound: number;
}

/** Prices of a day's duties, in the order of its menu, all costs included. */
export type DayPrices = readonly Float64Array[];

/** Per day the index of the duty that it must be, {@link OFF}, or {@link FREE}. */
export type FixedDays = Int32Array;
export const OFF = -1;
export const FREE = -2;

/** Most states that the forward search opens before it settles for a good schedule. */
const MAX_OPENED = 3_000;

/** Ranks of starts of each day: what rest asks is the first start that is not too early. */
interface StartRanks {
  /** Per day and duty: the rank of its start among the day's distinct starts. */
  readonly rankOf: readonly Int32Array[];
  readonly count: Int32Array;
  /** Per day and duty: the first rank of the next day that rest allows. */
  readonly readyRank: readonly Int32Array[];
}

const ranksOf = new WeakMap<Person, StartRanks>();

function startRanks(person: Person): StartRanks {
  const known = ranksOf.get(person);
  if (known !== undefined) return known;
  const starts = person.menu.map(({ duties }) => [...new Set(duties.map(({ start }) => start))]);
  const ranks: StartRanks = {
    rankOf: person.menu.map(({ duties }, day) =>
      Int32Array.from(duties, ({ start }) => starts[day]!.indexOf(start)),
    ),
    count: Int32Array.from(starts, ({ length }) => length),
    readyRank: person.menu.map(({ duties }, day) =>
      Int32Array.from(duties, ({ end }) => {
        const next = starts[day + 1] ?? [];
        const ready = end + person.contract.minRestSeconds;
        const rank = next.findIndex((start) => start >= ready);
        return rank < 0 ? next.length : rank;
      }),
    ),
  };
  ranksOf.set(person, ranks);
  return ranks;
}

/**
 * Cheapest schedule of one person over the whole period: an exact dynamic programme.
 *
 * Backwards over days, `ahead[state][rank]` is the least cost from a day on for a person whose
 * counters are in `state` and whom rest lets start at the day's start of that rank or later.
 * Forwards, a best-first search with these as estimates keeps what the backward pass leaves out
 * (rest across a day off, counters dropped from a large graph); without such it walks straight.
 *
 * Cost: O(days x states x duties).
 */
export function cheapestSchedule(
  person: Person,
  prices: DayPrices,
  fixed: FixedDays | null = null,
): PersonSchedule {
  const ahead = costsAhead(person, prices, fixed);
  return searchForwards(person, prices, ahead, fixed);
}

const pool: Float64Array[] = [];

function layerBuffer(day: number, size: number): Float64Array {
  let buffer = pool[day];
  if (buffer === undefined || buffer.length < size) {
    buffer = new Float64Array(Math.ceil(size * 1.3));
    pool[day] = buffer;
  }
  return buffer;
}

function costsAhead(
  person: Person,
  prices: DayPrices,
  fixed: FixedDays | null,
): readonly Float64Array[] {
  const { menu, graph, rules } = person;
  const ranks = startRanks(person);
  const last = menu.length - 1;
  const breach = rules.penalties.breach;
  const ahead: Float64Array[] = [];
  let nextWidth = 1;
  let next = layerBuffer(menu.length, 1);
  next[0] = 0;
  for (let day = last; day >= 0; day--) {
    const { duties, kinds, kindOf, forced } = menu[day]!;
    const layer = graph.layers[day]!;
    const width = ranks.count[day]! + 1;
    const costs = layerBuffer(day, layer.states * width);
    const price = prices[day]!;
    const rankOf = ranks.rankOf[day]!;
    const readyRank = ranks.readyRank[day]!;
    const only = fixed === null ? FREE : fixed[day]!;
    for (let state = 0; state < layer.states; state++) {
      const at = state * width;
      const offState = layer.offNext[state]!;
      const isOff = offState >= 0 && only < 0;
      const off = isOff ? layer.offPenalty[state]! + next[offState * nextWidth]! : Infinity;
      costs[at + width - 1] = off;
      let least = Infinity;
      let rank = width - 2;
      for (let index = duties.length - 1; index >= 0; index--) {
        const own = rankOf[index]!;
        if (own < rank) {
          costs[at + rank] = least < off ? least : off;
          rank = own;
        }
        if (only !== FREE && only !== index) continue;
        const arc = state * kinds.length + kindOf[index]!;
        const to = layer.workNext[arc]!;
        if (to < 0) continue;
        const cost =
          price[index]! +
          layer.workPenalty[arc]! +
          next[to * nextWidth + (day === last ? 0 : readyRank[index]!)]!;
        if (cost < least) least = cost;
      }
      if (width > 1) costs[at] = least < off ? least : off;
      if (forced) costs[at + 1] = least + breach;
    }
    ahead[day] = costs;
    next = costs;
    nextWidth = width;
  }
  return ahead;
}

function firstReadyRank(person: Person, day: number, readyAt: number): number {
  const duties = person.menu[day]!.duties;
  const ranks = startRanks(person);
  const index = duties.findIndex(({ start }) => start >= readyAt);
  return index < 0 ? ranks.count[day]! : ranks.rankOf[day]![index]!;
}

interface Node {
  readonly day: number;
  readonly state: number;
  readonly counters: Counters;
  readonly readyAt: number;
  readonly cost: number;
  readonly estimate: number;
  readonly choice: number;
  readonly parent: Node | null;
}

function searchForwards(
  person: Person,
  prices: DayPrices,
  ahead: readonly Float64Array[],
  fixed: FixedDays | null,
): PersonSchedule {
  const days = person.menu.length;
  const root: Node = {
    day: 0,
    state: 0,
    counters: person.start,
    readyAt: person.readyAt,
    cost: 0,
    estimate: estimateOf(person, ahead, 0, 0, firstReadyRank(person, 0, person.readyAt)),
    choice: -1,
    parent: null,
  };
  let open: Node[] = [root];
  let opened = 0;
  let leftBound = Infinity;
  for (;;) {
    const node = takeBest(open)!;
    if (node.day === days) {
      const bound = Math.min(node.cost, leftBound);
      return { choice: choicesOf(node, days), cost: node.cost, bound };
    }
    if (++opened === MAX_OPENED) {
      leftBound = node.estimate;
      open = [];
    }
    const children = childrenOf(person, prices, ahead, node, fixed);
    if (opened < MAX_OPENED) for (const child of children) insert(open, child);
    else open = [children.reduce((a, b) => (b.estimate < a.estimate ? b : a))];
  }
}

function estimateOf(
  person: Person,
  ahead: readonly Float64Array[],
  day: number,
  state: number,
  rank: number,
): number {
  const width = startRanks(person).count[day]! + 1;
  return ahead[day]![state * width + rank]!;
}

function childrenOf(
  person: Person,
  prices: DayPrices,
  ahead: readonly Float64Array[],
  node: Node,
  fixed: FixedDays | null,
): Node[] {
  const { menu, graph, rules, contract } = person;
  const { day, state, counters, readyAt } = node;
  const { duties, kinds, kindOf, forced } = menu[day]!;
  const layer = graph.layers[day]!;
  const children: Node[] = [];
  const add = (choice: number, duty: Duty | null, to: number, step: Step | null, price: number) => {
    if (step === null || to < 0) return;
    const cost = node.cost + price + step.penalty;
    const ready = duty === null ? readyAt : duty.end + contract.minRestSeconds;
    let estimate = cost;
    if (day + 1 < menu.length) {
      const rank =
        duty === null
          ? firstReadyRank(person, day + 1, ready)
          : startRanks(person).readyRank[day]![choice]!;
      estimate += estimateOf(person, ahead, day + 1, to, rank);
    }
    if (estimate === Infinity) return;
    children.push({
      day: day + 1,
      state: to,
      counters: step.counters,
      readyAt: ready,
      cost,
      estimate,
      choice,
      parent: node,
    });
  };
  const only = fixed === null ? FREE : fixed[day]!;
  if (!forced && only < 0) add(OFF, null, layer.offNext[state]!, stepOff(rules, day, counters), 0);
  duties.forEach((duty, index) => {
    if (only !== FREE && only !== index) return;
    const early = duty.start < readyAt;
    if (early && !forced) return;
    const kind = kindOf[index]!;
    const to = layer.workNext[state * kinds.length + kind]!;
    if (to < 0) return;
    const step = stepWork(rules, day, counters, kinds[kind]!, forced);
    add(index, duty, to, step, prices[day]![index]! + (early ? rules.penalties.breach : 0));
  });
  return children;
}

function choicesOf(node: Node, days: number): Int32Array {
  const choice = new Int32Array(days).fill(-1);
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
