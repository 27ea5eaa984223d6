/** A capacity per position that lets every window's work fit, or the window where none can. */
export type LevelCapacity =
  | { readonly status: 'met'; readonly agents: Float64Array }
  | {
      readonly status: 'short';
      readonly from: number;
      readonly to: number;
      readonly missingAgents: number;
    };

/** Slack of comparisons, relative to the largest bound: rounding of sums. */
const ROUNDING = 1e-12;

/**
 * The most level capacity under which every window's work fits: its largest value is the least
 * possible; with those positions fixed the next largest is the least possible; and so on.
 *
 * The window of greatest intensity, work over length, forces all its positions to that level.
 * They are fixed, their share is taken from all other windows, and the next window is looked for.
 * Where the work of windows is that of jobs (no margin), the plan has the least total too, and
 * the least sum of any convex cost of positions.
 *
 * @param bounds per window, in agents times positions: entry `s * positions + t`
 * @param limits most agents per position; `null` for none
 *
 * Cost: O(positions^2 + rows looked at again x positions).
 *
 * @see Yao, Demers & Shenker (1995), "A scheduling model for reduced CPU energy", FOCS 36, whose
 *   critical intervals these are.
 */
export function levelCapacity(
  bounds: Float64Array,
  positions: number,
  limits: Float64Array | null,
): LevelCapacity {
  const slack = ROUNDING * bounds.reduce((most, bound) => Math.max(most, bound), 0);
  const agents = new Float64Array(positions);
  const short = limits === null ? null : worstWindow(bounds, limits, slack);
  if (short !== null) return short;
  const fixed = new Uint8Array(positions);
  const valueAt = (i: number, level: number): number =>
    fixed[i] === 1 ? agents[i]! : limits === null ? level : Math.min(level, limits[i]!);

  /** Least level at which all windows that begin at a position have room, 0 where they have it. */
  const levelOfRow = (s: number): number => {
    // Each step lifts the level to that of a window it was too low for: Newton on a maximum of
    // concave functions, which comes from below and ends.
    for (let level = 0; ;) {
      let lift = 0;
      for (let t = s, room = 0, rising = 0; t < positions; t++) {
        room += valueAt(t, level);
        if (fixed[t] === 0 && (limits === null || level < limits[t]!)) rising++;
        const missing = bounds[s * positions + t]! - room;
        if (missing > slack && rising > 0 && missing > lift * rising) lift = missing / rising;
      }
      if (lift === 0) return level;
      level += lift;
    }
  };

  /** Last position of the longest window from s that is full at a level, or -1. */
  const lastOfFull = (s: number, level: number): number => {
    let last = -1;
    for (let t = s, room = 0; t < positions; t++) {
      room += valueAt(t, level);
      if (bounds[s * positions + t]! >= room - slack) last = t;
    }
    return last;
  };

  // What is fixed has at least what any other window would give it, so a row's level never rises:
  // one that was found before more was fixed is a bound, and most rows need not be looked at again.
  const levels = new Float64Array(positions).fill(Infinity);
  const foundIn = new Int32Array(positions).fill(-1);
  const full = new Uint8Array(positions);
  for (let step = 0; ; step++) {
    let row = largestOf(levels);
    while (row < positions && foundIn[row] !== step) {
      levels[row] = levelOfRow(row);
      foundIn[row] = step;
      row = largestOf(levels);
    }
    const level = levels[row] ?? 0;
    if (level === 0) break;
    // All full windows are found before anything is fixed, so that equal ones are treated alike.
    for (let s = 0, end = -1; s < positions; s++) {
      if (levels[s]! >= level - 2 * slack) end = Math.max(end, lastOfFull(s, level));
      full[s] = s <= end ? 1 : 0;
    }
    for (let i = 0; i < positions; i++) {
      if (full[i] === 0 || fixed[i] === 1) continue;
      agents[i] = valueAt(i, level);
      fixed[i] = 1;
    }
  }
  return { status: 'met', agents };
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[largest]!) largest = i;
  return largest;
}

/** The window whose work exceeds its capacity the most, or `null` if all fits. */
function worstWindow(
  bounds: Float64Array,
  agents: Float64Array,
  slack: number,
): (LevelCapacity & { readonly status: 'short' }) | null {
  const positions = agents.length;
  let worst: (LevelCapacity & { readonly status: 'short' }) | null = null;
  let most = slack;
  for (let s = 0; s < positions; s++) {
    let room = 0;
    for (let t = s; t < positions; t++) {
      room += agents[t]!;
      const missing = bounds[s * positions + t]! - room;
      if (missing > most) {
        most = missing;
        worst = { status: 'short', from: s, to: t, missingAgents: missing };
      }
    }
  }
  return worst;
}
