/**
 * How one wait in a queue came out. Only `abandoned` is a caller's own impatience; the other ways
 * out of a queue say nothing about it but how long the caller had waited by then.
 *
 * - `waiting`, `talking`: not over yet, as far as the source tells
 * - `answered`: reached an agent, and the conversation is over
 * - `timeout`, `empty`, `key`, `withdrawn`: left by the queue's longest wait, because nobody serves
 *   the queue, by a key, or taken out from elsewhere
 * - `cut`: ended before an answer by the system, not by the caller (shutdown, crash, agent's failure)
 * - `talk-cut`: reached an agent; the end of the conversation is not known
 */
export type CallOutcome =
  | 'waiting'
  | 'talking'
  | 'answered'
  | 'abandoned'
  | 'timeout'
  | 'empty'
  | 'key'
  | 'withdrawn'
  | 'cut'
  | 'talk-cut';

/** One wait of one call in one queue: a call that enters two queues is two of these. */
export interface QueueCall {
  readonly queue: string;
  /** What the system calls it. */
  readonly callId: string;
  /** Epoch seconds. */
  readonly enteredAt: number;
  /** Which entry of this call into this queue at this instant it is; nearly always 1. */
  readonly occurrence: number;
  readonly outcome: CallOutcome;
  /** From entry to answer or exit; of `waiting` and `cut` the wait that is known of. */
  readonly waitSeconds: number;
  /** Conversation, time on hold included; `null` unless over. */
  readonly talkSeconds: number | null;
  /** After-contact work that the source shows; `null` where it shows none. */
  readonly wrapUpSeconds: number | null;
  /** Who answered; `null` for nobody. */
  readonly agent: string | null;
}

/**
 * A stretch of an agent's time as the source tells it.
 *
 * - `member`: signed in to a queue
 * - `login`: signed in, to no queue in particular
 * - `pause`: takes no calls of a queue, for a reason
 */
export interface AgentSpan {
  readonly agent: string;
  /** `null` for all queues. */
  readonly queue: string | null;
  readonly kind: 'member' | 'login' | 'pause';
  /** Reason of a pause as it was given; "" for none. */
  readonly reason: string;
  /** Epoch seconds. */
  readonly start: number;
  /** Epoch seconds; `null` while it lasts. */
  readonly end: number | null;
  /** Whether the end was written down, or is the last that was heard before a restart. */
  readonly endIsKnown: boolean;
}

/** Whether an agent took the call. */
export function reachedAgent(outcome: CallOutcome): boolean {
  return outcome === 'answered' || outcome === 'talking' || outcome === 'talk-cut';
}
