/** Slack under which a bound counts as the whole number below it: rounding of sums. */
const BOUND_ROUNDING = 1e-9;

/** The same for an exact plan; less, so that its agents rounded up meet the bounds rounded up. */
const PLAN_ROUNDING = 1e-11;

/**
 * Whole agents per position under which every window's work fits, with the least peak and, given
 * that, the least total.
 *
 * In running totals of agents every condition bounds a difference of two of them, so the least
 * running totals are longest paths and come out whole by themselves. Among plans of the least
 * total, one that stays within an agent of the exact plan everywhere is taken if there is one,
 * and of those the one that works earliest.
 *
 * @param bounds per window, in agents times positions: entry `s * positions + t`
 * @param exact a plan in fractions of agents that meets the bounds with the least peak
 * @param limits most agents per position, whole; `null` for none
 * @returns one whole number per position
 *
 * Cost: O(positions^2) times the few rounds until the running totals stand still, at most
 * positions.
 */
export function wholeCapacity(
  bounds: Float64Array,
  exact: Float64Array,
  limits: Float64Array | null,
): Int32Array {
  const positions = exact.length;
  const needs = Int32Array.from(bounds, (bound) => roundUp(bound, BOUND_ROUNDING));
  const ceilings = Int32Array.from(exact, (agents) => roundUp(agents, PLAN_ROUNDING));
  const peak = ceilings.reduce((most, agents) => Math.max(most, agents), 0);
  const floors = Int32Array.from(exact, (agents) => Math.floor(agents + PLAN_ROUNDING));
  const zeros = new Int32Array(positions);
  const caps = Int32Array.from({ length: positions }, (_, i) =>
    Math.min(peak, limits === null ? peak : limits[i]!),
  );
  const least = leastTotals(needs, zeros, caps);
  const total = least[positions]!;
  for (const lower of [floors, zeros]) {
    const near = leastTotals(needs, lower, ceilings);
    if (near[positions] === total) return earliest(needs, lower, ceilings, total);
  }
  return earliest(needs, zeros, caps, total);
}

function roundUp(value: number, slack: number): number {
  return Math.ceil(value - slack * (1 + Math.abs(value)));
}

/** Least running totals: entry i is of the positions before i. */
function leastTotals(needs: Int32Array, lower: Int32Array, upper: Int32Array): Int32Array {
  const positions = lower.length;
  const totals = new Int32Array(positions + 1);
  // A longest path changes direction at most once per position.
  for (let round = 0; round <= positions; round++) {
    for (let t = 0; t < positions; t++) {
      let least = Math.max(totals[t + 1]!, totals[t]! + lower[t]!);
      for (let s = 0; s <= t; s++) {
        const reached = totals[s]! + needs[s * positions + t]!;
        if (reached > least) least = reached;
      }
      totals[t + 1] = least;
    }
    let moved = false;
    for (let i = positions - 1; i > 0; i--) {
      const least = totals[i + 1]! - upper[i]!;
      if (least > totals[i]!) {
        totals[i] = least;
        moved = true;
      }
    }
    if (!moved) break;
  }
  return totals;
}

/** The plan with the greatest running totals that end at `total`. */
function earliest(
  needs: Int32Array,
  lower: Int32Array,
  upper: Int32Array,
  total: number,
): Int32Array {
  const positions = lower.length;
  const totals = new Int32Array(positions + 1).fill(total);
  totals[0] = 0;
  for (let round = 0; round <= positions; round++) {
    for (let s = positions - 1; s > 0; s--) {
      let most = Math.min(totals[s]!, totals[s + 1]! - lower[s]!);
      for (let t = s; t < positions; t++) {
        const reached = totals[t + 1]! - needs[s * positions + t]!;
        if (reached < most) most = reached;
      }
      totals[s] = most;
    }
    let moved = false;
    for (let i = 1; i <= positions; i++) {
      const most = totals[i - 1]! + upper[i - 1]!;
      if (most < totals[i]!) {
        totals[i] = most;
        moved = true;
      }
    }
    if (!moved) break;
  }
  return Int32Array.from({ length: positions }, (_, i) => totals[i + 1]! - totals[i]!);
}
