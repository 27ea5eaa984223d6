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

/** Up to so many departures the logarithm of the probability of none has its digits in place. */
const MANY = 2000;

const LARGE = 1e120;
const LOG_LARGE = Math.log(LARGE);

/** Logarithm below which terms are kept at another scale, lest doubles run out. */
const TINY = -600;

const NEGLIGIBLE = 1e-18;

/**
 * Probability that at most j departures happen within the threshold, for the first j of at
 * least `from` of which anything can be said. All are 0 where nobody is patient until then.
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
  let at = 0;
  let term = 1;
  let below = 1;
  let answeredBelow = patient;
  const advance = (): void => {
    at++;
    term *= factor(at);
    below += term;
    answeredBelow += patient * term * (1 + (at * theta) / agents);
  };
  // Nobody's patience is that long.
  if (patient === 0) return none;
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
    for (at = mode; at > 0 && term > NEGLIGIBLE * sum; at--) {
      term /= factor(at);
      sum += term;
    }
    if (at > places) return none;
    term /= sum;
    below = term;
    answeredBelow = patient * term * (1 + (at * theta) / agents);
  } else {
    let logScale = -mean;
    while (logScale < TINY) {
      if (at === places) return none;
      advance();
      if (below > LARGE) {
        term /= LARGE;
        below /= LARGE;
        answeredBelow /= LARGE;
        logScale += LOG_LARGE;
      }
    }
    const scale = Math.exp(logScale);
    term *= scale;
    below *= scale;
    answeredBelow *= scale;
  }
  while (at < from) {
    advance();
    if (term < 1e-6 * NEGLIGIBLE * below && factor(at + 1) < 1) {
      return { at: from, term: 0, below, answeredBelow };
    }
  }
  return { at, term, below, answeredBelow };
}
