/** A blended team: calls in have priority, calls out are begun while agents beyond a reserve idle. */
export interface BlendRates {
  readonly agents: number;
  /** Agents whom calls out may take at most: the agents less the reserve. */
  readonly outboundAgents: number;
  readonly arrivalsPerSecond: number;
  readonly inboundPerSecond: number;
  readonly outboundPerSecond: number;
  /** Rate at which each waiting caller hangs up; 0 for never. */
  readonly hangUpsPerSecond: number;
}

/** Probabilities of the steady state. */
export interface BlendStates {
  /** Largest number of contacts in the system that was counted. */
  readonly most: number;
  /** By calls out in hand, then by contacts in the system less `outboundAgents`. */
  readonly probabilities: readonly Float64Array[];
}

/** Masses above this are scaled down, so that none overflows. */
const LARGE = 1e200;

/**
 * Steady state of a blended team, for mean handle times that may differ.
 *
 * Model: with y calls out in hand and x contacts in the system, calls in waiting included, x is never
 * below m, the most agents that calls out may take: a call out is begun at once when it would fall.
 * So y rises at x = m alone, and falls at any greater x.
 *
 * From y = m down, the flow between y + 1 and y gives the probability of (m, y), and along x there
 * is then one system of three terms per row with what comes in from the row above. It is solved
 * from the far end with sums of positive terms alone, so nothing cancels.
 *
 * @param most where x is cut off; arrivals there are turned away
 *
 * Cost: O((most - m) x m).
 *
 * @see Bhulai & Koole (2003), "A queueing model for call blending in call centers", IEEE
 *   Transactions on Automatic Control 48(8); Grassmann, Taksar & Heyman (1985), "Regenerative
 *   analysis and steady state distributions for Markov chains", Operations Research 33(5).
 */
export function blendStates(rates: BlendRates, most: number): BlendStates {
  const { agents, outboundAgents: m, arrivalsPerSecond: up } = rates;
  const levels = most - m + 1;
  const rows: Float64Array[] = Array.from({ length: m + 1 }, () => new Float64Array(levels));
  const gain = new Float64Array(levels);
  const given = new Float64Array(levels);
  let start = 1;
  for (let y = m; y >= 0; y--) {
    const row = rows[y]!;
    const above = y < m ? rows[y + 1]! : null;
    const leaving = y * rates.outboundPerSecond;
    const joining = (y + 1) * rates.outboundPerSecond;
    // row[level] = gain[level] row[level - 1] + given[level], from the far end down. `rise` is the
    // net rate upwards for good: arrivals less those who come back, summed without subtraction.
    let rise = 0;
    let back = 0;
    for (let level = levels - 1; level >= 1; level--) {
      // Calls in that are served or hang up.
      const queue = Math.max(0, m + level - agents);
      const rate =
        (m + level - queue - y) * rates.inboundPerSecond + queue * rates.hangUpsPerSecond;
      const source = above === null || level === levels - 1 ? 0 : joining * above[level + 1]!;
      const out = rate + leaving + rise;
      gain[level] = up / out;
      given[level] = (source + back) / out;
      rise = (up * (leaving + rise)) / out;
      back = rate * given[level]!;
    }
    row[0] = start;
    let beyond = 0;
    for (let level = 1; level < levels; level++) {
      row[level] = gain[level]! * row[level - 1]! + given[level]!;
      beyond += row[level]!;
    }
    if (y > 0) {
      // What falls from this row to the next below is what rises back at x = m.
      start = (leaving * beyond) / ((m - y + 1) * rates.inboundPerSecond);
      const largest = Math.max(start, beyond);
      if (largest > LARGE) {
        for (let other = y; other <= m; other++) scale(rows[other]!, 1 / largest);
        start /= largest;
      }
    }
  }
  let total = 0;
  for (const row of rows) for (const mass of row) total += mass;
  for (const row of rows) scale(row, 1 / total);
  return { most, probabilities: rows };
}

function scale(row: Float64Array, factor: number): void {
  for (let i = 0; i < row.length; i++) row[i]! *= factor;
}
