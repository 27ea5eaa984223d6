/**
 * What is to come, the earliest on top: a 4-ary heap over typed arrays in which every id has at
 * most one entry, which may be moved or taken out.
 *
 * Entries of the same time come by rank, then by id, so that runs repeat.
 */
export interface EventHeap {
  size: number;
  /** By place in the heap. */
  times: Float64Array;
  ids: Int32Array;
  /** By id; -1 for one that has no entry. */
  places: Int32Array;
  ranks: Uint8Array;
}

/** An empty heap for ids below `capacity`. */
export function makeEventHeap(capacity: number): EventHeap {
  return {
    size: 0,
    times: new Float64Array(capacity),
    ids: new Int32Array(capacity),
    places: new Int32Array(capacity).fill(-1),
    ranks: new Uint8Array(capacity),
  };
}

/** Makes room for ids below `capacity`. */
export function growEventHeap(heap: EventHeap, capacity: number): void {
  const { times, ids, places, ranks } = heap;
  heap.times = new Float64Array(capacity);
  heap.times.set(times);
  heap.ids = new Int32Array(capacity);
  heap.ids.set(ids);
  heap.places = new Int32Array(capacity).fill(-1);
  heap.places.set(places);
  heap.ranks = new Uint8Array(capacity);
  heap.ranks.set(ranks);
}

/** Enters or moves an event; `Infinity` takes it out. */
export function scheduleEvent(heap: EventHeap, id: number, time: number, rank: number): void {
  if (time === Infinity) {
    cancelEvent(heap, id);
    return;
  }
  heap.ranks[id] = rank;
  const place = heap.places[id]!;
  if (place < 0) {
    siftUp(heap, heap.size++, id, time);
  } else if (time < heap.times[place]!) {
    siftUp(heap, place, id, time);
  } else {
    // Also where the time is the same: the rank may be another, and down then goes up.
    siftDown(heap, place, id, time);
    siftUp(heap, heap.places[id]!, id, time);
  }
}

/** Takes an event out, if there is one. */
export function cancelEvent(heap: EventHeap, id: number): void {
  const place = heap.places[id]!;
  if (place < 0) return;
  heap.places[id] = -1;
  const last = --heap.size;
  if (place === last) return;
  const moved = heap.ids[last]!;
  const time = heap.times[last]!;
  siftDown(heap, place, moved, time);
  if (heap.places[moved] === place) siftUp(heap, place, moved, time);
}

function siftUp(heap: EventHeap, from: number, id: number, time: number): void {
  const { times, ids, places } = heap;
  let place = from;
  while (place > 0) {
    const parent = (place - 1) >> 2;
    const parentTime = times[parent]!;
    if (parentTime < time) break;
    const parentId = ids[parent]!;
    if (parentTime === time && isBefore(heap, parentId, id)) break;
    times[place] = parentTime;
    ids[place] = parentId;
    places[parentId] = place;
    place = parent;
  }
  times[place] = time;
  ids[place] = id;
  places[id] = place;
}

function siftDown(heap: EventHeap, from: number, id: number, time: number): void {
  const { times, ids, places, size } = heap;
  let place = from;
  for (;;) {
    const first = 4 * place + 1;
    if (first >= size) break;
    const end = first + 4 < size ? first + 4 : size;
    let least = first;
    let leastTime = times[first]!;
    for (let child = first + 1; child < end; child++) {
      const childTime = times[child]!;
      if (
        childTime < leastTime ||
        (childTime === leastTime && isBefore(heap, ids[child]!, ids[least]!))
      ) {
        least = child;
        leastTime = childTime;
      }
    }
    const leastId = ids[least]!;
    if (time < leastTime || (time === leastTime && isBefore(heap, id, leastId))) break;
    times[place] = leastTime;
    ids[place] = leastId;
    places[leastId] = place;
    place = least;
  }
  times[place] = time;
  ids[place] = id;
  places[id] = place;
}

function isBefore({ ranks }: EventHeap, a: number, b: number): boolean {
  return ranks[a]! < ranks[b]! || (ranks[a] === ranks[b] && a < b);
}
