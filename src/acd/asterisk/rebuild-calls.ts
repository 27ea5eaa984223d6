import { type CallOutcome, type QueueCall } from '../../domain/index.ts';
import { type CallState, callKey, callOf, type OpenCall } from './call-state.ts';
import { type QueueLogEvent } from './queue-log-event.ts';

/** Faults of a log that are told, not refused. */
export type LogFault =
  'orphan' | 'expired' | 'reentered' | 'crash-waiting' | 'crash-talking' | 'shutdown';

export interface CallSink {
  /** A call whose outcome will not change any more. */
  readonly settle: (call: QueueCall) => void;
  readonly tell: (fault: LogFault) => void;
}

interface RebuildSettings {
  /** Reasons of pauses that are wrap-up; none: the log shows no wrap-up. */
  readonly wrapUpReasons: ReadonlySet<string>;
}

/** A call of which nothing more is heard for so long is over, whatever the log says. */
const LONGEST_CALL_SECONDS = 86_400;

/** An orderly shutdown ends all waiting calls within this. */
const SHUTDOWN_SECONDS = 2;

/** After a shutdown that ended one waiting call, or several, the restart comes within this. */
const RESTART_SECONDS = { one: 300, several: 3600 };

/**
 * Takes one event of the log into the calls.
 *
 * Asterisk writes ABANDON for every waiting caller when it shuts down, and nothing when it is
 * killed; either way the next line is QUEUESTART. What is open then was cut. Abandons are taken for
 * a shutdown's if they are the last that was heard and left nobody waiting: several within two
 * seconds if the restart comes within an hour, one alone if no conversation was left open either
 * and the restart comes within five minutes.
 *
 * @returns whether the event is about calls
 */
export function takeCallEvent(
  state: CallState,
  event: QueueLogEvent,
  settings: RebuildSettings,
  sink: CallSink,
): boolean {
  const before = state.lastHeard;
  sweep(state, event.time, sink);
  const isKnown = take(state, event, settings, sink);
  if (isKnown && !DURING_SHUTDOWN.has(event.event)) releaseDoubtful(state, sink);
  state.lastHeard = Math.max(before, event.time);
  return isKnown;
}

/** Events that a shutdown may bring: they leave an abandon in doubt. */
const DURING_SHUTDOWN: ReadonlySet<string> = new Set([
  ...['ABANDON', 'COMPLETECALLER', 'COMPLETEAGENT', 'RINGCANCELED', 'RINGNOANSWER'],
  ...['REMOVEMEMBER', 'AGENTLOGOFF', 'AGENTDUMP'],
]);

function take(
  state: CallState,
  event: QueueLogEvent,
  settings: RebuildSettings,
  sink: CallSink,
): boolean {
  const { params, time } = event;
  switch (event.event) {
    case 'ENTERQUEUE':
      enter(state, event, sink);
      return true;
    case 'CONNECT':
      connect(state, event, sink);
      return true;
    case 'COMPLETECALLER':
    case 'COMPLETEAGENT':
      complete(state, event, seconds(params[0]), seconds(params[1]), settings, sink);
      return true;
    case 'BLINDTRANSFER':
    case 'TRANSFER':
      complete(state, event, seconds(params[2]), seconds(params[3]), settings, sink);
      return true;
    case 'ATTENDEDTRANSFER':
      // Two layouts with different beginnings and the same three at the end.
      complete(state, event, seconds(params.at(-3)), seconds(params.at(-2)), settings, sink);
      return true;
    case 'ABANDON':
      abandon(state, event, sink);
      return true;
    case 'EXITWITHTIMEOUT':
      leave(state, event, 'timeout', seconds(params[2]), sink);
      return true;
    case 'EXITEMPTY':
      leave(state, event, 'empty', seconds(params[2]), sink);
      return true;
    case 'EXITWITHKEY':
      leave(state, event, 'key', seconds(params[3]), sink);
      return true;
    case 'WITHDRAW':
      leave(state, event, 'withdrawn', seconds(params[2]), sink);
      return true;
    case 'AGENTDUMP':
    case 'SYSCOMPAT':
      leave(state, event, 'cut', null, sink);
      return true;
    case 'RINGNOANSWER':
    case 'RINGCANCELED':
      return true;
    case 'PAUSE':
    case 'UNPAUSE':
    case 'REMOVEMEMBER':
      takePause(state, event, settings, sink);
      return true;
    case 'CONFIGRELOAD':
      return true;
    case 'QUEUESTART':
      restart(state, time, sink);
      return true;
    default:
      return false;
  }
}

function enter(state: CallState, { time, callId, queue }: QueueLogEvent, sink: CallSink): void {
  const key = callKey(callId, queue);
  const left = state.open.get(key);
  if (left !== undefined) {
    sink.tell('reentered');
    settleCut(left, time, sink);
  }
  if (!state.queues.has(queue)) state.queues.set(queue, time);
  const { entries } = state;
  if (entries.time !== time) {
    entries.time = time;
    entries.counts.clear();
  }
  const occurrence = (entries.counts.get(key) ?? 0) + 1;
  entries.counts.set(key, occurrence);
  state.open.set(key, { queue, callId, enteredAt: time, occurrence, answer: null });
}

function connect(state: CallState, event: QueueLogEvent, sink: CallSink): void {
  const key = callKey(event.callId, event.queue);
  const open = state.open.get(key);
  if (open === undefined) {
    sink.tell('orphan');
    return;
  }
  const waitSeconds = seconds(event.params[0]) ?? waited(open, event.time);
  state.open.set(key, { ...open, answer: { waitSeconds, agent: event.agent } });
  settleWrapUp(state, event.agent, event.time, sink);
}

function complete(
  state: CallState,
  event: QueueLogEvent,
  hold: number | null,
  talk: number | null,
  { wrapUpReasons }: RebuildSettings,
  sink: CallSink,
): void {
  const open = takeOpen(state, event, sink);
  if (open === null) return;
  const waitSeconds = open.answer?.waitSeconds ?? hold ?? waited(open, event.time);
  const agent = open.answer?.agent ?? event.agent;
  const talkSeconds = talk ?? Math.max(0, event.time - open.enteredAt - waitSeconds);
  const call: QueueCall = {
    ...callOf(open, 'answered', event.time),
    waitSeconds,
    talkSeconds,
    agent,
  };
  if (wrapUpReasons.size === 0) {
    sink.settle(call);
    return;
  }
  settleWrapUp(state, agent, event.time, sink);
  const pausedAt = state.earlyPauses.delete(agent) ? event.time : null;
  const known = { ...call, wrapUpSeconds: 0 };
  state.wrapUps.set(agent, { call: known, endedAt: event.time, pausedAt });
}

function abandon(state: CallState, event: QueueLogEvent, sink: CallSink): void {
  const open = takeOpen(state, event, sink);
  if (open === null) return;
  const last = state.doubtful.at(-1);
  if (last !== undefined && event.time - last.leftAt > SHUTDOWN_SECONDS) {
    releaseDoubtful(state, sink);
  }
  const waitSeconds = seconds(event.params[2]) ?? waited(open, event.time);
  const call: QueueCall = { ...callOf(open, 'abandoned', event.time), waitSeconds };
  state.doubtful.push({ call, leftAt: event.time });
}

function leave(
  state: CallState,
  event: QueueLogEvent,
  outcome: CallOutcome,
  wait: number | null,
  sink: CallSink,
): void {
  const open = takeOpen(state, event, sink);
  if (open === null) return;
  sink.settle({
    ...callOf(open, outcome, event.time),
    waitSeconds: wait ?? waited(open, event.time),
  });
}

function takeOpen(state: CallState, event: QueueLogEvent, sink: CallSink): OpenCall | null {
  const key = callKey(event.callId, event.queue);
  const open = state.open.get(key);
  if (open === undefined) {
    sink.tell('orphan');
    return null;
  }
  state.open.delete(key);
  return open;
}

/** Wrap-up lasts from the end of the call, or the pause if that is later, to the end of the pause. */
function takePause(
  state: CallState,
  { event, agent, time, params }: QueueLogEvent,
  { wrapUpReasons }: RebuildSettings,
  sink: CallSink,
): void {
  if (wrapUpReasons.size === 0) return;
  if (event !== 'PAUSE' || !wrapUpReasons.has(params.join('|'))) {
    state.earlyPauses.delete(agent);
    if (state.wrapUps.get(agent)?.pausedAt != null) settleWrapUp(state, agent, time, sink);
    return;
  }
  const wrapUp = state.wrapUps.get(agent);
  if (wrapUp === undefined) state.earlyPauses.add(agent);
  else if (wrapUp.pausedAt === null) state.wrapUps.set(agent, { ...wrapUp, pausedAt: time });
}

function settleWrapUp(state: CallState, agent: string, time: number, sink: CallSink): void {
  const wrapUp = state.wrapUps.get(agent);
  if (wrapUp === undefined) return;
  state.wrapUps.delete(agent);
  const { call, endedAt, pausedAt } = wrapUp;
  const wrapUpSeconds = pausedAt === null ? 0 : Math.max(0, time - Math.max(pausedAt, endedAt));
  sink.settle({ ...call, wrapUpSeconds });
}

function releaseDoubtful(state: CallState, sink: CallSink): void {
  for (const { call } of state.doubtful.splice(0)) sink.settle(call);
}

function looksLikeShutdown({ doubtful, open }: CallState, restartedAt: number): boolean {
  const pauseSeconds = restartedAt - (doubtful.at(-1)?.leftAt ?? -Infinity);
  if (doubtful.length < 2) return open.size === 0 && pauseSeconds <= RESTART_SECONDS.one;
  const nobodyWaits = [...open.values()].every(({ answer }) => answer !== null);
  return nobodyWaits && pauseSeconds <= RESTART_SECONDS.several;
}

function restart(state: CallState, time: number, sink: CallSink): void {
  const { doubtful, open, wrapUps } = state;
  const isShutdown = looksLikeShutdown(state, time);
  for (const { call } of doubtful.splice(0)) {
    if (isShutdown) sink.tell('shutdown');
    sink.settle(isShutdown ? { ...call, outcome: 'cut' } : call);
  }
  for (const left of open.values()) {
    sink.tell(left.answer === null ? 'crash-waiting' : 'crash-talking');
    settleCut(left, state.lastHeard, sink);
  }
  open.clear();
  for (const agent of [...wrapUps.keys()]) settleWrapUp(state, agent, state.lastHeard, sink);
  state.earlyPauses.clear();
}

/** Ends what has been open for longer than any call lasts, so that memory stays constant. */
function sweep(state: CallState, time: number, sink: CallSink): void {
  if (time - state.lastSweep < LONGEST_CALL_SECONDS / 24) return;
  state.lastSweep = time;
  for (const [key, open] of state.open) {
    if (time - open.enteredAt < LONGEST_CALL_SECONDS) continue;
    state.open.delete(key);
    sink.tell('expired');
    settleCut(open, state.lastHeard, sink);
  }
}

function settleCut(open: OpenCall, at: number, sink: CallSink): void {
  sink.settle(callOf(open, open.answer === null ? 'cut' : 'talk-cut', at));
}

function waited(open: OpenCall, time: number): number {
  return Math.max(0, time - open.enteredAt);
}

function seconds(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
