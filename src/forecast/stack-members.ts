/** How strongly weights are held to those believed before, against the members' mean square. */
const HOLD = 0.02;
const ROUNDS = 500;

/**
 * Weights of forecasts whose weighted mean would have erred least, at least 0 and summing to 1,
 * drawn towards equal ones: the errors of members that go wrong together count once, those that go
 * wrong apart cancel.
 *
 * Minimises `mean (e_i w)^2 + HOLD s^2 |w - 1/m|^2` with `s^2` the sum over members of their mean
 * squares, by projected gradients with momentum.
 *
 * @param errors one row per day forecast, one error per member
 *
 * Cost: O(rows x members^2).
 *
 * @see Breiman (1996), "Stacked regressions", Machine Learning 24; Beck & Teboulle (2009), "A fast
 *   iterative shrinkage-thresholding algorithm", SIAM J. Imaging Sciences 2(1).
 */
export function stackMembers(errors: readonly Float64Array[], members: number): Float64Array {
  const equal = 1 / members;
  const weights = new Float64Array(members).fill(equal);
  const products = new Float64Array(members * members);
  for (const row of errors) {
    for (let a = 0; a < members; a++) {
      for (let b = 0; b < members; b++) products[a * members + b]! += row[a]! * row[b]!;
    }
  }
  let squares = 0;
  for (let a = 0; a < members; a++) squares += products[a * members + a]!;
  if (!(squares > 0)) return weights;
  // The trace bounds the greatest eigenvalue, so a step of its inverse never overshoots.
  const hold = HOLD * squares;
  const step = 1 / (squares + hold);
  const ahead = Float64Array.from(weights);
  const moved = new Float64Array(members);
  const sorted = new Float64Array(members);
  let momentum = 1;
  for (let round = 0; round < ROUNDS; round++) {
    for (let a = 0; a < members; a++) {
      let slope = hold * (ahead[a]! - equal);
      for (let b = 0; b < members; b++) slope += products[a * members + b]! * ahead[b]!;
      moved[a] = ahead[a]! - step * slope;
    }
    projectOnSimplex(moved, sorted);
    const after = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const onward = (momentum - 1) / after;
    for (let a = 0; a < members; a++) {
      ahead[a] = moved[a]! + onward * (moved[a]! - weights[a]!);
      weights[a] = moved[a]!;
    }
    momentum = after;
  }
  return weights;
}

/**
 * Moves a point to the nearest whose parts are at least 0 and sum to 1.
 *
 * @param sorted room for as many numbers
 *
 * @see Held, Wolfe & Crowder (1974), "Validation of subgradient optimization", Math. Programming 6.
 */
function projectOnSimplex(point: Float64Array, sorted: Float64Array): void {
  sorted.set(point);
  sorted.sort();
  let sum = 0;
  let shift = 0;
  for (let at = 1; at <= sorted.length; at++) {
    const value = sorted[sorted.length - at]!;
    sum += value;
    if (value - (sum - 1) / at > 0) shift = (sum - 1) / at;
  }
  for (let at = 0; at < point.length; at++) point[at] = Math.max(0, point[at]! - shift);
}
