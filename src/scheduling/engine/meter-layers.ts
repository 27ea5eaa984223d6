import { type Meter, type PersonRules } from './roster-model.ts';

/** States of the meters on one day: their values, and where each kind of day leads. */
export interface MeterLayer {
  /** Per state one value per meter. */
  readonly values: readonly (readonly number[])[];
  readonly offNext: Int32Array;
  readonly offPenalty: Float64Array;
  readonly workNext: Int32Array;
  readonly workPenalty: Float64Array;
}

/**
 * Every reachable state of the meters, one layer a day and one for the end, without those that
 * lead nowhere.
 *
 * @returns `null` where there would be more than `maxStates`
 */
export function growMeters(
  rules: PersonRules,
  meters: readonly Meter[],
  maxStates: number,
): readonly MeterLayer[] | null {
  const layers: MeterLayer[] = [];
  let states: (readonly number[])[] = [meters.map(({ start }) => start)];
  let total = 0;
  for (let day = 0; day < rules.days; day++) {
    const kinds = rules.kinds[day]!;
    const next: (readonly number[])[] = [];
    const indexOf = new Map<string, number>();
    const layer = emptyLayer(states, kinds.length);
    const move = (values: readonly number[], kind: (typeof kinds)[number] | null) => {
      let penalty = 0;
      let broken = 0;
      const after: number[] = [];
      for (let index = 0; index < meters.length; index++) {
        const step = meters[index]!.step(values[index]!, day, kind);
        penalty += step.penalty;
        if (step.broken) broken++;
        after.push(step.value);
      }
      if (broken > 0) {
        if (rules.breach === Infinity || (kind !== null && !rules.forced[day]!)) {
          return { to: -1, penalty };
        }
        penalty += broken * rules.breach;
      }
      const key = after.join(' ');
      let to = indexOf.get(key);
      if (to === undefined) {
        to = next.length;
        indexOf.set(key, to);
        next.push(after);
      }
      return { to, penalty };
    };
    states.forEach((values, state) => {
      if (!rules.forced[day]!) {
        const off = move(values, null);
        layer.offNext[state] = off.to;
        layer.offPenalty[state] = off.penalty;
      }
      kinds.forEach((kind, index) => {
        const work = move(values, kind);
        layer.workNext[state * kinds.length + index] = work.to;
        layer.workPenalty[state * kinds.length + index] = work.penalty;
      });
    });
    layers.push(layer);
    total += states.length;
    if (total > maxStates) return null;
    states = next;
  }
  layers.push(emptyLayer(states, 0));
  pruneDeadEnds(layers);
  return layers;
}

function emptyLayer(values: readonly (readonly number[])[], kinds: number): MeterLayer {
  return {
    values,
    offNext: new Int32Array(values.length).fill(-1),
    offPenalty: new Float64Array(values.length),
    workNext: new Int32Array(values.length * kinds).fill(-1),
    workPenalty: new Float64Array(values.length * kinds),
  };
}

/** Closes the ways into states from which the end cannot be reached. */
function pruneDeadEnds(layers: readonly MeterLayer[]): void {
  let alive = new Uint8Array(layers.at(-1)!.values.length).fill(1);
  for (let day = layers.length - 2; day >= 0; day--) {
    const { values, offNext, workNext } = layers[day]!;
    const kinds = workNext.length / values.length;
    const here = new Uint8Array(values.length);
    for (let state = 0; state < values.length; state++) {
      if (offNext[state]! >= 0 && alive[offNext[state]!] === 0) offNext[state] = -1;
      let open = offNext[state]! >= 0;
      for (let arc = state * kinds; arc < (state + 1) * kinds; arc++) {
        if (workNext[arc]! >= 0 && alive[workNext[arc]!] === 0) workNext[arc] = -1;
        open ||= workNext[arc]! >= 0;
      }
      here[state] = open ? 1 : 0;
    }
    alive = here;
  }
}
