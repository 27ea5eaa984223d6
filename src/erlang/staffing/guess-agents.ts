/**
 * About how many agents answer a share of calls within a threshold: a place to start an exact
 * search from, never an answer.
 *
 * The many-server approximation: Erlang B's recursion becomes a Mills ratio, the offered wait a
 * normal law cut off at 0.
 *
 * @param theta handle time over patience; 0 for callers who never hang up
 * @param threshold in handle times
 *
 * Cost: O(log load), about a quarter of one exact evaluation at 50 erlangs.
 *
 * @see Garnett, Mandelbaum & Reiman (2002), "Designing a call center with impatient customers",
 *   M&SOM 4(3), section 4.
 */
export function guessAgents(load: number, theta: number, threshold: number, share: number): number {
  let below = theta === 0 ? Math.floor(load) : 0;
  let above = Math.ceil(load + 6 * Math.sqrt(load) + 4);
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    const reached =
      theta === 0
        ? patientShare(load, middle, threshold)
        : impatientShare(load, middle, theta, threshold);
    if (reached >= share) above = middle;
    else below = middle;
  }
  return above;
}

function patientShare(load: number, agents: number, threshold: number): number {
  const idle = agents - load;
  const root = Math.sqrt(load);
  const free = root * millsRatio(-(idle + 0.5) / root);
  return 1 - Math.exp(-idle * threshold) / (1 + ((free - 1) * idle) / agents);
}

function impatientShare(load: number, agents: number, theta: number, threshold: number): number {
  const idle = agents - load;
  const root = Math.sqrt(load);
  const free = root * millsRatio(-(idle - 0.5) / root);
  const all = densityBeyond(load, agents, theta);
  // From the threshold on the wait goes on as from 0 under a load that has lost the impatient.
  const patient = Math.exp(-theta * threshold);
  const drift = ((1 - patient) * load) / theta - agents * threshold;
  const late = densityBeyond(load * patient, agents, theta);
  // Beyond the doubles everybody waits for long.
  if (drift > 500 || all === Infinity) return 0;
  const atThreshold = Math.exp(drift);
  return (free + 1 - atThreshold + agents * (all - atThreshold * late)) / (free + load * all);
}

/** About the integral over x > 0 of exp(load (1 - exp(-theta x)) / theta - agents x). */
function densityBeyond(load: number, agents: number, theta: number): number {
  if (load <= agents) {
    const spread = Math.sqrt(load * theta);
    return millsRatio((agents - load) / spread) / spread;
  }
  const rise = Math.log(load / agents);
  const spread = Math.sqrt(agents * theta);
  const peak = (rise / theta) * spread;
  const height = (load - agents - agents * rise) / theta;
  return (Math.exp(height - (peak * peak) / 2) * millsRatio(-peak)) / spread;
}

/**
 * (1 - Phi(z)) / phi(z), within one per cent.
 *
 * @see Boyd (1959), "Inequalities for Mills' ratio", Rep. Statist. Appl. Res. JUSE 6.
 */
function millsRatio(z: number): number {
  const size = Math.abs(z);
  const ratio = Math.PI / ((Math.PI - 1) * size + Math.sqrt(z * z + 2 * Math.PI));
  return z >= 0 ? ratio : Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2) - ratio;
}
