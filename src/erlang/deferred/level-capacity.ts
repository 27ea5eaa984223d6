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
 * Cost: O(levels x positions^2), levels at most positions.
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
  const room = new Float64Array(positions + 1);
  const free = new Float64Array(positions + 1);

  /** Prefix sums at a level: capacity, and how many positions would still rise with it. */
  const pour = (level: number): void => {
    for (let i = 0; i < positions; i++) {
      const limit = limits === null ? Infinity : limits[i]!;
      const value = fixed[i] === 1 ? agents[i]! : Math.min(level, limit);
      room[i + 1] = room[i]! + value;
      free[i + 1] = free[i]! + (fixed[i] === 0 && level < limit ? 1 : 0);
    }
  };

  for (;;) {
    // Each step lifts the level to that of a window it was too low for: Newton on a maximum of
    // concave functions, which comes from below and ends.
    let level = 0;
    let start = -1;
    let end = -1;
    for (;;) {
      pour(level);
      let lift = 0;
      for (let s = 0; s < positions; s++) {
        const row = s * positions;
        for (let t = s; t < positions; t++) {
          const missing = bounds[row + t]! - (room[t + 1]! - room[s]!);
          if (missing <= slack) continue;
          const rising = free[t + 1]! - free[s]!;
          if (rising > 0 && missing > lift * rising) {
            lift = missing / rising;
            start = s;
            end = t;
          }
        }
      }
      if (lift === 0) break;
      level += lift;
    }
    if (start < 0) break;
    const edge = new Int32Array(positions + 1);
    edge[start]!++;
    edge[end + 1]!--;
    for (let s = 0; s < positions; s++) {
      const row = s * positions;
      for (let t = positions - 1; t >= s; t--) {
        if (bounds[row + t]! >= room[t + 1]! - room[s]! - slack) {
          edge[s]!++;
          edge[t + 1]!--;
          break;
        }
      }
    }
    for (let i = 0, depth = 0; i < positions; i++) {
      depth += edge[i]!;
      if (depth === 0 || fixed[i] === 1) continue;
      fixed[i] = 1;
      agents[i] = limits === null ? level : Math.min(level, limits[i]!);
    }
  }
  return { status: 'met', agents };
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
