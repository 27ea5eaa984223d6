import { type ServiceLevelDefinition } from '../../domain/requirement.ts';

/**
 * A service level as a test of sums: good less target x base is a sum of five, with these factors.
 * The same for all intervals that share goal and patience.
 */
export interface LevelTarget {
  /** Of the states with an agent free. */
  readonly free: number;
  /** Of the states with all agents busy. */
  readonly busy: number;
  /** Of those answered after a wait. */
  readonly answered: number;
  /** Of those answered late. */
  readonly answeredLate: number;
  /** Of those who would be answered late, were they patient. */
  readonly late: number;
  /** exp(-threshold / patience): share of callers who are patient until the threshold. */
  readonly patient: number;
}

export function levelTarget(
  definition: ServiceLevelDefinition,
  serviceLevel: number,
  patient: number,
): LevelTarget {
  const rest = 1 - serviceLevel;
  switch (definition) {
    case 'offered':
    case 'entered':
      return {
        free: rest,
        busy: -serviceLevel,
        answered: 1,
        answeredLate: -1,
        late: 0,
        patient,
      };
    case 'answered':
      return { free: rest, busy: 0, answered: rest, answeredLate: -1, late: 0, patient };
    case 'excludingShortAbandons':
      return {
        free: rest,
        busy: 0,
        answered: rest,
        answeredLate: -rest,
        late: -serviceLevel * patient,
        patient,
      };
    case 'includingShortAbandons':
      return { free: rest, busy: rest, answered: 0, answeredLate: 0, late: -patient, patient };
  }
}

/** More states than this are left to the exact search. */
const MANY_STATES = 4000;

/**
 * By how much Erlang A's service level exceeds a target, at less than the cost of all that
 * callers live through: good less target x base, as a share of offered calls.
 *
 * Each of its two series is cut off once a geometric series bounds what is left by `precision` of
 * it. What the sums enter into are shares of calls, so that the margin is within 5 x `precision` of
 * the true one, but for rounding.
 *
 * @param inverse 1 / B(load, agents - 1)
 * @param theta handle time over patience
 * @param span time until the threshold, lived through by the patient: (1 - patient) / theta
 * @param threshold in handle times
 * @returns NaN where more states carry weight than are worth summing, or doubles run out
 *
 * Cost: O(states that carry weight), some 5 cycles each.
 */
export function levelMargin(
  target: LevelTarget,
  load: number,
  agents: number,
  inverse: number,
  theta: number,
  span: number,
  threshold: number,
  precision: number,
): number {
  const lateLoad = load * target.patient;
  let rate = agents;
  let weight = 1;
  let lateWeight = 1;
  // Sums beyond the first state, whose weight is 1.
  let beyond = 0;
  let lateBeyond = 0;
  for (let state = 0; ; state += 4) {
    rate += theta;
    let perState = 1 / rate;
    weight *= load * perState;
    lateWeight *= lateLoad * perState;
    beyond += weight;
    lateBeyond += lateWeight;
    rate += theta;
    perState = 1 / rate;
    weight *= load * perState;
    lateWeight *= lateLoad * perState;
    beyond += weight;
    lateBeyond += lateWeight;
    rate += theta;
    perState = 1 / rate;
    weight *= load * perState;
    lateWeight *= lateLoad * perState;
    beyond += weight;
    lateBeyond += lateWeight;
    rate += theta;
    perState = 1 / rate;
    const ratio = load * perState;
    weight *= ratio;
    lateWeight *= lateLoad * perState;
    beyond += weight;
    lateBeyond += lateWeight;
    // The late weights fall faster: what is left of them is less, against their sum.
    if (ratio < 1 && weight * ratio <= precision * beyond * (1 - ratio)) break;
    if (state > MANY_STATES) return NaN;
  }
  const perLoad = agents / load;
  const density = Math.exp(load * span - agents * threshold);
  const free = inverse * perLoad;
  return (
    (target.free * free +
      target.busy * (1 + beyond) +
      target.answered * perLoad * beyond +
      density * (target.answeredLate * perLoad * lateBeyond + target.late * (1 + lateBeyond))) /
    (free + 1 + beyond)
  );
}
