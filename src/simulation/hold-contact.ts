import { setLevel } from './agent-pool.ts';
import { ANSWERED, logOutcome } from './contact-log.ts';
import { SERVED } from './contact-pool.ts';
import { drawTime } from './draw-time.ts';
import { cancelEvent, scheduleEvent } from './event-tree.ts';
import { PURPOSES, streamOf } from './random-streams.ts';
import { RANKS, type RunState } from './run-state.ts';
import { changeLevel } from './tally.ts';

/** An agent with room takes a contact that is not in line. */
export function startService(state: RunState, contact: number, agent: number, now: number): void {
  const { contacts, agents, tally, queueCount, groupCount } = state;
  const queue = contacts.queue[contact]!;
  const group = agents.group[agent]!;
  const level = agents.level[agent]!;
  contacts.status[contact] = SERVED;
  contacts.spellStart[contact] = now;
  contacts.agent[contact] = agent;
  if (contacts.answered[contact] === 0) countAnswered(state, contact, group);
  if (contacts.work[contact]! < 0) contacts.work[contact] = handleTimeOf(state, contact, group);
  agents.contacts[agent * agents.width + level] = contact;
  if (level === 0) {
    setLevel(agents, agent, 1, now);
    scheduleEvent(state.events, contact, now + contacts.work[contact]!, RANKS.served);
  } else {
    settleWork(state, agent, now);
    setLevel(agents, agent, level + 1, now);
    scheduleWork(state, agent, now);
  }
  changeLevel(tally, queueCount + queue, 1, now);
  if (level === 0) changeLevel(tally, 2 * queueCount + group, 1, now);
  if (agents.slots[group]! > 1) {
    changeLevel(tally, 2 * queueCount + 2 * groupCount + group, 1, now);
  }
}

/** What a caller needs is the same in every attempt: the draw belongs to the first. */
function handleTimeOf(state: RunState, contact: number, group: number): number {
  const { contacts, keys } = state;
  const queue = contacts.queue[contact]!;
  const ordinal = contacts.ordinal[contact]!;
  const source = state.sources[queue]!;
  if (source.kind === 'given') return source.handleSeconds[ordinal]!;
  const laws = state.handleLaws[queue * state.groupCount + group]!;
  const law = laws.length === 1 ? laws[0]! : laws[contacts.interval[contact]!]!;
  return drawTime(law, keys, streamOf(queue, PURPOSES.handleTime), ordinal, 0);
}

function countAnswered(state: RunState, contact: number, group: number): void {
  const { contacts, tally, log } = state;
  const queue = contacts.queue[contact]!;
  const wait = contacts.waited[contact]!;
  const cell = queue * (tally.intervals + 1) + contacts.interval[contact]!;
  contacts.answered[contact] = 1;
  tally.counts.answered[cell]!++;
  tally.counts.waitAnsweredSeconds[cell]! += wait;
  if (wait <= state.thresholds[queue]!) tally.counts.answeredInThreshold[cell]!++;
  if (log !== null) logOutcome(log, contacts.logRow[contact]!, ANSWERED, wait, group);
}

/** Parts an agent and a contact, done or not; what is left to do stays in `work`. */
export function stopService(state: RunState, contact: number, now: number): void {
  const { contacts, agents, tally, queueCount, groupCount } = state;
  const agent = contacts.agent[contact]!;
  const group = agents.group[agent]!;
  const level = agents.level[agent]!;
  countHandled(state, contact, now);
  if (level === 1) {
    contacts.work[contact] = Math.max(0, state.events.times[contact]! - now);
    cancelEvent(state.events, contact);
    setLevel(agents, agent, 0, now);
  } else {
    settleWork(state, agent, now);
    cancelEvent(state.events, contact);
    const first = agent * agents.width;
    let slot = first;
    while (agents.contacts[slot] !== contact) slot++;
    agents.contacts[slot] = agents.contacts[first + level - 1]!;
    setLevel(agents, agent, level - 1, now);
    scheduleWork(state, agent, now);
  }
  changeLevel(tally, queueCount + contacts.queue[contact]!, -1, now);
  if (level === 1) changeLevel(tally, 2 * queueCount + group, -1, now);
  if (agents.slots[group]! > 1) {
    changeLevel(tally, 2 * queueCount + 2 * groupCount + group, -1, now);
  }
}

/** Takes off what has been done of the contacts of an agent since the level last changed. */
function settleWork(state: RunState, agent: number, now: number): void {
  const { contacts, agents, events } = state;
  const level = agents.level[agent]!;
  const slowdown = slowdownAt(state, agent, level);
  for (let slot = 0; slot < level; slot++) {
    const contact = agents.contacts[agent * agents.width + slot]!;
    const end = events.times[contact]!;
    contacts.work[contact] = Math.max(0, (end - now) / slowdown);
  }
}

function scheduleWork(state: RunState, agent: number, now: number): void {
  const { contacts, agents, events } = state;
  const level = agents.level[agent]!;
  const slowdown = slowdownAt(state, agent, level);
  for (let slot = 0; slot < level; slot++) {
    const contact = agents.contacts[agent * agents.width + slot]!;
    scheduleEvent(events, contact, now + contacts.work[contact]! * slowdown, RANKS.served);
  }
}

function slowdownAt(state: RunState, agent: number, level: number): number {
  return state.centre.groups[state.agents.group[agent]!]!.slowdowns[level - 1]!;
}

/** Counts the service that ends at `end`. */
export function countHandled({ contacts, tally }: RunState, contact: number, end: number): void {
  const cell = contacts.queue[contact]! * (tally.intervals + 1) + contacts.interval[contact]!;
  tally.counts.handleSeconds[cell]! += end - contacts.spellStart[contact]!;
}
