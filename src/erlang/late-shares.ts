/** Shares of calls that would be late with j calls ahead: a place from which to count them on. */
export interface LateShares {
  /** Calls ahead; with fewer than these the share is 0 but for the last bits. */
  readonly at: number;
  /** Probability of exactly `at` departures within the threshold. */
  readonly term: number;
  /** Probability of at most `at` departures within the threshold: the wait is longer. */
  readonly below: number;
  /** The part of `below` whose patience lasts until the answer, times rate / agents. */
  readonly answeredBelow: number;
}

/** Up to so many departures the probability of none is a double with its digits in place. */
const MANY = 2000;

const NEGLIGIBLE = 1e-18;

/**
 * Probability that at most j departures happen within the threshold, for the first j of at
 * least `from` of which anything can be said.
 *
 * With j calls ahead departures are a negative-binomial (theta = 0: Poisson) number as long as
 * they are fewer than j + 1. Terms are taken relative to the greatest and divided by their sum,
 * where the first is too small for a double.
 *
 * Cost: O(from) at most; O(standard deviations of departures) beyond {@link MANY} departures.
 */
export function lateShares(
  agents: number,
  theta: number,
  threshold: number,
  from: number,
  places: number,
): LateShares {
  const mean = agents * threshold;
  const patient = Math.exp(-theta * threshold);
  const span = theta === 0 ? threshold : -Math.expm1(-theta * threshold) / theta;
  const none = { at: Infinity, term: 0, below: 0, answeredBelow: 0 };
  /** Factor from the term of k - 1 departures to that of k. */
  const factor = (k: number): number => ((agents + (k - 1) * theta) * span) / k;
  let first = 0;
  let term = Math.exp(-mean);
  if (mean > MANY) {
    const mode = Math.floor(theta === 0 ? mean : ((agents - theta) * span) / patient);
    // So far from the mode the sum of all terms up to the limit is below 1e-30.
    if (!(mode <= 4 * places + 10_000)) return none;
    let sum = 1;
    let top = 1;
    for (let k = mode + 1; top > NEGLIGIBLE * sum; k++) {
      top *= factor(k);
      sum += top;
    }
    term = 1;
    first = mode;
    while (first > 0 && term > NEGLIGIBLE * sum) {
      term /= factor(first);
      sum += term;
      first--;
    }
    if (first > places) return none;
    term /= sum;
  }
  let below = term;
  let answeredBelow = patient * term * (1 + (first * theta) / agents);
  let at = first;
  while (at < from) {
    at++;
    term *= factor(at);
    below += term;
    answeredBelow += patient * term * (1 + (at * theta) / agents);
    if (term < NEGLIGIBLE * below * 1e-6 && factor(at + 1) < 0.999) break;
  }
  return at < from
    ? { at: from, term: 0, below, answeredBelow }
    : { at, term, below, answeredBelow };
}
