import { type PersonRules, type Tally } from './roster-model.ts';
import { growMeters, type MeterLayer } from './meter-layers.ts';

/** States of one day and where a day off or a duty of each kind leads; -1 where it may not. */
export interface StateLayer {
  readonly states: number;
  readonly kinds: number;
  readonly offNext: Int32Array;
  readonly offPenalty: Float64Array;
  /** By state, then kind. */
  readonly workNext: Int32Array;
  readonly workPenalty: Float64Array;
}

/** Everything that the rules remember, day by day; state 0 of day 0 is the start. */
export interface StateGraph {
  readonly layers: readonly StateLayer[];
}

/** Why there is no graph: no complete schedule, or more states than can be held. */
export type NoGraph = 'none' | 'large';

/** Stands for every value of a tally that can no longer bind. */
const FREE = -1;

/**
 * The graph of a person's rules over whole schedules. Meters multiply; a tally's values are kept
 * apart only while it can still bind: what may yet come on top (least and most, from the graph of
 * the meters alone) tells. States from which no schedule can be completed are left out.
 *
 * @param tallies those to keep; a graph without some is a relaxation
 */
export function makeStateGraph(
  rules: PersonRules,
  tallies: readonly Tally[],
  maxStates: number,
): StateGraph | NoGraph {
  const base = growMeters(rules, rules.meters, maxStates);
  if (base === null) return 'large';
  const isForced = rules.breach < Infinity && rules.forced.some(Boolean);
  const ranges = tallies.map((tally) => rangesAhead(rules, base, tally));
  const unit = tallies.map((tally) => unitOf(rules, tally));
  const radix = ranges.map(({ most }, index) => most[0]![0]! / unit[index]! + 3);
  const reads = tallies.map(({ reads: name }) =>
    name === null ? -1 : rules.meters.findIndex((meter) => meter.name === name),
  );
  /** The value as far as it matters; `null` where no schedule can be completed. */
  const settle = (index: number, value: number, day: number, state: number): number | null => {
    if (value === FREE) return FREE;
    const { min, max, missingPrice } = tallies[index]!;
    const least = value + ranges[index]!.least[day]![state]!;
    const most = value + ranges[index]!.most[day]![state]!;
    if (most <= max && least >= min) return FREE;
    if (!isForced && least > max) return null;
    if (most < min && missingPrice === Infinity) return null;
    return value;
  };

  const start = tallies.map((_, index) => settle(index, 0, 0, 0));
  if (start.includes(null)) return 'none';
  let layerStates: State[] = [{ base: 0, values: start as number[] }];
  const layers: StateLayer[] = [];
  let total = 0;
  for (let day = 0; day < rules.days; day++) {
    const from = base[day]!;
    const kinds = rules.kinds[day]!;
    const isLast = day === rules.days - 1;
    const next: State[] = [];
    const indexOf = new Map<number, number>();
    const count = layerStates.length;
    const offNext = new Int32Array(count).fill(-1);
    const offPenalty = new Float64Array(count);
    const workNext = new Int32Array(count * kinds.length).fill(-1);
    const workPenalty = new Float64Array(count * kinds.length);
    let complete = 0;
    const reach = (to: number, values: readonly number[]): number => {
      if (isLast) {
        complete++;
        return 0;
      }
      let key = to;
      const settled: number[] = [];
      for (let index = 0; index < values.length; index++) {
        const value = settle(index, values[index]!, day + 1, to);
        if (value === null) return -1;
        settled.push(value);
        key = key * radix[index]! + (value === FREE ? 0 : value / unit[index]! + 1);
      }
      let found = indexOf.get(key);
      if (found === undefined) {
        found = next.length;
        indexOf.set(key, found);
        next.push({ base: to, values: settled });
      }
      return found;
    };
    for (let state = 0; state < count; state++) {
      const { base: at, values } = layerStates[state]!;
      const off = from.offNext[at]!;
      if (off >= 0) {
        const missing = isLast ? missingAtEnd(tallies, values) : 0;
        if (missing < Infinity) {
          offNext[state] = reach(off, values);
          offPenalty[state] = from.offPenalty[at]! + missing;
        }
      }
      for (let kind = 0; kind < kinds.length; kind++) {
        const to = from.workNext[at * kinds.length + kind]!;
        if (to < 0) continue;
        let penalty = from.workPenalty[at * kinds.length + kind]!;
        let forbidden = 0;
        const after = values.map((value, index) => {
          if (value === FREE) return FREE;
          const read = reads[index]! < 0 ? 0 : from.values[at]![reads[index]!]!;
          const more = tallies[index]!.amount(day, kinds[kind]!, read);
          if (more > 0 && value + more > tallies[index]!.max) {
            if (isForced && rules.forced[day]!) penalty += rules.breach;
            else forbidden++;
          }
          return value + more;
        });
        if (forbidden > 0) continue;
        const missing = isLast ? missingAtEnd(tallies, after) : 0;
        if (missing === Infinity) continue;
        workNext[state * kinds.length + kind] = reach(to, after);
        workPenalty[state * kinds.length + kind] = penalty + missing;
      }
    }
    layers.push({ states: count, kinds: kinds.length, offNext, offPenalty, workNext, workPenalty });
    total += count;
    if (total > maxStates) return 'large';
    if (next.length === 0 && complete === 0) return 'none';
    layerStates = next;
  }
  return { layers };
}

interface State {
  readonly base: number;
  readonly values: readonly number[];
}

function missingAtEnd(tallies: readonly Tally[], values: readonly number[]): number {
  let missing = 0;
  for (let index = 0; index < values.length; index++) {
    const { min, missingPrice } = tallies[index]!;
    const lack = values[index] === FREE ? 0 : min - values[index]!;
    if (lack > 0) missing += missingPrice === Infinity ? Infinity : lack * missingPrice;
  }
  return missing;
}

/** Least and most that can still be added from each day and state of the meters on. */
function rangesAhead(rules: PersonRules, base: readonly MeterLayer[], tally: Tally) {
  const reads = rules.meters.findIndex(({ name }) => name === tally.reads);
  const least: Float64Array[] = [];
  const most: Float64Array[] = [];
  least[rules.days] = new Float64Array(base[rules.days]!.values.length);
  most[rules.days] = new Float64Array(base[rules.days]!.values.length);
  for (let day = rules.days - 1; day >= 0; day--) {
    const layer = base[day]!;
    const kinds = rules.kinds[day]!;
    const low = new Float64Array(layer.values.length).fill(Infinity);
    const high = new Float64Array(layer.values.length).fill(-Infinity);
    layer.values.forEach((values, state) => {
      const take = (to: number, more: number) => {
        if (to < 0) return;
        low[state] = Math.min(low[state]!, least[day + 1]![to]! + more);
        high[state] = Math.max(high[state]!, most[day + 1]![to]! + more);
      };
      take(layer.offNext[state]!, 0);
      kinds.forEach((kind, index) => {
        const more = tally.amount(day, kind, reads < 0 ? 0 : values[reads]!);
        take(layer.workNext[state * kinds.length + index]!, more);
      });
    });
    least[day] = low;
    most[day] = high;
  }
  return { least, most };
}

/** The greatest unit of which every amount of a tally is a multiple. */
function unitOf(rules: PersonRules, tally: Tally): number {
  let unit = 0;
  const kinds = new Set(rules.kinds.flat());
  for (const kind of kinds) {
    for (let day = 0; day < rules.days; day++) {
      for (const read of [0, 1]) {
        let [a, b] = [unit, tally.amount(day, kind, read)];
        while (b > 0) [a, b] = [b, a % b];
        unit = a;
      }
    }
  }
  return unit === 0 ? 1 : unit;
}
