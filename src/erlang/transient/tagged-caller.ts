import { type QueueRates } from './queue-states.ts';

/** What becomes of callers who have 0, 1, 2, ... others waiting before them, all agents busy. */
export interface TaggedCallers {
  /** Answered after at most the threshold. */
  readonly answeredWithin: Float64Array;
  /** Answered or hung up after more than the threshold. */
  readonly waitedLonger: Float64Array;
}

/** The same, whenever it happens. */
export interface TaggedWaits {
  readonly answered: Float64Array;
  /** Mean wait, answered or not; `Infinity` where nothing ever ends it. */
  readonly waitSeconds: Float64Array;
  /** Mean of the wait times "is answered". */
  readonly answeredWaitSeconds: Float64Array;
}

/** Below this the Poisson term is kept as a logarithm. */
const LOG_SMALL = -600;

/**
 * Shares of callers by what happens until a threshold, first come first served, agents constant.
 *
 * With k others before, a caller is served at departure k + 1; the calls before depart at rates
 * n mu + i theta, i = k, ..., 0. The number of departures in time is negative binomial (Poisson
 * for endless patience), and its terms advance in k by positive factors.
 *
 * @see docs/models/transient.md
 */
export function tagCallers(
  rates: QueueRates,
  thresholdSeconds: number,
  places: number,
): TaggedCallers {
  const { patienceRate } = rates;
  const capacity = rates.agents * rates.serviceRate;
  const patient = Math.exp(-patienceRate * thresholdSeconds);
  const span =
    patienceRate === 0
      ? thresholdSeconds
      : -Math.expm1(-patienceRate * thresholdSeconds) / patienceRate;
  const answeredWithin = new Float64Array(places);
  const waitedLonger = new Float64Array(places);
  let logTerm = -capacity * thresholdSeconds;
  let term = Math.exp(logTerm);
  let late = 0;
  let lateOfAnswered = 0;
  for (let k = 0; k < places; k++) {
    if (k > 0) {
      const factor = ((capacity + (k - 1) * patienceRate) * span) / k;
      if (logTerm < LOG_SMALL) {
        logTerm += Math.log(factor);
        term = Math.exp(logTerm);
      } else term *= factor;
    }
    late += term;
    if (capacity > 0) {
      const before = capacity + k * patienceRate;
      lateOfAnswered += (patient * term * before) / capacity;
      const answered = capacity / (before + patienceRate);
      answeredWithin[k] = answered * Math.max(0, 1 - lateOfAnswered);
    }
    waitedLonger[k] = patient * Math.min(1, late);
  }
  return { answeredWithin, waitedLonger };
}

/** What becomes of the same callers in the end. */
export function tagWaits(rates: QueueRates, places: number): TaggedWaits {
  const { patienceRate } = rates;
  const capacity = rates.agents * rates.serviceRate;
  const answered = new Float64Array(places);
  const waitSeconds = new Float64Array(places);
  const answeredWaitSeconds = new Float64Array(places);
  let offered = 0;
  for (let k = 0; k < places; k++) {
    const all = capacity + (k + 1) * patienceRate;
    waitSeconds[k] = (k + 1) / all;
    if (capacity === 0) continue;
    offered += 1 / all;
    answered[k] = capacity / all;
    answeredWaitSeconds[k] = (capacity / all) * offered;
  }
  return { answered, waitSeconds, answeredWaitSeconds };
}
