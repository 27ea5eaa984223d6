import { checkFraction } from '../../domain/check.ts';
import { checkAgents } from '../blocking/erlang-b.ts';

/** How many of the scheduled agents are there: probabilities of `first`, `first` + 1, ... */
export interface PresentAgents {
  readonly first: number;
  /** Numbers left out are less likely than 1e-18 of the likeliest. */
  readonly probabilities: readonly number[];
}

const NEGLIGIBLE = 1e-18;

/**
 * Number of agents present if each is absent independently: Binomial(scheduled, 1 - absence).
 *
 * From the likeliest number outwards by the ratio of neighbours, then divided by the sum, so that
 * no factorial is needed. Relative error below 1e-12 up to 10,000 agents.
 *
 * @param absenceShare probability that an agent is absent, fraction in [0, 1)
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: O(sqrt(scheduled)).
 *
 * @example
 * presentAgents(2, 0.1); // => { first: 0, probabilities: [0.01, 0.18, 0.81] }
 */
export function presentAgents(scheduled: number, absenceShare: number): PresentAgents {
  checkAgents('scheduledAgents', scheduled);
  checkFraction('absenceShare', absenceShare);
  if (absenceShare === 0) return { first: scheduled, probabilities: [1] };
  const odds = (1 - absenceShare) / absenceShare;
  const likeliest = Math.min(scheduled, Math.floor((scheduled + 1) * (1 - absenceShare)));
  const below: number[] = [];
  let weight = 1;
  for (let count = likeliest; count > 0; count--) {
    weight *= count / ((scheduled - count + 1) * odds);
    if (weight < NEGLIGIBLE) break;
    below.push(weight);
  }
  const above: number[] = [];
  weight = 1;
  for (let count = likeliest; count < scheduled; count++) {
    weight *= ((scheduled - count) * odds) / (count + 1);
    if (weight < NEGLIGIBLE) break;
    above.push(weight);
  }
  const weights = [...below.reverse(), 1, ...above];
  // From both ends inwards small ones come first; the sum's error is far below each weight's.
  const total = weights.reduce((sum, one) => sum + one, 0);
  return {
    first: likeliest - below.length,
    probabilities: weights.map((one) => one / total),
  };
}
