import { checkNonNegativeInteger } from '../domain/check.ts';
import { AgnerError } from '../domain/errors.ts';
import { type Centre } from './centre.ts';
import { changeStaff } from './change-staff.ts';
import { checkCentre } from './check-centre.ts';
import { closeLog, type ContactLog } from './contact-log.ts';
import { SERVED, WAITING } from './contact-pool.ts';
import { cancelEvent, nextEvent, scheduleEvent } from './event-tree.ts';
import { nextArrival } from './next-arrival.ts';
import { levelsOf, makeRunState, RANKS, type RunState } from './run-state.ts';
import { countHandled } from './hold-contact.ts';
import { arrive, arriveAgain, continueWait, endService, sendAway } from './pass-events.ts';
import { closeInterval, type Count, COUNTS } from './tally.ts';
import { countLeft } from './wait-in-line.ts';

/** Chance and what is asked for. */
export interface RunOptions {
  /** Any whole number. */
  readonly seed: number;
  /** Which run of several independent ones, counted from 0. */
  readonly replication: number;
  /** Whether every contact is written down. */
  readonly withLog: boolean;
}

/** One value per interval. Those by arrival count a contact where it arrived. */
export type QueueCounts = Readonly<Record<Count, readonly number[]>>;

/**
 * What happened to a queue.
 *
 * By arrival: `offered` (redials included, of which `redials`) = `blocked` + `answered` +
 * `abandoned` + `left` (sent away at closing, or waiting at the end); `delayed` found no agent at
 * once; waits and handle times are sums, with the whole handle time of those with an agent at the
 * end. By the interval in which it happened:
 * `completedDuring`, `abandonedDuring`. At the interval's end, before agents change:
 * `inSystemAtEnd`, `queueLengthAtEnd`.
 */
export interface SimulatedQueue extends QueueCounts {
  readonly name: string;
  /** Means over the time of the interval. */
  readonly meanQueueLength: readonly number[];
  readonly meanServed: readonly number[];
}

/** How a group of agents spent its time, one value per interval, means over time. */
export interface SimulatedGroup {
  readonly name: string;
  /** With at least one contact. */
  readonly meanBusy: readonly number[];
  /** On duty, or finishing a contact. */
  readonly meanPresent: readonly number[];
  /** Contacts in hand: above `meanBusy` where agents have several at once. */
  readonly meanContacts: readonly number[];
  /** Busy over present; `null` where nobody was there. */
  readonly occupancy: readonly (number | null)[];
}

export interface SimulatedCentre {
  readonly queues: readonly SimulatedQueue[];
  readonly groups: readonly SimulatedGroup[];
  /** `null` unless asked for. */
  readonly contacts: ContactLog | null;
}

/**
 * One run of a contact centre, contact by contact, from empty.
 *
 * A contact goes to a free agent of the first routing step that has one; otherwise it waits, and
 * further steps open to it as it waits. An agent who gets free takes, of the queues that are open
 * to the group, the lowest priority number and then the longest wait. Within a queue it is first
 * come, first served.
 *
 * The n-th caller of a queue has the same arrival, patience, handle time and redials in every
 * centre that is run with the same seed and replication, so two plans are compared on the same
 * callers.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: O(contacts x log(agents + waiting)); about two million contacts a second in one queue.
 *
 * @see Law (2015), "Simulation Modeling and Analysis", 5th ed., chapters 1, 9 and 11;
 *   docs/models/simulation.md.
 */
export function simulateCentre(centre: Centre, options: RunOptions): SimulatedCentre {
  checkCentre(centre);
  if (!Number.isSafeInteger(options.seed)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected seed to be a whole number, got ${options.seed}`,
    );
  }
  checkNonNegativeInteger('replication', options.replication);
  const state = makeRunState(centre, options.seed, options.replication, options.withLog);
  run(state);
  countUnfinished(state);
  return {
    queues: centre.queues.map((_, queue) => readQueue(state, queue)),
    groups: centre.groups.map((_, group) => readGroup(state, group)),
    contacts: state.log === null ? null : closeLog(state.log),
  };
}

function run(state: RunState): void {
  const { events, arrivals, staffEvent, contacts, centre } = state;
  changeStaff(state, 0);
  for (let queue = 0; queue < state.queueCount; queue++) expectArrival(state, queue);
  scheduleEvent(events, staffEvent, centre.stepSeconds, RANKS.staff);
  for (;;) {
    const event = nextEvent(events);
    const queue = state.nextQueue;
    const now = Math.min(events.times[event]!, arrivals[queue]!);
    if (now === Infinity) return;
    // At one instant those who arrive come last: whoever goes then has made room.
    if (events.times[event]! > now) {
      const ordinal = state.callers[queue]! - 1;
      expectArrival(state, queue);
      arrive(state, queue, ordinal, now);
    } else if (event === staffEvent) {
      endInterval(state, now);
      if (state.interval === centre.intervals && centre.atEnd === 'stop') return;
    } else if (contacts.status[event] === SERVED) endService(state, event, now);
    else if (contacts.status[event] === WAITING) continueWait(state, event, now);
    else arriveAgain(state, event, now);
    if (state.interval === centre.intervals && state.waiting === 0) return;
  }
}

/** Notes when the next caller of a queue comes, and which queue's comes first. */
function expectArrival(state: RunState, queue: number): void {
  const { arrivals } = state;
  arrivals[queue] = nextArrival(state, queue);
  let first = 0;
  for (let other = 1; other < arrivals.length; other++) {
    if (arrivals[other]! < arrivals[first]!) first = other;
  }
  state.nextQueue = first;
}

function endInterval(state: RunState, now: number): void {
  const { tally, contacts, centre, queueCount } = state;
  closeInterval(tally, state.interval, now);
  for (let queue = 0; queue < queueCount; queue++) {
    const cell = queue * (tally.intervals + 1) + state.interval;
    tally.counts.queueLengthAtEnd[cell] = contacts.waiting[queue]!;
    tally.counts.inSystemAtEnd[cell] = contacts.inSystem[queue]!;
  }
  state.interval++;
  if (state.interval === centre.intervals) {
    cancelEvent(state.events, state.staffEvent);
    return;
  }
  scheduleEvent(
    state.events,
    state.staffEvent,
    (state.interval + 1) * centre.stepSeconds,
    RANKS.staff,
  );
  for (let queue = 0; queue < queueCount; queue++) {
    if (centre.queues[queue]!.closings.includes(state.interval)) sendAway(state, queue, now);
  }
  changeStaff(state, now);
}

/** Those with an agent are answered; those who wait are left. */
function countUnfinished(state: RunState): void {
  const { contacts, events, tally } = state;
  for (let contact = 0; contact < contacts.status.length; contact++) {
    if (contacts.status[contact] === SERVED) {
      const done = events.times[contact]!;
      countHandled(state, contact, done);
    } else if (contacts.status[contact] === WAITING) {
      // For ever, if agents stay until nobody waits and this one still does.
      const end = state.centre.atEnd === 'stop' ? tally.intervals * tally.stepSeconds : Infinity;
      countLeft(state, contact, contacts.waited[contact]! + end - contacts.spellStart[contact]!);
    }
  }
}

function readQueue({ tally, centre, queueCount, groupCount }: RunState, queue: number) {
  const first = queue * (tally.intervals + 1);
  const counts = Object.fromEntries(
    COUNTS.map((count) => [
      count,
      Array.from(tally.counts[count].subarray(first, first + tally.intervals)),
    ]),
  ) as Record<Count, number[]>;
  const levels = levelsOf(queueCount, groupCount);
  return {
    name: centre.queues[queue]!.name,
    ...counts,
    meanQueueLength: meansOf(tally, levels.waiting + queue),
    meanServed: meansOf(tally, levels.served + queue),
  };
}

function readGroup(
  { tally, centre, queueCount, groupCount }: RunState,
  group: number,
): SimulatedGroup {
  const levels = levelsOf(queueCount, groupCount);
  const meanBusy = meansOf(tally, levels.busyAgents + group);
  const meanPresent = meansOf(tally, levels.presentAgents + group);
  return {
    name: centre.groups[group]!.name,
    meanBusy,
    meanPresent,
    meanContacts:
      centre.groups[group]!.slowdowns.length === 1
        ? meanBusy
        : meansOf(tally, levels.groupContacts + group),
    occupancy: meanBusy.map((busy, interval) => {
      const present = meanPresent[interval]!;
      // Both are sums: of agents always busy the last bits may differ.
      return present === 0 ? null : Math.min(1, busy / present);
    }),
  };
}

function meansOf({ means, intervals }: RunState['tally'], level: number): number[] {
  return Array.from(means.subarray(level * intervals, (level + 1) * intervals));
}
