import { type AgentPool, makeAgentPool } from './agent-pool.ts';
import { type Centre, type QueueContacts, type QueueModel } from './centre.ts';
import { makeContactLog, type OpenLog } from './contact-log.ts';
import { type ContactPool, growContactPool, makeContactPool } from './contact-pool.ts';
import { type EventTree, growEventTree, makeEventTree } from './event-tree.ts';
import { makeStreamKeys, type StreamKeys } from './random-streams.ts';
import { makeRoutingTable, type RoutingTable } from './routing-table.ts';
import { makeTally, type Tally } from './tally.ts';
import { type TimeLaw } from './time-law.ts';

/**
 * Which of several events at one instant comes first: the number of agents changes, agents get
 * free, those who wait reach the next group or hang up, contacts arrive.
 */
export const RANKS = { staff: 0, served: 1, waiting: 2, arrival: 3 } as const;

/**
 * Everything that a run changes. Events other than first calls are in one tree, by contact, each of
 * which has at most one thing coming; place 0 of the contacts stands for the change of staff.
 */
export interface RunState {
  readonly centre: Centre;
  readonly queueCount: number;
  readonly groupCount: number;
  readonly staffEvent: number;
  readonly keys: StreamKeys;
  readonly routing: RoutingTable;
  readonly events: EventTree;
  readonly contacts: ContactPool;
  readonly agents: AgentPool;
  readonly tally: Tally;
  readonly log: OpenLog | null;
  /** By queue: most in the system. */
  readonly lines: Float64Array;
  readonly thresholds: Float64Array;
  /** By queue: steps that are open at once. */
  readonly stepsAtOnce: Int32Array;
  readonly sources: readonly QueueContacts[];
  readonly redials: readonly QueueModel['redial'][];
  /** By queue times groups plus group. */
  readonly handleLaws: readonly (readonly TimeLaw[])[];
  /** By queue: when the next caller comes, `Infinity` for none any more; the earliest of them. */
  readonly arrivals: Float64Array;
  nextQueue: number;
  /** By queue: callers so far, the one to come included. */
  readonly callers: Int32Array;
  /** By queue, for Poisson arrivals: the last instant drawn, and its interval. */
  readonly arrivalClock: Float64Array;
  readonly arrivalInterval: Int32Array;
  /** By group: agents that the plan wants now. */
  readonly wanted: Int32Array;
  /** The present one; the number of intervals once they are over. */
  interval: number;
  waiting: number;
  readonly isFirstFree: boolean;
  /** By group. */
  readonly isEven: Uint8Array;
}

/** Levels that are averaged over time. */
export function levelsOf(queues: number, groups: number) {
  return {
    waiting: 0,
    served: queues,
    busyAgents: 2 * queues,
    presentAgents: 2 * queues + groups,
    groupContacts: 2 * queues + 2 * groups,
    count: 2 * queues + 3 * groups,
  };
}

const FIRST_CAPACITY = 64;

export function makeRunState(
  centre: Centre,
  seed: number,
  replication: number,
  withLog: boolean,
): RunState {
  const { queues, groups, intervals, stepSeconds } = centre;
  const routing = makeRoutingTable(centre);
  const contacts = makeContactPool(queues.length, FIRST_CAPACITY);
  return {
    centre,
    queueCount: queues.length,
    groupCount: groups.length,
    staffEvent: takeFirstPlace(contacts),
    keys: makeStreamKeys(seed, replication, queues.length),
    routing,
    events: makeEventTree(FIRST_CAPACITY),
    contacts,
    agents: makeAgentPool(
      groups.map(({ slowdowns }) => slowdowns.length),
      FIRST_CAPACITY,
    ),
    tally: makeTally(
      queues.length,
      levelsOf(queues.length, groups.length).count,
      intervals,
      stepSeconds,
    ),
    log: withLog ? makeContactLog(FIRST_CAPACITY + expectedContacts(centre)) : null,
    lines: Float64Array.from(queues, ({ lines }) => lines ?? Infinity),
    thresholds: Float64Array.from(queues, ({ thresholdSeconds }) => thresholdSeconds),
    stepsAtOnce: Int32Array.from(
      queues,
      (queue) => queue.routing.filter(({ afterSeconds }) => afterSeconds === 0).length,
    ),
    sources: queues.map(({ contacts }) => contacts),
    redials: queues.map(({ redial }) => redial),
    handleLaws: queues.flatMap(({ contacts }) => groups.map(({ name }) => lawsFor(contacts, name))),
    arrivals: new Float64Array(queues.length).fill(Infinity),
    nextQueue: 0,
    callers: new Int32Array(queues.length),
    arrivalClock: new Float64Array(queues.length),
    arrivalInterval: new Int32Array(queues.length),
    wanted: new Int32Array(groups.length),
    interval: 0,
    waiting: 0,
    isFirstFree: centre.shiftEnd === 'first-free',
    isEven: Uint8Array.from(groups, ({ spread }) => (spread === 'always-even' ? 1 : 0)),
  };
}

function expectedContacts({ queues }: Centre): number {
  const counts = queues.map(({ contacts }) =>
    contacts.kind === 'poisson'
      ? contacts.volume.reduce((sum, mean) => sum + mean, 0)
      : contacts.arrivalSeconds.length,
  );
  return Math.ceil(counts.reduce((sum, count) => sum + count, 0));
}

function lawsFor(contacts: QueueContacts, name: string): readonly TimeLaw[] {
  if (contacts.kind === 'given') return [];
  const { laws, byGroup } = contacts.handleTimes;
  return byGroup.find(({ group }) => group === name)?.laws ?? laws;
}

/** A free place for a contact. */
export function takePlace(state: RunState): number {
  const { contacts, events } = state;
  if (contacts.free < 0) {
    growContactPool(contacts);
    growEventTree(events, contacts.queue.length);
  }
  return takeFirstPlace(contacts);
}

function takeFirstPlace(contacts: ContactPool): number {
  const place = contacts.free;
  contacts.free = contacts.next[place]!;
  return place;
}
