import { type Counters, type CounterRules, type DutyKind, stepOff, stepWork } from './counters.ts';

/** The states that a person can be in on the eve of a day, and where each kind of day leads. */
export interface CounterLayer {
  readonly states: number;
  /** State of the next layer after a day off. */
  readonly offNext: Int32Array;
  readonly offPenalty: Float64Array;
  /** For state s and duty kind k at s * kinds + k: next state, or -1 where a rule forbids it. */
  readonly workNext: Int32Array;
  readonly workPenalty: Float64Array;
}

export interface CounterGraph {
  readonly layers: readonly CounterLayer[];
  /** `true` where counters were dropped to keep it small: it then allows more than the rules. */
  readonly relaxed: boolean;
}

/** Kinds of duty on one day, and whether it is locked. */
export interface DayKinds {
  readonly kinds: readonly DutyKind[];
  readonly forced: boolean;
}

/** Most states of a whole graph before counters are dropped. */
const MAX_STATES = 60_000;

/** In which order counters are dropped: first those that bind least. */
const DROP_ORDER: readonly (readonly (keyof Counters)[])[] = [
  [],
  ['weekNights', 'nightRun'],
  ['weekNights', 'nightRun', 'weekends', 'saturday'],
  ['weekNights', 'nightRun', 'weekends', 'saturday', 'run'],
  ['weekNights', 'nightRun', 'weekends', 'saturday', 'run', 'weekDays'],
  ['weekNights', 'nightRun', 'weekends', 'saturday', 'run', 'weekDays', 'periodPaid'],
];

/**
 * The graph of a person's counters over the days of a period: reachable states only. Where it
 * would grow too large, rules are left out (never added), so its shortest path stays a bound.
 */
export function makeCounterGraph(
  rules: CounterRules,
  start: Counters,
  days: readonly DayKinds[],
): CounterGraph {
  for (const dropped of DROP_ORDER) {
    const kept = { ...rules.kept };
    let changed = dropped.length === 0;
    for (const name of dropped) {
      changed ||= kept[name];
      kept[name] = false;
    }
    if (!changed) continue;
    const layers = growLayers(relax(rules, kept), start, days, MAX_STATES);
    if (layers !== null) return { layers, relaxed: dropped.length > 0 };
  }
  const kept = Object.fromEntries(Object.keys(rules.kept).map((name) => [name, false]));
  const loosest = relax(rules, kept as Record<keyof Counters, boolean>);
  return { layers: growLayers(loosest, start, days, Infinity) ?? [], relaxed: true };
}

/** The same rules with fewer counters; a period's minimum cannot be asked for without its own. */
function relax(rules: CounterRules, kept: CounterRules['kept']): CounterRules {
  return { ...rules, kept, periodMinimum: kept.periodPaid ? rules.periodMinimum : 0 };
}

function growLayers(
  rules: CounterRules,
  start: Counters,
  days: readonly DayKinds[],
  maxStates: number,
): CounterLayer[] | null {
  const layers: CounterLayer[] = [];
  let states = [keepOnly(start, rules.kept)];
  let total = 0;
  for (let day = 0; day < days.length; day++) {
    const { kinds, forced } = days[day]!;
    const next: Counters[] = [];
    const indexOf = new Map<string, number>();
    const add = (counters: Counters) => {
      const key = keyOf(counters);
      let index = indexOf.get(key);
      if (index === undefined) {
        index = next.length;
        indexOf.set(key, index);
        next.push(counters);
      }
      return index;
    };
    const offNext = new Int32Array(states.length);
    const offPenalty = new Float64Array(states.length);
    const workNext = new Int32Array(states.length * kinds.length).fill(-1);
    const workPenalty = new Float64Array(states.length * kinds.length);
    states.forEach((counters, state) => {
      const off = stepOff(rules, day, counters);
      offNext[state] = forced ? -1 : add(off.counters);
      offPenalty[state] = off.penalty;
      kinds.forEach((kind, index) => {
        const step = stepWork(rules, day, counters, kind, forced);
        if (step === null) return;
        workNext[state * kinds.length + index] = add(step.counters);
        workPenalty[state * kinds.length + index] = step.penalty;
      });
    });
    layers.push({ states: states.length, offNext, offPenalty, workNext, workPenalty });
    total += states.length;
    if (total > maxStates) return null;
    states = next;
  }
  return layers;
}

function keepOnly(counters: Counters, kept: CounterRules['kept']): Counters {
  const entries = Object.entries(counters) as [keyof Counters, number][];
  return Object.fromEntries(
    entries.map(([name, value]) => [name, kept[name] ? value : 0]),
  ) as unknown as Counters;
}

function keyOf(counters: Counters): string {
  const { run, nightRun, weekDays, weekPaid, weekNights, weekends, saturday, periodPaid } =
    counters;
  return `${run} ${nightRun} ${weekDays} ${weekPaid} ${weekNights} ${weekends} ${saturday} ${periodPaid}`;
}
