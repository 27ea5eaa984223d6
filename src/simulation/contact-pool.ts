/** What a contact is doing. */
export const FREE = 0;
export const WAITING = 1;
export const SERVED = 2;
export const AWAY = 3;

/**
 * Contacts that are in the system or will redial, one place each, and the lines in which they
 * wait. Places of those who are gone are used again.
 */
export interface ContactPool {
  /** First free place, chained by `next`; -1 for none. */
  free: number;
  status: Uint8Array;
  queue: Int32Array;
  /** Counts the queue's callers from 0; a redial keeps its caller's. */
  ordinal: Int32Array;
  /** 0 for the first call. */
  attempt: Int32Array;
  /** In which it arrived. */
  interval: Int32Array;
  arrival: Float64Array;
  /** When the present wait or service began. */
  spellStart: Float64Array;
  /** In the spells before the present one. */
  waited: Float64Array;
  /** Of one who waits. */
  patienceEnd: Float64Array;
  /** Of one who is served; -1 before it is drawn. */
  patienceLeft: Float64Array;
  /** Handle time that is left, in seconds of an agent with no other contact; -1 before it is drawn. */
  work: Float64Array;
  agent: Int32Array;
  /** 1 once an agent has taken it, even if it came back to the line. */
  answered: Uint8Array;
  /** Routing steps that are open to it. */
  steps: Int32Array;
  logRow: Int32Array;
  next: Int32Array;
  previous: Int32Array;
  /** By queue; -1 for none. */
  readonly heads: Int32Array;
  readonly tails: Int32Array;
  readonly waiting: Int32Array;
  /** Waiting and served. */
  readonly inSystem: Int32Array;
}

const FLAGS = ['status', 'answered'] as const;
const WHOLE = [
  'queue',
  'ordinal',
  'attempt',
  'interval',
  'agent',
  'steps',
  'logRow',
  'next',
  'previous',
] as const;
const REAL = ['arrival', 'spellStart', 'waited', 'patienceEnd', 'patienceLeft', 'work'] as const;

export function makeContactPool(queues: number, capacity: number): ContactPool {
  const whole = (): Int32Array => new Int32Array(capacity);
  const real = (): Float64Array => new Float64Array(capacity);
  const pool: ContactPool = {
    free: -1,
    status: new Uint8Array(capacity),
    queue: whole(),
    ordinal: whole(),
    attempt: whole(),
    interval: whole(),
    arrival: real(),
    spellStart: real(),
    waited: real(),
    patienceEnd: real(),
    patienceLeft: real(),
    work: real(),
    agent: whole(),
    answered: new Uint8Array(capacity),
    steps: whole(),
    logRow: whole(),
    next: whole(),
    previous: whole(),
    heads: new Int32Array(queues).fill(-1),
    tails: new Int32Array(queues).fill(-1),
    waiting: new Int32Array(queues),
    inSystem: new Int32Array(queues),
  };
  freeFrom(pool, 0);
  return pool;
}

/** Doubles the places. */
export function growContactPool(pool: ContactPool): void {
  const old = pool.queue.length;
  for (const column of FLAGS) {
    const grown = new Uint8Array(2 * old);
    grown.set(pool[column]);
    pool[column] = grown;
  }
  for (const column of WHOLE) {
    const grown = new Int32Array(2 * old);
    grown.set(pool[column]);
    pool[column] = grown;
  }
  for (const column of REAL) {
    const grown = new Float64Array(2 * old);
    grown.set(pool[column]);
    pool[column] = grown;
  }
  freeFrom(pool, old);
}

function freeFrom(pool: ContactPool, first: number): void {
  for (let place = pool.queue.length - 1; place >= first; place--) {
    pool.next[place] = pool.free;
    pool.free = place;
  }
}

export function releaseContact(pool: ContactPool, contact: number): void {
  pool.status[contact] = FREE;
  pool.next[contact] = pool.free;
  pool.free = contact;
}

/**
 * Lines a contact up by arrival: last, unless it has been served before and comes back. Cost: O(1)
 * for one that has just arrived.
 */
export function joinLine(pool: ContactPool, queue: number, contact: number): void {
  const { arrival, next, previous, heads, tails } = pool;
  let ahead = tails[queue]!;
  while (ahead >= 0 && arrival[ahead]! > arrival[contact]!) ahead = previous[ahead]!;
  const behind = ahead < 0 ? heads[queue]! : next[ahead]!;
  previous[contact] = ahead;
  next[contact] = behind;
  if (ahead < 0) heads[queue] = contact;
  else next[ahead] = contact;
  if (behind < 0) tails[queue] = contact;
  else previous[behind] = contact;
  pool.waiting[queue]!++;
}

export function leaveLine(pool: ContactPool, queue: number, contact: number): void {
  const { next, previous, heads, tails } = pool;
  const ahead = previous[contact]!;
  const behind = next[contact]!;
  if (ahead < 0) heads[queue] = behind;
  else next[ahead] = behind;
  if (behind < 0) tails[queue] = ahead;
  else previous[behind] = ahead;
  pool.waiting[queue]!--;
}
