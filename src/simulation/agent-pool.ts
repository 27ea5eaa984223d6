/**
 * Agents who are present. Those on duty stand in two lists: by when they came, and by how many
 * contacts they have (their level), the one without a change for longest first. One who is leaving
 * stands in none and goes with the last contact.
 */
export interface AgentPool {
  /** First free place, chained by `next`; -1 for none. */
  free: number;
  group: Int32Array;
  level: Int32Array;
  leaving: Uint8Array;
  /** When the level last changed. */
  since: Float64Array;
  next: Int32Array;
  previous: Int32Array;
  nextOnDuty: Int32Array;
  previousOnDuty: Int32Array;
  /** `width` places an agent, the first `level` of them taken. */
  contacts: Int32Array;
  /** Most contacts of any agent. */
  readonly width: number;
  /** By group. */
  readonly slots: Int32Array;
  readonly onDuty: Int32Array;
  readonly firstOnDuty: Int32Array;
  readonly lastOnDuty: Int32Array;
  /** By group times (width + 1) plus level. */
  readonly heads: Int32Array;
  readonly tails: Int32Array;
}

export function makeAgentPool(slots: readonly number[], capacity: number): AgentPool {
  const width = Math.max(...slots);
  const groups = slots.length;
  const none = (length: number): Int32Array => new Int32Array(length).fill(-1);
  const pool: AgentPool = {
    free: -1,
    group: new Int32Array(capacity),
    level: new Int32Array(capacity),
    leaving: new Uint8Array(capacity),
    since: new Float64Array(capacity),
    next: new Int32Array(capacity),
    previous: new Int32Array(capacity),
    nextOnDuty: new Int32Array(capacity),
    previousOnDuty: new Int32Array(capacity),
    contacts: new Int32Array(capacity * width),
    width,
    slots: Int32Array.from(slots),
    onDuty: new Int32Array(groups),
    firstOnDuty: none(groups),
    lastOnDuty: none(groups),
    heads: none(groups * (width + 1)),
    tails: none(groups * (width + 1)),
  };
  freeFrom(pool, 0);
  return pool;
}

function growAgentPool(pool: AgentPool): void {
  const old = pool.group.length;
  const whole = (values: Int32Array): Int32Array => {
    const grown = new Int32Array(2 * values.length);
    grown.set(values);
    return grown;
  };
  const leaving = new Uint8Array(2 * old);
  leaving.set(pool.leaving);
  const since = new Float64Array(2 * old);
  since.set(pool.since);
  pool.leaving = leaving;
  pool.since = since;
  pool.group = whole(pool.group);
  pool.level = whole(pool.level);
  pool.next = whole(pool.next);
  pool.previous = whole(pool.previous);
  pool.nextOnDuty = whole(pool.nextOnDuty);
  pool.previousOnDuty = whole(pool.previousOnDuty);
  pool.contacts = whole(pool.contacts);
  freeFrom(pool, old);
}

function freeFrom(pool: AgentPool, first: number): void {
  for (let place = pool.group.length - 1; place >= first; place--) {
    pool.next[place] = pool.free;
    pool.free = place;
  }
}

/** Somebody comes to work, with no contact yet. */
export function addAgent(pool: AgentPool, group: number, now: number): void {
  if (pool.free < 0) growAgentPool(pool);
  const agent = pool.free;
  pool.free = pool.next[agent]!;
  pool.group[agent] = group;
  pool.level[agent] = 0;
  pool.leaving[agent] = 0;
  pool.since[agent] = now;
  const last = pool.lastOnDuty[group]!;
  pool.previousOnDuty[agent] = last;
  pool.nextOnDuty[agent] = -1;
  if (last < 0) pool.firstOnDuty[group] = agent;
  else pool.nextOnDuty[last] = agent;
  pool.lastOnDuty[group] = agent;
  pool.onDuty[group]!++;
  listAgent(pool, agent);
}

/** Takes somebody off duty: gone at once without a contact, otherwise leaving. */
export function endDuty(pool: AgentPool, agent: number): void {
  const group = pool.group[agent]!;
  const before = pool.previousOnDuty[agent]!;
  const after = pool.nextOnDuty[agent]!;
  if (before < 0) pool.firstOnDuty[group] = after;
  else pool.nextOnDuty[before] = after;
  if (after < 0) pool.lastOnDuty[group] = before;
  else pool.previousOnDuty[after] = before;
  pool.onDuty[group]!--;
  unlistAgent(pool, agent);
  if (pool.level[agent] === 0) releaseAgent(pool, agent);
  else pool.leaving[agent] = 1;
}

export function releaseAgent(pool: AgentPool, agent: number): void {
  pool.next[agent] = pool.free;
  pool.free = agent;
}

/** Sets the level of an agent, and the lists right. */
export function setLevel(pool: AgentPool, agent: number, level: number, now: number): void {
  if (pool.leaving[agent] === 1) {
    pool.level[agent] = level;
    return;
  }
  unlistAgent(pool, agent);
  pool.level[agent] = level;
  pool.since[agent] = now;
  listAgent(pool, agent);
}

function listAgent(pool: AgentPool, agent: number): void {
  const list = pool.group[agent]! * (pool.width + 1) + pool.level[agent]!;
  const last = pool.tails[list]!;
  pool.previous[agent] = last;
  pool.next[agent] = -1;
  if (last < 0) pool.heads[list] = agent;
  else pool.next[last] = agent;
  pool.tails[list] = agent;
}

function unlistAgent(pool: AgentPool, agent: number): void {
  const list = pool.group[agent]! * (pool.width + 1) + pool.level[agent]!;
  const before = pool.previous[agent]!;
  const after = pool.next[agent]!;
  if (before < 0) pool.heads[list] = after;
  else pool.next[before] = after;
  if (after < 0) pool.tails[list] = before;
  else pool.previous[after] = before;
}

/**
 * The agent of a group with room and the fewest contacts, among those the one without a change for
 * longest; -1 if all have their hands full.
 */
export function leastBusyAgent(pool: AgentPool, group: number): number {
  const first = group * (pool.width + 1);
  const slots = pool.slots[group]!;
  for (let level = 0; level < slots; level++) {
    const agent = pool.heads[first + level]!;
    if (agent >= 0) return agent;
  }
  return -1;
}
