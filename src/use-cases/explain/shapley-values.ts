/**
 * Shares of each player in what all of them change together, by what every set of them is worth:
 * the mean, over all orders in which they may come, of what each adds. They sum to the worth of
 * all less the worth of none.
 *
 * @param worthOf a set of players as a list of flags
 *
 * Cost: 2^players evaluations.
 *
 * @see Shapley (1953), "A value for n-person games", Contributions to the Theory of Games II.
 */
export function shapleyValues(
  players: number,
  worthOf: (flags: readonly boolean[]) => number,
): number[] {
  const sets = 1 << players;
  const worth = Array.from({ length: sets }, (_, set) =>
    worthOf(Array.from({ length: players }, (_, player) => ((set >> player) & 1) === 1)),
  );
  const size = (set: number): number => set.toString(2).replaceAll('0', '').length;
  const orders = Array.from(
    { length: players },
    (_, before) => 1 / (players * choose(players - 1, before)),
  );
  return Array.from({ length: players }, (_, player) => {
    let sum = 0;
    for (let set = 0; set < sets; set++) {
      if (((set >> player) & 1) === 1) continue;
      sum += orders[size(set)]! * (worth[set | (1 << player)]! - worth[set]!);
    }
    return sum;
  });
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}
