import { joinLine, leaveLine, releaseContact, WAITING } from './contact-pool.ts';
import { LEFT, logOutcome } from './contact-log.ts';
import { drawPatience } from './draw-time.ts';
import { cancelEvent, scheduleEvent } from './event-tree.ts';
import { blockOf, PURPOSES, streamOf } from './random-streams.ts';
import { RANKS, type RunState } from './run-state.ts';
import { changeLevel } from './tally.ts';

/** Puts a contact in line, with the patience that it has left. */
export function startWait(state: RunState, contact: number, now: number): void {
  const { contacts } = state;
  const queue = contacts.queue[contact]!;
  contacts.status[contact] = WAITING;
  contacts.spellStart[contact] = now;
  if (contacts.patienceLeft[contact]! < 0) {
    contacts.patienceLeft[contact] = patienceOf(state, contact);
  }
  contacts.patienceEnd[contact] = now + contacts.patienceLeft[contact]!;
  joinLine(contacts, queue, contact);
  state.waiting++;
  changeLevel(state.tally, queue, 1, now);
  scheduleWait(state, contact);
}

function patienceOf(state: RunState, contact: number): number {
  const { contacts, keys } = state;
  const queue = contacts.queue[contact]!;
  const ordinal = contacts.ordinal[contact]!;
  const source = state.sources[queue]!;
  if (source.kind === 'given') return source.patienceSeconds[ordinal]!;
  const stream = streamOf(queue, PURPOSES.patience);
  return drawPatience(source.patience, keys, stream, ordinal, blockOf(contacts.attempt[contact]!));
}

export function scheduleWait(state: RunState, contact: number): void {
  const { contacts, routing } = state;
  const queue = contacts.queue[contact]!;
  const step = routing.firstStep[queue]! + contacts.steps[contact]!;
  let time = contacts.patienceEnd[contact]!;
  if (step < routing.firstStep[queue + 1]!) {
    time = Math.min(time, contacts.arrival[contact]! + routing.afterSeconds[step]!);
  }
  scheduleEvent(state.events, contact, time, RANKS.waiting);
}

export function endWait(state: RunState, contact: number, now: number): void {
  const { contacts } = state;
  const queue = contacts.queue[contact]!;
  contacts.waited[contact]! += now - contacts.spellStart[contact]!;
  contacts.patienceLeft[contact] = Math.max(0, contacts.patienceEnd[contact]! - now);
  leaveLine(contacts, queue, contact);
  state.waiting--;
  changeLevel(state.tally, queue, -1, now);
}

/** Counts one who waits and is not answered, unless it was before. */
export function countLeft(state: RunState, contact: number, wait: number): void {
  const { contacts, tally, log } = state;
  if (contacts.answered[contact] === 1) return;
  const queue = contacts.queue[contact]!;
  tally.counts.left[queue * (tally.intervals + 1) + contacts.interval[contact]!]!++;
  if (log !== null) logOutcome(log, contacts.logRow[contact]!, LEFT, wait, -1);
}

export function forget(state: RunState, contact: number): void {
  cancelEvent(state.events, contact);
  releaseContact(state.contacts, contact);
}
