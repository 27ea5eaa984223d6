/** What a contact centre looks like at this moment, as its ACD tells it. */

/**
 * What a person does, over all queues.
 *
 * - `offline`: in no queue, or the phone is not reachable
 * - `on-call`: in a conversation that came from a queue
 * - `other-call`: on the phone otherwise
 * - `ringing`: a contact is being offered
 * - `wrap-up`: after-contact work; derived where the ACD does not tell it
 * - `paused`: takes no contacts of any queue, for a reason
 * - `ready`: waits for a contact of at least one queue
 * - `unknown`: the ACD has not said, or is not heard any more
 */
export const AGENT_STATES = [
  'offline',
  'on-call',
  'other-call',
  'ringing',
  'wrap-up',
  'paused',
  'ready',
  'unknown',
] as const;

export type AgentStateKind = (typeof AGENT_STATES)[number];

/** What is known of a person at a moment. */
export interface AgentState {
  /** Name in Agner: as mapped by configuration, else as the ACD calls the member. */
  readonly agent: string;
  /** What the ACD reaches the person by; several where queues differ. */
  readonly interfaces: readonly string[];
  readonly state: AgentStateKind;
  /** Reason of a pause; "" for none given, `null` unless paused or in wrap-up by a pause. */
  readonly reason: string | null;
  /** Since when the state lasts, ISO; `null` where that is not known. */
  readonly since: string | null;
  /** Whether the person is paused in some queues and takes contacts of others. */
  readonly isPartlyPaused: boolean;
  readonly queues: readonly string[];
}

/** What was counted of the contacts that entered a queue in a stretch of time. */
export interface LiveCounts {
  readonly offered: number;
  readonly answered: number;
  readonly answeredInThreshold: number;
  /** Callers who hung up; with an ACD that does not tell, timeouts and the like too. */
  readonly abandoned: number;
  readonly abandonedInThreshold: number;
  /** Left the queue otherwise: by a key, by the queue's longest wait, because nobody serves it. */
  readonly otherExits: number;
  readonly waitAnsweredSeconds: number;
  readonly waitAbandonedSeconds: number;
  /** Of conversations that are over. */
  readonly talkSeconds: number;
  readonly completed: number;
}

/** The local day of a queue so far, by our own counting. */
export interface LiveDay extends LiveCounts {
  /** Answered within the threshold, of all offered; `null` without a contact. */
  readonly serviceLevel: number | null;
  readonly serviceLevelVariant: 'of-offered';
  readonly thresholdSeconds: number;
  /** Mean wait of the answered, seconds; `null` without one. */
  readonly averageWaitSeconds: number | null;
  /** From when on contacts were counted, ISO. */
  readonly from: string;
  /** Whether some of the day was not heard of and has not been filled from a log. */
  readonly isPartial: boolean;
}

/** A queue at a moment. */
export interface QueueSnapshot {
  readonly queue: string;
  readonly waiting: number;
  /** Of those, who have waited for longer than the threshold: missed, whatever happens now. */
  readonly waitingBeyondThreshold: number;
  /** Seconds that the longest waiting caller has waited; `null` while nobody waits. */
  readonly longestWaitSeconds: number | null;
  /** People of this queue by what they do, over all their queues. */
  readonly agents: Readonly<Record<AgentStateKind, number>>;
  readonly today: LiveDay;
}

/** Where a live answer comes from and how old it is. */
export interface LiveSource {
  /** Name of the connector, as configured. */
  readonly name: string;
  readonly system: string;
  readonly link: 'connecting' | 'up' | 'down' | 'refused';
  /** The latest moment that the ACD was heard, ISO; `null` for never. */
  readonly asOf: string | null;
  /** Whether the figures are old: not connected, or silent for too long. */
  readonly stale: boolean;
  /** Why the link is not up, for people; `null` while it is. */
  readonly problem: string | null;
  /** ACD's clock less ours, seconds; `null` where it is not known. */
  readonly clockSkewSeconds: number | null;
  /** When the ACD was last seen to have been started anew, ISO; `null` for never. */
  readonly restartedAt: string | null;
  /** Stretches of today in which the ACD was not heard. */
  readonly gaps: readonly LiveGap[];
  /** Differences between our state and the ACD's own, found since we began. */
  readonly drift: number;
}

/** A stretch of time in which nothing was heard, ISO. */
export interface LiveGap {
  readonly from: string;
  /** `null` while it lasts. */
  readonly to: string | null;
  /** Whether a log told of the contacts since. */
  readonly isFilled: boolean;
}

/** Everything at a moment; one for all who ask. */
export interface LiveCentre {
  /** Grows with every change. */
  readonly version: number;
  /** When this was made, ISO. */
  readonly madeAt: string;
  readonly source: LiveSource;
  readonly queues: readonly QueueSnapshot[];
  readonly agents: readonly AgentState[];
}
