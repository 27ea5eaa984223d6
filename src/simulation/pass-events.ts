import { endDuty, releaseAgent } from './agent-pool.ts';
import { ABANDONED, BLOCKED, logArrival, logOutcome } from './contact-log.ts';
import { AWAY, releaseContact } from './contact-pool.ts';
import { drawTime } from './draw-time.ts';
import { scheduleEvent } from './event-tree.ts';
import { findAgent, findContact } from './find-match.ts';
import { startService, stopService } from './hold-contact.ts';
import { blockOf, PURPOSES, streamOf, uniformAt } from './random-streams.ts';
import { RANKS, type RunState, takePlace } from './run-state.ts';
import { changeLevel } from './tally.ts';
import { countLeft, endWait, forget, scheduleWait, startWait } from './wait-in-line.ts';

/** A caller's first call. */
export function arrive(state: RunState, queue: number, ordinal: number, now: number): void {
  const contact = takePlace(state);
  state.contacts.queue[contact] = queue;
  state.contacts.ordinal[contact] = ordinal;
  state.contacts.attempt[contact] = 0;
  enter(state, contact, now);
}

/** One who hung up or was turned away calls again; after the end nobody does. */
export function arriveAgain(state: RunState, contact: number, now: number): void {
  if (state.interval === state.centre.intervals) {
    forget(state, contact);
    return;
  }
  state.contacts.attempt[contact]!++;
  enter(state, contact, now);
}

function enter(state: RunState, contact: number, now: number): void {
  const { contacts, tally, log } = state;
  const queue = contacts.queue[contact]!;
  const attempt = contacts.attempt[contact]!;
  const cell = queue * (tally.intervals + 1) + state.interval;
  contacts.interval[contact] = state.interval;
  contacts.arrival[contact] = now;
  contacts.spellStart[contact] = now;
  contacts.waited[contact] = 0;
  contacts.answered[contact] = 0;
  contacts.work[contact] = -1;
  contacts.patienceLeft[contact] = -1;
  contacts.agent[contact] = -1;
  tally.counts.offered[cell]!++;
  if (attempt > 0) tally.counts.redials[cell]!++;
  if (log !== null) {
    contacts.logRow[contact] = logArrival(log, queue, contacts.ordinal[contact]!, attempt, now);
  }
  if (contacts.inSystem[queue]! >= state.lines[queue]!) {
    tally.counts.blocked[cell]!++;
    if (log !== null) logOutcome(log, contacts.logRow[contact]!, BLOCKED, 0, -1);
    redialOrGo(state, contact, now, state.redials[queue]?.shareOfBlocked ?? 0);
    return;
  }
  contacts.inSystem[queue]!++;
  const first = state.routing.firstStep[queue]!;
  const steps = state.stepsAtOnce[queue]!;
  contacts.steps[contact] = steps;
  for (let step = first; step < first + steps; step++) {
    const agent = findAgent(state, step);
    if (agent >= 0) {
      startService(state, contact, agent, now);
      return;
    }
  }
  tally.counts.delayed[cell]!++;
  startWait(state, contact, now);
}

/** One who waits has reached the next groups, or hangs up. */
export function continueWait(state: RunState, contact: number, now: number): void {
  const { contacts, routing } = state;
  const queue = contacts.queue[contact]!;
  const first = routing.firstStep[queue]!;
  const steps = routing.firstStep[queue + 1]! - first;
  const arrival = contacts.arrival[contact]!;
  while (
    contacts.steps[contact]! < steps &&
    arrival + routing.afterSeconds[first + contacts.steps[contact]!]! <= now
  ) {
    const agent = findAgent(state, first + contacts.steps[contact]!);
    contacts.steps[contact]!++;
    if (agent >= 0) {
      endWait(state, contact, now);
      startService(state, contact, agent, now);
      return;
    }
  }
  if (contacts.patienceEnd[contact]! <= now) abandon(state, contact, now);
  else scheduleWait(state, contact);
}

function abandon(state: RunState, contact: number, now: number): void {
  const { contacts, tally, log } = state;
  const queue = contacts.queue[contact]!;
  endWait(state, contact, now);
  contacts.inSystem[queue]!--;
  const wait = contacts.waited[contact]!;
  const row = queue * (tally.intervals + 1);
  tally.counts.abandonedDuring[row + state.interval]!++;
  if (contacts.answered[contact] === 1) {
    forget(state, contact);
    return;
  }
  const cell = row + contacts.interval[contact]!;
  tally.counts.abandoned[cell]!++;
  tally.counts.waitAbandonedSeconds[cell]! += wait;
  if (wait <= state.thresholds[queue]!) tally.counts.abandonedInThreshold[cell]!++;
  if (log !== null) logOutcome(log, contacts.logRow[contact]!, ABANDONED, wait, -1);
  redialOrGo(state, contact, now, state.redials[queue]?.shareOfAbandoned ?? 0);
}

function redialOrGo(state: RunState, contact: number, now: number, share: number): void {
  const { contacts, keys } = state;
  if (share > 0 && state.interval < state.centre.intervals) {
    const queue = contacts.queue[contact]!;
    const stream = streamOf(queue, PURPOSES.redial);
    const ordinal = contacts.ordinal[contact]!;
    const block = blockOf(contacts.attempt[contact]!);
    if (uniformAt(keys, stream, ordinal, block) < share) {
      const delay = drawTime(state.redials[queue]!.delay, keys, stream, ordinal, block + 1);
      contacts.status[contact] = AWAY;
      scheduleEvent(state.events, contact, now + delay, RANKS.arrival);
      return;
    }
  }
  forget(state, contact);
}

/** A contact is done with, and its agent has room. */
export function endService(state: RunState, contact: number, now: number): void {
  const { contacts, tally } = state;
  const agent = contacts.agent[contact]!;
  stopService(state, contact, now);
  const queue = contacts.queue[contact]!;
  contacts.inSystem[queue]!--;
  tally.counts.completedDuring[queue * (tally.intervals + 1) + state.interval]!++;
  releaseContact(contacts, contact);
  offerRoom(state, agent, now);
}

/** The queue closes: nobody waits any more. */
export function sendAway(state: RunState, queue: number, now: number): void {
  const { contacts } = state;
  for (let contact = contacts.heads[queue]!; contact >= 0; contact = contacts.heads[queue]!) {
    endWait(state, contact, now);
    contacts.inSystem[queue]!--;
    countLeft(state, contact, contacts.waited[contact]!);
    forget(state, contact);
  }
}

/** Gives an agent with room the contacts that are due, or lets one go who is to leave. */
export function offerRoom(state: RunState, agent: number, now: number): void {
  const { agents } = state;
  const group = agents.group[agent]!;
  if (
    state.isFirstFree &&
    agents.leaving[agent] === 0 &&
    agents.onDuty[group]! > state.wanted[group]!
  ) {
    dismiss(state, agent, now);
    return;
  }
  if (agents.leaving[agent] === 1) {
    if (agents.level[agent] === 0) {
      changePresent(state, group, -1, now);
      releaseAgent(agents, agent);
    }
    return;
  }
  while (agents.level[agent]! < agents.slots[group]!) {
    const contact = findContact(state, group);
    if (contact < 0) break;
    endWait(state, contact, now);
    startService(state, contact, agent, now);
  }
  if (state.isEven[group] === 1) evenOut(state, group, agent, now);
}

/** Moves a contact from the fullest agent of the group to one who has two fewer. */
function evenOut(state: RunState, group: number, agent: number, now: number): void {
  const { agents } = state;
  const first = group * (agents.width + 1);
  let level = agents.slots[group]!;
  while (agents.heads[first + level]! < 0) level--;
  if (level < agents.level[agent]! + 2) return;
  const fullest = agents.heads[first + level]!;
  const contact = agents.contacts[fullest * agents.width + level - 1]!;
  stopService(state, contact, now);
  startService(state, contact, agent, now);
}

/** Takes somebody off duty: who has contacts finishes them. */
export function dismiss(state: RunState, agent: number, now: number): void {
  const group = state.agents.group[agent]!;
  const isFree = state.agents.level[agent] === 0;
  endDuty(state.agents, agent);
  if (isFree) changePresent(state, group, -1, now);
}

export function changePresent(state: RunState, group: number, change: number, now: number): void {
  const { tally, queueCount, groupCount } = state;
  changeLevel(tally, 2 * queueCount + groupCount + group, change, now);
}
