import { type DayMenu } from './roster-model.ts';

/** A day's duties by what they do to rules and gates: of those alike the cheapest is enough. */
export interface DayArcs {
  /** Per duty its arc. */
  readonly arcOf: Int32Array;
  readonly kindOf: Int32Array;
  readonly lastGate: Int32Array;
  readonly leaves: Int32Array;
  /** Room for one price an arc, reused. */
  readonly prices: Float64Array;
}

const known = new WeakMap<DayMenu, DayArcs>();

/** The arcs of a day, found once. */
export function arcsOf(menu: DayMenu): DayArcs {
  const found = known.get(menu);
  if (found !== undefined) return found;
  const indexOf = new Map<string, number>();
  const kinds: number[] = [];
  const last: number[] = [];
  const leaves: number[] = [];
  const { kindOf, gates } = menu;
  const arcOf = Int32Array.from(menu.duties, (_, duty) => {
    const key = `${kindOf[duty]!} ${gates.lastGate[duty]!} ${gates.leaves[duty]!}`;
    let arc = indexOf.get(key);
    if (arc === undefined) {
      arc = kinds.length;
      indexOf.set(key, arc);
      kinds.push(kindOf[duty]!);
      last.push(gates.lastGate[duty]!);
      leaves.push(gates.leaves[duty]!);
    }
    return arc;
  });
  const arcs = {
    arcOf,
    kindOf: Int32Array.from(kinds),
    lastGate: Int32Array.from(last),
    leaves: Int32Array.from(leaves),
    prices: new Float64Array(kinds.length),
  };
  known.set(menu, arcs);
  return arcs;
}
