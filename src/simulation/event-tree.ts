/**
 * What is to come, the next one on top: a tournament of all ids, each with at most one event, which
 * may be moved or taken out. Against a heap of as many events it compares half as often.
 *
 * Events of the same time come by rank, then by id, so that runs repeat.
 */
export interface EventTree {
  /** A power of two; ids are below it. */
  capacity: number;
  /** By id; `Infinity` for one that has no event. */
  times: Float64Array;
  ranks: Uint8Array;
  /** The earlier of both ids below: of 2 and 3 in 1, which is the next of all; ids in the leaves. */
  winners: Int32Array;
  /** Their times, beside them: on the way up no time has to wait for an id. */
  winnerTimes: Float64Array;
}

/** A tree without events, for ids below `capacity`. */
export function makeEventTree(capacity: number): EventTree {
  const tree: EventTree = {
    capacity: 1,
    times: new Float64Array(0),
    ranks: new Uint8Array(0),
    winners: new Int32Array(0),
    winnerTimes: new Float64Array(0),
  };
  growEventTree(tree, capacity);
  return tree;
}

/** Makes room for ids below `capacity`. */
export function growEventTree(tree: EventTree, capacity: number): void {
  while (tree.capacity < capacity) tree.capacity *= 2;
  const { times, ranks } = tree;
  tree.times = new Float64Array(tree.capacity).fill(Infinity);
  tree.times.set(times);
  tree.ranks = new Uint8Array(tree.capacity);
  tree.ranks.set(ranks);
  tree.winners = new Int32Array(2 * tree.capacity);
  tree.winnerTimes = new Float64Array(2 * tree.capacity);
  for (let id = 0; id < tree.capacity; id++) tree.winners[tree.capacity + id] = id;
  tree.winnerTimes.set(tree.times, tree.capacity);
  for (let node = tree.capacity - 1; node > 0; node--) {
    const left = tree.winners[2 * node]!;
    const right = tree.winners[2 * node + 1]!;
    const winner = isBefore(tree, left, right) ? left : right;
    tree.winners[node] = winner;
    tree.winnerTimes[node] = tree.times[winner]!;
  }
}

/** The id whose event comes next; its time is `Infinity` if there is none. */
export function nextEvent(tree: EventTree): number {
  return tree.winners[1]!;
}

/** Enters or moves an event; `Infinity` takes it out. */
export function scheduleEvent(tree: EventTree, id: number, time: number, rank: number): void {
  const { winners, winnerTimes } = tree;
  tree.times[id] = time;
  tree.ranks[id] = rank;
  let node = tree.capacity + id;
  let winner = id;
  let winnerTime = time;
  winnerTimes[node] = time;
  while (node > 1) {
    const otherTime = winnerTimes[node ^ 1]!;
    if (otherTime <= winnerTime) {
      const other = winners[node ^ 1]!;
      if (otherTime < winnerTime || isBefore(tree, other, winner)) {
        winner = other;
        winnerTime = otherTime;
      }
    }
    node >>= 1;
    // Above a node that another one has won before and wins again nothing changes.
    if (winner !== id && winners[node] === winner) return;
    winners[node] = winner;
    winnerTimes[node] = winnerTime;
  }
}

/** Takes an event out, if there is one. */
export function cancelEvent(tree: EventTree, id: number): void {
  if (tree.times[id] !== Infinity) scheduleEvent(tree, id, Infinity, 0);
}

function isBefore({ times, ranks }: EventTree, a: number, b: number): boolean {
  if (times[a] !== times[b]) return times[a]! < times[b]!;
  return ranks[a] !== ranks[b] ? ranks[a]! < ranks[b]! : a < b;
}
