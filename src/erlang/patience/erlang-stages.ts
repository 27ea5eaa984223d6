/** Logarithm of a share of callers that need not be followed. */
const LOG_NEGLIGIBLE = -80;

/**
 * Erlang law of `stages` exponential stages with `mean` together, as functions of the time.
 *
 * Given the stages that are through at a time, what follows is a Poisson count of further ones:
 * all sums have positive terms, so that small shares keep their precision.
 *
 * Cost: O(stages) for each starting point, O(stages) for each stretch from it.
 */
export function erlangStages(stages: number, mean: number) {
  const rate = stages / mean;

  const survival = (seconds: number): number => {
    const z = rate * seconds;
    let term = Math.exp(-z);
    // So late that even the last of 200 stages is through.
    if (term === 0) return 0;
    let sum = term;
    for (let j = 1; j < stages; j++) {
      term *= z / j;
      sum += term;
    }
    return sum;
  };

  const leaving = (from: number) => {
    const enough = tailOfStages(stages, rate * from);
    return (by: number): number => leaveShare(enough, stages, rate * by);
  };

  const fromStart = leaving(0);
  const gone = (seconds: number): number => {
    const left = survival(seconds);
    return left < 0.5 ? 1 - left : fromStart(seconds);
  };

  return {
    survival,
    gone,
    leaving,
    reach: (from: number): number => {
      const z = rate * from;
      const first = Math.exp((logFactorial(stages) + LOG_NEGLIGIBLE) / stages);
      const length = from === 0 ? Math.max(2, first) : Math.min(4, Math.max(2, (4 * z) / stages));
      return length / rate;
    },
    hazard: (seconds: number): number => {
      const through = sharesOfStages(stages, rate * seconds);
      return rate * through[stages - 1]!;
    },
  };
}

/** Shares of callers with 0, 1, ... stages through, among those who are still there. */
function sharesOfStages(stages: number, z: number): Float64Array {
  const shares = new Float64Array(stages);
  const mode = Math.min(stages - 1, Math.floor(z));
  shares[mode] = 1;
  let sum = 1;
  for (let j = mode; j > 0; j--) sum += shares[j - 1] = (shares[j]! * j) / z;
  for (let j = mode + 1; j < stages; j++) sum += shares[j] = (shares[j - 1]! * z) / j;
  for (let j = 0; j < stages; j++) shares[j]! /= sum;
  return shares;
}

/** Entry i: share of callers whom i more stages would bring to the end. */
function tailOfStages(stages: number, z: number): Float64Array {
  const shares = sharesOfStages(stages, z);
  const tail = new Float64Array(stages + 1);
  for (let i = 1; i <= stages; i++) tail[i] = tail[i - 1]! + shares[stages - i]!;
  return tail;
}

/** Sum over i of P(i stages in `t`) x `enough[i]`, the last entry for all that follow. */
function leaveShare(enough: Float64Array, stages: number, t: number): number {
  let poisson = Math.exp(-t);
  let sum = 0;
  for (let i = 1; poisson > 0; i++) {
    poisson *= t / i;
    sum += poisson * enough[Math.min(i, stages)]!;
    // The rest is below a geometric series, and `enough` at most 1.
    if (i > t && poisson * t < 1e-17 * sum * (i + 1 - t)) break;
  }
  return sum;
}

function logFactorial(n: number): number {
  let sum = 0;
  for (let k = 2; k <= n; k++) sum += Math.log(k);
  return sum;
}
