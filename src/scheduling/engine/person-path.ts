import { searchForwards } from './forward-search.ts';
import { type ModelPerson, type PersonRules, type Tally } from './roster-model.ts';
import {
  type CostsAhead,
  type DayPrices,
  type FixedDays,
  FREE,
  OFF,
  type PersonPath,
} from './paths.ts';
import { windowPath } from './window-path.ts';
import { makeStateGraph, type NoGraph, type StateGraph } from './state-graph.ts';
import { arcsOf, type DayArcs } from './day-arcs.ts';

/** Most states of one graph. */
const MAX_STATES = 1_500_000;
/** The same for one that leaves rules out, since it is searched again and again. */
const LOOSER_STATES = 60_000;
/** Stands among the masks for the graph that leaves rules out. */
const LOOSER = -1;

interface RulesGraphs {
  readonly byMask: Map<number, StateGraph | NoGraph>;
  readonly lazy: readonly Tally[];
}

const graphsOf = new WeakMap<PersonRules, RulesGraphs>();

function graphFor(rules: PersonRules, mask: number): StateGraph | NoGraph {
  const known = rulesGraphs(rules);
  let graph = known.byMask.get(mask);
  if (graph === undefined) {
    const kept = rules.tallies.filter((tally) => {
      const at = known.lazy.indexOf(tally);
      return at < 0 || (mask & (1 << at)) !== 0;
    });
    graph = makeStateGraph(rules, kept, MAX_STATES);
    known.byMask.set(mask, graph);
  }
  return graph;
}

/** A graph that leaves out as many rules as it must to be held. */
function looserGraph(rules: PersonRules): StateGraph {
  const known = rulesGraphs(rules);
  const found = known.byMask.get(LOOSER);
  if (found !== undefined && typeof found !== 'string') return found;
  for (let count = rules.meters.length; count >= 0; count--) {
    const graph = makeStateGraph(
      { ...rules, meters: rules.meters.slice(0, count) },
      [],
      count === 0 ? Infinity : LOOSER_STATES,
    );
    if (typeof graph === 'string') continue;
    known.byMask.set(LOOSER, graph);
    return graph;
  }
  throw new RangeError('expected a graph without rules to have a schedule');
}

function rulesGraphs(rules: PersonRules): RulesGraphs {
  let known = graphsOf.get(rules);
  if (known === undefined) {
    known = { byMask: new Map(), lazy: rules.tallies.filter(({ lazy }) => lazy) };
    graphsOf.set(rules, known);
  }
  return known;
}

/**
 * Cheapest schedule of one person over the whole period: an exact dynamic programme, backwards
 * over days, states of the rules' graph and gates. Tallies that seldom bind are left out first
 * and taken in once a schedule breaks them, so the outcome is exact all the same.
 *
 * Somebody without a schedule that keeps every rule gets one that misses as little as can be, if
 * their rules have a lenient form. `null` where there is none either.
 *
 * Cost: O(days x states x (duties + gates)).
 */
export function cheapestPath(
  person: ModelPerson,
  prices: DayPrices,
  fixed: FixedDays | null = null,
): PersonPath | null {
  const { rules, lenient } = person;
  if (lenient === null) return pathBy(rules, person, prices, fixed);
  if (!hopeless.has(person)) {
    const path = pathBy(rules, person, prices, fixed);
    if (path !== null) return path;
    if (fixed === null) hopeless.add(person);
  }
  return pathBy(lenient, person, prices, fixed);
}

/** People who have no schedule that keeps every rule. */
const hopeless = new WeakSet<ModelPerson>();

function pathBy(
  rules: PersonRules,
  person: ModelPerson,
  prices: DayPrices,
  fixed: FixedDays | null,
): PersonPath | null {
  const { lazy } = rulesGraphs(rules);
  let mask = 0;
  let ahead: CostsAhead | null = null;
  for (;;) {
    const graph = graphFor(rules, mask);
    if (graph === 'none') return null;
    if (graph === 'large') break;
    let path: PersonPath | null;
    if (fixed === null) {
      ahead = costsAhead(person, rules, prices, fixed, graph);
      path = walk(person, rules, prices, fixed, ahead);
    } else path = windowPath(person, rules, prices, fixed, graph);
    if (path === null) return null;
    const broken = brokenTallies(person, rules, lazy, path.choice) & ~mask;
    if (broken === 0) return path;
    mask |= broken;
  }
  ahead ??= costsAhead(person, rules, prices, fixed, looserGraph(rules));
  return searchForwards(person, rules, prices, fixed, ahead);
}

/** The costs ahead with every tally, where that graph can be held; `null` where it cannot. */
export function exactCostsAhead(person: ModelPerson, prices: DayPrices): CostsAhead | null {
  const { rules } = person;
  const { lazy } = rulesGraphs(rules);
  const graph = graphFor(rules, (1 << lazy.length) - 1);
  return typeof graph === 'string' ? null : costsAhead(person, rules, prices, null, graph, false);
}

function brokenTallies(
  person: ModelPerson,
  rules: PersonRules,
  lazy: readonly Tally[],
  choice: Int32Array,
): number {
  let broken = 0;
  lazy.forEach((tally, index) => {
    let sum = 0;
    choice.forEach((duty, day) => {
      if (duty < 0) return;
      const kind = rules.kinds[day]![person.menu[day]!.kindOf[duty]!]!;
      sum += tally.amount(day, kind, 0);
    });
    if (sum > tally.max) broken |= 1 << index;
  });
  return broken;
}

const pool: Float64Array[] = [];

function layerBuffer(day: number, size: number, pooled: boolean): Float64Array {
  if (!pooled) return new Float64Array(size);
  let buffer = pool[day];
  if (buffer === undefined || buffer.length < size) {
    buffer = new Float64Array(Math.ceil(size * 1.3));
    pool[day] = buffer;
  }
  return buffer;
}

function costsAhead(
  person: ModelPerson,
  rules: PersonRules,
  prices: DayPrices,
  fixed: FixedDays | null,
  graph: StateGraph,
  pooled = true,
): CostsAhead {
  const { menu } = person;
  const last = menu.length - 1;
  const costs: Float64Array[] = [];
  let next: Float64Array = new Float64Array(1);
  let nextGates = 1;
  costs[menu.length] = next;
  for (let day = last; day >= 0; day--) {
    const layer = graph.layers[day]!;
    const { gates, offCost, forced } = menu[day]!;
    const only = fixed === null ? FREE : fixed[day]!;
    const arcs = arcsOf(menu[day]!);
    const arcPrices = pricesOfArcs(arcs, prices[day]!, only);
    const width = gates.count;
    const out = layerBuffer(day, layer.states * width, pooled);
    const { offNext, offPenalty, workNext, workPenalty, kinds } = layer;
    const { kindOf, lastGate, leaves } = arcs;
    const arcCount = kindOf.length;
    const { offLeaves } = gates;
    for (let state = 0; state < layer.states; state++) {
      const at = state * width;
      for (let gate = 0; gate < width; gate++) out[at + gate] = Infinity;
      for (let arc = 0; arc < arcCount; arc++) {
        const way = state * kinds + kindOf[arc]!;
        const to = workNext[way]!;
        if (to < 0) continue;
        const leave = day === last ? 0 : leaves[arc]!;
        const cost = arcPrices[arc]! + workPenalty[way]! + next[to * nextGates + leave]!;
        const slot = at + lastGate[arc]!;
        if (cost < out[slot]!) out[slot] = cost;
      }
      for (let gate = width - 2; gate >= 0; gate--) {
        if (out[at + gate + 1]! < out[at + gate]!) out[at + gate] = out[at + gate + 1]!;
      }
      if (forced) {
        const least = out[at]! + rules.breach;
        for (let gate = 1; gate < width; gate++) {
          if (least < out[at + gate]!) out[at + gate] = least;
        }
      }
      const off = offNext[state]!;
      if (off >= 0 && only < 0 && offCost < Infinity) {
        const cost = offCost + offPenalty[state]!;
        for (let gate = 0; gate < width; gate++) {
          const leave = day === last ? 0 : offLeaves[gate]!;
          const whole = cost + next[off * nextGates + leave]!;
          if (whole < out[at + gate]!) out[at + gate] = whole;
        }
      }
    }
    costs[day] = out;
    next = out;
    nextGates = width;
  }
  return { graph, costs };
}

/** The least price of each arc's duties; `Infinity` for those that a fixed day leaves out. */
function pricesOfArcs(arcs: DayArcs, prices: Float64Array, only: number): Float64Array {
  const { arcOf, prices: least } = arcs;
  least.fill(Infinity);
  if (only === OFF) return least;
  if (only >= 0) {
    least[arcOf[only]!] = prices[only]!;
    return least;
  }
  for (let duty = 0; duty < arcOf.length; duty++) {
    const arc = arcOf[duty]!;
    if (prices[duty]! < least[arc]!) least[arc] = prices[duty]!;
  }
  return least;
}

/** Follows the least costs from the start. */
function walk(
  person: ModelPerson,
  rules: PersonRules,
  prices: DayPrices,
  fixed: FixedDays | null,
  ahead: CostsAhead,
): PersonPath | null {
  const { menu } = person;
  const { graph, costs } = ahead;
  const choice = new Int32Array(menu.length);
  let state = 0;
  let gate = person.startGate;
  let penalty = 0;
  const least = costs[0]![gate]!;
  if (!(least < Infinity)) return null;
  for (let day = 0; day < menu.length; day++) {
    const { gates, offCost, forced, duties, kindOf } = menu[day]!;
    const layer = graph.layers[day]!;
    const next = costs[day + 1]!;
    const isLast = day === menu.length - 1;
    const nextGates = isLast ? 1 : menu[day + 1]!.gates.count;
    const only = fixed === null ? FREE : fixed[day]!;
    let best = Infinity;
    let missed = 0;
    let pick = OFF;
    let toState = -1;
    let toGate = 0;
    const off = layer.offNext[state]!;
    if (off >= 0 && only < 0) {
      const leave = isLast ? 0 : gates.offLeaves[gate]!;
      best = offCost + layer.offPenalty[state]! + next[off * nextGates + leave]!;
      missed = layer.offPenalty[state]!;
      toState = off;
      toGate = leave;
    }
    for (let duty = 0; duty < duties.length; duty++) {
      if (only !== FREE && only !== duty) continue;
      const closed = gate > gates.lastGate[duty]!;
      if (closed && !forced) continue;
      const way = state * layer.kinds + kindOf[duty]!;
      const to = layer.workNext[way]!;
      if (to < 0) continue;
      const leave = isLast ? 0 : gates.leaves[duty]!;
      const own = layer.workPenalty[way]! + (closed ? rules.breach : 0);
      const cost = prices[day]![duty]! + own + next[to * nextGates + leave]!;
      if (cost < best) {
        best = cost;
        missed = own;
        pick = duty;
        toState = to;
        toGate = leave;
      }
    }
    penalty += missed;
    choice[day] = pick;
    state = toState;
    gate = toGate;
  }
  return { choice, cost: least, penalty, bound: least };
}
