/** Erlang C as textbooks have it: Erlang B by recursion from no line, then the formula. */
export function naiveServiceLevel(
  load: number,
  handleTimeSeconds: number,
  agents: number,
  thresholdSeconds: number,
): number {
  let blocked = 1;
  for (let k = 1; k <= agents; k++) blocked = (load * blocked) / (k + load * blocked);
  const waits = (agents * blocked) / (agents - load * (1 - blocked));
  return 1 - waits * Math.exp((-(agents - load) * thresholdSeconds) / handleTimeSeconds);
}

/** Erlang A by summing the states until they no longer count; share answered in time of offered. */
export function naiveServiceLevelA(
  load: number,
  handleTimeSeconds: number,
  patienceSeconds: number,
  agents: number,
  thresholdSeconds: number,
): number {
  const arrivals = load / handleTimeSeconds;
  const leave = 1 / patienceSeconds;
  const serve = agents / handleTimeSeconds;
  let inverse = 1;
  for (let k = 1; k <= agents - 1; k++) inverse = 1 + (inverse * k) / load;
  const free = (inverse * agents) / load;
  let weight = 1;
  let all = free;
  let good = free;
  for (let waiting = 0; weight > 1e-12 * all; waiting++) {
    all += weight;
    good += weight * answeredInTime(serve, leave, waiting, thresholdSeconds);
    weight *= arrivals / (serve + (waiting + 1) * leave);
  }
  return good / all;
}

/** A contact with others before it gets an agent in time: stages of an exponential race. */
function answeredInTime(serve: number, leave: number, ahead: number, seconds: number): number {
  // Offered in time and still there, by summing over the departures within the threshold.
  const stay = Math.exp(-leave * seconds);
  const c = serve / leave + 1;
  let term = Math.exp(-serve * seconds) * stay;
  let fewer = 0;
  for (let k = 0; k <= ahead; k++) {
    fewer += term;
    term *= ((c + k) / (k + 1)) * (1 - stay);
  }
  return ((c - 1) / (c + ahead)) * (1 - fewer);
}

/** Fewest agents by trying one after another from the load up. */
export function naiveAgents(
  first: number,
  target: number,
  levelWith: (agents: number) => number,
): number {
  let agents = first;
  while (levelWith(agents) < target) agents++;
  return agents;
}
