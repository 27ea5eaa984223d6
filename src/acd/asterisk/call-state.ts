import { type QueueCall } from '../../domain/index.ts';

/** A call in a queue or with an agent. */
export interface OpenCall {
  readonly queue: string;
  readonly callId: string;
  readonly enteredAt: number;
  readonly occurrence: number;
  /** `null` while it waits. */
  readonly answer: { readonly waitSeconds: number; readonly agent: string } | null;
}

/** A finished conversation after which its agent may do wrap-up. */
export interface WrapUp {
  readonly call: QueueCall;
  readonly endedAt: number;
  /** When the pause for wrap-up began; `null` before it does. */
  readonly pausedAt: number | null;
}

/** What must be remembered from one line of a log to the next. */
export interface CallState {
  /** By call and queue. */
  readonly open: Map<string, OpenCall>;
  /** Abandons so late that a restart right after would show them to be the shutdown's. */
  readonly doubtful: { readonly call: QueueCall; readonly leftAt: number }[];
  /** By agent. */
  readonly wrapUps: Map<string, WrapUp>;
  /** Agents who paused for wrap-up during a conversation. */
  readonly earlyPauses: Set<string>;
  /** Entries of calls into queues in the newest second. */
  readonly entries: { time: number; readonly counts: Map<string, number> };
  /** Latest time of any line; -Infinity before the first. */
  lastHeard: number;
  /** Queues by when they were first heard of. */
  readonly queues: Map<string, number>;
  /** When open calls were last looked through for those that never ended. */
  lastSweep: number;
}

export function startCallState(): CallState {
  return {
    open: new Map(),
    doubtful: [],
    wrapUps: new Map(),
    earlyPauses: new Set(),
    entries: { time: -Infinity, counts: new Map() },
    queues: new Map(),
    lastHeard: -Infinity,
    lastSweep: -Infinity,
  };
}

export function callKey(callId: string, queue: string): string {
  return `${callId}|${queue}`;
}

/** The calls that are not over, or not yet surely so, as they stand. */
export function unsettledCalls(state: CallState): readonly QueueCall[] {
  return [
    ...[...state.open.values()].map((open) =>
      callOf(open, open.answer === null ? 'waiting' : 'talking', state.lastHeard),
    ),
    ...state.doubtful.map(({ call }) => call),
    ...[...state.wrapUps.values()].map(({ call }) => call),
  ];
}

/** An open call as it is told, with an outcome at an instant. */
export function callOf(open: OpenCall, outcome: QueueCall['outcome'], at: number): QueueCall {
  return {
    queue: open.queue,
    callId: open.callId,
    enteredAt: open.enteredAt,
    occurrence: open.occurrence,
    outcome,
    waitSeconds: open.answer?.waitSeconds ?? Math.max(0, at - open.enteredAt),
    talkSeconds: null,
    wrapUpSeconds: null,
    agent: open.answer?.agent ?? null,
  };
}
